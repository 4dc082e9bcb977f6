// Which rows of the portal's own properties are accepted, and that each refusal says why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventField, eventFields } from "../../src/model/event-fields.ts";
import {
  families,
  isReserved,
  type PropertyTarget,
  propertyMap,
  propertyRow,
  wrongTemplate,
} from "../../src/model/property-map.ts";
import { onlyField, partsOf } from "../../src/model/template.ts";

const target = (type: PropertyTarget["type"], change: Partial<PropertyTarget> = {}): PropertyTarget => ({
  property: "budget",
  label: "Budget",
  type,
  ...change,
});

describe("a template", () => {
  it("is text with fields in braces, and a brace alone is only text", () => {
    assert.deepEqual(partsOf("Call of {client.name}, { {line.name}"), [
      { text: "Call of " },
      { path: "client.name" },
      { text: ", { " },
      { path: "line.name" },
    ]);
  });

  it("may be one field and nothing else, blanks aside", () => {
    assert.equal(onlyField(" {fields.Your budget ($)} "), "fields.Your budget ($)");
    assert.equal(onlyField("{client.name}!"), null);
    assert.equal(onlyField("1000"), null);
  });
});

describe("a row's value is refused", () => {
  const rows: [
    title: string,
    family: (typeof families)[number],
    value: string,
    into: PropertyTarget,
    because: string,
  ][] = [
    [
      "with a field that is not ours",
      "call",
      "{client.fax}",
      target("string"),
      "{client.fax} is not a field of such an event",
    ],
    [
      "with a form's field in a call",
      "call",
      "{fields.budget}",
      target("string"),
      "{fields.budget} is not a field of such an event",
    ],
    [
      "where a name should be a number",
      "call",
      "{client.name}",
      target("number"),
      "“Client: name” is text, and “Budget” takes a number",
    ],
    [
      "where a number should be a date",
      "call",
      "{talk_seconds}",
      target("date"),
      "“Seconds of talk” is a number, and “Budget” takes a date",
    ],
    [
      "where a time should be yes or no",
      "call",
      "{started_at}",
      target("bool"),
      "“Started at” is a time, and “Budget” takes yes or no",
    ],
    [
      "where a number has text around it",
      "form",
      "{fields.budget} UAH",
      target("number"),
      "“Budget” takes a number, so it must be one field or one value, without other text",
    ],
    [
      "where no word of ours is an option",
      "call",
      "{direction}",
      target("enumeration", { options: [{ value: "a", label: "Inbound" }] }),
      "“Budget” has none of the options in, out, internal",
    ],
  ];
  for (const [title, family, value, into, because] of rows) {
    it(title, () => assert.equal(wrongTemplate(family, value, into), because));
  }
});

describe("a row's value is accepted", () => {
  const rows: [title: string, family: (typeof families)[number], value: string, into: PropertyTarget][] = [
    ["what people type into a form, for any type", "form", "{fields.budget}", target("number")],
    ["a time for a date", "customer", "{registered_at}", target("date")],
    ["day and time of two fields", "form", "{fields.day} {fields.time}", target("datetime")],
    ["a constant, which is checked by its type elsewhere", "form", "1000", target("number")],
    ["a name and text around it for text", "call", "From {client.name}", target("string")],
    [
      "a word of ours that is an option's label",
      "call",
      "{direction}",
      target("enumeration", { options: [{ value: "a", label: "In" }] }),
    ],
  ];
  for (const [title, family, value, into] of rows) {
    it(title, () => assert.equal(wrongTemplate(family, value, into), null));
  }
});

describe("the map", () => {
  const row = { id: "r", on: "form", object: "deal", ...target("number"), value: "1000", mode: "gap" };

  it("is empty where nothing is stored", () => {
    assert.deepEqual(propertyMap.parse({}), { rows: [], objects: [] });
  });

  it("fills properties of calls by calls only", () => {
    assert.equal(propertyRow.safeParse({ ...row, on: "call", object: "call" }).success, true);
    assert.match(
      propertyRow.safeParse({ ...row, object: "call" }).error?.message ?? "",
      /only a call is written as a call/,
    );
  });

  it("takes a value of 500 characters and no longer one", () => {
    assert.equal(propertyRow.safeParse({ ...row, value: "a".repeat(500) }).success, true);
    assert.equal(propertyRow.safeParse({ ...row, value: "a".repeat(501) }).success, false);
  });

  it("leaves what records are found by, and what the matrix decides, to Hookswitch", () => {
    for (const [object, property] of [
      ["contact", "phone"],
      ["contact", "hookswitch_phone"],
      ["company", "domain"],
      ["deal", "dealstage"],
      ["call", "hs_call_external_id"],
    ] as const)
      assert.equal(isReserved(object, property), true, property);
    for (const [object, property] of [
      ["contact", "mobilephone"],
      ["company", "name"],
      ["deal", "amount"],
      ["call", "hs_activity_type"],
    ] as const)
      assert.equal(isReserved(object, property), false, property);
  });
});

describe("the fields of events", () => {
  it("are each told apart by their path, and say of what kind they are", () => {
    for (const family of families) {
      const paths = eventFields[family].map(({ path }) => path);
      assert.equal(new Set(paths).size, paths.length, family);
    }
    const kinds = ["talk_seconds", "started_at", "client.phone", "client.name", "repeat", "rating.value"].map(
      (path) => eventField("call", path)?.kind,
    );
    assert.deepEqual(kinds, ["number", "time", "phone", "text", "yes_or_no", "any"]);
  });

  it("hold a form's own ones under any name", () => {
    assert.equal(eventField("form", "fields.constructor")?.label, "Form field: constructor");
    assert.equal(eventField("form", "fields."), null);
  });
});
