// CallRail's list of calls: relative paging, times of day in UTC, the key for CallRail's own host only.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { callrailLog } from "../../../src/providers/callrail-log.ts";
import { connectionOf, fixtures } from "../fixture.ts";
import { type Asking, allPages, asking, readCall, survivesDamage } from "./asking.ts";

const account = { account_id: " ACCsample ", api_key: "sample-key" };
const api = "https://api.callrail.com/v3/a";

/** Lists `count` calls as CallRail documents relative paging: next_page is to be used as it is. */
function listing(count: number): Asking {
  const all = Array.from({ length: count }, (_, n) => ({ id: `CAL${n}` }));
  return asking(({ headers }, { searchParams }) => {
    assert.equal(headers?.authorization, 'Token token="sample-key"');
    const [offset, size] = [Number(searchParams.get("offset") ?? 0), Number(searchParams.get("per_page"))];
    assert.ok(size <= 250 && searchParams.get("relative_pagination") === "true");
    const next = `${api}/1/calls?action=index&offset=${offset + 1}&per_page=${size}&relative_pagination=true`;
    const calls = all.slice(offset * size, (offset + 1) * size);
    return { status: 200, json: { next_page: next, has_next_page: (offset + 1) * size < count, calls } };
  });
}

describe("CallRail's list of calls", () => {
  it("is read to its end", async () => {
    const { ask, asked } = listing(510);
    const pages = await allPages(callrailLog, account, ask);
    assert.deepEqual(
      pages.map((page) => page.length),
      [250, 250, 10],
    );
    assert.equal(asked[1]?.url, `${api}/1/calls?action=index&offset=1&per_page=250&relative_pagination=true`);
  });

  it("is asked for by minutes in UTC, oldest first, with what CallRail leaves out unasked", async () => {
    const { ask, asked } = listing(0);
    const window = { from: new Date("2026-10-09T07:15:30Z"), to: new Date("2026-10-09T09:30:10Z") };
    for await (const page of callrailLog.pages(window, account, ask, { timeZone: "Europe/Kyiv" }))
      assert.fail(`${page}`);
    const url = new URL(asked[0]?.url ?? "");
    assert.equal(url.origin + url.pathname, `${api}/ACCsample/calls.json`);
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
    const message = "CallRail's list of calls goes on at an address of another host.";
    for (const next_page of ["https://callrail.example.test/calls", "http://api.callrail.com/calls", null]) {
      const { ask } = asking(() => ({
        status: 200,
        json: { next_page, has_next_page: true, calls: [{ id: "CAL1" }] },
      }));
      await assert.rejects(allPages(callrailLog, account, ask), { message });
    }
  });

  for (const [status, message] of [
    [401, "CallRail refused the API key (401)."],
    [403, "CallRail refused the API key (403)."],
    [404, "CallRail knows no account with this account id, or the API key may not see it."],
    [400, "CallRail answered 400 to the question for its list of calls."],
  ] as const) {
    it(`says what ${status} means`, async () => {
      const { ask } = asking(() => ({ status, json: null }));
      await assert.rejects(allPages(callrailLog, account, ask), { message });
    });
  }
});

describe("a call of CallRail's list", () => {
  const webhook = fixtures.find(({ provider, name }) => provider === "callrail" && name === "answered-in");
  const { resource_id, ...told } = JSON.parse(webhook?.delivery.body.toString() ?? "{}");
  const listed = { ...told, id: resource_id, recording: `${api}/1/calls/${resource_id}/recording.json` };
  const at = (time: string) => connectionOf({ receivedAt: new Date(time) });

  it("is the call that its webhook tells, but for the recording, which the API gives to its key only", () => {
    const reading = callrailLog.read(listed, at("2026-10-09T10:00:00Z"));
    assert.ok(webhook?.expect.happenings && "happenings" in reading);
    const { subject, time } = reading.happenings[0];
    assert.partialDeepStrictEqual(webhook.expect.happenings, [{ subject, time }]);
    assert.partialDeepStrictEqual(reading.happenings[0], {
      type: "call.completed",
      data: { outcome: "answered", totalSeconds: 95, recordingUrl: null, client: { phone: "+380501234567" } },
    });
  });

  it("is left for later until its webhook is no longer to come", () => {
    assert.ok("ignored" in callrailLog.read(listed, at("2026-10-09T09:51:34Z")));
    assert.ok("happenings" in callrailLog.read(listed, at("2026-10-09T09:51:35Z")));
  });

  it("is left for later while it goes on", () => {
    for (const open of [{ duration: null }, { call_type: "in_progress" }]) {
      assert.ok("ignored" in callrailLog.read({ ...listed, ...open }, at("2026-10-09T10:00:00Z")));
    }
  });

  it("is unreadable when it is none", () => {
    for (const none of [null, 7, [], { id: "" }, { id: "C".repeat(201) }]) {
      assert.ok("unreadable" in readCall(callrailLog, none));
    }
  });

  it("is read or refused, whatever stands in it", () => {
    survivesDamage(callrailLog, { ...listed, start_time: "2026-10-08T12:30:00.000+03:00" });
  });
});
