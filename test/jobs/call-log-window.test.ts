// Which part of a list a look compares: overlap, catching up by days, the daily sweep, and never what is forgotten here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nextLook, type Reached, reachedBy, windowOf } from "../../src/jobs/call-log-window.ts";
import { day, hour, minute } from "./setup.ts";

const now = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const reached = (checked: number, swept: number): Reached => ({ checkedUntil: ago(checked), sweptAt: ago(swept) });

/** From and to, in hours before now. */
function hours(state: Reached, keptDays = 180): [number, number] {
  const { from, to } = windowOf(state, keptDays, now);
  return [(now.getTime() - from.getTime()) / hour, (now.getTime() - to.getTime()) / hour];
}

test("a look goes from two hours before the last one until now", () => {
  assert.deepEqual(hours(reached(15 * minute, hour)), [2.25, 0]);
  assert.deepEqual(hours(reached(0, hour)), [2, 0]);
  assert.deepEqual(hours(reached(20 * hour, hour)), [22, 0]);
});

test("after a long pause it goes a day at a time", () => {
  assert.deepEqual(hours(reached(5 * day, hour)), [122, 96]);
  const first = windowOf(reached(5 * day, hour), 180, now);
  assert.deepEqual(reachedBy(first, reached(5 * day, hour), now), { checkedUntil: ago(4 * day), sweptAt: ago(hour) });
});

test("once a day it goes over two days, and that is noted only when now was reached", () => {
  assert.deepEqual(hours(reached(15 * minute, 23.9 * hour)), [2.25, 0]);
  const due = reached(15 * minute, 24 * hour);
  assert.deepEqual(hours(due), [48, 0]);
  assert.deepEqual(reachedBy(windowOf(due, 180, now), due, now), { checkedUntil: now, sweptAt: now });
  const behind = reached(5 * day, 6 * day);
  assert.deepEqual(reachedBy(windowOf(behind, 180, now), behind, now), {
    checkedUntil: ago(4 * day),
    sweptAt: ago(6 * day),
  });
});

test("nothing is compared that may be deleted here already, a day less than is kept", () => {
  assert.deepEqual(hours(reached(30 * day, hour), 7), [6 * 24, 5 * 24]);
  assert.deepEqual(hours(reached(6 * day, hour), 7), [6 * 24, 5 * 24]);
});

test("the next look comes after 14 to 16 minutes", () => {
  const minutes = [0, 0.5, 1].map((chance) => (nextLook(now, chance).getTime() - now.getTime()) / minute);
  assert.deepEqual(minutes, [14, 15, 16]);
});
