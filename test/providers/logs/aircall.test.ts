// Aircall's list of calls: pages of 50, at most 10,000 calls to one question, refusals in words.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aircallLog } from "../../../src/providers/aircall-log.ts";
import { fixtures } from "../fixture.ts";
import { type Asking, allPages, asking, completed, day, readCall, survivesDamage } from "./asking.ts";

const account = { api_id: "sample-id", api_token: "sample-token" };
const start = day.from.getTime() / 1000;

/** Lists `count` calls, eight seconds apart from the start of the day on, as Aircall documents it. */
function listing(count: number): Asking {
  const all = Array.from({ length: count }, (_, n) => ({ id: n, started_at: start + n * 8 }));
  return asking(({ headers }, { searchParams }) => {
    assert.equal(headers?.authorization, "Basic c2FtcGxlLWlkOnNhbXBsZS10b2tlbg==");
    const [from = 0, to = 0, page = 0, size = 0] = ["from", "to", "page", "per_page"].map((name) =>
      Number(searchParams.get(name)),
    );
    assert.ok(size <= 50);
    const inWindow = all.filter(({ started_at }) => started_at >= from && started_at < to);
    const calls = inWindow.slice(0, 10_000).slice((page - 1) * size, page * size);
    const hasMore = page * size < Math.min(inWindow.length, 10_000);
    // The link of the reference's own example leaves out the window.
    const next_page_link = hasMore ? `https://api.aircall.io/v1/calls?page=${page + 1}&per_page=20` : null;
    return { status: 200, json: { meta: { count: calls.length, total: inWindow.length, next_page_link }, calls } };
  });
}

describe("Aircall's list of calls", () => {
  it("is read page by page, each with the whole window", async () => {
    const { ask, asked } = listing(120);
    const pages = await allPages(aircallLog, account, ask);
    assert.deepEqual(
      pages.map((page) => page.length),
      [50, 50, 20],
    );
    const questions = [1, 2, 3].map(
      (page) => `GET https://api.aircall.io/v1/calls?from=1791504000&to=1791590400&order=asc&per_page=50&page=${page}`,
    );
    assert.deepEqual(
      asked.map(({ method, url }) => `${method} ${url}`),
      questions,
    );
  });

  it("may be empty", async () => {
    assert.deepEqual(await allPages(aircallLog, account, listing(0).ask), []);
  });

  it("is asked for in halves when it holds more calls than Aircall lists", async () => {
    const pages = await allPages(aircallLog, account, listing(10_050).ask);
    assert.equal(new Set(pages.flat().map((call) => JSON.stringify(call))).size, 10_050);
  });

  it("ends when a page leads back", async () => {
    const meta = { next_page_link: "https://api.aircall.io/v1/calls?page=1" };
    const { ask } = asking(() => ({ status: 200, json: { meta, calls: [{ id: 1 }] } }));
    assert.deepEqual(await allPages(aircallLog, account, ask), [[{ id: 1 }]]);
  });

  for (const [status, message] of [
    [401, "Aircall refused the API ID or the API token (401)."],
    [403, "Aircall refused the API ID or the API token (403)."],
    [404, "Aircall answered 404 to the question for its list of calls."],
  ] as const) {
    it(`says what ${status} means`, async () => {
      const { ask } = asking(() => ({ status, json: null }));
      await assert.rejects(allPages(aircallLog, account, ask), { message });
    });
  }
});

describe("a call of Aircall's list", () => {
  const webhook = fixtures.find(({ provider, name }) => provider === "aircall" && name === "answered-in");
  const { call_uuid, ...call } = JSON.parse(webhook?.delivery.body.toString() ?? "{}").data;
  const listed = { ...call, sid: call_uuid };

  it("is the call that its webhook tells", () => {
    assert.ok(webhook?.expect.happenings);
    assert.partialDeepStrictEqual([completed(aircallLog, listed)], webhook.expect.happenings);
  });

  it("is left for later while it goes on", () => {
    assert.ok("ignored" in readCall(aircallLog, { ...listed, status: "answered" }));
  });

  it("is unreadable without an id", () => {
    assert.ok("unreadable" in readCall(aircallLog, { status: "done" }));
  });

  it("is read or refused, whatever stands in it", () => survivesDamage(aircallLog, listed));
});
