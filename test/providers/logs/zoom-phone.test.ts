// Zoom Phone's call history: signing in as an app, following its page tokens, and one call of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { zoomPhone } from "../../../src/providers/zoom-phone.ts";
import { allPages, asking, completed, readCall, survivesDamage } from "./asking.ts";

const { log } = zoomPhone;
const account = { accountId: "acc 1", clientId: "id", clientSecret: "secret" };

const call = {
  call_history_uuid: "20261009-48c1dfd4",
  call_id: "7018317023722949162",
  direction: "inbound",
  connect_type: "external",
  call_result: "answered",
  start_time: "2026-10-09T09:30:01Z",
  answer_time: "2026-10-09T09:30:16Z",
  end_time: "2026-10-09T09:31:36Z",
  duration: 95,
  caller_did_number: "+380501234567",
  caller_name: "KYIV UA",
  callee_did_number: "+380441112233",
  callee_ext_id: "ext-101",
  callee_ext_number: "101",
  callee_ext_type: "user",
  callee_name: "Sample Agent",
  callee_email: "agent@acme.test",
};

/** Three calls, two to a page, at most 300 wanted. */
function api(change: Partial<Record<"token" | "first" | "second", Answer>> = {}) {
  return asking((_question, url) => {
    if (url.pathname === "/oauth/token") {
      return change.token ?? { status: 200, json: { access_token: "t-1", api_url: "https://api-eu.zoom.us" } };
    }
    assert.ok(Number(url.searchParams.get("page_size")) <= 300);
    if (url.searchParams.get("next_page_token") === "p 2") {
      return change.second ?? { status: 200, json: { call_history: [3], next_page_token: "" } };
    }
    const first = { call_history: [1, 2], call_logs: [1, 2], next_page_token: "p 2" };
    return change.first ?? { status: 200, json: first };
  });
}

describe("Zoom's call history", () => {
  it("is read page by page, where the account is served", async () => {
    const { ask, asked } = api();
    assert.deepEqual(await allPages(log, account, ask), [[1, 2], [3]]);
    const [token, first, second] = asked;
    assert.equal(token?.url, "https://zoom.us/oauth/token");
    assert.equal(token.headers?.authorization, `Basic ${Buffer.from("id:secret").toString("base64")}`);
    assert.equal(token.body, "grant_type=account_credentials&account_id=acc+1");
    const url = new URL(first?.url ?? "");
    assert.equal(url.origin + url.pathname, "https://api-eu.zoom.us/v2/phone/call_history");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      from: "2026-10-09T00:00:00Z",
      to: "2026-10-10T00:00:00Z",
      page_size: "300",
    });
    assert.deepEqual([first?.headers?.authorization, second?.headers?.authorization], ["Bearer t-1", "Bearer t-1"]);
    assert.equal(asked.length, 3);
  });

  it("is read under its older name too", async () => {
    const { ask } = api({ first: { status: 200, json: { call_logs: [7] } } });
    assert.deepEqual(await allPages(log, account, ask), [[7]]);
  });

  it("is not asked for at an address that is not Zoom's", async () => {
    for (const address of ["https://zoom.us.example.test", "http://api.zoom.us", "https://notzoom.us", "zoom", 1]) {
      const { ask, asked } = api({ token: { status: 200, json: { access_token: "t", api_url: address } } });
      await allPages(log, account, ask);
      assert.equal(new URL(asked[1]?.url ?? "").origin, "https://api.zoom.us");
    }
  });

  const refusals: [title: string, change: Parameters<typeof api>[0], because: RegExp][] = [
    ["refused credentials", { token: { status: 400, json: { reason: "Bad Request" } } }, /client secret \(400\)/],
    ["a missing scope", { first: { status: 400, json: { code: 4711 } } }, /\(400\): give it the scope phone:read/],
    ["a token that ends in between", { second: { status: 401, json: null } }, /\(401\)/],
  ];
  for (const [title, change, because] of refusals) {
    it(`says what to do after ${title}`, async () => {
      await assert.rejects(allPages(log, account, api(change).ask), because);
    });
  }
});

describe("a call of Zoom's history", () => {
  it("tells who took it and how long they spoke", () => {
    const { subject, time, data } = completed(log, call);
    assert.deepEqual([subject, time], ["zoom-phone/7018317023722949162", "2026-10-09T09:31:36.000Z"]);
    assert.deepEqual([data.direction, data.outcome, data.client.phone], ["in", "answered", "+380501234567"]);
    assert.deepEqual([data.agent?.email, data.talkSeconds, data.totalSeconds], ["agent@acme.test", 80, 95]);
  });

  it("without times has the duration that Zoom counted", () => {
    const { data } = completed(log, { ...call, answer_time: undefined });
    assert.deepEqual([data.answeredAt, data.talkSeconds], [null, 95]);
  });

  const rows: [result: string, incoming: string, outgoing: string][] = [
    ["no_answer", "missed", "no_answer_by_client"],
    ["ring_timeout", "missed", "no_answer_by_client"],
    ["canceled", "abandoned", "no_answer_by_client"],
    ["abandoned", "abandoned", "no_answer_by_client"],
    ["voicemail", "voicemail", "voicemail"],
    ["busy", "busy", "busy"],
    ["rejected", "rejected", "rejected"],
    ["system_blocked", "rejected", "rejected"],
    ["call_failed", "failed", "failed"],
    ["answer", "unknown", "unknown"],
  ];
  for (const [result, incoming, outgoing] of rows) {
    it(`with the result "${result}" is ${incoming}, going out ${outgoing}`, () => {
      const { data } = completed(log, { ...call, call_result: result });
      assert.deepEqual([data.outcome, data.talkSeconds], [incoming, incoming === "unknown" ? null : 0]);
      const sent = { ...call, call_result: result, direction: "outbound" };
      assert.equal(completed(log, sent).data.outcome, outgoing);
    });
  }

  it("without an id is refused", () => {
    assert.ok("unreadable" in readCall(log, { ...call, call_id: null }));
    assert.ok("unreadable" in readCall(log, { ...call, call_id: "7".repeat(201) }));
    assert.ok("unreadable" in readCall(log, []));
  });

  it("is read or refused however damaged", () => survivesDamage(log, call));
});
