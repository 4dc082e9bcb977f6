// The bag of fields that every shape of delivery is read into, and its limits.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readFields, readJson } from "../../src/providers/payload.ts";
import type { Delivery } from "../../src/providers/provider.ts";

function delivery(body: string, query = ""): Delivery {
  return { method: "POST", query, headers: {}, body: Buffer.from(body) };
}

function fields(body: string, query = ""): Record<string, string> {
  const read = readFields(delivery(body, query));
  assert.ok("fields" in read, JSON.stringify(read));
  return Object.fromEntries(read.fields);
}

function json(body: string): unknown {
  const read = readJson(delivery(body));
  assert.ok("json" in read, JSON.stringify(read));
  return read.json;
}

function refusal(body: string): string {
  const read = readFields(delivery(body));
  assert.ok("unreadable" in read);
  return read.unreadable;
}

describe("a payload", () => {
  it("takes the query where there is no body", () => {
    assert.deepEqual(fields("", "call_id=1&name=%D0%9E%D0%BB%D1%8F+K"), { call_id: "1", name: "Оля K" });
  });

  it("lets the body override the query, unless the body is blank there", () => {
    assert.deepEqual(fields('{"a":"body","b":""}', "a=query&b=query&c=query"), { a: "body", b: "query", c: "query" });
  });

  it("lets the outer field override the nested one", () => {
    assert.deepEqual(fields('{"params":{"a":"inner","b":2},"a":"outer"}'), { a: "outer", b: "2" });
  });

  it("reads JSON that is written as text inside a form", () => {
    assert.deepEqual(fields(`id=1&more=${encodeURIComponent('{"deep":{"x":true}}')}`), { id: "1", x: "true" });
  });

  it("keeps text that only looks like JSON", () => {
    assert.deepEqual(fields('{"note":"{not json"}'), { note: "{not json" });
  });

  it("takes the innermost name of a bracketed form field", () => {
    assert.deepEqual(fields("more[E164]=38050&tags[]=a"), { E164: "38050", tags: "a" });
  });

  it("does not merge a list of objects into one", () => {
    assert.deepEqual(fields('{"calls":[{"id":1},{"id":2}],"lines":["a","b"],"one":[{"x":1}]}'), {
      lines: "a\nb",
      x: "1",
    });
  });

  it("reads a form whose first name is in raw double braces", () => {
    assert.deepEqual(fields("{{utm_source}}=google&a=1"), { "{{utm_source}}": "google", a: "1" });
  });

  it("reads JSON behind a byte order mark", () => assert.deepEqual(fields('\ufeff{"a":1}'), { a: "1" }));

  it("takes out __proto__, at any depth, from the fields and from the JSON", () => {
    const body = '{"a":1,"__proto__":{"b":2},"c":{"__proto__":{"d":3},"e":4}}';
    assert.deepEqual(json(body), { a: 1, c: { e: 4 } });
    assert.deepEqual(fields(body), { a: "1", e: "4" });
    assert.equal(Reflect.get({}, "b"), undefined);
  });

  it("keeps what PostgreSQL cannot store out of names and values", () => {
    assert.deepEqual(json('{"a\\u0000b":"c\\u0000d\\udc00"}'), { ab: "cd\ufffd" });
    assert.deepEqual(fields("a%00b=c%00d"), { ab: "cd" });
  });

  it("reads a transcript of 5 MB, also of single words, and cleans it where it must", () => {
    const line = { speaker: "A", text: "Yes.", startTime: 3, endTime: 5 };
    const lines = Array(Math.ceil((5 * 1024 * 1024) / JSON.stringify(line).length)).fill(line);
    assert.deepEqual(json(JSON.stringify(lines)), lines);
    const [first] = Object.values(Object(json(JSON.stringify([{ ...line, text: "Ye\0s." }, ...lines]))));
    assert.deepEqual(first, line);
  });
});

describe("a payload is refused in plain words", () => {
  const rows: [title: string, body: string, because: RegExp][] = [
    ["when its JSON breaks off", '{"a":', /not valid JSON\.$/],
    ["when its JSON goes wrong in the middle", '{"phone":"380501234567" "b":1}', /goes wrong at character 25 of 30/],
    ["when it is XML", '<call id="1"/>', /neither JSON nor a form/],
    ["when it is prose", "hello", /neither JSON nor a form/],
    ["when its JSON is too deep", "[".repeat(400_000) + "]".repeat(400_000), /more than 32 levels/],
    ["when its objects are too deep", `${'{"a":'.repeat(40)}1${"}".repeat(40)}`, /more than 32 levels/],
    ["when its JSON is too wide", `[${"0,".repeat(100_000)}0]`, /more than 100000 values/],
    [
      "when it has too many fields",
      Array.from({ length: 1001 }, (_, n) => `f${n}=1`).join("&"),
      /more than 1000 fields/,
    ],
  ];
  for (const [title, body, because] of rows) it(title, () => assert.match(refusal(body), because));

  it("and never quotes the body, which holds people's numbers", () => {
    assert.ok(!refusal('{"phone":380501234567x}').includes("3805"));
  });
});
