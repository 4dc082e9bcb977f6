// What a map may not say, and that each refusal says why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fieldMap } from "../../src/model/field-map.ts";

describe("a map is refused", () => {
  const line = { ours: "call_id", theirs: "id" };
  const read = { type: "call.completed", fields: [line] };
  const rows: [title: string, rule: object, because: RegExp][] = [
    ["of a type that is not ours", { ...read, type: "call.dreamt" }, /one of our event types/],
    ["without a line", { ...read, fields: [] }, /maps no field yet/],
    [
      "with a field that is not ours",
      { ...read, fields: [{ ours: "client.fax", theirs: "f" }] },
      /“client.fax” is not a field of call.completed/,
    ],
    ["with a form's own field in a call", { ...read, fields: [{ ours: "fields.x", theirs: "x" }] }, /not a field/],
    [
      "with both a field and a value",
      { ...read, fields: [{ ...line, value: "1" }] },
      /either a field of theirs or a fixed value/,
    ],
    ["with neither", { ...read, fields: [{ ours: "call_id" }] }, /either a field of theirs or a fixed value/],
    [
      "with a word that no outcome is",
      { ...read, fields: [{ ours: "outcome", theirs: "s", words: [{ theirs: "a", ours: "great" }] }] },
      /“great” is not one of: answered/,
    ],
    [
      "with a target that is no outcome's",
      { ...read, fields: [{ ours: "direction", theirs: "d", words: [{ theirs: "a", ours: "in", target: true }] }] },
      /Only the words of an outcome/,
    ],
    ["with a zone that is none", { ...read, timeZone: "Mars/Base" }, /must be a time zone/],
    ["with a key that nobody knows", { ...read, extra: 1 }, /extra/],
    [
      "that reaches for the prototype",
      { type: "form.submitted", fields: [{ ours: "fields.__proto__", theirs: "x" }] },
      /not a field/,
    ],
    ["that ignores without a reason", { type: "ignore" }, /./],
  ];
  for (const [title, rule, because] of rows) {
    it(title, () => {
      const read = fieldMap.safeParse({ rules: [rule] });
      assert.ok(!read.success);
      assert.match(JSON.stringify(read.error.issues), because);
    });
  }
  it("with more than 20 rules", () => assert.ok(!fieldMap.safeParse({ rules: Array(21).fill(read) }).success));
});
