// A call whose end is told twice, corrected, or told without a number ends in the same records and tasks in any order.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { CallEvent } from "../../src/model/event.ts";
import { recommendedMatrix } from "../../src/model/matrix.ts";
import { clientPhone, contact, rulebook } from "./given.ts";
import { moment, outcomeOf } from "./stands.ts";

const missed = { outcome: "missed", agent: null, talkSeconds: 0 } as const;
const notLogged = Object.fromEntries(
  (["in.new.missed", "in.known.missed"] as const).map((key) => [key, { ...recommendedMatrix[key], call: "skip" }]),
);

const calls: Record<string, () => CallEvent[]> = {
  "a leg that was missed and one that was answered": () => [
    moment("call.started", 0),
    moment("call.completed", 50, missed),
    moment("call.completed", 60),
    moment("call.rated", 70, { rating: { category: "Lead" } }),
  ],
  "answered, and a voicemail after all": () => [
    moment("call.answered", 5, { agent: { extension: "101" } }),
    moment("call.completed", 50),
    moment("call.updated", 60, { outcome: "voicemail" }),
    moment("call.recording_ready", 61, { recordingUrl: "https://pbx.acme.test/1" }),
  ],
  "missed, and answered after all": () => [
    moment("call.completed", 50, missed),
    moment("call.updated", 60, { outcome: "answered", talkSeconds: 10 }),
    moment("call.updated", 70, { note: "Roof" }),
  ],
  "a number that only its beginning tells": () => [
    moment("call.started", 0, { client: { phone: clientPhone }, direction: "in" }),
    moment("call.completed", 50, { client: {} }),
    moment("call.rated", 70, { client: {}, rating: { category: "Lead" } }),
  ],
};
const books = {
  "as recommended": rulebook(),
  "with records at pick-up": rulebook({ settings: { createAt: "pickup" } }),
  "where missed calls are not logged": rulebook({ matrix: notLogged }),
};

/** A call that was logged stays, although it would not have been logged had it been known in time. */
const isUndone = (book: string, call: string) =>
  book === "where missed calls are not logged" && call === "answered, and a voicemail after all";

for (const [book, rules] of Object.entries(books)) {
  describe(book, () => {
    for (const [title, told] of Object.entries(calls).filter(([call]) => !isUndone(book, call))) {
      for (const known of [[], [contact()]]) {
        it(`${title}, of a ${known.length > 0 ? "known" : "new"} client`, () => {
          const count = told().length;
          const places = fc.array(fc.nat({ max: 2 }), { minLength: count, maxLength: count });
          const order = fc.shuffledSubarray([...told().keys()], { minLength: count });
          const stands = (events: CallEvent[][]) => {
            const { call, deal, contact: made, toCallBack, waiting } = outcomeOf(events, rules, known);
            // The owner and the title are those of the case as it was known when the records were made.
            const { hubspot_owner_id: _owner, hs_call_title: _title, ...rest } = call ?? {};
            return { call: rest, deal: Object.keys(deal).length > 0, made: made !== undefined, toCallBack, waiting };
          };
          const expected = stands([told()]);
          fc.assert(
            fc.property(order, places, (indexes, batchOf) => {
              const events = told();
              const inOrder = indexes.flatMap((index) => events[index] ?? []);
              const batches = [0, 1, 2].map((batch) => inOrder.filter((_event, index) => batchOf[index] === batch));
              assert.deepEqual(stands(batches), expected);
            }),
          );
        });
      }
    }
  });
}
