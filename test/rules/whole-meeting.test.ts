// A meeting told in parts is the same meeting whatever the order in which the parts came.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Event } from "../../src/model/event.ts";
import { wholeMeeting } from "../../src/rules/whole-meeting.ts";
import { meetingEvent } from "./told-meeting.ts";

const mood = { client: null, agent: null, overall: null };
const whole = (...events: Event[]) => wholeMeeting(events);

describe("field by field", () => {
  it("the newest that says something wins, and silence erases nothing", () => {
    const meeting = whole(
      meetingEvent(2, { title: "Roof", url: null, recordingUrl: " ", endedAt: "2026-11-22T11:00:00+02:00" }),
      meetingEvent(1, { title: "Untitled", url: "https://n.test/m-1", recordingUrl: "https://n.test/r-1" }),
      meetingEvent(3, { title: null, startedAt: "no time" }),
    );
    assert.partialDeepStrictEqual(meeting, {
      meetingId: "m-1",
      title: "Roof",
      url: "https://n.test/m-1",
      recordingUrl: "https://n.test/r-1",
      startedAt: null,
      endedAt: "2026-11-22T11:00:00+02:00",
      toldAt: "2026-11-22T12:00:01.000Z",
    });
  });

  it("moments are compared, not their texts", () => {
    const early = { ...meetingEvent(1, { title: "Early" }), time: "2026-11-22T13:00:00+02:00" };
    const late = { ...meetingEvent(2, { title: "Late" }), time: "2026-11-22T12:00:00Z" };
    assert.equal(whole(late, early).title, "Late");
  });

  it("at the same moment the later event wins", () => {
    const [one, two] = [meetingEvent(1, { title: "One" }), meetingEvent(2, { title: "Two" })];
    assert.equal(whole({ ...two, time: one.time }, one).title, "Two");
  });

  it("without any event there is no meeting", () => {
    assert.throws(() => whole(), /without events/);
  });
});

describe("its people", () => {
  const rows: [title: string, told: Record<string, unknown>[], people: Record<string, unknown>[]][] = [
    [
      "one address in any case is one person, with what both know of him",
      [{ email: "Olha@Client.test" }, { email: "olha@client.test", name: "Olha", phone: "067 1", internal: false }],
      [{ email: "olha@client.test", name: "Olha", phone: "067 1", internal: false, emails: [] }],
    ],
    [
      "a further address is an address",
      [
        { email: "olha@home.test", emails: ["olha@client.test"] },
        { email: "olha@client.test", name: "Olha" },
      ],
      [{ email: "olha@client.test", emails: ["olha@home.test"], name: "Olha" }],
    ],
    [
      "one number is one person, where not both have addresses",
      [
        { phone: "067 1", name: "Olha P." },
        { phone: "067 1", email: "olha@client.test" },
      ],
      [{ phone: "067 1", name: "Olha P.", email: "olha@client.test" }],
    ],
    [
      "one name is one person, where not both have addresses",
      [{ name: "olha" }, { name: "Olha", email: "olha@client.test", internal: true }],
      [{ name: "Olha", email: "olha@client.test", internal: true }],
    ],
    [
      "two addresses are two people, whatever name and number they share",
      [
        { name: "Olha", phone: "067 1", email: "a@client.test" },
        { name: "Olha", phone: "067 1", email: "b@client.test" },
      ],
      [{ email: "a@client.test" }, { email: "b@client.test" }],
    ],
    [
      "two numbers of one name are one person with both",
      [
        { name: "Olha", phone: "067 1" },
        { name: "Olha", phone: "067 2" },
      ],
      [{ name: "Olha", phone: "067 2", phones: ["067 1"] }],
    ],
    ["nobody's name is nobody else's", [{ company: "A" }, { company: "B" }], [{ company: "A" }, { company: "B" }]],
  ];
  for (const [title, told, people] of rows)
    it(title, () => {
      const { participants } = whole(...told.map((person, at) => meetingEvent(at, { participants: [person] })));
      assert.equal(participants.length, people.length);
      assert.partialDeepStrictEqual(participants, people);
      assert.deepEqual(whole(meetingEvent(1, { participants: told })).participants, participants);
    });

  it("nobody has more than 20 further numbers, and very many people take no time", () => {
    const many = Array.from({ length: 50_000 }, (_, at) => ({ name: at % 2 ? "Olha" : `Olha ${at}`, phone: `${at}` }));
    const started = performance.now();
    const { participants } = whole(meetingEvent(1, { participants: many }));
    assert.ok(performance.now() - started < 3_000);
    assert.equal(participants.length, 25_001);
    assert.equal(participants.find(({ name }) => name === "Olha")?.phones.length, 20);
  });
});

describe("its notes", () => {
  it("a corrected note replaces the old one in its place, and one told twice is one", () => {
    const { notes } = whole(
      meetingEvent(1, {
        notes: [
          { noteId: "n-1", text: "Old", category: "Pains", atSeconds: 5 },
          { text: "Without id", link: "https://n.test/c" },
          { noteId: "n-2", text: "Two" },
        ],
      }),
      meetingEvent(2, {
        notes: [
          { text: "Without id", link: "https://n.test/c" },
          { noteId: "n-1", text: "New", category: null },
          { noteId: "n-3" },
        ],
      }),
    );
    assert.partialDeepStrictEqual(notes, [
      { noteId: "n-1", text: "New", category: "Pains", atSeconds: 5 },
      { noteId: null, text: "Without id" },
      { noteId: "n-2", text: "Two" },
    ]);
    assert.equal(notes.length, 3);
  });
});

describe("its analysis", () => {
  const nextSteps = [{ text: "Send the offer", assignee: null, due: null }];

  it("the newest wins, and what it leaves empty stays as it was", () => {
    const { analysis, isAnalysed } = whole(
      meetingEvent(3, { analysis: { summary: "New", topics: ["price"], mood } }),
      meetingEvent(1, {
        analysis: { summary: "Oldest", mood, score: { value: 7, max: 10 }, transcriptUrl: "https://n.test/t" },
      }),
      meetingEvent(2, { analysis: { summary: "Old", topics: ["roof"], nextSteps, mood: { ...mood, overall: "bad" } } }),
      meetingEvent(4, { analysis: null }),
    );
    assert.deepEqual(analysis, {
      summary: "New",
      topics: ["price"],
      nextSteps,
      mood: { ...mood, overall: "bad" },
      score: { value: 7, max: 10, details: null },
      transcriptUrl: "https://n.test/t",
    });
    assert.ok(isAnalysed);
  });

  const rows: [title: string, data: Record<string, unknown>, isAnalysed: boolean][] = [
    ["nothing is no analysis", {}, false],
    ["an empty one is none", { analysis: { mood } }, false],
    ["a summary is one", { analysis: { mood, summary: "a" } }, true],
    ["a topic is one", { analysis: { mood, topics: ["a"] } }, true],
    ["a next step is one", { analysis: { mood, nextSteps } }, true],
    ["a score of nothing is one", { analysis: { mood, score: { value: 0, max: 10 } } }, true],
    ["a mood is one", { analysis: { mood: { ...mood, agent: "calm" } } }, true],
    ["a transcript is one", { analysis: { mood, transcriptUrl: "https://n.test/t" } }, true],
    ["a note is one", { notes: [{ text: "a" }] }, true],
    ["a note without content is none", { notes: [{ noteId: "n-1", category: "a" }] }, false],
  ];
  for (const [title, data, isAnalysed] of rows)
    it(title, () => assert.equal(whole(meetingEvent(1, data)).isAnalysed, isAnalysed));
});

describe("deleted", () => {
  const deleted = (second: number) => ({ ...meetingEvent(second), type: "meeting.deleted" as const });
  const told = meetingEvent(1, { title: "Roof" });

  it("it keeps what was known of it, and when it was deleted", () => {
    assert.partialDeepStrictEqual(whole(deleted(3), told, deleted(2)), {
      title: "Roof",
      deletedAt: "2026-11-22T12:00:02.000Z",
    });
    assert.equal(whole(told).deletedAt, null);
  });

  it("what is told later brings it back, and it can be deleted again", () => {
    assert.equal(whole(deleted(2), told, meetingEvent(3)).deletedAt, null);
    assert.equal(whole(deleted(2), told, deleted(4), meetingEvent(3)).deletedAt, "2026-11-22T12:00:04.000Z");
  });
});

it("is the same whatever the order", () => {
  const text = fc.option(fc.constantFrom("a", "b", "c"), { nil: null });
  const person = fc.record({
    name: text,
    email: fc.option(fc.constantFrom("a@x.test", "A@x.test", "b@x.test"), { nil: null }),
    phone: text,
    internal: fc.option(fc.boolean(), { nil: null }),
  });
  const note = fc.record({
    noteId: text,
    category: text,
    text,
    atSeconds: fc.option(fc.nat({ max: 3 }), { nil: null }),
  });
  const analysis = fc.record({
    summary: text,
    topics: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
    mood: fc.record({ client: text, agent: text, overall: text }),
    score: fc.option(fc.record({ value: fc.nat({ max: 9 }), max: fc.constant(10) }), { nil: null }),
  });
  const told = fc.record({
    second: fc.nat({ max: 3 }),
    type: fc.constantFrom("meeting.completed" as const, "meeting.analyzed" as const, "meeting.deleted" as const),
    data: fc.record({
      title: text,
      url: text,
      participants: fc.array(person, { maxLength: 3 }),
      notes: fc.array(note, { maxLength: 3 }),
      analysis: fc.option(analysis, { nil: null }),
    }),
  });
  const events = fc
    .array(told, { minLength: 1, maxLength: 5 })
    .map((all) =>
      all.map(({ second, type, data }, at) => ({ ...meetingEvent(second, data), id: `event-${at}`, type })),
    );
  fc.assert(
    fc.property(
      events.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => assert.deepEqual(wholeMeeting(shuffled), wholeMeeting(all)),
    ),
    { numRuns: 500 },
  );
});

describe("a note that is gone", () => {
  const [kept, gone] = [
    { noteId: "n-1", text: "Stays" },
    { noteId: "n-2", text: "Goes" },
  ];

  it("goes with a list of all the notes that there are", () => {
    const later = meetingEvent(2, { notes: [kept], allNotes: true });
    assert.deepEqual(
      whole(later, meetingEvent(1, { notes: [kept, gone] })).notes.map(({ text }) => text),
      ["Stays"],
    );
  });

  it("stays where only some of them are told again", () => {
    assert.equal(whole(meetingEvent(1, { notes: [kept, gone] }), meetingEvent(2, { notes: [kept] })).notes.length, 2);
  });

  it("comes back when it is told of later", () => {
    const all = meetingEvent(2, { notes: [kept], allNotes: true });
    assert.equal(whole(all, meetingEvent(1, { notes: [gone] }), meetingEvent(3, { notes: [gone] })).notes.length, 2);
  });
});
