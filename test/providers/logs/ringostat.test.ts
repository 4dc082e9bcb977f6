// Ringostat's list of calls: the window in the project's time, long lists in parts, refusals in words.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ask, Question } from "../../../src/providers/call-log.ts";
import { later, utcOf } from "../../../src/providers/local-time.ts";
import { ringostat } from "../../../src/providers/ringostat.ts";
import { connectionOf, fixtures } from "../fixture.ts";
import { completed, readCall, survivesDamage } from "./asking.ts";

const account = { authKey: "sample-key" };
const mostCalls = 6_500;

/** Lists calls as Ringostat documents it: those of the window, in the project's time, and no more than 6,500 of them. */
function listing(calls: { calldate: string }[], asked: Question[] = []): Ask {
  return async (question) => {
    asked.push(question);
    assert.equal(question.headers?.["auth-key"], "sample-key");
    const query = new URL(question.url).searchParams;
    const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
    const inWindow = calls.filter(({ calldate }) => calldate >= from && calldate < to);
    return { status: 200, json: inWindow.slice(0, mostCalls) };
  };
}

async function pagesOf(ask: Ask, from: string, to: string, timeZone = "Europe/Kyiv"): Promise<unknown[][]> {
  assert.ok(ringostat.log);
  const pages: unknown[][] = [];
  const window = { from: new Date(from), to: new Date(to) };
  for await (const page of ringostat.log.pages(window, account, ask, { timeZone })) pages.push(page);
  return pages;
}

/** `count` calls, one each `seconds`, as the project's clocks showed them. */
function callsFrom(start: string, count: number, seconds: number): { uniqueid: string; calldate: string }[] {
  return Array.from({ length: count }, (_, n) => {
    const time = later(`${start.replace(" ", "T")}.000Z`, n * seconds) ?? "";
    return { uniqueid: `us1_-${n}.1`, calldate: time.slice(0, 19).replace("T", " ") };
  });
}

function idsIn(pages: unknown[][]): Set<unknown> {
  return new Set(pages.flat().map((call) => Object(call).uniqueid));
}

describe("Ringostat's list of calls", () => {
  it("is asked for by name of each field, in the project's time", async () => {
    const asked: Question[] = [];
    await pagesOf(listing([], asked), "2026-10-09T09:30:00.200Z", "2026-10-09T10:30:00.200Z");
    const [{ method, url } = { method: "", url: "" }, ...others] = asked;
    assert.deepEqual([method, others], ["GET", []]);
    const { origin, pathname, searchParams } = new URL(url);
    assert.equal(`${origin}${pathname}`, "https://api.ringostat.net/calls/list");
    assert.equal(searchParams.get("export_type"), "json");
    assert.equal(searchParams.get("from"), "2026-10-09 12:30:00");
    assert.equal(searchParams.get("to"), "2026-10-09 13:30:01");
    const fields = (searchParams.get("fields") ?? "").split(",");
    for (const name of ["uniqueid", "calldate", "disposition", "recording"]) assert.ok(fields.includes(name));
    for (const name of ["userfield", "recording_wav"]) assert.ok(!fields.includes(name), `${name} is refused`);
  });

  it("may be empty", async () => {
    assert.deepEqual(await pagesOf(listing([]), "2026-10-09T00:00:00Z", "2026-10-10T00:00:00Z"), [[]]);
  });

  it("is asked for in halves as long as an answer is full, and no call is missing", async () => {
    const calls = callsFrom("2026-10-09 03:00:00", 20_000, 4);
    const asked: Question[] = [];
    const pages = await pagesOf(listing(calls, asked), "2026-10-09T00:00:00Z", "2026-10-10T00:00:00Z");
    assert.deepEqual(idsIn(pages), new Set(calls.map(({ uniqueid }) => uniqueid)));
    assert.ok(asked.length < 12, `${asked.length} questions`);
    assert.ok(pages.every((page) => page.length < mostCalls));
  });

  it("gives what it can of one second that has too many calls, and ends", async () => {
    const calls = callsFrom("2026-10-09 12:00:00", 7_000, 0);
    const pages = await pagesOf(listing(calls), "2026-10-09T08:59:58Z", "2026-10-09T09:00:02Z");
    assert.equal(idsIn(pages).size, mostCalls);
  });

  const nights: [title: string, from: string, to: string, first: string, last: string][] = [
    ["when clocks are set back", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "03:30:00", "03:30:00"],
    ["in the first of the two hours", "2026-10-25T00:00:00Z", "2026-10-25T00:59:59Z", "03:00:00", "03:59:00"],
    ["in the second of the two hours", "2026-10-25T01:00:00Z", "2026-10-25T01:59:59Z", "03:00:00", "03:59:00"],
    ["over both hours", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z", "02:00:00", "04:59:00"],
  ];
  for (const [title, from, to, first, last] of nights) {
    it(`holds every call of the night ${title}`, async () => {
      const calls = [first, last].map((time) => ({ uniqueid: time, calldate: `2026-10-25 ${time}` }));
      assert.deepEqual(idsIn(await pagesOf(listing(calls), from, to)), new Set([first, last]));
    });
  }

  it("holds every call of the night when clocks are put forward", async () => {
    const calls = ["2026-03-29 02:59:00", "2026-03-29 04:00:00"].map((calldate) => ({ uniqueid: calldate, calldate }));
    const pages = await pagesOf(listing(calls), "2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z");
    assert.deepEqual(idsIn(pages).size, 2);
  });

  const refusals: [status: number, json: unknown, because: string][] = [
    [401, null, "Ringostat refused the Auth-key (401)."],
    [403, null, "Ringostat refused the Auth-key (403)."],
    [400, null, "Ringostat answered 400 to the question for its list of calls."],
    [200, { error: "unknown field" }, "Ringostat answered something else than a list of calls."],
  ];
  for (const [status, json, message] of refusals) {
    it(`says what ${status} means${status === 200 ? " without a list" : ""}`, async () => {
      const ask: Ask = async () => ({ status, json });
      await assert.rejects(pagesOf(ask, "2026-10-09T00:00:00Z", "2026-10-10T00:00:00Z"), { message });
    });
  }

  it("is not asked for without a key", async () => {
    assert.ok(ringostat.log);
    const pages = ringostat.log.pages(
      { from: new Date(0), to: new Date(1) },
      { authKey: " " },
      listing([]),
      connectionOf(),
    );
    await assert.rejects(pages[Symbol.asyncIterator]().next(), { message: "Enter the Auth-key of Ringostat's API." });
  });
});

describe("a call of Ringostat's list", () => {
  const listed = {
    uniqueid: "us1_-1760000000.42",
    calldate: "2026-10-09 12:30:01",
    call_type: "in",
    caller: '"Olena" &lt;380501234567&gt;',
    dst: "380441112233",
    connected_with: "acme_101",
    disposition: "PROPER",
    duration: 95,
    billsec: 80,
    waittime: 15,
    recording: "https://app.ringostat.com/recordings/42.ogg",
    has_recording: 1,
    employee_fio: "Sample Agent",
    employee_number: "101",
    utm_source: "google",
  };

  it("is the call that its webhook told", () => {
    const fixture = fixtures.find(({ provider, name }) => provider === "ringostat" && name === "answered-in");
    assert.ok(fixture);
    const reading = ringostat.read(fixture.delivery, fixture.connection);
    assert.ok("happenings" in reading);
    const told = reading.happenings[0];
    const call = completed(ringostat.log, listed);
    assert.deepEqual([call.subject, call.time], [told.subject, told.time]);
    assert.partialDeepStrictEqual(call.data, {
      direction: "in",
      outcome: "answered",
      client: { phone: "380501234567", name: "Olena" },
      agent: { extension: "101", sip: "acme_101", name: "Sample Agent" },
      startedAt: utcOf("2026-10-09 12:30:01", "Europe/Kyiv"),
      talkSeconds: 80,
      target: true,
      recordingUrl: "https://app.ringostat.com/recordings/42.ogg",
    });
  });

  it("that goes on has not been completed", () => {
    const reading = readCall(ringostat.log, { ...listed, disposition: "IN PROGRESS" });
    assert.ok("happenings" in reading);
    assert.notEqual(reading.happenings[0].type, "call.completed");
  });

  it("is unreadable when it is none", () => {
    for (const none of [undefined, null, 7, "call", [], {}]) {
      assert.ok("unreadable" in readCall(ringostat.log, none), JSON.stringify(none));
    }
  });

  it("is read or refused whatever it holds", () => survivesDamage(ringostat.log, listed));
});
