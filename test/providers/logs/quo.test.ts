// Quo's list of calls: following its cursor with the raw API key, and one call of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { quo } from "../../../src/providers/quo.ts";
import { allPages, asking, completed, day, readCall, survivesDamage } from "./asking.ts";

const { log } = quo;
const account = { apiKey: "key-1" };

const call = {
  id: "AC3f1c77",
  phoneNumberId: "PN1",
  actorId: "US100",
  direction: "incoming",
  status: "completed",
  participants: [
    { phoneNumber: "+380441112233", actorId: "US100" },
    { phoneNumber: "+380441112233", actorId: "US102" },
    { phoneNumber: "+380501234567", actorId: null },
  ],
  answeredAt: "2026-10-09T09:30:16Z",
  answeredBy: "US102",
  initiatedBy: null,
  completedAt: "2026-10-09T09:31:36Z",
  createdAt: "2026-10-09T09:30:01Z",
  duration: 80,
  forwardedFrom: null,
  forwardedTo: null,
  aiHandled: null,
};
const unanswered = { ...call, status: "no-answer", answeredAt: null, answeredBy: null };

/** Three calls, two to a page, at most 50 wanted. */
function api(second: Answer = { status: 200, json: { data: [3], nextCursor: null } }) {
  return asking(({ headers }, url) => {
    assert.ok(Number(url.searchParams.get("limit")) <= 50);
    if (headers?.["quo-api-version"] === undefined) return { status: 400, json: {} };
    if (headers.authorization !== "key-1") return { status: 401, json: {} };
    if (url.searchParams.get("after") === "c=2") return second;
    return { status: 200, json: { data: [1, 2], nextCursor: "c=2" } };
  });
}

describe("Quo's list", () => {
  it("is read page by page with the key as it is", async () => {
    const { ask, asked } = api();
    assert.deepEqual(await allPages(log, account, ask), [[1, 2], [3]]);
    const url = new URL(asked[0]?.url ?? "");
    assert.equal(url.origin + url.pathname, "https://api.quo.com/calls");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      "createdAt[gte]": day.from.toISOString(),
      "createdAt[lte]": day.to.toISOString(),
      include: "voicemail",
      limit: "50",
    });
    assert.equal(asked.length, 2);
  });

  it("says what to do after a refusal", async () => {
    await assert.rejects(allPages(log, { apiKey: "old" }, api().ask), /refused the API key \(401\)/);
    await assert.rejects(allPages(log, account, api({ status: 404, json: null }).ask), /answered 404/);
  });
});

describe("a call of Quo's list", () => {
  it("tells the client from the workspace's numbers, and who took it", () => {
    const { subject, time, data } = completed(log, call);
    assert.deepEqual([subject, time], ["quo/AC3f1c77", "2026-10-09T09:31:36.000Z"]);
    assert.deepEqual([data.direction, data.outcome, data.providerStatus], ["in", "answered", "completed"]);
    assert.deepEqual([data.client.phone, data.client.otherPhones], ["+380501234567", []]);
    assert.deepEqual([data.line.phone, data.agent?.id], ["+380441112233", "US102"]);
    assert.deepEqual([data.talkSeconds, data.totalSeconds], [80, 95]);
  });

  const rows: [status: string, incoming: string, outgoing: string][] = [
    ["no-answer", "missed", "no_answer_by_client"],
    ["missed", "missed", "no_answer_by_client"],
    ["completed", "missed", "no_answer_by_client"],
    ["abandoned", "abandoned", "no_answer_by_client"],
    ["canceled", "abandoned", "no_answer_by_client"],
    ["busy", "busy", "busy"],
    ["failed", "failed", "failed"],
    ["forwarded", "unknown", "unknown"],
    ["gone", "unknown", "unknown"],
  ];
  for (const [status, incoming, outgoing] of rows) {
    it(`with the status "${status}" and unanswered is ${incoming}, going out ${outgoing}`, () => {
      assert.equal(completed(log, { ...unanswered, status }).data.outcome, incoming);
      assert.equal(completed(log, { ...unanswered, status, direction: "outgoing" }).data.outcome, outgoing);
    });
  }

  it("that ended in a voicemail has it", () => {
    const voicemail = { id: "VM1", status: "completed", recordingUrl: "https://files.acme.test/vm.mp3" };
    const { data } = completed(log, { ...unanswered, voicemail });
    assert.deepEqual([data.outcome, data.recordingUrl], ["voicemail", "https://files.acme.test/vm.mp3"]);
    const unready = completed(log, { ...unanswered, voicemail: { status: "in-progress", recordingUrl: null } });
    assert.deepEqual([unready.data.outcome, unready.data.recordingUrl], ["voicemail", null]);
  });

  it("that Quo's own agent took is nobody's talk", () => {
    const { data } = completed(log, { ...call, aiHandled: "ai-agent", answeredBy: "SYU1" });
    assert.deepEqual([data.outcome, data.agent, data.talkSeconds], ["answered", null, 0]);
  });

  it("that goes on, or has no id, is left alone", () => {
    assert.ok("ignored" in readCall(log, { ...call, status: "in-progress" }));
    assert.ok("unreadable" in readCall(log, { ...call, id: "" }));
    assert.ok("unreadable" in readCall(log, null));
  });

  it("is read or refused however damaged", () => survivesDamage(log, call));
});
