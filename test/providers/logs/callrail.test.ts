// CallRail's list of calls: relative paging, times of day in UTC, the key for CallRail's own host only.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Ask, Question } from "../../../src/providers/call-log.ts";
import { callrailLog } from "../../../src/providers/callrail-log.ts";
import { connectionOf, fixtures } from "../fixture.ts";

const account = { account_id: " ACCsample ", api_key: "sample-key" };
const window = { from: new Date("2026-10-09T07:15:30Z"), to: new Date("2026-10-09T09:30:10Z") };

/** Lists `count` calls as CallRail documents relative paging: next_page is to be used as it is. */
function listing(count: number, asked: Question[] = []): Ask {
  return async (question) => {
    asked.push(question);
    assert.equal(question.headers?.authorization, 'Token token="sample-key"');
    const query = new URL(question.url).searchParams;
    const [offset, size] = [Number(query.get("offset") ?? 0), Number(query.get("per_page"))];
    assert.ok(size <= 250 && query.get("relative_pagination") === "true");
    const calls = Array.from({ length: count }, (_, n) => ({ id: `CAL${n}` })).slice(
      offset * size,
      (offset + 1) * size,
    );
    const next = `https://api.callrail.com/v3/a/1/calls?action=index&offset=${offset + 1}&per_page=${size}&relative_pagination=true`;
    return { status: 200, json: { next_page: next, has_next_page: (offset + 1) * size < count, calls } };
  };
}

async function idsOf(ask: Ask): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const page of callrailLog.pages(window, account, ask, { timeZone: "Europe/Kyiv" })) {
    for (const call of page) ids.push(Object(call).id);
  }
  return ids;
}

describe("CallRail's list of calls", () => {
  it("is read to its end", async () => {
    const asked: Question[] = [];
    const ids = await idsOf(listing(510, asked));
    assert.deepEqual(
      ids,
      Array.from({ length: 510 }, (_, n) => `CAL${n}`),
    );
    assert.equal(asked.length, 3);
  });

  it("is asked for by minutes in UTC, oldest first, with what CallRail leaves out unasked", async () => {
    const asked: Question[] = [];
    await idsOf(listing(0, asked));
    const url = new URL(asked[0]?.url ?? "");
    assert.equal(url.origin + url.pathname, "https://api.callrail.com/v3/a/ACCsample/calls.json");
    const { fields = "", ...query } = Object.fromEntries(url.searchParams);
    assert.deepEqual(query, {
      start_date: "2026-10-09T07:15",
      end_date: "2026-10-09T09:31",
      time_zone: "Etc/UTC",
      sort: "start_time",
      order: "asc",
      relative_pagination: "true",
      per_page: "250",
    });
    assert.ok(["agent_email", "call_type", "lead_status", "value", "gclid"].every((name) => fields.includes(name)));
  });

  it("gives its key to no other host", async () => {
    for (const next_page of ["https://callrail.example.test/calls", "http://api.callrail.com/calls", null]) {
      const strange: Ask = async () => ({
        status: 200,
        json: { next_page, has_next_page: true, calls: [{ id: "CAL1" }] },
      });
      await assert.rejects(idsOf(strange), {
        message: "CallRail's list of calls goes on at an address of another host.",
      });
    }
  });

  for (const [status, because] of [
    [401, "CallRail refused the API key (401)."],
    [403, "CallRail refused the API key (403)."],
    [404, "CallRail knows no account with this account id, or the API key may not see it."],
    [400, "CallRail answered 400 to the question for its list of calls."],
  ] as const) {
    it(`says what ${status} means`, async () => {
      await assert.rejects(
        idsOf(async () => ({ status, json: null })),
        { message: because },
      );
    });
  }
});

describe("a call of CallRail's list", () => {
  const webhook = fixtures.find(({ provider, name }) => provider === "callrail" && name === "answered-in");
  const { resource_id, ...told } = JSON.parse(webhook?.delivery.body.toString() ?? "{}");
  const listed = { ...told, id: resource_id, recording: "https://api.callrail.com/v3/a/1/calls/CAL1/recording.json" };
  const later = connectionOf({ receivedAt: new Date("2026-10-09T10:00:00Z") });

  it("is the call that its webhook tells, but for the recording, which the API gives to its key only", () => {
    const reading = callrailLog.read(listed, later);
    assert.ok(webhook?.expect.happenings && "happenings" in reading);
    const [expected] = webhook.expect.happenings;
    assert.equal(reading.happenings[0].subject, expected?.subject);
    assert.equal(reading.happenings[0].time, expected?.time);
    assert.partialDeepStrictEqual(reading.happenings[0], {
      type: "call.completed",
      data: { outcome: "answered", totalSeconds: 95, recordingUrl: null, client: { phone: "+380501234567" } },
    });
  });

  it("is left for later until its webhook is no longer to come", () => {
    const soon = connectionOf({ receivedAt: new Date("2026-10-09T09:51:34Z") });
    assert.ok("ignored" in callrailLog.read(listed, soon));
    assert.ok("happenings" in callrailLog.read(listed, connectionOf({ receivedAt: new Date("2026-10-09T09:51:35Z") })));
  });

  it("is left for later while it goes on", () => {
    assert.ok("ignored" in callrailLog.read({ ...listed, duration: null }, later));
    assert.ok("ignored" in callrailLog.read({ ...listed, call_type: "in_progress" }, later));
  });

  it("is unreadable when it is none", () => {
    for (const none of [null, 7, [], { id: "" }, { id: "C".repeat(201) }]) {
      assert.ok("unreadable" in callrailLog.read(none, later));
    }
  });
});
