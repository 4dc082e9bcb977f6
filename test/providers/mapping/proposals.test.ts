// What is proposed for a sender that nobody knows: our field for a name, our word for theirs, and a whole rule.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fieldMap, type MapRule } from "../../../src/model/field-map.ts";
import { proposedFields } from "../../../src/providers/mapping/propose-fields.ts";
import { proposedRule } from "../../../src/providers/mapping/propose-rule.ts";
import { proposedWords } from "../../../src/providers/mapping/propose-words.ts";
import { fixtures } from "../fixture.ts";
import { call } from "../ringostat-call.ts";

describe("what is proposed", () => {
  const rows: [fields: Record<string, string>, expected: Record<string, string>][] = [
    [
      { uniqueid: "1", calldate: "2026-10-09 12:30:01", disposition: "PROPER", billsec: "80", n_alias: "Kyiv" },
      {
        uniqueid: "call_id",
        calldate: "started_at",
        disposition: "outcome",
        billsec: "talk_seconds",
        n_alias: "line.name",
      },
    ],
    [
      { CallID: "1", customerPhoneNumber: "1", OperatorEmail: "a@b.c", "Talk time": "1", "{{utm_source}}": "x" },
      {
        CallID: "call_id",
        customerPhoneNumber: "client.phone",
        OperatorEmail: "agent.email",
        "Talk time": "talk_seconds",
        "{{utm_source}}": "attribution.utm_source",
      },
    ],
    [
      { from: "1", to: "2", type: "in" },
      { from: "caller.phone", to: "called.phone", type: "direction" },
    ],
    [{ type: "call.ended", way: "outbound" }, { way: "direction" }],
    [
      { when: "2026-10-09 12:30", voice: "https://a.test/1.mp3" },
      { when: "started_at", voice: "recording_url" },
    ],
    [{ weather: "fine", constructor: "x" }, {}],
  ];
  for (const [fields, expected] of rows) {
    it(`for ${Object.keys(fields).join(", ")}`, () => {
      const proposals = proposedFields(new Map(Object.entries(fields)), "call.completed");
      assert.deepEqual(Object.fromEntries(proposals), expected);
    });
  }

  it("keeps a form's own fields under their names", () => {
    const proposals = proposedFields(
      new Map([
        ["email", "a@b.c"],
        ["budget", "500"],
        ["empty", ""],
      ]),
      "form.submitted",
    );
    assert.deepEqual(Object.fromEntries(proposals), { email: "person.email", budget: "fields.budget" });
  });

  it("gives each of ours to one field only, a filled one first", () => {
    const proposals = proposedFields(
      new Map([
        ["status", ""],
        ["result", "ok"],
      ]),
      "call.completed",
    );
    assert.deepEqual(Object.fromEntries(proposals), { result: "outcome" });
  });

  it("for words: whole ones only, and none where ours is theirs", () => {
    assert.deepEqual(proposedWords("outcome", ["PROPER", "No Answer", "cancelled", "answering machine"]), [
      { theirs: "PROPER", ours: "answered", target: true },
      { theirs: "No Answer", ours: "missed" },
      { theirs: "cancelled", ours: "abandoned" },
      { theirs: "answering machine", ours: "unknown" },
    ]);
    assert.deepEqual(proposedWords("direction", ["in", "Outbound", "sideways"]), [{ theirs: "Outbound", ours: "out" }]);
    assert.deepEqual(proposedWords("note", ["in"]), []);
  });

  const kinds: [fields: Record<string, string>, type: string, when: MapRule["when"]][] = [
    [call, "call.completed", []],
    [{ event: "form_sent", phone: "1" }, "form.submitted", [{ field: "event", equals: "form_sent" }]],
    [{ form_name: "Quote", email: "a@b.c" }, "form.submitted", [{ field: "form_name" }]],
    [{ dialog_id: "1", client_name: "O", utm_source: "x" }, "dialog.ended", [{ field: "dialog_id" }]],
    [{ deal_id: "7", caller: "380501234567", status: "Won" }, "ignore", [{ field: "deal_id" }]],
    [{ type: "deal", amount: "5" }, "ignore", [{ field: "type", equals: "deal" }]],
    [{ email: "a@b.c", name: "O" }, "form.submitted", []],
  ];
  for (const [fields, type, when] of kinds) {
    it(`is ${type} when there is ${Object.keys(fields).join(", ")}`, () => {
      const rule = proposedRule(new Map(Object.entries(fields)), () => [], true);
      assert.deepEqual([rule.type, rule.when], [type, when]);
    });
  }

  it("is a map that is accepted, for every fixture there is", () => {
    for (const { delivery } of fixtures) {
      const body = delivery.body.toString();
      const fields = new Map(new URLSearchParams(body.slice(0, 2000)));
      fields.delete("");
      const rule = proposedRule(
        fields,
        (theirs) => [fields.get(theirs) ?? ""].filter((word) => word.trim() !== ""),
        false,
      );
      if (rule.type === "ignore" || rule.fields.length > 0) fieldMap.parse({ rules: [rule] });
    }
  });
});
