// What the stand-ins for the providers' lists of calls have in common: the calls they know, and how a question is answered.
import type { Account } from "../../../src/providers/provider.ts";
import type { Asked, Told } from "../call-list.ts";

export interface KnownCall {
  n: number;
  startedAt: number;
  /** From the first ring to the end. */
  seconds: number;
  phone: string;
}

export interface ListOfCalls {
  provider: string;
  account: Account;
  /** What the provider answers when there were too many questions, as it documents it. */
  tooMany(seconds: number, now: number): Told;
  /** Null: the account is not the right one. */
  answer(asked: Asked, calls: readonly KnownCall[]): Told | null;
  refused: Told;
}

/** More than any of these is never on one page, whatever is asked for: providers may give less. */
export const pageSize = 25;

export function isBasic({ headers }: Asked, user: string, password: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

export function between(calls: readonly KnownCall[], from: number, to: number): KnownCall[] {
  return calls.filter(({ startedAt }) => startedAt >= from && startedAt <= to);
}

export function oldestFirst(calls: readonly KnownCall[]): KnownCall[] {
  return [...calls].sort((a, b) => a.startedAt - b.startedAt);
}

export function newestFirst(calls: readonly KnownCall[]): KnownCall[] {
  return oldestFirst(calls).reverse();
}

/** 2026-11-23T10:00:00Z */
export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, "");
}
