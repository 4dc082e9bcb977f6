// Forms with PHP-style brackets become the objects that PHP would make of them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBracketForm } from "../../src/providers/bracket-form.ts";

describe("a form with brackets in its names", () => {
  const rows: [text: string, json: unknown][] = [
    ["", {}],
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a[b]=1&a[c][d]=2", { a: { b: "1", c: { d: "2" } } }],
    ["a%5Bb%5D=x+y", { a: { b: "x y" } }],
    ["a[0][b]=1&a[1][b]=2", { a: { 0: { b: "1" }, 1: { b: "2" } } }],
    ["a[]=1&a[]=2", { a: { 0: "1", 1: "2" } }],
    ["a=&a[b]=1", { a: { b: "1" } }],
    ["a[b]=1&a=2", { a: "2" }],
    ["a=1&a=2", { a: "2" }],
    ["[a]=1&a[b=2&a[b]c=3", { "[a]": "1", "a[b": "2", "a[b]c": "3" }],
    ["__proto__[b]=1&a[__proto__]=2", { a: {} }],
    ["a=%00b", { a: "b" }],
    [`a${"[b]".repeat(9)}=1`, { [`a${"[b]".repeat(9)}`]: "1" }],
  ];
  for (const [text, json] of rows) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(json)}`, () => assert.deepEqual(readBracketForm(text), { json }));
  }

  it("with too many fields is unreadable", () => {
    assert.deepEqual(readBracketForm("a=1&".repeat(1001)), { unreadable: "The delivery has more than 1000 fields." });
  });

  it("with a name of a million brackets is read in no time", () => {
    const name = `a${"[b]".repeat(1_000_000)}`;
    assert.deepEqual(readBracketForm(`${name}=1`), { json: { [name]: "1" } });
  });
});
