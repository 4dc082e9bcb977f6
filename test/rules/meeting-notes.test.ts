// The second activity of a meeting: its notes and clips by category.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { meetingNotes, timeText } from "../../src/rules/meeting-notes.ts";
import { imbalance } from "./balance.ts";
import { meeting } from "./told-meeting.ts";

const key = "event-0/note";

function bodyOf(data: Record<string, unknown>): string {
  return meetingNotes(meeting(data), key, "Fireflies").hs_note_body ?? "";
}

describe("the notes of a meeting", () => {
  const data = {
    title: "Roof & door",
    startedAt: "2026-11-22T10:00:00Z",
    endedAt: "2026-11-22T10:45:00Z",
    notes: [
      { text: "Nobody’s", category: null, atSeconds: 1 },
      { text: "Too **dear**\nand late", category: "Pains", atSeconds: 3_725.9, link: "https://n.test/c-1" },
      { text: "Leaks", category: " pains ", atSeconds: 65 },
      { text: "Whenever", category: "PAINS" },
      { text: "In spring", category: "Budget", atSeconds: 0 },
      { link: "https://n.test/c-2", category: "Budget", atSeconds: 0, noteId: "n-2" },
    ],
  };

  it("stand in one note at the end of the meeting, by category, in the order of the meeting", () => {
    assert.deepEqual(meetingNotes(meeting(data), key, "Fireflies"), {
      hs_timestamp: "2026-11-22T10:45:00.000Z",
      hs_note_body: [
        "<h3>Notes by category: Roof &amp; door</h3>",
        "<h4>Pains</h4>",
        "<p><strong>01:05</strong> Leaks</p>",
        '<p><strong>1:02:05</strong> Too <strong>dear</strong><br>and late <a href="https://n.test/c-1">Clip</a></p>',
        "<p>Whenever</p>",
        "<h4>Budget</h4>",
        "<p><strong>00:00</strong> In spring</p>",
        '<p><strong>00:00</strong> <a href="https://n.test/c-2">Clip</a></p>',
        "<h4>Other notes</h4>",
        "<p><strong>00:01</strong> Nobody’s</p>",
        `<br>Ref: ${key}`,
      ].join(""),
    });
  });

  it("without any says so, with the recording", () => {
    assert.equal(
      bodyOf({ title: "Roof", recordingUrl: "https://n.test/r-1" }),
      '<h3>Notes by category: Roof</h3><p>No notes or clips were taken in this meeting. <a href="https://n.test/r-1">' +
        `Open the recording</a></p><br>Ref: ${key}`,
    );
    assert.equal(
      bodyOf({ recordingUrl: "javascript:alert(1)" }),
      `<h3>Notes by category: Meeting</h3><p>No notes or clips were taken in this meeting.</p><br>Ref: ${key}`,
    );
  });

  it("of a meeting whose end nobody told are at its beginning, else at the time of the news", () => {
    const at = (change: Record<string, unknown>) => meetingNotes(meeting(change), key, "Fireflies").hs_timestamp;
    assert.equal(at({ startedAt: "2026-11-22T10:00:00Z" }), "2026-11-22T10:00:00.000Z");
    assert.equal(at({}), "2026-11-22T12:00:00.000Z");
  });

  it("of a deleted meeting say so first, and stay", () => {
    const body = meetingNotes({ ...meeting(data), deletedAt: "2026-11-23T08:00:00Z" }, key, "Fireflies").hs_note_body;
    const line = "<p><strong>This meeting was deleted in Fireflies on 23 Nov 2026.</strong></p>";
    assert.equal(body, line + bodyOf(data));
  });

  it("that are corrected keep what people wrote among them", () => {
    const written = bodyOf(data);
    const standing = written.replace("<h4>Budget", "<p>Ask about spring</p><h4>Budget");
    const corrected = meeting({ ...data, notes: data.notes.with(2, { text: "Leaks badly", category: "Pains" }) });
    const body = meetingNotes(corrected, key, "Fireflies", { written, standing }).hs_note_body ?? "";
    assert.ok(body.startsWith("Ask about spring<br>From the note-taker:<h3>Notes by category: Roof &amp; door</h3>"));
    assert.match(body, /Leaks badly/);
    assert.doesNotMatch(body, />?Leaks</);
    assert.equal(body.split("Ref: ").length, 2);
    assert.ok(body.endsWith(`<br>Ref: ${key}`));
  });
});

const times: [seconds: number, text: string][] = [
  [0, "00:00"],
  [59.9, "00:59"],
  [600, "10:00"],
  [3_599, "59:59"],
  [3_600, "1:00:00"],
  [36_061, "10:01:01"],
];
for (const [seconds, text] of times) it(`${seconds} s are ${text}`, () => assert.equal(timeText(seconds), text));

describe("what would do harm", () => {
  it("arrives as text", () => {
    const evil = `"><script>alert(1)</script><img src=x onerror="alert(1)"> [a](javascript:alert(1)) \0 \ud800`;
    const body = bodyOf({ title: evil, notes: [{ text: evil, category: evil, link: "vbscript:x" }] });
    assert.equal(body.match(/&lt;script&gt;/g)?.length, 3);
    assert.equal(imbalance(body), null);
    assert.deepEqual([...new Set(body.match(/<[^>]*>/g))].sort(), [
      "</h3>",
      "</h4>",
      "</p>",
      "<br>",
      "<h3>",
      "<h4>",
      "<p>",
    ]);
    assert.ok(body.isWellFormed() && !body.includes("\0"));
  });

  const long: [title: string, notes: Record<string, unknown>[]][] = [
    ["very many notes", Array.from({ length: 100_000 }, (_, at) => ({ text: `**Note** ${at} & more`, atSeconds: at }))],
    ["very many categories", Array.from({ length: 100_000 }, (_, at) => ({ text: "<", category: `<${at}` }))],
    ["one long note", [{ text: "a **b** <c> https://n.test ".repeat(190_000) }]],
    ["one long category", [{ text: "a", category: "<".repeat(5_000_000) }]],
  ];
  for (const [title, notes] of long)
    it(`${title} are cut at 65,536 in less than a second, with a link to the rest`, () => {
      const told = meeting({ notes, recordingUrl: "https://n.test/r-1" });
      const started = performance.now();
      const body = meetingNotes(told, key, "Fireflies").hs_note_body ?? "";
      assert.ok(performance.now() - started < 1_000);
      assert.ok(body.length <= 65_536 && body.length > 58_000, `${body.length}`);
      assert.equal(imbalance(body), null);
      assert.ok(body.endsWith(`<a href="https://n.test/r-1">Read the rest at Fireflies</a></p><br>Ref: ${key}`));
    });
});
