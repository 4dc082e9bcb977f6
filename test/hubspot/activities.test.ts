// Activities are read through their associations with any record, and their texts as they stand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo } from "../sandbox/local-hubspot.ts";
import { connected } from "./connected.ts";

const TIME = { hs_timestamp: "2026-11-22T10:00:00Z" };
const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };

test("the notes of a contact, a company and a deal", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const records = [
    { what: "contact" as const, id: await hubspot.create("contacts", { firstname: "Anna" }), typeId: 202 },
    { what: "company" as const, id: await hubspot.create("companies", { name: "Acme" }), typeId: 190 },
    { what: "deal" as const, id: await hubspot.create("deals", DEAL), typeId: 214 },
  ];
  for (const { what, id, typeId } of records) {
    const note = await hubspot.create("notes", { ...TIME, hs_note_body: what }, [linkTo(id, typeId)]);
    const found = await gateway.activities("note", { what, ids: [id, "999"] }, ["hs_note_body"]);
    assert.deepEqual(
      found.map(({ id: noteId, properties }) => [noteId, properties.hs_note_body]),
      [[note, what]],
    );
  }
});

test("the texts of activities that exist, each from its own property", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const sms = { hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };
  for (const [what, objects, property, more] of [
    ["call", "calls", "hs_call_body", {}],
    ["note", "notes", "hs_note_body", {}],
    ["communication", "communications", "hs_communication_body", sms],
    ["meeting", "meetings", "hs_meeting_body", {}],
    ["task", "tasks", "hs_task_body", {}],
  ] as const) {
    const full = await hubspot.create(objects, { ...TIME, ...more, [property]: `<p>${what}</p>` });
    const empty = await hubspot.create(objects, { ...TIME, ...more });
    const expected = new Map([
      [full, `<p>${what}</p>`],
      [empty, ""],
    ]);
    assert.deepEqual(await gateway.bodies(what, [full, empty, "999"]), expected, what);
  }
});

test("records that are no activities have no text", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const id = await hubspot.create("contacts", { firstname: "Anna" });
  assert.deepEqual(await gateway.bodies("contact", [id]), new Map());
});
