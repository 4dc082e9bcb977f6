// Merging records and erasing contacts: what is kept, what moves, and where the old ids lead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkTo, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const CALL = { hs_timestamp: "2026-11-22T10:00:00Z" };

test("merged contacts keep the primary id; gaps are filled, addresses and links move, the old id leads on", async (t) => {
  const hubspot = await localHubSpot(t);
  const primary = await hubspot.create("contacts", { firstname: "Anna", email: "anna@bakery.example" });
  const other = await hubspot.create("contacts", {
    firstname: "Hanna",
    email: "h@bakery.example",
    phone: "+380671234567",
  });
  await hubspot.create("calls", CALL, [linkTo(other, 194)]);
  const body = { primaryObjectId: primary, objectIdToMerge: other };
  const merged = (await hubspot.api("POST", `${OBJECTS}/contacts/merge`, body)).is(200);
  assert.equal(merged.at("id"), primary);
  const read = await hubspot.api(
    "GET",
    `${OBJECTS}/contacts/${other}?properties=phone,hs_additional_emails&associations=calls`,
  );
  assert.equal(read.is(200).at("id"), primary);
  assert.partialDeepStrictEqual(read.at("properties"), {
    firstname: "Anna",
    phone: "+380671234567",
    hs_additional_emails: "h@bakery.example",
  });
  assert.equal(read.list("associations.calls.results").length, 1);
  const both = await hubspot.api("POST", `${OBJECTS}/contacts/batch/read`, {
    inputs: [{ id: primary }, { id: other }],
  });
  assert.equal(both.is(200).list("results").length, 1);
  const again = await hubspot.api("POST", `${OBJECTS}/contacts`, { properties: { email: "h@bakery.example" } });
  again.refused(409, "CONFLICT", new RegExp(`Existing ID: ${primary}`));
});

test("merged deals get a new id that both old ones lead to", async (t) => {
  const hubspot = await localHubSpot(t);
  const deal = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };
  const [one, two] = [await hubspot.create("deals", deal), await hubspot.create("deals", deal)];
  const merged = await hubspot.api("POST", `${OBJECTS}/deals/merge`, { primaryObjectId: one, objectIdToMerge: two });
  const id = merged.is(200).text("id");
  assert.ok(id !== one && id !== two);
  for (const old of [one, two]) assert.equal((await hubspot.api("GET", `${OBJECTS}/deals/${old}`)).at("id"), id);
});

test("a record cannot be merged with itself, nor an activity at all", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "A" });
  const itself = { primaryObjectId: id, objectIdToMerge: id };
  (await hubspot.api("POST", `${OBJECTS}/contacts/merge`, itself)).refused(400, "VALIDATION_ERROR");
  (await hubspot.api("POST", `${OBJECTS}/calls/merge`, itself)).refused(400, "VALIDATION_ERROR");
});

test("an erased contact is gone, by id or by e-mail, and its address is free", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "A", email: "a@bakery.example" });
  const body = { objectId: "a@bakery.example", idProperty: "email" };
  (await hubspot.api("POST", `${OBJECTS}/contacts/gdpr-delete`, body)).is(204);
  (await hubspot.api("GET", `${OBJECTS}/contacts/${id}`)).refused(404, "OBJECT_NOT_FOUND");
  (await hubspot.api("GET", `${OBJECTS}/contacts/${id}?archived=true`)).refused(404, "OBJECT_NOT_FOUND");
  await hubspot.create("contacts", { email: "a@bakery.example" });
});
