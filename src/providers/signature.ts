// What signature checks share: comparison in constant time, the age of a signature, and how a refusal is worded.
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Verdict } from "./provider.ts";

/** Most senders name five minutes; a sender without a documented tolerance gets the same. */
export const toleranceSeconds = 5 * 60;

export function hmac(
  algorithm: "sha1" | "sha256" | "sha512",
  key: string | Buffer,
  text: string | Buffer,
  encoding: "hex" | "base64",
): string {
  return createHmac(algorithm, key).update(text).digest(encoding);
}

/** In constant time; a different length is no secret. */
export function equal(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Why a signature made at this time (Unix, in seconds) is too old or too new; null: it is neither.
 * @param oldest for senders that send the same signature again for longer than the tolerance
 */
export function untimely(seconds: number, receivedAt: Date, name: string, oldest = toleranceSeconds): string | null {
  const age = Math.floor(receivedAt.getTime() / 1000) - seconds;
  if (age > oldest) return `it was signed ${age} seconds ago, more than ${oldest}`;
  if (age < -toleranceSeconds) return `its ${name} lies ${-age} seconds ahead of our clock`;
  return null;
}

export function refused(reason: string): Verdict {
  return { ok: false, because: `The delivery is not properly signed: ${reason}.` };
}

export const byAddress: Verdict = { ok: true, trust: "address" };
export const signed: Verdict = { ok: true, trust: "signed" };
