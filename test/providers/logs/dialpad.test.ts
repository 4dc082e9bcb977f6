// Dialpad's list of calls: following its cursor, and the legs of one call of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { dialpad } from "../../../src/providers/dialpad.ts";
import { allPages, asking, completed, day, readCall, survivesDamage } from "./asking.ts";

const { log } = dialpad;
const account = { apiKey: "key-1" };

const call = {
  call_id: 5635304278851584,
  state: "hangup",
  direction: "inbound",
  external_number: "+380501234567",
  internal_number: "+380441112233",
  date_started: 1791538201000,
  date_connected: 1791538216000,
  date_ended: 1791538296000,
  duration: 80000.25,
  total_duration: 95463.294,
  contact: { id: "6051", type: "local", name: "Sample Client", phone: "+380501234567", email: "client@acme.test" },
  target: { id: "5171", type: "user", name: "Sample Agent", email: "agent@acme.test", phone: "+380441112299" },
  entry_point_call_id: null,
  master_call_id: null,
  operator_call_id: null,
  recording_details: [
    { id: "1", recording_type: "callrecording", url: "https://dialpad.com/blob/callrecording/1.mp3" },
  ],
};
const department = {
  ...call,
  target: { id: "7771", type: "department", name: "Sales" },
  operator_call_id: 5635304278859999,
};
const leg = { ...call, call_id: 5635304278859999, entry_point_call_id: call.call_id, master_call_id: call.call_id };

/** Three legs, two to a page. */
function api(second: Answer = { status: 200, json: { items: [3] } }) {
  return asking(({ headers }, url) => {
    if (headers?.authorization !== "Bearer key-1") return { status: 401, json: {} };
    if (url.searchParams.get("cursor") === "c/2=") return second;
    return { status: 200, json: { items: [1, 2], cursor: "c/2=" } };
  });
}

describe("Dialpad's list", () => {
  it("is read page by page with the API key", async () => {
    const { ask, asked } = api();
    assert.deepEqual(await allPages(log, account, ask), [[1, 2], [3]]);
    const url = new URL(asked[0]?.url ?? "");
    assert.equal(url.origin + url.pathname, "https://dialpad.com/api/v2/call");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      started_after: String(day.from.getTime()),
      started_before: String(day.to.getTime()),
    });
    assert.equal(asked.length, 2);
  });

  it("ends with a page that holds nothing", async () => {
    const { ask } = asking(() => ({ status: 200, json: { items: null, cursor: null } }));
    assert.deepEqual(await allPages(log, account, ask), [[]]);
  });

  it("says what to do after a refusal", async () => {
    await assert.rejects(allPages(log, {}, api().ask), /\(401\): it must be an administrator's/);
    await assert.rejects(allPages(log, account, api({ status: 403, json: {} }).ask), /\(403\)/);
    await assert.rejects(allPages(log, account, api({ status: 400, json: null }).ask), /answered 400/);
  });
});

describe("a call of Dialpad's list", () => {
  it("tells its end as its webhook would", () => {
    const { subject, time, data } = completed(log, call);
    assert.deepEqual([subject, time], ["dialpad/5635304278851584", "2026-10-09T09:31:36.000Z"]);
    assert.deepEqual([data.direction, data.outcome, data.client.name], ["in", "answered", "Sample Client"]);
    assert.deepEqual([data.agent?.email, data.talkSeconds, data.totalSeconds], ["agent@acme.test", 80, 95.463]);
    assert.deepEqual(
      [data.recordingUrl, data.recordingProtected],
      ["https://dialpad.com/blob/callrecording/1.mp3", true],
    );
  });

  it("of a department names its member in a leg of its own", () => {
    const { subject, data } = completed(log, department);
    assert.deepEqual([data.outcome, data.agent, data.linkedIds], ["answered", null, ["5635304278859999"]]);
    const reading = readCall(log, leg);
    assert.ok("happenings" in reading);
    const [only] = reading.happenings;
    assert.deepEqual([only.type, only.subject], ["call.updated", subject]);
  });

  it("that nobody took is missed, or not answered by the client", () => {
    const unanswered = { ...call, date_connected: null };
    assert.equal(completed(log, unanswered).data.outcome, "missed");
    assert.equal(completed(log, { ...unanswered, direction: "outbound" }).data.outcome, "no_answer_by_client");
    assert.equal(completed(log, { ...department, operator_call_id: null }).data.outcome, "missed");
    const link = { voicemail_share_link: "https://dialpad.com/shared/voicemail/1" };
    assert.equal(completed(log, { ...unanswered, ...link }).data.outcome, "voicemail");
    const reading = readCall(log, { ...leg, date_connected: null });
    assert.ok("happenings" in reading && reading.happenings[0].type === "call.forwarded");
  });

  it("without an id is refused", () => {
    assert.ok("unreadable" in readCall(log, { ...call, call_id: 0 }));
    assert.ok("unreadable" in readCall(log, "call"));
  });

  it("is read or refused however damaged", () => {
    survivesDamage(log, call);
    survivesDamage(log, leg);
  });
});
