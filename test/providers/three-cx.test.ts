// 3CX's call journal: the ids that are built for its calls, local times, and its question who is calling.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Reading } from "../../src/providers/provider.ts";
import { threeCx } from "../../src/providers/three-cx.ts";
import { connectionOf, jsonDelivery } from "./fixture.ts";

const call = {
  CallType: "Inbound",
  Number: "+380501234567",
  Agent: "101",
  CallStartTimeUTC: "2026-10-09T09:30:00Z",
  Duration: "00:01:20",
};

function subjectOf(parts: object, receivedAt = new Date("2026-10-09T09:31:40Z")): string {
  const reading: Reading = threeCx.read(jsonDelivery({ ...call, ...parts }), connectionOf({ receivedAt }));
  assert.ok("happenings" in reading, JSON.stringify(reading));
  return reading.happenings[0].subject;
}

describe("the id of a 3CX call", () => {
  it("is another for another number, start, direction or employee who spoke", () => {
    const others = [
      { Number: "+380501234568" },
      { CallStartTimeUTC: "2026-10-09T09:30:01Z" },
      { CallType: "Outbound" },
    ];
    const subjects = [{}, ...others, { Agent: "102" }].map((parts) => subjectOf(parts));
    assert.equal(new Set(subjects).size, 5);
  });

  it("is the same however the time is written, and whatever else is known", () => {
    const parts = { CallStartTimeUTC: undefined, CallStartTimeLocal: "2026-10-09 12:30:00", Name: "Sample Client" };
    assert.equal(subjectOf(parts), subjectOf({}));
  });

  it("is each delivery's own where the start is not known", () => {
    const at = (second: number) => subjectOf({ CallStartTimeUTC: "[CallStartTimeUTC]" }, new Date(second * 1000));
    assert.notEqual(at(1), at(2));
  });
});

describe("3CX asks who is calling", () => {
  const asked = { method: "GET", query: "lookup=%2B380501234567", headers: {}, body: Buffer.alloc(0) };

  it("and hears that nobody is known; nothing is stored", () => {
    const greeting = threeCx.greet?.(asked, connectionOf());
    assert.deepEqual(greeting, { status: 200, type: "application/json", body: '{"contacts":[]}' });
  });

  it("and a report is no such question", () => {
    assert.equal(threeCx.greet?.(jsonDelivery(call), connectionOf()), null);
    assert.equal(threeCx.greet?.({ ...asked, query: "number=1" }, connectionOf()), null);
  });
});

it("the template in the documentation is recognised by what it sends", () => {
  const page = readFileSync(new URL("../../docs/3cx.md", import.meta.url), "utf8");
  const keys = [...page.matchAll(/<Value Key="(\w+)"/g)].map(([, key = ""]) => key);
  const sent = jsonDelivery(Object.fromEntries(keys.map((key) => [key, `[${key}]`])));
  assert.equal(keys.length, 15);
  assert.equal(threeCx.recognises?.(sent), true);
  assert.equal(threeCx.recognises?.(jsonDelivery({ CallType: "Inbound", Number: "1" })), false);
});

it("3CX signs nothing, so only the address speaks for it", () => {
  assert.deepEqual(threeCx.verify(jsonDelivery(call), connectionOf()), { ok: true, trust: "address" });
});
