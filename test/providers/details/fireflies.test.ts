// What Fireflies is asked when a webhook has named a meeting, what it tells of it, and what its refusals mean.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Answer } from "../../../src/providers/call-log.ts";
import { fireflies } from "../../../src/providers/fireflies.ts";
import { asking } from "../logs/asking.ts";
import { foundBy, happeningIn, meetingOf, survivesDamage, toldBy } from "./finding.ts";

const account = { apiKey: " key-1\n" };
const meetingId = "01KTXMH9V8RPY1B4DTYKB27WYR";
const page = `https://app.fireflies.ai/view/${meetingId}`;

const webhook = (event: string) => toldBy(fireflies, { event, timestamp: 1_791_538_290_000, meeting_id: meetingId });
const thin = {
  transcribed: webhook("meeting.transcribed"),
  summarized: webhook("meeting.summarized"),
  older: toldBy(fireflies, { meetingId, eventType: "Transcription completed" }),
};

const transcript = {
  title: "Acme / Example: first look",
  date: 1_791_532_800_000,
  duration: 25.700952410697937,
  organizer_email: "agent@acme.test",
  participants: ["agent@acme.test", "client@example.com,chief@example.com", "Colleague@acme.test"],
  workspace_users: ["agent@acme.test", "colleague@acme.test"],
  transcript_url: page,
  meeting_attendees: [
    { displayName: "Sample Agent", name: null, email: "agent@acme.test", phoneNumber: null },
    { displayName: null, name: "Sample Client", email: "Client@example.com", phoneNumber: "+380501234567" },
    { displayName: null, name: null, email: null, phoneNumber: null },
  ],
  meeting_info: { summary_status: "processed" },
  summary: {
    overview: "- **Need:** ten seats\n- **Start:** January",
    short_summary: "Sample Client looks for a phone system.",
    shorthand_bullet: "**Needs** (00:10 - 05:45)\nTen seats from January.",
    bullet_gist: "Ten seats",
    gist: "A first look.",
    action_items:
      "\n**Sample Agent**\nSend an offer by Friday (04:14)  \n- Ask about porting (24:58)\n\n**Unassigned**\nFind a date\n",
    keywords: ["phone system", "seats"],
    topics_discussed: ["Needs", "Price"],
  },
};
const bites = [
  { id: "b1", name: "Their pain", summary: "Calls get lost at lunch time.", start_time: "245.9" },
  { id: "b2", name: "Budget", summary: "Budget", start_time: 600 },
  { id: "b3", name: null, summary: null, start_time: 1 },
];

const ok = (parts: object = {}): Answer => ({
  status: 200,
  json: { data: { transcript: { ...transcript, ...parts }, bites } },
});
const refused = (code: string, message = "No", status = 200): Answer => ({
  status,
  json: { data: null, errors: [{ message, code, extensions: { code, status: 400 } }] },
});

const found = (name: keyof typeof thin, answer: Answer) =>
  foundBy(fireflies, thin[name], account, asking(() => answer).ask);
const told = async (name: keyof typeof thin, answer: Answer) => happeningIn(await found(name, answer), thin[name]);

describe("a meeting that Fireflies summarised", () => {
  it("is asked for with the key, once, under the id that the webhook named", async () => {
    const { ask, asked } = asking(() => ok());
    await foundBy(fireflies, thin.summarized, account, ask);
    const [question, ...others] = asked;
    assert.deepEqual(others, []);
    assert.deepEqual([question?.method, question?.url], ["POST", "https://api.fireflies.ai/graphql"]);
    const { authorization, "content-type": type } = question?.headers ?? {};
    assert.deepEqual([authorization, type], ["Bearer key-1", "application/json"]);
    const { query, variables } = JSON.parse(question?.body ?? "");
    assert.deepEqual(variables, { id: meetingId, transcriptId: meetingId });
    assert.match(query, /\btranscript\(id: \$id\).*\bbites\(transcript_id: \$transcriptId\b/s);
  });

  it("is told whole", async () => {
    const { type, time, data } = await told("summarized", ok());
    assert.deepEqual([type, time], ["meeting.analyzed", "2026-10-09T09:31:30.000Z"]);
    const person = { id: null, name: null, phone: null, company: null, emails: [], phones: [] };
    assert.deepEqual(data, {
      meetingId,
      title: "Acme / Example: first look",
      startedAt: "2026-10-09T08:00:00.000Z",
      endedAt: "2026-10-09T08:25:42.057Z",
      url: page,
      recordingUrl: null,
      organizer: { ...person, email: "agent@acme.test" },
      participants: [
        { ...person, name: "Sample Agent", email: "agent@acme.test", internal: true },
        { ...person, name: "Sample Client", email: "Client@example.com", phone: "+380501234567", internal: null },
        { ...person, email: "chief@example.com", internal: null },
        { ...person, email: "Colleague@acme.test", internal: true },
      ],
      analysis: {
        summary: [
          "Sample Client looks for a phone system.",
          "- **Need:** ten seats\n- **Start:** January",
          "**Needs** (00:10 - 05:45)\nTen seats from January.",
        ].join("\n\n"),
        topics: ["Needs", "Price"],
        nextSteps: [
          { text: "Send an offer by Friday (04:14)", assignee: "Sample Agent", due: null },
          { text: "Ask about porting (24:58)", assignee: "Sample Agent", due: null },
          { text: "Find a date", assignee: null, due: null },
        ],
        mood: { client: null, agent: null, overall: null },
        score: null,
        transcriptUrl: null,
      },
      allNotes: true,
      notes: [
        {
          noteId: "b1",
          category: "Clips",
          text: "Their pain\nCalls get lost at lunch time.",
          atSeconds: 245,
          link: page,
        },
        { noteId: "b2", category: "Clips", text: "Budget", atSeconds: 600, link: page },
      ],
    });
  });

  it("has keywords where no topics are told, and lists where others have texts", async () => {
    const lists = { bullet_gist: ["One", "Two"], action_items: ["Send an offer"] };
    const summary = { gist: "A first look.", keywords: "price, seats", ...lists };
    const { analysis } = meetingOf(await told("summarized", ok({ summary })));
    assert.equal(analysis?.summary, "A first look.\n\nOne\nTwo");
    assert.deepEqual(analysis?.topics, ["price", "seats"]);
    assert.deepEqual(analysis?.nextSteps, [{ text: "Send an offer", assignee: null, due: null }]);
  });

  it("is told although its clips are refused", async () => {
    const errors = [{ message: "You are not authorized", code: "forbidden", path: ["bites"] }];
    const answer = { status: 200, json: { data: { transcript, bites: null }, errors } };
    const { title, notes } = meetingOf(await told("summarized", answer));
    assert.deepEqual([title, notes], [transcript.title, []]);
  });

  it("is told with what is known where fields are missing", async () => {
    const { type, data } = await told("transcribed", { status: 200, json: { data: { transcript: {} } } });
    assert.equal(type, "meeting.completed");
    assert.deepEqual(data, {
      ...{ meetingId, title: null, startedAt: null, endedAt: null, url: null, recordingUrl: null },
      ...{ organizer: null, participants: [], analysis: null, notes: [], allNotes: false },
    });
  });
});

describe("a summary that is not there", () => {
  const rows: [name: keyof typeof thin, status: string | null, becomes: string][] = [
    ["summarized", "processing", "notYet"],
    ["summarized", null, "notYet"],
    ["summarized", "processed", "meeting.completed"],
    ["summarized", "skipped", "meeting.completed"],
    ["summarized", "failed", "meeting.completed"],
    ["transcribed", "processing", "meeting.completed"],
    ["transcribed", null, "meeting.completed"],
    // After the older webhook none tells of the summary.
    ["older", "processing", "notYet"],
    ["older", "processed", "meeting.completed"],
    ["older", null, "meeting.completed"],
  ];
  for (const [name, status, becomes] of rows) {
    it(`and has the status ${status}, after the webhook ${name}: ${becomes}`, async () => {
      const answer = await found(name, ok({ summary: null, meeting_info: { summary_status: status } }));
      assert.equal("happening" in answer ? answer.happening.type : Object.keys(answer)[0], becomes);
    });
  }

  it("is told as soon as it is there, whichever webhook came", async () => {
    for (const name of ["transcribed", "older"] as const) {
      assert.equal((await told(name, ok())).type, "meeting.analyzed");
    }
  });
});

describe("a refusal of Fireflies'", () => {
  const within = { errors: [{ extensions: { code: "auth_failed" } }] };
  const rows: [title: string, answer: Answer, because: RegExp][] = [
    ["of a wrong key", refused("auth_failed"), /^Fireflies refused the API key\. Copy it anew/],
    ["of a wrong key, named inside only", { status: 200, json: within }, /^Fireflies refused the API key\./],
    ["of a wrong key, by the status alone", { status: 401, json: null }, /^Fireflies refused the API key \(401\)/],
    ["of a key without the right", refused("forbidden", "No", 403), /does not show this meeting to the owner/],
    ["of somebody who is no admin", refused("require_elevated_privilege"), /API key of an admin/],
    ["of a plan", refused("paid_required"), /plan does not include/],
    ["of a lapsed account", refused("account_cancelled"), /no longer active/],
    ["of the question", refused("invalid_arguments", "Bad id", 400), /asked for the meeting: “Bad id”$/],
    ["without a word", { status: 400, json: null }, /^Fireflies answered 400 when asked for the meeting/],
    ["that is a page", { status: 200, json: "<html>" }, /^Fireflies answered 200 when asked/],
    ["that is garbage", { status: 200, json: { data: "x", errors: "y" } }, /^Fireflies answered 200 when asked/],
    ["that goes on and on", refused("invariant_violation", "x".repeat(9000)), /^.{200,300}$/],
  ];
  for (const [title, answer, because] of rows) {
    it(`${title} is shown to the admin`, () =>
      assert.rejects(found("summarized", answer), ({ message }: Error) => because.test(message)));
  }

  const later: [title: string, answer: Answer][] = [
    ["a meeting that is not known yet", refused("object_not_found", "Transcript not found")],
    ["no meeting and no error", { status: 200, json: { data: { transcript: null, bites: [] } } }],
    ["too many questions", refused("too_many_requests", "Too many requests. Please retry after 9:00 (UTC)")],
  ];
  for (const [title, answer] of later) {
    it(`that says ${title}: asked again later`, async () => assert.ok("notYet" in (await found("summarized", answer))));
  }
});

it("whatever Fireflies answers is read, waited for or refused", () =>
  survivesDamage(fireflies, thin.summarized, account, () => ok()));
