// What Grain is asked for when a hook tells of a recording, or of one of its highlights, without what is in it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { grain } from "../../../src/providers/grain.ts";
import { toEvent } from "../../../src/web/accept.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";
import { asking } from "../logs/asking.ts";
import { foundBy, happeningIn, meetingOf, survivesDamage, toldBy } from "./finding.ts";

const account = { token: " grain_pat_1 " };
const id = "b5185ccb-9a08-458c-9be1-db17a03fb14c";
const hook = (type: string, data: unknown) => toldBy(grain, { type, user_id: null, data });
const added = hook("recording_added", { id, title: "Demo", end_datetime: "2026-10-09T09:30:00Z" });
const updated = hook("recording_updated", { id, title: "Demo" });
const marked = hook("highlight_added", { id: "h-1", recording_id: id, text: "Too dear" });

const plain = {
  id,
  title: "Demo for Sample Client",
  url: `https://grain.com/recordings/${id}/Kz5t`,
  start_datetime: "2026-10-09T09:00:00Z",
  end_datetime: "2026-10-09T09:30:00Z",
  duration_ms: 1_800_000,
  participants: [{ id: "p-1", name: "Sample Client", email: "client@example.com", scope: "external" }],
  highlights: [],
  ai_summary: null,
  ai_action_items: [],
};
const whole = {
  ...plain,
  highlights: [
    { id: "h-1", text: "Too dear #price", timestamp: 16_080, url: "https://grain.com/highlight/h-1", tags: ["price"] },
  ],
  ai_summary: { text: "They want **ten** seats." },
  ai_action_items: [{ text: "Send the offer", assignee: { name: "Sample Agent" } }],
};

const ok = (json: unknown): Answer => ({ status: 200, json });
function api(answer: Answer = ok(whole)) {
  return asking(({ method, headers, body }, url) => {
    assert.deepEqual([method, url.origin], ["POST", "https://api.grain.com"]);
    assert.deepEqual(JSON.parse(body ?? ""), {
      include: { participants: true, highlights: true, ai_summary: true, ai_action_items: true },
    });
    if (headers?.authorization !== "Bearer grain_pat_1") return { status: 401, json: null };
    if (headers["public-api-version"] !== "2025-10-31") return { status: 400, json: null };
    return url.pathname === `/_/public-api/v2/recordings/${id}` ? answer : { status: 404, json: null };
  });
}

describe("of a recording", () => {
  it("that was added, everything is found with one question", async () => {
    const { ask, asked } = api();
    const told = happeningIn(await foundBy(grain, added, account, ask), added);
    assert.deepEqual([told.type, told.time], ["meeting.analyzed", "2026-10-09T09:30:00.000Z"]);
    assert.deepEqual(meetingOf(told), {
      meetingId: id,
      title: "Demo for Sample Client",
      startedAt: "2026-10-09T09:00:00.000Z",
      endedAt: "2026-10-09T09:30:00.000Z",
      url: plain.url,
      recordingUrl: null,
      organizer: null,
      participants: [
        {
          id: null,
          name: "Sample Client",
          email: "client@example.com",
          phone: null,
          company: null,
          emails: [],
          phones: [],
          internal: false,
        },
      ],
      analysis: {
        summary: "They want **ten** seats.",
        topics: [],
        nextSteps: [{ text: "Send the offer", assignee: "Sample Agent", due: null }],
        mood: { client: null, agent: null, overall: null },
        score: null,
        transcriptUrl: null,
      },
      allNotes: true,
      notes: [
        {
          noteId: "h-1",
          category: "price",
          text: "Too dear #price",
          atSeconds: 16,
          link: "https://grain.com/highlight/h-1",
        },
      ],
    });
    assert.equal(asked.length, 1);
  });

  it("that was added and not summarised yet, who met is found", async () => {
    const told = happeningIn(await foundBy(grain, added, account, api(ok(plain)).ask), added);
    assert.equal(told.type, "meeting.completed");
    assert.deepEqual(
      meetingOf(told).participants.map(({ email }) => email),
      ["client@example.com"],
    );
  });

  it("that was changed, its last highlight may be gone", async () => {
    for (const thin of [updated, marked]) {
      const told = happeningIn(await foundBy(grain, thin, account, api(ok(plain)).ask), thin);
      assert.equal(told.type, "meeting.analyzed");
      assert.deepEqual(meetingOf(told).notes, []);
    }
  });

  it("in which somebody marked a moment, the moments are found", async () => {
    const told = happeningIn(await foundBy(grain, marked, account, api().ask), marked);
    assert.equal(told.type, "meeting.analyzed");
    assert.deepEqual(
      meetingOf(told).notes.map(({ text }) => text),
      ["Too dear #price"],
    );
  });

  it("of which Grain says nothing but the id, nothing is made up", async () => {
    const told = happeningIn(await foundBy(grain, updated, account, api(ok({ id })).ask), updated);
    assert.deepEqual([meetingOf(told).title, meetingOf(told).participants], [null, []]);
  });
});

it("a recording that Grain does not know is asked for again", async () => {
  const found = await foundBy(grain, added, account, api({ status: 404, json: null }).ask);
  assert.ok("notYet" in found);
  assert.match(found.notYet, /no such recording yet/);
});

describe("the admin is told", () => {
  const rows: [title: string, answer: Answer, because: RegExp][] = [
    ["of a plan without the API", { status: 403, json: null }, /\(403\): it may not see the recording, or the plan/],
    ["of an answer that Grain does not explain", { status: 400, json: {} }, /answered 400/],
    ["of an answer that is no JSON", ok(null), /no recording/],
    ["of an answer that is a list", ok([whole]), /no recording/],
    ["of an answer without an id", ok({ error: "unavailable" }), /no recording/],
  ];
  for (const [title, answer, because] of rows) {
    it(title, async () => assert.rejects(foundBy(grain, added, account, api(answer).ask), because));
  }

  it("of a wrong token, and of none", async () => {
    await assert.rejects(foundBy(grain, added, { token: "old" }, api().ask), /refused the access token \(401\)/);
    await assert.rejects(foundBy(grain, added, {}, api().ask), /refused the access token \(401\)/);
  });
});

it("whatever Grain answers is read, waited for or refused", () =>
  survivesDamage(grain, updated, account, () => ok(whole)));

describe("a change that is told whole", () => {
  const keyOf = (highlights: unknown, at: string) => {
    const data = { ...whole, highlights };
    const receivedAt = new Date(`2026-10-09T09:31:${at}Z`);
    const json = { type: "recording_updated", user_id: null, data };
    const reading = grain.read(jsonDelivery(json), connectionOf({ receivedAt }));
    assert.ok("happenings" in reading);
    assert.equal(reading.happenings[0].thin, undefined);
    return toEvent(grain, reading.happenings[0], receivedAt, "1").dedupeKey;
  };

  it("and is taken back is three events: without the clip, with it, and without it again", () => {
    const keys = [keyOf([], "40.1"), keyOf(whole.highlights, "41.1"), keyOf([], "42.1")];
    assert.equal(new Set(keys).size, 3);
  });

  it("is one event however often it arrives within the second, unlike another change", () => {
    assert.equal(keyOf([], "40.1"), keyOf([], "40.9"));
    assert.notEqual(keyOf([], "40.1"), keyOf(whole.highlights, "40.1"));
  });
});

it("two changes that look alike are two events, but one that is read again is the same", () => {
  for (const json of [
    { type: "recording_updated", user_id: null, data: { id, title: "Demo" } },
    { type: "highlight_updated", user_id: null, data: { id: "h-1", recording_id: id } },
  ]) {
    const ids = ["2026-10-09T09:31:40Z", "2026-10-09T09:32:00Z", "2026-10-09T09:31:40Z"].map((at) => {
      const reading = grain.read(jsonDelivery(json), connectionOf({ receivedAt: new Date(at) }));
      return "happenings" in reading ? reading.happenings[0].providerEventId : null;
    });
    assert.notEqual(ids[0], ids[1]);
    assert.equal(ids[0], ids[2]);
  }
});
