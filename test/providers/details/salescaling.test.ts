// What Salescaling is asked when a webhook has named a meeting or a note, what it tells, and what its refusals mean.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { salescaling } from "../../../src/providers/salescaling.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";
import { asking } from "../logs/asking.ts";
import { foundBy, happeningIn, meetingOf, survivesDamage, toldBy } from "./finding.ts";

const account = { apiKey: " key-1\n" };
const meetingId = "5516cd47-2bd0-4f4f-adc2-22524e54ba4d";
const noteId = "0b3a2e1c-9d55-4a77-8a39-3c1b7a5f0001";
const page = `https://app.salescaling.com/meetings/${meetingId}`;

const summarised = toldBy(salescaling, { meetingId, status: "meeting_summary_done" });
const noted = toldBy(salescaling, { meetingNoteId: noteId, status: "meeting_note_updated" });

const deleted = toldBy(salescaling, { meetingNoteId: noteId, status: "meeting_note_deleted" });

const meeting = {
  meetingId,
  status: "completed",
  name: "Acme / Example: first look",
  startDateTime: "2026-10-09T08:00:00.000Z",
  endDateTime: "2026-10-09T08:25:00.000Z",
  duration: 1500,
  description: "A first look",
  language: "en",
  meetingType: { id: "type123", name: "Discovery" },
  aiScore: 0.9166666666666666,
  url: page,
  owner: { id: "u1", name: "Sample Agent", email: "agent@acme.test" },
  participants: [
    { name: "Sample Agent", email: "agent@acme.test", isInternal: true },
    { firstName: "Sample", lastName: "Client", email: "client@example.com", phoneNumber: "+380501234567" },
    { name: "Sample Chief", phone: "+380507654321", company: { name: "Example" }, isInternal: false },
    "another@example.com",
    { id: "p4" },
  ],
  summary: "Wants **ten** seats.",
  mainTopics: ["Needs", { name: "Price" }],
  nextSteps: [
    { description: "Send an offer", assignee: { name: "Sample Agent" }, dueDate: "2026-10-16", url: `${page}?t=9` },
    "Find a date",
  ],
  notes: [
    {
      meetingNoteId: noteId,
      category: { name: "Pain points" },
      content: "Calls get lost",
      startTime: 245.9,
      url: `${page}?t=245`,
    },
    { id: 7, type: "Budget", text: "10,000 a year" },
    { id: 8 },
  ],
};

const ok = (parts: object = {}): Answer => ({
  status: 200,
  json: { statusCode: 200, count: 1, error: null, data: { ...meeting, ...parts } },
});

function api(answer: Answer = ok(), note: Answer = { status: 200, json: { data: { meetingId } } }) {
  return asking(({ method, headers }, { origin, pathname }) => {
    assert.deepEqual([method, origin], ["GET", "https://api.salescaling.com"]);
    if (headers?.["x-api-key"] !== "key-1") return { status: 401, json: { statusCode: 401, error: "Unauthorized" } };
    if (pathname === `/api/v1/meeting-notes/${noteId}`) return note;
    return pathname === `/api/v1/meetings/${meetingId}` ? answer : { status: 404, json: null };
  });
}

const found = (answer: Answer) => foundBy(salescaling, summarised, account, api(answer).ask);
const told = async (answer: Answer) => happeningIn(await found(answer), summarised);

describe("a meeting of Salescaling's", () => {
  it("is told whole after one question", async () => {
    const { ask, asked } = api();
    const { type, time, data } = happeningIn(await foundBy(salescaling, summarised, account, ask), summarised);
    assert.equal(asked.length, 1);
    assert.deepEqual([type, time], ["meeting.analyzed", "2026-10-09T09:31:40.000Z"]);
    const person = { id: null, name: null, email: null, phone: null, company: null, emails: [], phones: [] };
    assert.deepEqual(data, {
      meetingId,
      title: "Acme / Example: first look",
      startedAt: "2026-10-09T08:00:00.000Z",
      endedAt: "2026-10-09T08:25:00.000Z",
      url: page,
      recordingUrl: null,
      organizer: { ...person, name: "Sample Agent", email: "agent@acme.test" },
      participants: [
        { ...person, name: "Sample Agent", email: "agent@acme.test", internal: true },
        { ...person, name: "Sample Client", email: "client@example.com", phone: "+380501234567", internal: null },
        { ...person, name: "Sample Chief", phone: "+380507654321", company: "Example", internal: false },
        { ...person, email: "another@example.com", internal: null },
      ],
      analysis: {
        summary: "Wants **ten** seats.",
        topics: ["Needs", "Price"],
        nextSteps: [
          { text: "Send an offer", assignee: "Sample Agent", due: "2026-10-15T21:00:00.000Z", link: `${page}?t=9` },
          { text: "Find a date", assignee: null, due: null },
        ],
        mood: { client: null, agent: null, overall: null },
        score: { value: 0.9166666666666666, max: 1, details: null },
        transcriptUrl: null,
      },
      allNotes: true,
      notes: [
        { noteId, category: "Pain points", text: "Calls get lost", atSeconds: 245, link: `${page}?t=245` },
        { noteId: "7", category: "Budget", text: "10,000 a year", atSeconds: null, link: null },
      ],
    });
  });

  it("may have its topics and next steps within the summary", async () => {
    const actionItems = [{ title: "Send an offer", owner: "Sample Agent" }];
    const summary = { text: "Wants ten seats.", topics: [{ title: "Needs" }], actionItems };
    const elsewhere = { mainTopics: null, nextSteps: undefined, aiScore: null };
    const { analysis } = meetingOf(await told(ok({ summary, ...elsewhere })));
    assert.deepEqual([analysis?.summary, analysis?.topics, analysis?.score], ["Wants ten seats.", ["Needs"], null]);
    assert.deepEqual(analysis?.nextSteps, [{ text: "Send an offer", assignee: "Sample Agent", due: null }]);
  });

  it("is over and no more, until a summary or notes are there", async () => {
    const bare = { summary: null, mainTopics: [], nextSteps: [], aiScore: 0 };
    const over = await told(ok({ ...bare, notes: [] }));
    assert.deepEqual([over.type, meetingOf(over).analysis], ["meeting.completed", null]);
    assert.equal((await told(ok(bare))).type, "meeting.analyzed");
  });

  it("is told with what is known where fields are missing", async () => {
    const data = { startDateTime: "2026-10-09T08:00:00Z", duration: 60 };
    const over = await told({ status: 200, json: { data } });
    assert.deepEqual([over.type, meetingOf(over).endedAt], ["meeting.completed", "2026-10-09T08:01:00.000Z"]);
  });

  const scores: [given: unknown, score: unknown][] = [
    [0, { value: 0, max: 1, details: null }],
    ["0.5", { value: 0.5, max: 1, details: null }],
    // More than documented, so that nobody knows of how much.
    [85, { value: 85, max: null, details: null }],
    [-1, null],
    ["good", null],
  ];
  for (const [given, score] of scores) {
    it(`with the score ${given} has ${JSON.stringify(score)}`, async () => {
      assert.deepEqual(meetingOf(await told(ok({ aiScore: given }))).analysis?.score, score);
    });
  }
});

describe("a note of Salescaling's", () => {
  it("leads to its meeting, of which the event then is", async () => {
    for (const data of [{ meetingId }, { meeting: { meetingId } }, { meeting: { id: meetingId } }]) {
      const { ask, asked } = api(ok(), { status: 200, json: { data } });
      const answer = await foundBy(salescaling, noted, account, ask);
      assert.ok("happening" in answer, JSON.stringify(answer));
      assert.deepEqual([answer.happening.type, answer.happening.subject], ["meeting.analyzed", summarised.subject]);
      assert.equal(meetingOf(answer.happening).meetingId, meetingId);
      assert.equal(asked.length, 2);
    }
  });

  const texts = [{ text: "Budget" }, { meetingId: "m".repeat(201) }, { meetingId: ".." }, { meeting: { id: "." } }];
  const nameless = [{ status: 404, json: null }, ...texts.map((data) => ({ status: 200, json: { data } }))];

  it("leads nowhere once it is deleted", async () => {
    for (const note of nameless) {
      const { ask, asked } = api(ok(), note);
      const answer = await foundBy(salescaling, deleted, account, ask);
      assert.ok("ignored" in answer && answer.ignored.includes("which has been deleted"), JSON.stringify(answer));
      assert.equal(asked.length, 1);
    }
  });

  it("that is not deleted is asked for again where it is not found, or names no meeting", async () => {
    for (const note of nameless) {
      const { ask, asked } = api(ok(), note);
      const answer = await foundBy(salescaling, noted, account, ask);
      assert.ok("notYet" in answer && answer.notYet.includes("which meeting the note is of"), JSON.stringify(answer));
      assert.equal(asked.length, 1);
    }
  });

  it("is refused where the answer is a list, or another note", async () => {
    for (const [data, because] of [
      [[{ meetingId }], /something that is no note/],
      [{ meetingNoteId: "another", meetingId }, /another note/],
      [{ id: "another", meetingId }, /another note/],
    ] as const) {
      const { ask } = api(ok(), { status: 200, json: { data } });
      await assert.rejects(foundBy(salescaling, noted, account, ask), because);
    }
  });
});

describe("a refusal of Salescaling's", () => {
  const rows: [title: string, answer: Answer, because: RegExp][] = [
    ["of a key without the scope", { status: 403, json: null }, /\(403\): it needs the scope meetings:read/],
    ["of the question", { status: 400, json: null }, /Salescaling answered 400 when asked/],
    ["that is a page", { status: 200, json: "<html>" }, /something that is no meeting/],
    ["that is a list", { status: 200, json: { data: [meeting] } }, /something that is no meeting/],
    ["that is another meeting", ok({ meetingId: "another" }), /another meeting than the one/],
    ["that is another, by its id alone", ok({ meetingId: null, id: "another" }), /another meeting than the one/],
    ["that holds nothing", { status: 200, json: { statusCode: 200, data: [] } }, /something that is no meeting/],
  ];
  for (const [title, answer, because] of rows) {
    it(`${title} is shown to the admin`, () => assert.rejects(found(answer), because));
  }

  it("of a wrong key, and of none, is shown to the admin", async () => {
    for (const wrong of [{ apiKey: "old" }, { apiKey: "" }]) {
      for (const thin of [summarised, noted]) {
        await assert.rejects(foundBy(salescaling, thin, wrong, api().ask), /refused the API key \(401\)/);
      }
    }
  });

  it("that says a meeting is not there: asked again later", async () => {
    assert.ok("notYet" in (await found({ status: 404, json: { statusCode: 404 } })));
  });
});

it("an id that would lead elsewhere than to its meeting is not read, be it of a meeting or of a note", () => {
  for (const id of [".", "..", "../calls", "a/b", "a%2Fb", "a?b", "a b", "m".repeat(201)]) {
    for (const told of [
      { meetingId: id, status: "meeting_summary_done" },
      { meetingNoteId: id, status: "meeting_note_updated" },
    ]) {
      const reading = salescaling.read(jsonDelivery(told), connectionOf());
      assert.ok("unreadable" in reading && reading.unreadable.includes("not like Salescaling’s"), id);
    }
  }
});

it("whatever Salescaling answers is read, waited for or refused", () =>
  survivesDamage(salescaling, summarised, account, () => ok()));
