// For the tests of call logs: an `ask` that a stand-in for the sender's API answers, and all pages of a log at once.
import assert from "node:assert/strict";
import fc from "fast-check";
import { type CallHappening, happening } from "../../../src/model/event.ts";
import type { Answer, Ask, CallLog, Question, Window } from "../../../src/providers/call-log.ts";
import type { Account, Reading } from "../../../src/providers/provider.ts";
import { connectionOf } from "../fixture.ts";

export const day: Window = { from: new Date("2026-10-09T00:00:00Z"), to: new Date("2026-10-10T00:00:00Z") };

export interface Asking {
  ask: Ask;
  asked: Question[];
}

export function asking(tell: (question: Question, url: URL) => Answer): Asking {
  const asked: Question[] = [];
  const ask: Ask = async (question) => {
    asked.push(question);
    return tell(question, new URL(question.url));
  };
  return { ask, asked };
}

export async function allPages(log: CallLog | undefined, account: Account, ask: Ask): Promise<unknown[][]> {
  assert.ok(log, "the provider has no log");
  const pages: unknown[][] = [];
  for await (const page of log.pages(day, account, ask, { timeZone: "Europe/Kyiv" })) pages.push(page);
  return pages;
}

export function readCall(log: CallLog | undefined, call: unknown): Reading {
  assert.ok(log, "the provider has no log");
  return log.read(call, connectionOf());
}

/** The end of a call, as every entry of a log tells it. */
export function completed(log: CallLog | undefined, call: unknown): CallHappening {
  const reading = readCall(log, call);
  assert.ok("happenings" in reading, JSON.stringify(reading));
  const [only, ...others] = reading.happenings;
  assert.deepEqual(others, []);
  assert.ok(only.type === "call.completed");
  assert.deepEqual(happening.parse(only), only);
  return only;
}

/** Whatever stands in the place of a value, the call is read or refused, and what is read fits the model. */
export function survivesDamage(log: CallLog | undefined, call: unknown): void {
  const odd = fc.oneof(fc.jsonValue(), fc.constantFrom("", " ", "-1", "1e999", "9".repeat(300), "\0", null));
  const damaged = fc.tuple(fc.nat(60), odd).map(([place, value]) => {
    let left = place;
    return JSON.parse(JSON.stringify(call), (_name, old) => (left-- === 0 ? value : old));
  });
  fc.assert(
    fc.property(damaged, (entry) => {
      const reading = readCall(log, entry);
      if ("happenings" in reading) {
        for (const each of reading.happenings) assert.deepEqual(happening.parse(each), each);
      } else assert.ok(("ignored" in reading ? reading.ignored : reading.unreadable).length > 5);
    }),
    { numRuns: 1000 },
  );
}
