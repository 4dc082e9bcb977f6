// What a portal's admins are warned of, as a table of states; and when silence is unusual.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type AlertKind, alertsFor, type Condition } from "../../src/jobs/condition.ts";
import { type Habit, unusualSilence } from "../../src/jobs/silence.ts";
import { day, hour, minute } from "./setup.ts";

/** A Monday, two in the afternoon in Kyiv. */
const now = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const ahead = (ms: number) => new Date(now.getTime() + ms);

const calm: Condition = {
  connected: true,
  because: null,
  paused: false,
  timeZone: "Europe/Kyiv",
  sleepsUntil: null,
  sleepsBecause: null,
  waiting: 0,
  oldest: null,
  habit: null,
  parked: null,
  parkedAlert: null,
};

const kinds = (change: Partial<Condition>): AlertKind[] =>
  alertsFor({ ...calm, ...change }, now).map(({ kind }) => kind);
const text = (change: Partial<Condition>): string =>
  alertsFor({ ...calm, ...change }, now)
    .map((alert) => alert.text)
    .join("\n");

test("when all is well, nobody is warned", () => {
  assert.deepEqual(kinds({}), []);
  assert.deepEqual(kinds({ waiting: 40, oldest: ago(10 * minute), sleepsUntil: ahead(10 * minute) }), []);
});

test("disconnected: why, how many wait, and what to do", () => {
  const state = {
    connected: false,
    because: "HubSpot says that Hookswitch was removed.",
    waiting: 1200,
    oldest: ago(day),
  };
  assert.deepEqual(kinds(state), ["disconnected"], "what waits then is not called throttled");
  assert.match(text(state), /was removed\. .*1,200 events now.*Install Hookswitch again within 30 days/);
});

test("throttled: the oldest waits, or the lane sleeps, for more than a quarter of an hour", () => {
  assert.deepEqual(kinds({ waiting: 1, oldest: ago(16 * minute) }), ["throttled"]);
  assert.deepEqual(kinds({ sleepsUntil: ahead(16 * minute), sleepsBecause: "x" }), ["throttled"]);
  assert.deepEqual(kinds({ waiting: 1, oldest: ago(16 * minute), paused: true }), [], "a pause is wanted");
  const said = text({
    waiting: 2345,
    oldest: ago(50 * minute),
    sleepsUntil: ahead(10 * hour),
    sleepsBecause: "The daily budget of 500 HubSpot requests is spent",
  });
  assert.match(
    said,
    /2,345 events wait, the oldest for 50 minutes\. The daily budget of 500 HubSpot requests is spent\./,
  );
  assert.match(said, /goes on by itself at 24 Nov, 00:00/);
  assert.match(text({ waiting: 1, oldest: ago(20 * minute) }), /1 event waits.*HubSpot's limits/);
});

test("parked: new ones since the last alert, and a trickle is one alert", () => {
  const parked = { count: 3, latest: ago(30 * minute), because: "HubSpot refused to create the deal" };
  assert.deepEqual(kinds({ parked }), ["parked"]);
  assert.match(text({ parked }), /^3 events are parked.*The latest: HubSpot refused to create the deal\. .*Replay/);
  assert.match(text({ parked: { ...parked, count: 1 } }), /^1 event is parked and needs/);
  const old = { ...parked, latest: ago(3 * hour) };
  assert.deepEqual(kinds({ parked: old }), ["parked"], "nobody was told yet");
  assert.deepEqual(kinds({ parked, parkedAlert: { since: ago(5 * hour), endedAt: null } }), ["parked"], "it lasts");
  assert.deepEqual(kinds({ parked: old, parkedAlert: { since: ago(5 * hour), endedAt: null } }), [], "an hour of calm");
  assert.deepEqual(kinds({ parked: old, parkedAlert: { since: ago(minute), endedAt: null } }), ["parked"]);
  assert.deepEqual(kinds({ parked: old, parkedAlert: { since: ago(9 * hour), endedAt: ago(2 * hour) } }), []);
  assert.deepEqual(kinds({ parked: old, parkedAlert: { since: ago(9 * hour), endedAt: ago(4 * hour) } }), ["parked"]);
});

/** Deliveries every quarter of an hour, Monday to Friday from 9 to 18 in Kyiv, in the seven days up to `last`. */
function officeHours(last: Date, leftOut: (at: Date) => boolean = () => false): Habit {
  const times = Array.from({ length: 7 * 96 }, (_, index) => new Date(last.getTime() - index * 15 * minute)).filter(
    (at) => {
      const inKyiv = new Date(at.getTime() + 2 * hour);
      const isWeekday = inKyiv.getUTCDay() > 0 && inKyiv.getUTCDay() < 6;
      return isWeekday && inKyiv.getUTCHours() >= 9 && inKyiv.getUTCHours() < 18 && !leftOut(at);
    },
  );
  const busyHours = [...new Set(times.map((at) => Math.floor(at.getTime() / hour)))];
  return { last, deliveries: times.length, busyHours };
}

const silence = (habit: Habit, at: string) => unusualSilence(habit, "Europe/Kyiv", new Date(at));

test("silence in office hours is unusual after four of them", () => {
  const habit = officeHours(new Date("2026-11-23T08:00:00Z"));
  assert.equal(silence(habit, "2026-11-23T11:59:00Z"), null);
  assert.equal(silence(habit, "2026-11-23T12:01:00Z"), hour);
  assert.match(
    text({ habit: { ...habit, last: ago(5 * hour) } }),
    /Nothing has come in since 23 Nov, 09:00\..*than 60 minutes\..*phone system/,
  );
});

test("nights and weekends are not silence", () => {
  const friday = officeHours(new Date("2026-11-20T15:45:00Z"));
  assert.equal(silence(friday, "2026-11-23T07:30:00Z"), null, "Monday morning, half past nine");
  assert.equal(
    silence(friday, "2026-11-23T10:30:00Z"),
    null,
    "a quarter of an hour on Friday and three and a half today",
  );
  assert.equal(silence(friday, "2026-11-23T10:50:00Z"), hour, "more than four of the usual hours");
});

test("where long gaps are usual, three of them must pass", () => {
  const habit = officeHours(
    new Date("2026-11-23T08:00:00Z"),
    (at) => [11, 12].includes(at.getUTCHours()) && at.getUTCDay() === 3,
  );
  assert.equal(silence(habit, "2026-11-23T15:30:00Z"), null, "three times three hours is a whole working day");
  assert.equal(silence(habit, "2026-11-24T09:00:00Z"), 3 * hour);
});

test("a portal with fewer than fifty deliveries in the week has no habits", () => {
  const habit = officeHours(new Date("2026-11-23T08:00:00Z"));
  assert.equal(silence({ ...habit, deliveries: 49 }, "2026-12-23T08:00:00Z"), null);
  assert.equal(silence({ ...habit, deliveries: 50 }, "2026-12-23T08:00:00Z"), hour);
});
