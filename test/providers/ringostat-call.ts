// Sends one Ringostat call with some fields changed and gives what was read.
import assert from "node:assert/strict";
import type { CallData, CallHappening } from "../../src/model/event.ts";
import { ringostat } from "../../src/providers/ringostat.ts";
import { connectionOf, jsonDelivery } from "./fixture.ts";

export const call = {
  uniqueid: "us1_-1.1",
  calldate: "2026-10-09 12:30:01",
  type: "in",
  E164: "380501234567",
  dst: "380441112233",
};

export function readCall(fields: object): CallHappening {
  const reading = ringostat.read(jsonDelivery(fields), connectionOf());
  assert.ok("happenings" in reading, JSON.stringify(reading));
  const [first] = reading.happenings;
  assert.ok(isCall(first));
  return first;
}

function isCall(happening: { type: string }): happening is CallHappening {
  return happening.type.startsWith("call.");
}

export function dataOf(fields: object): CallData {
  return readCall({ ...call, ...fields }).data;
}
