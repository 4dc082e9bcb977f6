// Markdown of note-takers becomes HTML that does no harm in HubSpot.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { markdownBlocks, markdownInline } from "../../src/rules/markdown.ts";
import { imbalance } from "./balance.ts";

/** On one line, as a browser takes it. */
function html(source: string): string {
  return [...markdownBlocks(source)].join("").replace(/>\n+</g, "><").replace(/\n/g, "");
}

describe("what a summary holds", () => {
  const rows: [title: string, source: string, html: string][] = [
    [
      "headings are h3 at most",
      "# A\n\n## B\n\n### C\n\n#### D\n\n##### E",
      "<h3>A</h3><h3>B</h3><h3>C</h3><h4>D</h4><h4>E</h4>",
    ],
    ["bold and italics", "**a** and *b*", "<p><strong>a</strong> and <em>b</em></p>"],
    ["lists within lists", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"],
    ["a numbered list goes on where it goes on", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
    [
      "tables, without looks of their own",
      "|a|b|\n|:-|-:|\n|1|2|",
      "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    ],
    ["a line that ends, ends", "a\nb", "<p>a<br>b</p>"],
    ["what is indented is no code", "    a", "<p>a</p>"],
    ["code has no class", '```js"><b\n<x>\n```', "<pre><code>&lt;x&gt;</code></pre>"],
    ["quotes are left as they are typed", `"a" -- 'b'`, "<p>&quot;a&quot; -- 'b'</p>"],
  ];
  for (const [title, source, expected] of rows) it(title, () => assert.equal(html(source), expected));

  it("gives its top-level blocks one by one", () => {
    assert.deepEqual(
      [...markdownBlocks("# A\n\nb\n\n---\n\n> c")],
      ["<h3>A</h3>", "<p>b</p>", "<hr>", "<blockquote><p>c</p></blockquote>"],
    );
  });
});

describe("links", () => {
  const rows: [title: string, source: string, html: string][] = [
    ["to the web stay", '[a](https://a.test/?x=1&y=2 "t")', '<a href="https://a.test/?x=1&amp;y=2">a</a>'],
    [
      "to people stay",
      "[a](mailto:a@acme.test) [b](tel:+380501234567)",
      '<a href="mailto:a@acme.test">a</a> <a href="tel:+380501234567">b</a>',
    ],
    [
      "bare addresses become links",
      "https://a.test a@acme.test",
      '<a href="https://a.test">https://a.test</a> <a href="mailto:a@acme.test">a@acme.test</a>',
    ],
    ["a word with a dot is none", "Node.js notes.md www.acme.test", "Node.js notes.md www.acme.test"],
    [
      "a quote ends no attribute",
      '[a](<https://a.test/"onclick="x>)',
      '<a href="https://a.test/%22onclick=%22x">a</a>',
    ],
    [
      "to scripts are words only",
      "[a](javascript:alert(1)) [b](JavaScript:x) [c](&#106;avascript:x) [d](vbscript:x)",
      "a b c d",
    ],
    [
      "to data are words only",
      "[a](data:text/html;base64,x) [b](data:image/png;base64,x) [**c**](file:///etc)",
      "a b <strong>c</strong>",
    ],
    ["to nowhere are words only", "[a](/x) [b](//evil.test) [c](#t)", "a b c"],
    ["in angle brackets too", "<javascript:alert(1)>", "javascript:alert(1)"],
    ["by reference too", "[a][r]\n\n[r]: javascript:alert(1)", "a"],
    ["images become links", "![a **b**](https://a.test/p.png)", '<a href="https://a.test/p.png">a b</a>'],
    [
      "images without a name go by their address",
      "![](https://a.test/p.png)",
      '<a href="https://a.test/p.png">https://a.test/p.png</a>',
    ],
    [
      "an image in a link is its words",
      "[![a](https://t.test/p.png)](https://b.test)",
      '<a href="https://b.test">a</a>',
    ],
    ["an image of data is its words", "![a](data:image/png;base64,x)", "a"],
  ];
  for (const [title, source, expected] of rows) it(title, () => assert.equal(html(source), `<p>${expected}</p>`));
});

describe("what would do harm", () => {
  it("HTML is text", () => {
    assert.equal(html("a <script>alert(1)</script>"), "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>");
    assert.equal(html('<img src=x onerror="alert(1)">'), "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;</p>");
    assert.equal(markdownInline("- <b>a</b>\n**b**"), "- &lt;b&gt;a&lt;/b&gt;<br><strong>b</strong>");
  });

  it("whatever the text: only known tags, web addresses and balance", () => {
    const bit = fc.constantFrom(
      ..."[ ] ( ) ! < > \" ' ` * _ ~ | # - > & ; : / \\ \n \t".split(" "),
      "\n\n",
      "  ",
      "javascript:alert(1)",
      "&#106;avascript:",
      "data:text/html,",
      "https://a.test",
      "<script>",
      "<img src=x onerror=alert(1)>",
      "|-|-|",
      "\ud800",
      "\0",
      "a",
    );
    const known =
      /<\/?(?:h3|h4|p|ul|ol|li|strong|em|s|a|code|pre|table|thead|tbody|tr|th|td|blockquote|br|hr)(?: href="(?:https?:\/\/|mailto:|tel:)[^"<>]*"| start="\d+")?>/g;
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 40 }), (bits) => {
        for (const out of [[...markdownBlocks(bits.join(""))].join(""), markdownInline(bits.join(""))]) {
          assert.equal(imbalance(out), null);
          assert.doesNotMatch(out.replace(known, ""), /[<>]/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("a text of 5 MB is read only as far as it is wanted", () => {
    for (const source of ["![", "a **b** https://a.test\n\n", "- a\n", "<", "*a ", "|a|b|\n|-|-|\n", "x"]) {
      const started = performance.now();
      let length = 0;
      for (const block of markdownBlocks(source.repeat(5_000_000 / source.length))) {
        length += block.length;
        if (length > 65_536) break;
      }
      assert.ok(length > 65_536);
      assert.ok(performance.now() - started < 1_000, `${source} took ${performance.now() - started} ms`);
    }
  });

  it("a text that is parsed in parts is whole", () => {
    const words = Array.from({ length: 30_000 }, (_, at) => `word${at}`);
    for (const gap of ["\n\n", "\n", " ", "\r\n"]) {
      const text = [...markdownBlocks(words.join(gap))].join(" ").replace(/<[^>]*>/g, " ");
      assert.deepEqual(text.trim().split(/\s+/), words);
    }
  });
});
