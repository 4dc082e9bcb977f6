// RingCentral's call log: signing in with the JWT, following its pages, and the last word on a call.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { ringcentral } from "../../../src/providers/ringcentral.ts";
import { allPages, asking, completed, day, readCall, survivesDamage } from "./asking.ts";

const { log } = ringcentral;
const account = { clientId: "id", clientSecret: "s:1", jwt: "h.p.s" };
const host = "https://platform.ringcentral.com";
const session = "s-a1b2c3d4e5f60718293a4b5c6d7e8f90";

const client = { phoneNumber: "+380501234567", name: "KYIV UA", location: "Kyiv" };
const line = { phoneNumber: "+380441112233", name: "Sales" };
const sales = { extension: { id: 400900 }, direction: "Inbound", from: client, to: line, legType: "Accept" };
const agentLeg = {
  ...sales,
  extension: { id: 400101 },
  to: { ...line, name: "Sample Agent", extensionNumber: "101" },
  result: "Accepted",
  durationMs: 80_250,
  duration: 80,
};
const colleagueLeg = {
  ...sales,
  extension: { id: 400102 },
  to: { name: "Sample Colleague", extensionNumber: "102" },
  result: "Missed",
};
const record = {
  id: "VgLcd1KWffJVzUA",
  sessionId: "429180487016",
  telephonySessionId: session,
  startTime: "2026-10-09T09:30:01.013Z",
  duration: 95,
  durationMs: 95_800,
  type: "Voice",
  direction: "Inbound",
  action: "Phone Call",
  result: "Accepted",
  from: client,
  to: line,
  recording: { id: "1", contentUri: "https://media.ringcentral.com/restapi/v1.0/account/1/recording/1/content" },
  legs: [{ ...sales, result: "Accepted", master: true, duration: 95 }, colleagueLeg, agentLeg],
};

/** Three calls, two to a page. */
function api(change: Partial<Record<"token" | "first" | "second", Answer>> = {}) {
  return asking(({ url }) => {
    if (url === `${host}/restapi/oauth/token`) {
      return change.token ?? { status: 200, json: { access_token: "t-1", expires_in: 3600 } };
    }
    if (url.includes("page=2")) return change.second ?? { status: 200, json: { records: [3], navigation: {} } };
    const nextPage = { uri: `${host}/restapi/v1.0/account/1/call-log?page=2&perPage=250` };
    return change.first ?? { status: 200, json: { records: [1, 2], navigation: { nextPage } } };
  });
}

describe("RingCentral's log", () => {
  it("is read page by page with a token of its own", async () => {
    const { ask, asked } = api();
    assert.deepEqual(await allPages(log, account, ask), [[1, 2], [3]]);
    const [token, first, second] = asked;
    assert.equal(token?.method, "POST");
    assert.equal(token?.headers?.authorization, `Basic ${Buffer.from("id:s:1").toString("base64")}`);
    assert.equal(token?.headers?.["content-type"], "application/x-www-form-urlencoded");
    assert.deepEqual(Object.fromEntries(new URLSearchParams(token?.body)), {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: "h.p.s",
    });
    const url = new URL(first?.url ?? "");
    assert.equal(url.pathname, "/restapi/v1.0/account/~/call-log");
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      view: "Detailed",
      type: "Voice",
      dateFrom: day.from.toISOString(),
      dateTo: day.to.toISOString(),
      perPage: "250",
    });
    assert.deepEqual([first?.headers?.authorization, second?.headers?.authorization], ["Bearer t-1", "Bearer t-1"]);
    assert.equal(asked.length, 3);
  });

  const elsewhere = { navigation: { nextPage: { uri: "https://ringcentral.example.test/page2" } }, records: [] };
  const refusals: [title: string, change: Parameters<typeof api>[0], because: RegExp][] = [
    ["a refused JWT", { token: { status: 401, json: { error: "invalid_client" } } }, /refused the client ID.* \(401\)/],
    ["a missing permission", { first: { status: 403, json: {} } }, /\(403\): give it the permission Read Call Log/],
    ["any other answer", { second: { status: 404, json: null } }, /answered 404/],
    ["a next page elsewhere", { first: { status: 200, json: elsewhere } }, /not RingCentral's/],
  ];
  for (const [title, change, because] of refusals) {
    it(`says what to do after ${title}`, async () => {
      await assert.rejects(allPages(log, account, api(change).ask), because);
    });
  }
});

describe("a call of RingCentral's log", () => {
  it("of a queue names who took it, who did not, and how long they spoke", () => {
    const { subject, time, data } = completed(log, record);
    assert.equal(subject, `ringcentral/${session}`);
    assert.equal(time, "2026-10-09T09:31:36.813Z");
    assert.deepEqual(data.linkedIds, ["429180487016"]);
    assert.deepEqual([data.direction, data.outcome, data.providerStatus], ["in", "answered", "Accepted"]);
    assert.deepEqual([data.client.phone, data.client.name, data.line.phone], ["+380501234567", null, "+380441112233"]);
    assert.deepEqual([data.agent?.id, data.agent?.name, data.agent?.extension], ["400101", "Sample Agent", "101"]);
    assert.deepEqual(
      data.rang?.map(({ id, name }) => [id, name]),
      [["400102", "Sample Colleague"]],
    );
    assert.deepEqual([data.talkSeconds, data.totalSeconds], [80.25, 95.8]);
    assert.deepEqual([data.recordingUrl, data.recordingProtected], [record.recording.contentUri, true]);
  });

  it("that goes out is the caller's", () => {
    const from = { phoneNumber: "+380441112233", name: "Sample Agent", extensionId: "400101" };
    const { data } = completed(log, {
      ...record,
      direction: "Outbound",
      result: "Call connected",
      from,
      to: client,
      legs: [],
    });
    assert.deepEqual([data.direction, data.outcome, data.client.phone], ["out", "answered", "+380501234567"]);
    assert.deepEqual([data.agent?.id, data.agent?.name, data.talkSeconds], ["400101", "Sample Agent", 95.8]);
  });

  const rows: [result: string, incoming: string, outgoing: string][] = [
    ["Missed", "missed", "no_answer_by_client"],
    ["No Answer", "missed", "no_answer_by_client"],
    ["Answered Not Accepted", "missed", "no_answer_by_client"],
    ["Hang Up", "abandoned", "no_answer_by_client"],
    ["Voicemail", "voicemail", "voicemail"],
    ["Busy", "busy", "busy"],
    ["Declined", "rejected", "rejected"],
    ["Wrong Number", "failed", "failed"],
    ["No answer", "unknown", "unknown"],
  ];
  for (const [result, incoming, outgoing] of rows) {
    it(`with the result "${result}" is ${incoming}, going out ${outgoing}`, () => {
      const { data } = completed(log, { ...record, result });
      assert.equal(data.outcome, incoming);
      assert.equal(data.talkSeconds, incoming === "unknown" ? null : 0);
      assert.equal(data.agent, null);
      assert.equal(completed(log, { ...record, result, direction: "Outbound" }).data.outcome, outgoing);
    });
  }

  it("whose caller wants to be called back says so", () => {
    const { data } = completed(log, { ...record, result: "Callback requested" });
    assert.deepEqual([data.outcome, data.callback], ["missed", true]);
  });

  it("between two extensions is internal", () => {
    const { data } = completed(log, { ...record, from: { extensionNumber: "102", extensionId: "400102" } });
    assert.deepEqual([data.direction, data.client.phone], ["internal", null]);
  });

  it("known by its older id only is found by that", () => {
    const { subject, data } = completed(log, { ...record, telephonySessionId: undefined });
    assert.deepEqual([subject, data.linkedIds], ["ringcentral/429180487016", undefined]);
  });

  it("that goes on, is a fax, or has no id is left alone", () => {
    assert.ok("ignored" in readCall(log, { ...record, result: "In Progress" }));
    assert.ok("ignored" in readCall(log, { ...record, type: "Fax" }));
    assert.ok("unreadable" in readCall(log, { ...record, sessionId: null, telephonySessionId: "" }));
    assert.ok("unreadable" in readCall(log, "call"));
  });

  it("is read or refused however damaged", () => survivesDamage(log, record));
});
