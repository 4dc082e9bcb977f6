// What people write into the body of a call stays above what the phone system tells of it.
import assert from "node:assert/strict";
import { it } from "node:test";
import { bodyWithOwnWords } from "../../src/rules/own-words.ts";

const written = "Spoke with: Anna<br>Note: Roof &amp; door";
const ours = "Spoke with: Anna<br>Category: Lead<br>Note: Roof &amp; door";

const rows: [title: string, standing: string, body: string][] = [
  ["a body that nobody touched is ours alone", written, ours],
  ["the same words with other tags are nobody's", "<p>Spoke with: Anna</p><div>Note: Roof &amp; door<br/></div>", ours],
  ["lines that were added stay", `${written}<br>Blue`, `Blue<br>From the phone system:<br>${ours}`],
  [
    "a line of ours that was changed stays",
    "Note: Roof, blue",
    `Note: Roof, blue<br>From the phone system:<br>${ours}`,
  ],
  ["a body that was emptied is told again", "", ours],
];
for (const [title, standing, body] of rows)
  it(title, () => assert.equal(bodyWithOwnWords(ours, written, standing), body));

it("written into twice, both stay, and each once", () => {
  const first = bodyWithOwnWords(ours, written, `<strong>Blue</strong><br>${written}`);
  assert.equal(first, `<strong>Blue</strong><br>From the phone system:<br>${ours}`);
  const later = `${ours}<br>Tags: vip`;
  assert.equal(
    bodyWithOwnWords(later, first, `${first}<br>Monday`),
    `<strong>Blue</strong><br>Monday<br>From the phone system:<br>${later}`,
  );
});

it("where there is nothing to tell, nothing is moved", () => {
  assert.equal(bodyWithOwnWords(written, written, `Blue<br>${written}`), written);
  const both = `Blue<br>From the phone system:<br>${ours}`;
  assert.equal(bodyWithOwnWords(ours, both, `${both}<br>Monday`), both);
});

it("many line breaks above the heading take no time", () => {
  const breaks = "<br>".repeat(10_000);
  const started = performance.now();
  const both = `Blue${breaks}Red${breaks}<p>From the phone system:<br>${written}`;
  assert.equal(bodyWithOwnWords(ours, written, both), `Blue${breaks}Red<br>From the phone system:<br>${ours}`);
  assert.ok(performance.now() - started < 1_000);
});
