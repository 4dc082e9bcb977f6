// Aircall's list of calls: pages of 50, at most 10,000 calls to one question, refusals in words.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aircallLog } from "../../../src/providers/aircall-log.ts";
import type { Ask, Question } from "../../../src/providers/call-log.ts";
import { connectionOf, fixtures } from "../fixture.ts";

const account = { api_id: "sample-id", api_token: "sample-token" };
const start = 1_791_538_200;
const zone = { timeZone: "Europe/Kyiv" };

/** Lists `count` calls, a second apart from the start on, as Aircall documents it. */
function listing(count: number, asked: Question[] = []): Ask {
  return async (question) => {
    asked.push(question);
    assert.equal(question.headers?.authorization, "Basic c2FtcGxlLWlkOnNhbXBsZS10b2tlbg==");
    const query = new URL(question.url).searchParams;
    const number = (name: string) => Number(query.get(name));
    const all = Array.from({ length: count }, (_, n) => ({ id: n, started_at: start + n }));
    const inWindow = all.filter(({ started_at }) => started_at >= number("from") && started_at < number("to"));
    const [page, size] = [number("page"), number("per_page")];
    assert.ok(size <= 50);
    const calls = inWindow.slice(0, 10_000).slice((page - 1) * size, page * size);
    const more = page * size < Math.min(inWindow.length, 10_000);
    const next_page_link = more ? `https://api.aircall.io/v1/calls?page=${page + 1}&per_page=20` : null;
    return { status: 200, json: { meta: { count: calls.length, total: inWindow.length, next_page_link }, calls } };
  };
}

async function idsOf(ask: Ask, seconds: number): Promise<unknown[]> {
  const window = { from: new Date(start * 1000), to: new Date((start + seconds) * 1000) };
  const ids: unknown[] = [];
  for await (const page of aircallLog.pages(window, account, ask, zone)) {
    for (const call of page) ids.push(Object(call).id);
  }
  return ids;
}

describe("Aircall's list of calls", () => {
  it("is read page by page, each with the whole window", async () => {
    const asked: Question[] = [];
    assert.deepEqual(
      await idsOf(listing(120, asked), 3600),
      Array.from({ length: 120 }, (_, n) => n),
    );
    assert.deepEqual(
      asked.map(({ method, url }) => `${method} ${url}`),
      [1, 2, 3].map(
        (page) =>
          `GET https://api.aircall.io/v1/calls?from=1791538200&to=1791541800&order=asc&per_page=50&page=${page}`,
      ),
    );
  });

  it("may be empty", async () => {
    assert.deepEqual(await idsOf(listing(0), 3600), []);
  });

  it("is asked for in halves when it holds more calls than Aircall lists", async () => {
    const ids = await idsOf(listing(10_050), 86_400);
    assert.equal(new Set(ids).size, 10_050);
  });

  it("ends when a page leads back", async () => {
    const back: Ask = async () => ({
      status: 200,
      json: { meta: { next_page_link: "https://api.aircall.io/v1/calls?page=1" }, calls: [{ id: 1 }] },
    });
    assert.deepEqual(await idsOf(back, 3600), [1]);
  });

  for (const [status, because] of [
    [401, "Aircall refused the API ID or the API token (401)."],
    [403, "Aircall refused the API ID or the API token (403)."],
    [404, "Aircall answered 404 to the question for its list of calls."],
  ] as const) {
    it(`says what ${status} means`, async () => {
      await assert.rejects(
        idsOf(async () => ({ status, json: null }), 3600),
        { message: because },
      );
    });
  }
});

describe("a call of Aircall's list", () => {
  const webhook = fixtures.find(({ provider, name }) => provider === "aircall" && name === "answered-in");
  const { call_uuid, ...call } = JSON.parse(webhook?.delivery.body.toString() ?? "{}").data;
  const listed = { ...call, sid: call_uuid };

  it("is the call that its webhook tells", () => {
    assert.ok(webhook);
    assert.partialDeepStrictEqual(aircallLog.read(listed, connectionOf()), {
      happenings: webhook.expect.happenings ?? [],
    });
  });

  it("is left for later while it goes on", () => {
    const reading = aircallLog.read({ ...listed, status: "answered" }, connectionOf());
    assert.ok("ignored" in reading);
  });

  it("is unreadable when it is none", () => {
    for (const none of [null, 7, "call", [], { status: "done" }]) {
      const reading = aircallLog.read(none, connectionOf());
      assert.ok("unreadable" in reading || "ignored" in reading);
    }
  });
});
