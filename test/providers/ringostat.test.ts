// Ringostat's tables: every status, every direction, and the times.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ringostat } from "../../src/providers/ringostat.ts";
import { connectionOf, jsonDelivery } from "./fixture.ts";
import { call, dataOf, readCall } from "./ringostat-call.ts";

describe("Ringostat's status", () => {
  const rows: [
    status: string,
    type: string,
    incoming: string,
    outgoing: string,
    target: boolean | null,
    repeat: boolean | null,
  ][] = [
    ["ANSWERED", "call.completed", "answered", "answered", false, null],
    ["PROPER", "call.completed", "answered", "answered", true, null],
    ["REPEATED", "call.completed", "answered", "answered", null, true],
    ["NO ANSWER", "call.completed", "missed", "no_answer_by_client", null, null],
    ["NO+ANSWER", "call.completed", "missed", "no_answer_by_client", null, null],
    ["no_answer", "call.completed", "missed", "no_answer_by_client", null, null],
    ["No-Answer", "call.completed", "missed", "no_answer_by_client", null, null],
    ["BUSY", "call.completed", "busy", "busy", null, null],
    ["FAILED", "call.completed", "failed", "failed", null, null],
    ["VOICEMAIL", "call.completed", "voicemail", "voicemail", null, null],
    ["NO FORWARD", "call.completed", "missed", "missed", null, null],
    ["NO EXTENSION", "call.completed", "missed", "missed", null, null],
    ["WRONG EXTENSION", "call.completed", "missed", "missed", null, null],
    ["CLIENT NO ANSWER", "call.completed", "no_answer_by_client", "no_answer_by_client", null, null],
    ["forbidden destination", "call.completed", "failed", "failed", null, null],
    ["IN PROGRESS", "call.started", "in_progress", "in_progress", null, null],
    ["CALLING", "call.started", "in_progress", "in_progress", null, null],
    ["NOT ANSWERED", "call.completed", "unknown", "unknown", null, null],
    ["NO ANSWER BUSY", "call.completed", "unknown", "unknown", null, null],
    ["constructor", "call.completed", "unknown", "unknown", null, null],
  ];
  for (const [status, type, incoming, outgoing, target, repeat] of rows) {
    it(`"${status}" is ${type} with ${incoming} in and ${outgoing} out`, () => {
      const { type: seen, data } = readCall({ ...call, disposition: status });
      assert.equal(seen, type);
      assert.deepEqual(
        [data.outcome, data.target, data.repeat, data.providerStatus],
        [incoming, target, repeat, status],
      );
      assert.equal(dataOf({ type: "out", disposition: status }).outcome, outgoing);
    });
  }

  for (const status of ["", null, "null", " "]) {
    it(`${JSON.stringify(status)} says nothing`, () => {
      const { type, data } = readCall({ ...call, disposition: status });
      assert.deepEqual([type, data.outcome, data.providerStatus], ["call.started", null, null]);
    });
  }

  it("leaves talk only to calls in which two people spoke", () => {
    const talk = (disposition: string) => dataOf({ disposition, billsec: "28" }).talkSeconds;
    assert.deepEqual(["PROPER", "SOMETHING NEW", "VOICEMAIL", "NO EXTENSION"].map(talk), [28, 28, 0, 0]);
  });
});

describe("Ringostat's direction", () => {
  const rows: [fields: object, direction: string | null, callback: boolean][] = [
    [{ type: "in" }, "in", false],
    [{ type: "OUT" }, "out", false],
    [{ type: "callback" }, "in", true],
    [{ type: "out", call_type: "callback" }, "out", true],
    [{ type: "in", "Insertion Type": "callback" }, "in", true],
    [{ type: "after_call", call_type: "out" }, "out", false],
    [{ type: "transitin" }, "in", false],
    [{ type: "transitout" }, "out", false],
    [{ type: "sideways" }, null, false],
  ];
  for (const [fields, direction, callback] of rows) {
    it(`of ${JSON.stringify(fields)} is ${direction}${callback ? ", a callback" : ""}`, () => {
      const data = dataOf(fields);
      assert.deepEqual([data.direction, data.callback], [direction, callback]);
    });
  }
});

describe("Ringostat's time", () => {
  it("without an offset is the project's: the same wall clock is another instant elsewhere", () => {
    const delivery = jsonDelivery({ ...call, disposition: "ANSWERED" });
    const times = ["Europe/Kyiv", "America/New_York"].map((timeZone) => {
      const reading = ringostat.read(delivery, connectionOf({ timeZone }));
      assert.ok("happenings" in reading);
      return reading.happenings[0].time;
    });
    assert.deepEqual(times, ["2026-10-09T09:30:01.000Z", "2026-10-09T16:30:01.000Z"]);
  });

  it("of a pick-up is when it was picked up, where the wait is known", () => {
    const { type, time } = readCall({ ...call, employee_fio: "Sample Agent", waiting: "15" });
    assert.deepEqual([type, time], ["call.answered", "2026-10-09T09:30:16.000Z"]);
  });

  it("that cannot be read gives way to one that can, and none at all to the time of receipt", () => {
    assert.equal(dataOf({ calldate: "0000-00-00 00:00:00", date: "1791538201" }).startedAt, "2026-10-09T09:30:01.000Z");
    const { time, data } = readCall({ ...call, calldate: "soon" });
    assert.deepEqual([time, data.startedAt], ["2026-10-09T09:31:40.000Z", null]);
  });

  it("is part of an id that has to be built: without one each delivery is its own call", () => {
    const { uniqueid: _without, calldate: _neither, ...bare } = { ...call, disposition: "ANSWERED" };
    const subjects = [1, 2, 2].map((second) => {
      const receivedAt = new Date(second * 1000);
      const reading = ringostat.read(jsonDelivery(bare), connectionOf({ receivedAt }));
      assert.ok("happenings" in reading);
      return reading.happenings[0].subject;
    });
    assert.notEqual(subjects[0], subjects[1]);
    assert.equal(subjects[1], subjects[2]);
  });
});

it("Ringostat signs nothing, so only the address speaks for it", () => {
  assert.deepEqual(ringostat.verify(jsonDelivery(call), connectionOf()), { ok: true, trust: "address" });
});
