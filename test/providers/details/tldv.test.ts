// What tl;dv is asked for when a transcript is ready: the meeting, and the notes that its AI took of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { tldv } from "../../../src/providers/tldv.ts";
import { asking } from "../logs/asking.ts";
import { foundBy, happeningIn, meetingOf, survivesDamage, toldBy } from "./finding.ts";

const account = { apiKey: " key-1 " };
const id = "6a4dbd36912a5400133f688a";
const path = `/v1alpha1/meetings/${id}`;
const executedAt = "2026-10-09T09:35:00.000Z";
const thin = toldBy(tldv, {
  id: "wh-1",
  event: "TranscriptReady",
  data: { id: "t-1", meetingId: id, data: [] },
  executedAt,
});

const meeting = {
  id,
  name: "Demo for Sample Client",
  happenedAt: "2026-10-09T09:00:00.000Z",
  url: `https://tldv.io/app/meetings/${id}`,
  duration: 1830.038,
  organizer: { name: "Sample Agent", email: "agent@acme.test" },
  invitees: [{ name: "Sample Client", email: "client@example.com" }],
};
const notes = {
  meetingId: id,
  markdownContent: "## Price\n\n- They want **ten** seats.",
  structuredNotes: [
    { segmentId: "s-1", timestamp: 65.123456789012, text: "They want ten seats", topicId: "t-price" },
    { segmentId: "s-1", timestamp: 70, text: "The budget is set", topicId: "t-price" },
    { segmentId: "s-2", timestamp: 900, text: "Next call on Monday", topicId: "t-next" },
    { segmentId: "s-3", timestamp: null, text: "Something else", topicId: "t-unknown" },
    { segmentId: "s-4", timestamp: 5, text: " ", topicId: "t-price" },
  ],
  topics: [
    { id: "t-next", order: 2, title: "Next steps", summary: "A call on Monday" },
    { id: "t-price", order: 1, title: "Price", summary: "Ten seats" },
  ],
};

const ok = (json: unknown): Answer => ({ status: 200, json });
function api(answers: { meeting?: Answer; notes?: Answer } = {}) {
  return asking(({ method, headers }, url) => {
    assert.equal(method, "GET");
    assert.equal(url.origin, "https://pasta.tldv.io");
    if (headers?.["x-api-key"] !== "key-1") return { status: 401, json: { name: "Unauthorized", message: "" } };
    if (url.pathname === path) return answers.meeting ?? ok(meeting);
    if (url.pathname === `${path}/notes`) return answers.notes ?? ok(notes);
    return { status: 404, json: null };
  });
}

describe("of a transcript that is ready", () => {
  it("the meeting and its notes are found", async () => {
    const { ask, asked } = api();
    const told = happeningIn(await foundBy(tldv, thin, account, ask), thin);
    assert.deepEqual([told.type, told.time], ["meeting.analyzed", executedAt]);
    const { url } = meeting;
    const note = { noteId: null, link: url };
    assert.deepEqual(meetingOf(told), {
      meetingId: id,
      title: "Demo for Sample Client",
      startedAt: "2026-10-09T09:00:00.000Z",
      endedAt: "2026-10-09T09:30:30.000Z",
      url,
      recordingUrl: null,
      organizer: person("Sample Agent", "agent@acme.test"),
      participants: [
        { ...person("Sample Agent", "agent@acme.test"), internal: null },
        { ...person("Sample Client", "client@example.com"), internal: null },
      ],
      analysis: {
        summary: "## Price\n\n- They want **ten** seats.",
        topics: ["Price", "Next steps"],
        nextSteps: [],
        mood: { client: null, agent: null, overall: null },
        score: null,
        transcriptUrl: null,
      },
      allNotes: true,
      notes: [
        { ...note, category: "Price", text: "They want ten seats", atSeconds: 65 },
        { ...note, category: "Price", text: "The budget is set", atSeconds: 70 },
        { ...note, category: "Next steps", text: "Next call on Monday", atSeconds: 900 },
        { ...note, category: null, text: "Something else", atSeconds: null },
      ],
    });
    assert.equal(asked.length, 2);
  });

  it("notes without topics, a summary or moments are notes all the same", async () => {
    const { ask } = api({ notes: ok({ structuredNotes: [{ text: "Alone" }] }) });
    const data = meetingOf(happeningIn(await foundBy(tldv, thin, account, ask), thin));
    assert.deepEqual([data.analysis?.summary, data.analysis?.topics], [null, []]);
    assert.deepEqual(
      data.notes.map(({ text, category, atSeconds }) => [text, category, atSeconds]),
      [["Alone", null, null]],
    );
  });

  it("a meeting of which tl;dv says nothing but the notes is found by its id", async () => {
    const { ask } = api({ meeting: ok({ id }) });
    const data = meetingOf(happeningIn(await foundBy(tldv, thin, account, ask), thin));
    assert.deepEqual([data.meetingId, data.title, data.participants], [id, null, []]);
    assert.equal(data.analysis?.summary, "## Price\n\n- They want **ten** seats.");
  });
});

describe("nothing is found yet", () => {
  const rows: [title: string, answers: Parameters<typeof api>[0], because: RegExp, questions: number][] = [
    ["while tl;dv does not know the meeting", { meeting: { status: 404, json: null } }, /no such meeting yet/, 1],
    ["while there are no notes", { notes: { status: 404, json: null } }, /no notes of the meeting yet/, 2],
    [
      "while the notes are empty",
      { notes: ok({ markdownContent: "", structuredNotes: [], topics: [] }) },
      /no notes/,
      2,
    ],
  ];
  for (const [title, answers, because, questions] of rows) {
    it(title, async () => {
      const { ask, asked } = api(answers);
      const found = await foundBy(tldv, thin, account, ask);
      assert.ok("notYet" in found);
      assert.match(found.notYet, because);
      assert.equal(asked.length, questions);
    });
  }
});

describe("the admin is told", () => {
  const rows: [title: string, answers: Parameters<typeof api>[0], because: RegExp][] = [
    [
      "of a meeting that the key's owner may not see",
      { meeting: { status: 403, json: null } },
      /refused to show a meeting \(403\)/,
    ],
    ["of notes that the plan does not give", { notes: { status: 403, json: null } }, /plan has no API access/],
    ["of an answer that tl;dv does not explain", { meeting: { status: 400, json: {} } }, /answered 400/],
    ["of an answer that is no JSON", { meeting: ok(null) }, /neither a meeting nor its notes/],
    ["of an answer that is a list", { notes: ok([notes]) }, /neither a meeting nor its notes/],
  ];
  for (const [title, answers, because] of rows) {
    it(title, async () => assert.rejects(foundBy(tldv, thin, account, api(answers).ask), because));
  }

  it("of a wrong key, and of none", async () => {
    await assert.rejects(foundBy(tldv, thin, { apiKey: "old" }, api().ask), /refused the API key \(401\)/);
    await assert.rejects(foundBy(tldv, thin, {}, api().ask), /refused the API key \(401\)/);
  });
});

it("whatever tl;dv answers is read, waited for or refused", async () => {
  const tell = (_question: unknown, url: URL) => ok(url.pathname.endsWith("/notes") ? notes : meeting);
  await survivesDamage(tldv, thin, account, tell);
});

it("a meeting that is ready needs no question", () => {
  const told = toldBy(tldv, { id: "wh-1", event: "MeetingReady", data: meeting, executedAt });
  assert.equal(told.thin, undefined);
  assert.equal(meetingOf(told).participants.length, 2);
});

function person(name: string, email: string) {
  return { id: null, name, email, phone: null, company: null, emails: [], phones: [] };
}
