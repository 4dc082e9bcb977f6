// The body of an activity: as long as HubSpot takes, and with what people wrote into it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { activityBody, type Content, longestBody } from "../../src/rules/activity-body.ts";
import { imbalance } from "./balance.ts";

const key = "event-1/meeting";
const end = `<br>Ref: ${key}`;
const source = "Fireflies";
const url = "https://fireflies.test/m-1";

function content(blocks: readonly string[], whole: Content["whole"] = { url, source }): Content {
  return { heading: "From the note-taker:", blocks: () => blocks, whole, key };
}

describe("its length", () => {
  const fitting = "x".repeat(longestBody - "<p></p>".length - end.length);

  it("what just fits is whole, one more is cut and says where the rest is", () => {
    assert.equal(activityBody(content([`<p>${fitting}</p>`])), `<p>${fitting}</p>${end}`);
    const cut = activityBody(content([`<p>${fitting}x</p>`]));
    const notice = `<p>The rest was cut, because HubSpot takes at most 65,536 characters. <a href="${url}">Read the rest at ${source}</a></p>`;
    assert.ok(cut.endsWith(`x…</p>${notice}${end}`));
    assert.equal(cut.length, longestBody);
  });

  it("without an address it only says that it was cut", () => {
    const cut = activityBody(content([`<p>${fitting}x</p>`], { url: null, source }));
    assert.ok(cut.endsWith(`…</p><p>The rest was cut, because HubSpot takes at most 65,536 characters.</p>${end}`));
  });

  it("asks for no more blocks than it has room for", () => {
    let asked = 0;
    function* blocks() {
      for (; ; asked++) yield "<p>0123456789</p>";
    }
    assert.ok(activityBody({ ...content([]), blocks }).length <= longestBody);
    assert.ok(asked < 5_000);
  });

  it("NUL and halves of characters do not reach HubSpot", () => {
    assert.equal(activityBody(content(["<p>a\0b\ud800c</p>"])), `<p>a\ufffdb\ufffdc</p>${end}`);
  });
});

describe("what people wrote into it", () => {
  const first = [
    "<h3>Summary</h3>",
    "<p>Old &amp; long</p>",
    "<ul><li>a</li><li>b</li></ul>",
    "<table><tr><td>1</td><td>2</td></tr></table>",
  ];
  const second = content([...first.with(1, "<p>New</p>"), "<h4>More</h4>"]);
  const written = activityBody(content(first));
  const corrected = activityBody(second);
  const theirs = (words: string) => `${words}<br>From the note-taker:${corrected}`;

  const rows: [title: string, standing: string, body: string][] = [
    ["nobody wrote anything", written, corrected],
    [
      "HubSpot wrote it with other tags",
      `<div>${written.replaceAll("li>", "p>").replaceAll(/<\/?(?:ul|table|tr)>/g, "")}</div>`,
      corrected,
    ],
    ["a line above stays", `<p>Call <b>Olha</b></p>${written}`, theirs("Call <b>Olha</b>")],
    ["a line without tags above stays", `Call Olha<br>${written}`, theirs("Call Olha")],
    ["a line below stays", `${written}<br>Call Olha`, theirs("Call Olha")],
    ["a paragraph below stays", `${written}<p>Call Olha</p>`, theirs("Call Olha")],
    ["words after our reference stay without it", `${written} Call Olha`, theirs("Call Olha")],
    ["a line in the middle stays", written.replace("<ul>", "<p>Call Olha</p><ul>"), theirs("Call Olha")],
    ["an item in a list stays", written.replace("<li>b</li>", "<li>b</li><li>Call Olha</li>"), theirs("Call Olha")],
    ["a cell in a table stays", written.replace("<td>2</td>", "<td>2</td><td>Call Olha</td>"), theirs("Call Olha")],
    ["a line of ours that was changed stays", written.replace("Old", "Very old"), theirs("Very old &amp; long")],
    ["our reference that was deleted comes back", `Call Olha<br>${written.replace(end, "")}`, theirs("Call Olha")],
    ["a body that was emptied is told again", "", corrected],
    ["tags that stay open are closed", `${written}<br><b>Call<br>Olha`, theirs("<b>Call<br>Olha</b>")],
  ];
  for (const [title, standing, body] of rows)
    it(title, () => assert.equal(activityBody(second, { written, standing }), body));

  it("written into twice, both stay, and each once", () => {
    const once = activityBody(second, { written, standing: `Call Olha<br>${written}` });
    const third = content(["<p>Newest</p>"]);
    const standing = once.replace("<h3>", "<p>On Monday</p><h3>");
    assert.equal(
      activityBody(third, { written: once, standing }),
      `Call Olha<br>On Monday<br>From the note-taker:${activityBody(third)}`,
    );
  });

  it("where there is nothing to tell, nothing is moved", () => {
    assert.equal(activityBody(content(first), { written, standing: `Call Olha<br>${written}` }), written);
    const both = activityBody(second, { written, standing: `Call Olha<br>${written}` });
    assert.equal(activityBody(second, { written: both, standing: `${both}<br>On Monday` }), both);
  });

  it("our own words are never taken for theirs", () => {
    const quoting = content(["<p>a</p>", "<p>From the note-taker:</p>", "<p>b</p>"]);
    const before = activityBody(quoting);
    assert.equal(activityBody(second, { written: before, standing: before }), corrected);
  });

  it("a long text leaves room for theirs, and theirs for the reference", () => {
    const long = content([`<ul>${"<li>0123456789</li>".repeat(10_000)}</ul>`]);
    const note = "Call Olha. ".repeat(3_000).trim();
    const body = activityBody(long, { written, standing: `${note}<br>${written}` });
    assert.ok(body.startsWith(`${note}<br>From the note-taker:<ul>`));
    assert.ok(body.endsWith(`Read the rest at ${source}</a></p>${end}`));
    assert.ok(body.length <= longestBody);
    assert.equal(imbalance(body), null);
    const again = activityBody(long, { written: body, standing: `${body}<br>On Monday` });
    assert.equal(again, body);
  });

  it("where theirs leave no room at all, they stay as they are", () => {
    const standing = "x".repeat(longestBody);
    assert.equal(activityBody(second, { written, standing }), written);
  });

  it("wherever a line is put, it stays once, and our reference ends the body once", () => {
    const lines = written.split(/(?=<(?:h3|p|ul|table|br)>)/);
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: fc.nat({ max: lines.length }), tag: fc.constantFrom("p", "div", "h4") }), {
          minLength: 1,
          maxLength: 4,
        }),
        (put) => {
          const added = put.map(({ at, tag }, index) => ({ at, html: `<${tag}>Word ${index}</${tag}>` }));
          const standing = [...lines, ""]
            .flatMap((line, at) => [...added.filter((each) => each.at === at).map(({ html }) => html), line])
            .join("");
          const body = activityBody(second, { written, standing });
          for (const index of put.keys()) assert.equal(body.split(`Word ${index}`).length, 2);
          assert.ok(body.endsWith(corrected));
          assert.equal(body.split("Ref: ").length, 2);
          assert.doesNotMatch(body, /Old/);
          assert.equal(imbalance(body), null);
        },
      ),
    );
  });
});
