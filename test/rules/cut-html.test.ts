// A text that is too long ends where it can be ended: tags balanced, entities and characters whole.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { cutHtml } from "../../src/rules/cut-html.ts";
import { imbalance } from "./balance.ts";

const rows: [title: string, html: string, room: number, cut: string][] = [
  ["what fits stays as it is", "<p>a <b>c</b></p>", 17, "<p>a <b>c</b></p>"],
  ["it ends between blocks", "<p>123456789</p><p>abc</p>", 17, "<p>123456789</p>"],
  ["rather there than with a few words", `<p>${"w".repeat(92)}</p><p>abc def</p>`, 109, `<p>${"w".repeat(92)}</p>`],
  ["but not for many words", "<p>123456789</p><p>abc def</p>", 29, "<p>123456789</p><p>abc…</p>"],
  ["it ends between the items of a list", "<ul><li>12345678</li><li>abc</li></ul>", 27, "<ul><li>12345678</li></ul>"],
  ["it ends between words", `<p>${"word ".repeat(30)}</p>`, 40, `<p>${"word ".repeat(6).trim()}…</p>`],
  ["a long word is cut", `<p>${"w".repeat(200)}</p>`, 100, `<p>${"w".repeat(92)}…</p>`],
  ["no tag is cut", '<p>abc<a href="https://a.test/long">d</a></p>', 20, "<p>abc</p>"],
  ["nothing is opened in vain", "<p>abc</p><ul><li><b>d</b></li></ul>", 20, "<p>abc</p>"],
  ["no entity is cut", "<p>abc&quot;d</p>", 13, "<p>abc…</p>"],
  ["no character is cut", "<p>abc😀😀</p>", 12, "<p>abc…</p>"],
  ["without room there is nothing", "<p>abc</p>", 0, ""],
];
for (const [title, html, room, expected] of rows) it(title, () => assert.equal(cutHtml(html, room), expected));

it("without a limit it sets right what an editor left unbalanced", () => {
  const broken = "</p><ul><li>a</ul>b</strong> <i>c<br>d < e <!-- f --><b>g";
  assert.equal(cutHtml(broken, Number.POSITIVE_INFINITY), "<ul><li>a</li></ul>b <i>c<br>d &lt; e <b>g</b></i>");
});

it("whatever the text and the room, it is no longer, balanced, and begins like the text", () => {
  const { node } = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      fc.constantFrom("a", "two words", "&lt;", "&#39;", "😀", "<br>", "<br/>", "longer than others"),
      fc
        .tuple(fc.constantFrom("p", "ul", "li", "strong", "td"), fc.array(tie("node"), { maxLength: 6 }))
        .map(([tag, inner]) => `<${tag}>${inner.join("")}</${tag}>`),
    ),
  }));
  fc.assert(
    fc.property(node, fc.nat({ max: 200 }), (html, room) => {
      const cut = cutHtml(html, room);
      assert.ok(cut.length <= room, `${cut.length} > ${room}`);
      assert.equal(imbalance(cut), null);
      assert.ok(cut.isWellFormed());
      if (html.length <= room) assert.equal(cut, html);
      const kept = cut.replace(/(?:<\/\w+>)*$/, "").replace(/…$/, "");
      assert.ok(html.startsWith(kept), `${kept} is no beginning`);
    }),
    { numRuns: 1_000 },
  );
});
