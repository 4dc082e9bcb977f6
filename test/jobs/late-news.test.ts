// News that came before its call is decided after it, and in the order in which it came.
import assert from "node:assert/strict";
import { test } from "node:test";
import { callsFirst } from "../../src/jobs/late-news.ts";
import type { Event } from "../../src/model/event.ts";

function order(...written: string[]): string[] {
  const events = written.map((text) => {
    const [subject = "", type = ""] = text.split(" ");
    return { id: text, subject, type: `call.${type}` } as Event;
  });
  return callsFirst(events).map(({ id }) => id);
}

test("news moves behind its call, and other calls stay where they are", () => {
  assert.deepEqual(order("a rated", "b completed", "a analyzed", "a completed", "a updated"), [
    "b completed",
    "a completed",
    "a rated",
    "a analyzed",
    "a updated",
  ]);
});

test("without a call, and after one, the order is as it was", () => {
  assert.deepEqual(order("a rated", "b completed", "b rated"), ["a rated", "b completed", "b rated"]);
});

test("a call reported twice is one call: news between the two stays there", () => {
  assert.deepEqual(order("a completed", "a rated", "a completed"), ["a completed", "a rated", "a completed"]);
});
