// Maps as tables: which rule reads a delivery, and what its lines and words make of a field.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { happening } from "../../../src/model/event.ts";
import { type FieldMap, fieldMap, type MapLine, type MapRule } from "../../../src/model/field-map.ts";
import { custom } from "../../../src/providers/custom.ts";
import type { Reading } from "../../../src/providers/provider.ts";
import { readDelivery } from "../../../src/providers/read-delivery.ts";
import { ringostat } from "../../../src/providers/ringostat.ts";
import { connectionOf, jsonDelivery, mapNamed } from "../fixture.ts";
import { call } from "../ringostat-call.ts";

const mapOf = (...rules: unknown[]): FieldMap => fieldMap.parse({ rules });

function readingOf(map: FieldMap | null, json: unknown, provider = custom): Reading {
  return readDelivery(provider, jsonDelivery(json), connectionOf({ map }));
}

function dataBy(fields: MapLine[], json: unknown, type: MapRule["type"] = "call.completed"): Record<string, unknown> {
  const reading = readingOf(mapOf({ type, fields }), json);
  assert.ok("happenings" in reading, JSON.stringify(reading));
  return reading.happenings[0].data;
}

describe("a rule is meant for a delivery", () => {
  const rows: [when: MapRule["when"], json: object, fits: boolean][] = [
    [[], { id: "1" }, true],
    [[], { other: "1" }, false],
    [[], { id: "", ad: "google", note: "x" }, false],
    [[{ field: "id" }], { id: "1" }, true],
    [[{ field: "id" }], { id: " " }, false],
    [[{ field: "id" }], { id: null }, false],
    [[{ field: "id", equals: "1" }], { id: 1 }, true],
    [[{ field: "id", equals: "1" }], { id: "-1" }, false],
    [[{ field: "kind", equals: "no answer" }], { id: "1", kind: "NO_ANSWER" }, true],
    [[{ field: "kind", equals: "answer" }], { id: "1", kind: "no answer" }, false],
    [[{ field: "kind", equals: "a" }, { field: "id" }], { id: "1", kind: "a" }, true],
    [[{ field: "kind", equals: "a" }, { field: "id" }], { id: "1", kind: "b" }, false],
    [[{ field: "constructor" }], { id: "1" }, false],
  ];
  for (const [when, json, fits] of rows) {
    it(`when ${JSON.stringify(when)}: ${JSON.stringify(json)} ${fits ? "is" : "is not"}`, () => {
      const note = { ours: "note", theirs: "note" };
      const map = mapOf({ when, type: "call.completed", fields: [{ ours: "call_id", theirs: "id" }, note] });
      assert.equal("happenings" in readingOf(map, json), fits);
    });
  }

  it("without an id if any of its fields is there, but not for an advertising source alone", () => {
    const fields = [
      { ours: "note", theirs: "note" },
      { ours: "attribution.utm_source", theirs: "ad" },
    ];
    const isRead = (json: object) => "happenings" in readingOf(mapOf({ type: "call.completed", fields }), json);
    assert.deepEqual([{ note: "x" }, { ad: "google" }].map(isRead), [true, false]);
  });

  it("if it is the first one that fits", () => {
    const rule = (equals: string, value: string) => ({
      when: [{ field: "kind", equals }],
      type: "call.completed",
      fields: [
        { ours: "call_id", theirs: "id" },
        { ours: "note", value },
      ],
    });
    const map = mapOf(rule("a", "first"), rule("b", "second"), rule("a", "third"));
    const note = (kind: string) => {
      const reading = readingOf(map, { id: "1", kind });
      return "happenings" in reading && "note" in reading.happenings[0].data && reading.happenings[0].data.note;
    };
    assert.deepEqual(["a", "b"].map(note), ["first", "second"]);
  });
});

describe("a map goes before the provider", () => {
  const forms = mapOf({
    when: [{ field: "form_name" }],
    type: "form.submitted",
    fields: [{ ours: "form_name", theirs: "form_name" }],
  });

  it("where a rule fits, and the provider reads the rest", () => {
    const form = readingOf(forms, { ...call, form_name: "Quote" }, ringostat);
    assert.ok("happenings" in form && form.happenings[0].type === "form.submitted");
    assert.match(form.happenings[0].subject, /^ringostat\/built-/);
    assert.deepEqual(readingOf(forms, call, ringostat), readingOf(null, call, ringostat));
  });

  it("but not for a call out of the provider's own list", () => {
    const log = { perMinute: 1, async *pages() {}, read: () => ({ ignored: "From the list." }) };
    const listed = { ...jsonDelivery({ form_name: "Quote" }), method: "LOG" };
    const reading = readDelivery({ ...ringostat, log }, listed, connectionOf({ map: forms }));
    assert.deepEqual(reading, { ignored: "From the list." });
  });

  it("and a rule may ignore what the provider would read", () => {
    const map = mapOf({
      when: [{ field: "type", equals: "in" }],
      type: "ignore",
      because: "Only outgoing calls count.",
    });
    assert.deepEqual(readingOf(map, call, ringostat), { ignored: "Only outgoing calls count." });
  });
});

describe("a line", () => {
  const id: MapLine = { ours: "call_id", theirs: "id" };
  const rows: [title: string, lines: MapLine[], json: object, path: string, expected: unknown][] = [
    ["takes a field", [{ ours: "client.name", theirs: "n" }], { n: " Olha " }, "client.name", "Olha"],
    ["gives a fixed value", [{ ours: "direction", value: "out" }], {}, "direction", "out"],
    [
      "that is filled goes before a later one",
      [
        { ours: "note", theirs: "a" },
        { ours: "note", theirs: "b" },
        { ours: "note", value: "c" },
      ],
      { a: "", b: "B" },
      "note",
      "B",
    ],
    [
      "that is blank leaves it to a later one",
      [
        { ours: "note", theirs: "a" },
        { ours: "note", value: "c" },
      ],
      { a: "null" },
      "note",
      "c",
    ],
    ["reads milliseconds", [{ ours: "talk_milliseconds", theirs: "t" }], { t: "61500" }, "talkSeconds", 61.5],
    ["reads hours and minutes", [{ ours: "total_seconds", theirs: "t" }], { t: "1:01:01" }, "totalSeconds", 3661],
    ["makes a list of tags", [{ ours: "tags", theirs: "t" }], { t: "a, b;c" }, "tags", ["a", "b", "c"]],
    ["makes a list of a list", [{ ours: "tags", theirs: "t" }], { t: ["a", "b"] }, "tags", ["a", "b"]],
    ["reads a flag", [{ ours: "callback", theirs: "c" }], { c: "yes" }, "callback", true],
    ["reads a score", [{ ours: "analysis.score.value", theirs: "s" }], { s: "8,5" }, "analysis.score.value", 8.5],
    [
      "reads Unix time",
      [{ ours: "started_at", theirs: "t" }],
      { t: 1791538201 },
      "startedAt",
      "2026-10-09T09:30:01.000Z",
    ],
    [
      "lets a field of its own say target, not the outcome's word",
      [
        { ours: "outcome", theirs: "s", words: [{ theirs: "ok", ours: "answered", target: true }] },
        { ours: "target", theirs: "t" },
      ],
      { s: "OK", t: "no" },
      "target",
      false,
    ],
    [
      "passes our own words without a table",
      [{ ours: "outcome", theirs: "s" }],
      { s: "No-Answer-By-Client" },
      "outcome",
      "no_answer_by_client",
    ],
  ];
  for (const [title, lines, json, path, expected] of rows) {
    it(title, () => {
      const data = dataBy([id, ...lines], { id: "1", ...json });
      assert.deepEqual(at(data, path), expected);
    });
  }

  function at(data: unknown, path: string): unknown {
    return path.split(".").reduce<unknown>((value, name) => Object(value)[name], data);
  }

  it("names both sides of a call, whichever way it went", () => {
    const lines: MapLine[] = [
      { ours: "direction", theirs: "way" },
      { ours: "caller.phone", theirs: "from" },
      { ours: "called.phone", theirs: "to" },
    ];
    const sides = (way: string | null) => {
      const { client, line } = dataBy(lines, { way, from: "1", to: "2" });
      return [at(client, "phone"), at(line, "phone")];
    };
    assert.deepEqual(["in", "OUT", "internal", null].map(sides), [
      ["1", "2"],
      ["2", "1"],
      ["1", "2"],
      ["1", "2"],
    ]);
    const explicit = dataBy([...lines, { ours: "client.phone", theirs: "client" }], {
      way: "in",
      from: "1",
      client: "9",
    });
    assert.equal(at(explicit, "client.phone"), "9");
  });
});

describe("times without an offset", () => {
  const zones: [timeZone: string | undefined, expected: string][] = [
    [undefined, "2026-10-09T09:30:01.000Z"],
    ["UTC", "2026-10-09T12:30:01.000Z"],
    ["America/New_York", "2026-10-09T16:30:01.000Z"],
  ];
  for (const [timeZone, expected] of zones) {
    it(`are ${timeZone ?? "the portal's"}`, () => {
      const fields = [{ ours: "started_at", theirs: "t" }];
      const reading = readingOf(mapOf({ type: "call.started", timeZone, fields }), { t: "2026-10-09 12:30:01" });
      assert.ok("happenings" in reading);
      assert.equal(reading.happenings[0].time, expected);
    });
  }
});

describe("an id that nobody sends", () => {
  const fields = [
    { ours: "client.phone", theirs: "p" },
    { ours: "started_at", theirs: "t" },
  ];
  const subject = (json: object, receivedAt: string) => {
    const connection = connectionOf({
      map: mapOf({ type: "call.completed", fields }),
      receivedAt: new Date(receivedAt),
    });
    const reading = readDelivery(custom, jsonDelivery(json), connection);
    assert.ok("happenings" in reading);
    return reading.happenings[0].subject;
  };
  const [early, late] = ["2026-10-09T10:00:00Z", "2026-10-09T11:00:00Z"];

  it("is the same for the same content, whatever else was sent", () => {
    const sent = { p: "1", t: "2026-10-09 12:30:01" };
    assert.equal(subject(sent, early), subject({ ...sent, attempt: 2 }, late));
    assert.notEqual(subject(sent, early), subject({ ...sent, t: "2026-10-09 12:30:02" }, early));
  });
  it("is another one each time where no time tells two calls apart", () => {
    assert.notEqual(subject({ p: "1" }, early), subject({ p: "1" }, late));
  });
});

describe("whatever arrives", () => {
  const maps = ["calls", "calls-without-id", "forms-and-calls", "dialogues-and-calls"].map(mapNamed);
  const names = [
    ...new Set(maps.flatMap(({ rules }) => rules.flatMap((rule) => (rule.type === "ignore" ? [] : rule.fields)))),
  ];
  const name = fc.constantFrom(...names.flatMap(({ theirs }) => theirs ?? []), "kind", "__proto__", "constructor");
  const value = fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.constantFrom("form", "\0", "\ud800", "-1", "1e999", "9".repeat(300)),
  );

  it("a map makes events of it that the model accepts unchanged", () => {
    fc.assert(
      fc.property(fc.dictionary(name, value), fc.constantFrom(...maps), (json, map) => {
        const reading = readingOf(map, json);
        if (!("happenings" in reading)) return;
        for (const each of reading.happenings) assert.deepEqual(happening.parse(each), each);
        assert.deepEqual(readingOf(map, json), reading);
      }),
      { numRuns: 2000 },
    );
  });
});
