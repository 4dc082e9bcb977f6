// Custom objects: schemas of one account, records by a unique property, associations, and the state kept between runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const SCHEMAS = "/crm-object-schemas/2026-09/schemas";
const SUBSCRIPTION = {
  name: "Subscription",
  labels: { singular: "Subscription", plural: "Subscriptions" },
  primaryDisplayProperty: "plan",
  requiredProperties: ["plan"],
  searchableProperties: ["plan"],
  properties: [
    { name: "plan", label: "Plan", type: "string", fieldType: "text" },
    { name: "subscription_id", label: "Subscription id", type: "string", fieldType: "text", hasUniqueValue: true },
  ],
  associatedObjects: ["CONTACT", "company"],
};

async function withSubscriptions(hubspot: LocalHubSpot): Promise<string> {
  return (await hubspot.api("POST", SCHEMAS, SUBSCRIPTION)).is(201).text("objectTypeId");
}

const upsert = (id: string, plan: string) => ({
  inputs: [{ id, idProperty: "subscription_id", properties: { subscription_id: id, plan } }],
});

test("a schema is made once, listed, and read by its id and its full name", async (t) => {
  const hubspot = await localHubSpot(t);
  assert.deepEqual((await hubspot.api("GET", SCHEMAS)).is(200).body, { results: [] });
  const typeId = await withSubscriptions(hubspot);
  assert.match(typeId, /^2-\d+$/);
  (await hubspot.api("POST", SCHEMAS, SUBSCRIPTION)).refused(409, "OBJECT_ALREADY_EXISTS");
  const [listed] = (await hubspot.api("GET", SCHEMAS)).list("results");
  for (const name of [typeId, "p1001_subscription"])
    assert.deepEqual((await hubspot.api("GET", `${SCHEMAS}/${name}`)).is(200).body, listed);
  const properties = (await hubspot.api("GET", `/crm/properties/2026-09/${typeId}/subscription_id`)).is(200);
  assert.equal(properties.at("hasUniqueValue"), true);
  (await hubspot.api("GET", `${SCHEMAS}/2-999`)).refused(404, "OBJECT_NOT_FOUND");
});

for (const [what, change] of [
  ["a name that begins with a digit", { name: "1st" }],
  ["a required property that it does not have", { requiredProperties: ["colour"] }],
  ["an association with an object that nobody has", { associatedObjects: ["2-999"] }],
] as const) {
  test(`a schema with ${what} is refused and leaves nothing behind`, async (t) => {
    const hubspot = await localHubSpot(t);
    (await hubspot.api("POST", SCHEMAS, { ...SUBSCRIPTION, ...change })).refused(400, "VALIDATION_ERROR");
    assert.deepEqual((await hubspot.api("GET", SCHEMAS)).body, { results: [] });
  });
}

test("a record is upserted by its unique property, one however often, and searched and read as any other", async (t) => {
  const hubspot = await localHubSpot(t);
  const typeId = await withSubscriptions(hubspot);
  const path = `${OBJECTS}/${typeId}`;
  const first = (await hubspot.api("POST", `${path}/batch/upsert`, upsert("S-1", "Basic"))).is(200);
  assert.equal(first.at("results.0.new"), true);
  const second = (await hubspot.api("POST", `${path}/batch/upsert`, upsert("S-1", "Pro"))).is(200);
  assert.deepEqual([second.at("results.0.new"), second.at("results.0.id")], [false, first.at("results.0.id")]);
  const body = { inputs: [{ id: "S-1" }, { id: "S-2" }], idProperty: "subscription_id", properties: ["plan"] };
  const read = (await hubspot.api("POST", `${path}/batch/read`, body)).is(207);
  assert.equal(read.at("results.0.properties.plan"), "Pro");
  assert.equal((await hubspot.search(typeId, { query: "pro" })).is(200).at("total"), 1);
  (await hubspot.api("POST", path, { properties: {}, associations: [] })).refused(400, "VALIDATION_ERROR", /required/);
  (await hubspot.api("GET", `${OBJECTS}/2-999`)).refused(400, "VALIDATION_ERROR", /Unable to infer object type/);
});

test("records are associated by default with the objects of the schema and with activities, not with others", async (t) => {
  const hubspot = await localHubSpot(t);
  const typeId = await withSubscriptions(hubspot);
  const subscription = await hubspot.create(typeId, { plan: "Pro" });
  const contact = await hubspot.create("contacts", { firstname: "Ivan" });
  const note = await hubspot.create("notes", { hs_timestamp: "2026-11-22T10:00:00Z" });
  const deal = await hubspot.create("deals", { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" });
  const link = (to: string, id: string) =>
    hubspot.api("POST", `/crm/associations/2026-09/${typeId}/${to}/batch/associate/default`, {
      inputs: [{ from: { id: subscription }, to: { id } }],
    });
  (await link("contacts", contact)).is(200);
  (await link("notes", note)).is(200);
  (await link("deals", deal)).refused(400, "VALIDATION_ERROR", /No association type/);
  const linked = await hubspot.api("GET", `${OBJECTS}/contacts/${contact}/associations/${typeId}`);
  assert.equal(linked.is(200).at("results.0.toObjectId"), subscription);
  assert.equal(linked.at("results.0.associationTypes.0.category"), "USER_DEFINED");
});

test("an account without custom objects does not grant their scopes, and answers 403", async (t) => {
  const hubspot = await localHubSpot(t);
  const token = await hubspot.tokenFor("1001", { scopes: ["crm.objects.contacts.read"] });
  (await hubspot.api("GET", SCHEMAS, undefined, token)).refused(403, "MISSING_SCOPES");
});

test("the state holds custom objects, their records and links, and they go on working after it is loaded", async (t) => {
  const hubspot = await localHubSpot(t);
  const typeId = await withSubscriptions(hubspot);
  await hubspot.api("POST", `${OBJECTS}/${typeId}/batch/upsert`, upsert("S-1", "Basic"));
  const contact = await hubspot.create("contacts", { firstname: "Ivan" });
  await hubspot.api("POST", `/crm/associations/2026-09/${typeId}/contacts/batch/associate/default`, {
    inputs: [{ from: { id: "101" }, to: { id: contact } }],
  });
  const schema = (await hubspot.api("GET", `${SCHEMAS}/${typeId}`)).body;
  const state = (await hubspot.send("GET", "/_sandbox/state")).body;
  await hubspot.control("reset");
  (await hubspot.send("PUT", "/_sandbox/state", state)).is(204);
  assert.deepEqual((await hubspot.api("GET", `${SCHEMAS}/${typeId}`)).is(200).body, schema);
  const again = (await hubspot.api("POST", `${OBJECTS}/${typeId}/batch/upsert`, upsert("S-1", "Pro"))).is(200);
  assert.equal(again.at("results.0.new"), false);
  const linked = await hubspot.api("GET", `${OBJECTS}/contacts/${contact}/associations/${typeId}`);
  assert.equal(linked.at("results.0.toObjectId"), "101");
});

test("pages list custom objects, show a record with what it is associated with, and lead to it from its contact", async (t) => {
  const hubspot = await localHubSpot(t);
  const typeId = await withSubscriptions(hubspot);
  const subscription = await hubspot.create(typeId, { plan: "Pro plan" });
  const contact = await hubspot.create("contacts", { firstname: "Ivan" });
  await hubspot.api("POST", `/crm/associations/2026-09/${typeId}/contacts/batch/associate/default`, {
    inputs: [{ from: { id: subscription }, to: { id: contact } }],
  });
  const page = async (path: string) => String((await hubspot.send("GET", path)).is(200).body);
  assert.match(await page(`/contacts/1001/objects/${typeId}/views/all/list`), /<h1>\s*Subscriptions[\s\S]*Pro plan/);
  assert.match(await page(`/contacts/1001/record/${typeId}/${subscription}`), /Pro plan[\s\S]*Ivan/);
  assert.match(await page(`/contacts/1001/record/0-1/${contact}`), /Subscriptions[\s\S]*Pro plan/);
});
