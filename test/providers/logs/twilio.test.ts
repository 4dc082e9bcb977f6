// Twilio's list of calls: its pages, its refusals, and what a call with its legs becomes; and who may fetch a recording.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CallData } from "../../../src/model/event.ts";
import type { Ask, Question } from "../../../src/providers/call-log.ts";
import { twilio } from "../../../src/providers/twilio.ts";
import { twilioLog } from "../../../src/providers/twilio-log.ts";
import { connectionOf } from "../fixture.ts";

const account = { accountSid: "AC1", authToken: "secret" };
const window = { from: new Date("2026-10-09T08:00:00Z"), to: new Date("2026-10-09T10:00:00Z") };
const first = "https://api.twilio.com/2010-04-01/Accounts/AC1/Calls.json";

function call(sid: string, parts: object = {}): Record<string, unknown> {
  return {
    sid,
    parent_call_sid: null,
    status: "completed",
    direction: "inbound",
    from: "+380501234567",
    to: "+380441112233",
    duration: "95",
    start_time: "Fri, 09 Oct 2026 09:30:00 +0000",
    end_time: "Fri, 09 Oct 2026 09:31:35 +0000",
    caller_name: null,
    answered_by: null,
    ...parts,
  };
}

function leg(sid: string, parts: object = {}): Record<string, unknown> {
  const times = { start_time: "Fri, 09 Oct 2026 09:30:05 +0000", end_time: "Fri, 09 Oct 2026 09:31:35 +0000" };
  const own = { parent_call_sid: "CA1", direction: "outbound-dial", to: "client:331851", duration: "80" };
  return call(sid, { ...own, ...times, ...parts });
}

/** Answers as Twilio does: each page names the path of the next. */
function listOf(pages: unknown[][], asked: Question[] = []): Ask {
  return async (question) => {
    asked.push(question);
    const at = Number(new URL(question.url).searchParams.get("Page") ?? "0");
    const next = at + 1 < pages.length ? `/2010-04-01/Accounts/AC1/Calls.json?PageSize=1000&Page=${at + 1}` : null;
    return { status: 200, json: { calls: pages[at], next_page_uri: next, page: at, page_size: 1000 } };
  };
}

async function gathered(ask: Ask, from = account): Promise<unknown[][]> {
  const pages: unknown[][] = [];
  for await (const page of twilioLog.pages(window, from, ask, { timeZone: "Europe/Kyiv" })) pages.push(page);
  return pages;
}

describe("Twilio's list", () => {
  it("is asked by days in UTC, page by page, with the account's SID and token", async () => {
    const asked: Question[] = [];
    await gathered(listOf([[call("CA1")], [call("CA2")]], asked));
    assert.deepEqual(
      asked.map(({ url }) => decodeURIComponent(url)),
      [`${first}?StartTime>=2026-10-09&StartTime<=2026-10-10&PageSize=1000`, `${first}?PageSize=1000&Page=1`],
    );
    assert.equal(asked[1]?.headers?.authorization, "Basic QUMxOnNlY3JldA==");
  });

  it("gives the calls that began in the window, each with its legs, also from the page after", async () => {
    const early = call("CA3", { start_time: "Fri, 09 Oct 2026 07:59:59 +0000" });
    const queued = call("CA4", { start_time: null, status: "queued" });
    const pages = await gathered(listOf([[leg("CA9"), call("CA1"), early, queued], [leg("CA8"), call("CA2")], []]));
    const seen = pages.map((page) => page.map((each) => Object(each)).map(({ sid, legs }) => [sid, legs.length]));
    assert.deepEqual(seen, [[["CA1", 2]], [["CA2", 0]]]);
  });

  it("never follows an address to another host, where the token would go with it", async () => {
    const asked: Question[] = [];
    const ask: Ask = async (question) => {
      asked.push(question);
      return { status: 200, json: { calls: [], next_page_uri: "https://evil.acme.test/2010-04-01/" } };
    };
    assert.deepEqual(await gathered(ask), []);
    assert.equal(asked.length, 1);
  });

  for (const [status, because] of [
    [401, /refused the account SID or the auth token \(401\)/],
    [404, /no account with this account SID/],
    [400, /with 400/],
  ] as const) {
    it(`refuses with ${status} in words for an admin`, async () => {
      await assert.rejects(
        gathered(async () => ({ status, json: null })),
        because,
      );
    });
  }

  it("is not asked without an account", async () => {
    await assert.rejects(gathered(listOf([[]]), { accountSid: "", authToken: "" }), /Enter the Account SID/);
  });
});

describe("a call of Twilio's list", () => {
  const dataOf = (listed: unknown): CallData => {
    const reading = twilioLog.read(listed, connectionOf());
    assert.ok("happenings" in reading, JSON.stringify(reading));
    const [happening] = reading.happenings;
    assert.ok(happening.type === "call.completed");
    assert.equal(happening.subject, "twilio/CA1");
    return happening.data;
  };

  it("was answered by whom a leg reached, and rang where it did not", () => {
    const legs = [leg("CA8", { status: "no-answer", duration: "0", to: "+380671112233" }), leg("CA9")];
    const data = dataOf(call("CA1", { legs }));
    assert.partialDeepStrictEqual(data, {
      direction: "in",
      outcome: "answered",
      agent: { id: "331851" },
      rang: [{ phone: "+380671112233" }],
      linkedIds: ["CA8", "CA9"],
      startedAt: "2026-10-09T09:30:00.000Z",
      answeredAt: "2026-10-09T09:30:15.000Z",
      endedAt: "2026-10-09T09:31:35.000Z",
      talkSeconds: 80,
      totalSeconds: 95,
    });
  });

  it("was missed when all its legs rang in vain, and stays open when it has none", () => {
    const missed = dataOf(call("CA1", { legs: [leg("CA9", { status: "busy" })] }));
    assert.deepEqual([missed.outcome, missed.talkSeconds, missed.providerStatus], ["missed", 0, "completed"]);
    assert.equal(dataOf(call("CA1", { legs: [] })).outcome, "unknown");
    assert.equal(dataOf(call("CA1", { status: "canceled" })).outcome, "abandoned");
  });

  it("that went from one employee to the next is one call with the talk of both", () => {
    const times = { start_time: "Fri, 09 Oct 2026 09:31:00 +0000", to: "sip:102@acme.sip.twilio.com", duration: "20" };
    const data = dataOf(call("CA1", { legs: [leg("CA9", times), leg("CA8", { duration: "50" })] }));
    assert.deepEqual([data.agent?.extension, data.talkSeconds], ["102", 70]);
  });

  it("of an employee's browser has its client on the leg", () => {
    const outgoing = leg("CA9", { from: "+380441112233", to: "+380501234567", status: "busy", duration: "0" });
    const data = dataOf(call("CA1", { from: "client:331851", to: "", legs: [outgoing] }));
    assert.partialDeepStrictEqual(data, {
      direction: "out",
      outcome: "busy",
      client: { phone: "+380501234567" },
      line: { phone: "+380441112233" },
      agent: { id: "331851" },
      talkSeconds: 0,
    });
    const colleague = leg("CA9", { to: "client:331852" });
    assert.equal(dataOf(call("CA1", { from: "client:331851", legs: [colleague] })).direction, "internal");
  });

  it("of a SIP trunk goes the way its direction says", () => {
    const outgoing = { direction: "trunking-terminating", from: "+380441112233", to: "+380501234567" };
    const incoming = { direction: "trunking-originating" };
    assert.deepEqual(
      [outgoing, incoming]
        .map((parts) => dataOf(call("CA1", parts)))
        .map((data) => [data.direction, data.client.phone]),
      [
        ["out", "+380501234567"],
        ["in", "+380501234567"],
      ],
    );
  });

  it("that has not ended, a leg and an entry without an id are none", () => {
    const { read } = twilioLog;
    assert.ok("ignored" in read(call("CA1", { status: "in-progress" }), connectionOf()));
    assert.ok("ignored" in read(leg("CA9"), connectionOf()));
    for (const odd of [null, [], "x", { sid: 7, legs: 5 }, { sid: "C".repeat(300) }]) {
      const reading = read(odd, connectionOf());
      assert.ok("unreadable" in reading || "ignored" in reading, JSON.stringify(reading));
    }
  });
});

describe("a recording of Twilio's", () => {
  const headers = { authorization: "Basic QUMxOnNlY3JldA==" };
  const rows: [url: string, expected: Record<string, string> | null][] = [
    ["https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1", headers],
    ["https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1", headers],
    ["http://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1", null],
    ["https://api.twilio.com.acme.test/RE1", null],
    ["https://apixtwilio.com/RE1", null],
    ["https://pbx.acme.test/api.twilio.com", null],
    ["nonsense", null],
  ];
  for (const [url, expected] of rows) {
    it(`${url} is ${expected ? "fetched with the account" : "not its own"}`, () => {
      assert.deepEqual(twilio.recording?.(url, account), expected);
    });
  }

  it("needs the whole account", () => {
    assert.equal(twilio.recording?.(rows[0]?.[0] ?? "", { accountSid: "AC1" }), null);
  });
});
