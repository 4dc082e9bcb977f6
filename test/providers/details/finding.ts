// For the tests of thin events: what is found of one, as the model takes it, and that no answer breaks the reading of it.
import assert from "node:assert/strict";
import fc from "fast-check";
import { Refused } from "../../../src/errors.ts";
import { type Happening, happening } from "../../../src/model/event.ts";
import { type MeetingData, meetingData } from "../../../src/model/meeting.ts";
import type { Answer, Ask, Question } from "../../../src/providers/call-log.ts";
import type { Found } from "../../../src/providers/details.ts";
import type { Account, Provider } from "../../../src/providers/provider.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";
import { asking } from "../logs/asking.ts";

/** The one event that a webhook with this body is read as. */
export function toldBy(provider: Provider, json: unknown): Happening {
  const reading = provider.read(jsonDelivery(json), connectionOf());
  assert.ok("happenings" in reading, JSON.stringify(reading));
  assert.equal(reading.happenings.length, 1);
  return reading.happenings[0];
}

export async function foundBy(provider: Provider, thin: Happening, account: Account, ask: Ask): Promise<Found> {
  assert.ok(provider.details, "the provider asks for nothing");
  assert.equal(thin.thin, true);
  return provider.details.find(thin, account, ask, { timeZone: "Europe/Kyiv" });
}

/** What was found: an event that is whole, of the same meeting. */
export function happeningIn(found: Found, thin: Happening): Happening {
  assert.ok("happening" in found, JSON.stringify(found));
  assert.equal(found.happening.thin, undefined);
  assert.equal(found.happening.subject, thin.subject);
  meetingOf(found.happening);
  return found.happening;
}

/** The meeting that an event tells of: stored as JSON and read again, it is the same. */
export function meetingOf(told: Happening): MeetingData {
  assert.deepEqual(happening.parse(JSON.parse(JSON.stringify(told))), told);
  const data = meetingData.parse(told.data);
  assert.deepEqual(data, told.data);
  return data;
}

/** Whatever stands in the place of a value: something is found that the model takes, or it is said why not. */
export async function survivesDamage(
  provider: Provider,
  thin: Happening,
  account: Account,
  tell: (question: Question, url: URL) => Answer,
): Promise<void> {
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("", " ", "-1", "1e999", "9".repeat(300), "a\0b", "\ud800", null),
  );
  const damage = fc.record({
    which: fc.nat(2),
    place: fc.nat(60),
    value: odd,
    status: fc.constantFrom(200, 200, 404, 500),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ which, place, value, status }) => {
      let question = 0;
      const { ask } = asking((asked, url) => {
        if (question++ !== which) return tell(asked, url);
        let left = place;
        const json = JSON.stringify(tell(asked, url).json);
        return { status, json: JSON.parse(json, (_name, old) => (left-- === 0 ? value : old)) };
      });
      const found = await foundBy(provider, thin, account, ask).catch((error: unknown) => {
        assert.ok(error instanceof Error && [Error, Refused].some((kind) => error.constructor === kind), String(error));
        return { notYet: error.message };
      });
      if ("happening" in found) {
        happeningIn(found, thin);
        assert.ok(!/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i.test(JSON.stringify(found)));
      } else assert.ok(("notYet" in found ? found.notYet : found.ignored).length > 5);
    }),
    { numRuns: 1000 },
  );
}
