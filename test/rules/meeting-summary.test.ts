// The first activity of a meeting: what it says, in which order, and that nothing in it does harm.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { meetingSummary, scoreText } from "../../src/rules/meeting-summary.ts";
import { imbalance } from "./balance.ts";
import { meeting } from "./told-meeting.ts";

const key = "event-0/meeting";
const mood = { client: null, agent: null, overall: null };

const full = {
  title: "Roof for the new house",
  startedAt: "2026-11-22T12:00:00+02:00",
  endedAt: "2026-11-22T12:45:00+02:00",
  url: "https://n.test/m-1",
  recordingUrl: "https://n.test/r-1",
  participants: [
    { name: "Anna", email: "anna@acme.test", internal: true },
    { name: "Olha Client", email: "olha@client.test" },
    { phone: "+380501234567" },
    { company: "Nobody" },
  ],
  analysis: {
    summary: "# Roof\n\n- **red**\n- blue",
    topics: ["Price", " ", "R&D"],
    nextSteps: [
      {
        text: "Send the **offer**",
        assignee: "Anna",
        due: "2026-11-24T00:00:00+02:00",
        link: "https://n.test/m-1?t=60",
      },
      { text: "Call back", assignee: null, due: null },
    ],
    mood: { client: "curious", agent: null, overall: null },
    score: { value: 8, max: 10, details: "asked well" },
    transcriptUrl: "https://n.test/t-1",
  },
};

function bodyOf(data: Record<string, unknown>): string {
  return meetingSummary(meeting(data), key, "Fireflies").hs_meeting_body ?? "";
}

describe("the summary of a meeting", () => {
  const { hs_meeting_body: body, ...properties } = meetingSummary(meeting(full), key, "Fireflies");

  it("is HubSpot's meeting, with its times in UTC", () => {
    assert.deepEqual(properties, {
      hs_timestamp: "2026-11-22T10:00:00.000Z",
      hs_meeting_title: "Roof for the new house",
      hs_meeting_start_time: "2026-11-22T10:00:00.000Z",
      hs_meeting_end_time: "2026-11-22T10:45:00.000Z",
      hs_meeting_external_url: "https://n.test/m-1",
      hs_meeting_outcome: "COMPLETED",
    });
  });

  it("has the facts first and the whole summary last", () => {
    assert.equal(
      body,
      [
        '<p>Recording: <a href="https://n.test/r-1">open</a>',
        '<br>Meeting’s page: <a href="https://n.test/m-1">open</a>',
        '<br>Transcript: <a href="https://n.test/t-1">open</a>',
        "<br>Score: 8 of 10: asked well",
        "<br>Client’s mood: curious",
        "<br>Participants: Olha Client (olha@client.test), +380501234567, Anna (anna@acme.test, our side)</p>",
        "<h3>Agreed next steps</h3>",
        '<ul><li>Send the <strong>offer</strong> (Anna, by 24 Nov 2026) <a href="https://n.test/m-1?t=60">open</a></li>',
        "<li>Call back</li></ul>",
        "<h3>Main topics</h3><ul><li>Price</li><li>R&amp;D</li></ul>",
        "<h3>Summary</h3><h3>Roof</h3>",
        "<ul><li><strong>red</strong></li><li>blue</li></ul>",
        `<br>Ref: ${key}`,
      ].join(""),
    );
  });

  it("of which next to nothing is known has the time at which it was told", () => {
    assert.deepEqual(meetingSummary(meeting(), key, "tl;dv & co"), {
      hs_timestamp: "2026-11-22T12:00:00.000Z",
      hs_meeting_title: "Meeting",
      hs_meeting_body: `<p>No summary of this meeting has come from tl;dv &amp; co yet.</p><br>Ref: ${key}`,
      hs_meeting_outcome: "COMPLETED",
    });
  });

  it("that was deleted says so, and stays", () => {
    const deleted = { ...meeting(full), deletedAt: "2026-11-22T23:30:00Z" };
    const { hs_meeting_title, hs_meeting_body } = meetingSummary(deleted, key, "Fireflies");
    assert.equal(hs_meeting_title, "Deleted: Roof for the new house");
    const line = "<p><strong>This meeting was deleted in Fireflies on 22 Nov 2026.</strong></p>";
    assert.equal(hs_meeting_body, line + body);
  });

  it("keeps what people wrote into it", () => {
    const edited = { written: body ?? "", standing: `${body}<br>Olha wants red` };
    const { hs_meeting_body } = meetingSummary(meeting({ ...full, analysis: null }), key, "Fireflies", edited);
    assert.match(hs_meeting_body ?? "", /^Olha wants red<br>From the note-taker:<p>Recording/);
    assert.match(
      hs_meeting_body ?? "",
      /No summary of this meeting has come from .* yet\.<\/p><br>Ref: event-0\/meeting$/,
    );
  });
});

const scores: [value: number, max: number | null, text: string][] = [
  [8, 10, "8 of 10"],
  [0, 10, "0 of 10"],
  [0.825, 1, "83%"],
  [1, 1, "100%"],
  [7.333333333, 10, "7.33 of 10"],
  [42, null, "42"],
];
for (const [value, max, text] of scores)
  it(`${value} of ${max} is ${text}`, () => assert.equal(scoreText({ value, max, details: null }), text));

describe("a title", () => {
  it("is cut at 255, on one line, without half a character", () => {
    const title = (text: string) => meetingSummary(meeting({ title: text }), key, "Fireflies").hs_meeting_title;
    assert.equal(title(`Roof\n\t and door`), "Roof and door");
    assert.equal(title("x".repeat(300)), "x".repeat(255));
    assert.equal(title(`${"x".repeat(254)}😀`), "x".repeat(254));
    assert.equal(title("a\0\ud800b"), "a\ufffd\ufffdb");
  });
});

describe("what would do harm", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror="alert(1)"> [a](javascript:alert(1)) \0 \ud800`;
  const everywhere = {
    title: evil,
    url: `javascript:alert(1)`,
    recordingUrl: `https://n.test/"onclick="alert(1)`,
    participants: [{ name: evil, email: evil, internal: true }],
    analysis: {
      summary: evil,
      topics: [evil],
      nextSteps: [{ text: evil, assignee: evil, due: null, link: "data:text/html,x" }],
      mood: { client: evil, agent: evil, overall: evil },
      score: { value: 1, max: 1, details: evil },
      transcriptUrl: `https://n.test/${"x".repeat(3_000)}`,
    },
  };
  const properties = meetingSummary(meeting(everywhere), key, `<b>"`);
  const body = properties.hs_meeting_body ?? "";

  it("arrives as text, and no link but to the web", () => {
    assert.equal(body.match(/&lt;script&gt;/g)?.length, 10);
    assert.equal(imbalance(body), null);
    const tags = new Set(body.match(/<[^>]*>/g));
    assert.deepEqual([...tags].sort(), [
      "</a>",
      "</h3>",
      "</li>",
      "</p>",
      "</ul>",
      '<a href="https://n.test/&quot;onclick=&quot;alert(1)">',
      "<br>",
      "<h3>",
      "<li>",
      "<p>",
      "<ul>",
    ]);
    assert.ok(body.isWellFormed() && !body.includes("\0"));
    assert.equal(properties.hs_meeting_external_url, undefined);
  });

  const long: [title: string, data: Record<string, unknown>][] = [
    ["paragraphs", { analysis: { mood, summary: "Word & **bold** [a](https://n.test)\n\n".repeat(150_000) } }],
    ["one paragraph", { analysis: { mood, summary: 'Word <b> & "bold" '.repeat(280_000) } }],
    ["one list", { analysis: { mood, summary: "- **a** & b\n".repeat(400_000) } }],
    ["one word", { analysis: { mood, summary: "😀".repeat(2_500_000) } }],
    ["topics", { analysis: { mood, topics: Array.from({ length: 50_000 }, () => '"topic" & '.repeat(10)) } }],
    ["a next step", { analysis: { mood, nextSteps: [{ text: "<".repeat(5_000_000) }] } }],
    ["a participant", { participants: [{ name: "<".repeat(5_000_000) }] }],
  ];
  for (const [title, data] of long)
    it(`5 MB of ${title} are cut at 65,536 in less than a second, with a link to the rest`, () => {
      const told = meeting({ url: "https://n.test/m-1", ...data });
      const started = performance.now();
      const text = meetingSummary(told, key, "Fireflies").hs_meeting_body ?? "";
      assert.ok(performance.now() - started < 1_000);
      assert.ok(text.length <= 65_536 && text.length > 58_000, `${text.length}`);
      assert.equal(imbalance(text), null);
      assert.ok(text.isWellFormed());
      assert.ok(
        text.endsWith(`<a href="https://n.test/m-1">Read the rest at Fireflies</a></p><br>Ref: ${key}`),
        text.slice(-300),
      );
    });

  it("a summary of 60,000 is whole", () => {
    const text = bodyOf({ analysis: { mood, summary: "0123456789 ".repeat(5_400) } });
    assert.doesNotMatch(text, /The rest was cut/);
  });
});
