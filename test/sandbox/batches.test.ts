// Batches: their size, when one bad input costs all of them, and how a unique value or an address that is taken shows.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const CONTACTS = `${OBJECTS}/contacts`;
const named = (firstname: string, objectWriteTraceId?: string) => ({
  properties: { firstname },
  associations: [],
  ...(objectWriteTraceId && { objectWriteTraceId }),
});
const bad = (objectWriteTraceId?: string) => ({
  properties: { no_such: "x" },
  associations: [],
  ...(objectWriteTraceId && { objectWriteTraceId }),
});

const batch = (hubspot: LocalHubSpot, what: string, inputs: unknown[], more: object = {}) =>
  hubspot.api("POST", `${CONTACTS}/batch/${what}`, { inputs, ...more });

const total = async (hubspot: LocalHubSpot) => (await hubspot.search("contacts", {})).at("total");

async function uniqueProperty(hubspot: LocalHubSpot, type = "contacts", name = "ext_key") {
  const groupName = type === "deals" ? "dealinformation" : type === "contacts" ? "contactinformation" : "engagement";
  const definition = { name, label: "Key", type: "string", fieldType: "text", groupName, hasUniqueValue: true };
  return hubspot.api("POST", `/crm/properties/2026-09/${type}`, definition);
}

for (const what of ["create", "read", "update", "archive"]) {
  test(`batch ${what} takes at most 100 inputs, and at least one`, async (t) => {
    const hubspot = await localHubSpot(t);
    const inputs = Array.from({ length: 101 }, (_, n) => ({ id: String(n), properties: { firstname: "A" } }));
    (await batch(hubspot, what, inputs)).refused(400, "VALIDATION_ERROR", /101 inputs; at most 100/);
    (await batch(hubspot, what, [])).refused(400, "VALIDATION_ERROR");
  });
}

test("without trace ids one bad input fails the whole batch and nothing is written", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = await batch(hubspot, "create", [named("A"), bad(), named("B")]);
  answer.refused(400, "VALIDATION_ERROR", /no_such/);
  assert.equal(await total(hubspot), 0);
});

test("a trace id missing on one input, or given twice, makes the batch all or nothing", async (t) => {
  const hubspot = await localHubSpot(t);
  (await batch(hubspot, "create", [named("A", "a"), bad()])).refused(400, "VALIDATION_ERROR");
  (await batch(hubspot, "create", [named("A", "a"), bad("a")])).refused(400, "VALIDATION_ERROR");
  assert.equal(await total(hubspot), 0);
});

test("with a trace id on every input a bad one costs only itself, and results come in another order", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = (await batch(hubspot, "create", [named("A", "a"), bad("b"), named("C", "c")])).is(207);
  assert.equal(answer.at("status"), "COMPLETE");
  assert.equal(answer.at("numErrors"), 1);
  assert.deepEqual(answer.at("errors.0.context.objectWriteTraceId"), ["b"]);
  assert.equal(answer.at("errors.0.category"), "VALIDATION_ERROR");
  assert.deepEqual([answer.at("results.0.objectWriteTraceId"), answer.at("results.1.objectWriteTraceId")], ["c", "a"]);
  assert.equal(await total(hubspot), 2);
});

test("a batch without errors is 201 even with trace ids", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = (await batch(hubspot, "create", [named("A", "a"), named("B", "b")])).is(201);
  assert.equal(answer.at("numErrors"), undefined);
});

test("an e-mail address that is taken is 409 and names the contact", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { email: "anna@customers.example" });
  const input = { properties: { email: "ANNA@customers.example" }, associations: [] };
  const single = await hubspot.api("POST", CONTACTS, input);
  single.refused(409, "CONFLICT", new RegExp(`Existing ID: ${id}$`));
  (await batch(hubspot, "create", [named("B"), input])).refused(409, "CONFLICT", /Existing ID/);
  const traced = await batch(hubspot, "create", [named("B", "b"), { ...input, objectWriteTraceId: "x" }]);
  assert.equal(traced.is(207).at("errors.0.category"), "CONFLICT");
  assert.match(traced.text("errors.0.message"), new RegExp(`Existing ID: ${id}$`));
  const other = await hubspot.create("contacts", { email: "olha@customers.example" });
  const moved = await hubspot.api("PATCH", `${CONTACTS}/${other}`, input);
  moved.refused(409, "CONFLICT");
});

test("a further address of a contact is taken too, though search does not find it", async (t) => {
  const hubspot = await localHubSpot(t);
  const properties = { email: "anna@customers.example", hs_additional_emails: "a.smith@customers.example" };
  const id = await hubspot.create("contacts", properties);
  const again = await hubspot.api("POST", CONTACTS, { properties: { email: "a.smith@customers.example" } });
  again.refused(409, "CONFLICT", new RegExp(`Existing ID: ${id}`));
  const filters = [{ propertyName: "email", operator: "EQ", value: "a.smith@customers.example" }];
  assert.equal((await hubspot.search("contacts", { filterGroups: [{ filters }] })).at("total"), 0);
  const inputs = Object.values(properties).map((address) => ({ id: address }));
  const read = await batch(hubspot, "read", inputs, { idProperty: "email" });
  assert.equal(read.is(207).list("results").length, 1, "a batch read finds it by its first address alone");
});

test("a unique value is refused the second time: 409 alone, an error of its own in a batch", async (t) => {
  const hubspot = await localHubSpot(t);
  (await uniqueProperty(hubspot)).is(201);
  const input = { properties: { firstname: "A", ext_key: "+380501234567" }, associations: [] };
  const id = (await hubspot.api("POST", CONTACTS, input)).is(201).text("id");
  const second = (await hubspot.api("POST", CONTACTS, input)).refused(409, "CONFLICT", new RegExp(`${id} already has`));
  assert.equal(second.at("errors.0.code"), "CONFLICTING_UNIQUE_VALUE");
  const traced = await batch(hubspot, "create", [named("B", "b"), { ...input, objectWriteTraceId: "x" }]);
  assert.deepEqual(traced.is(207).at("errors.0.context.objectWriteTraceId"), ["x"]);
  const found = await hubspot.api("GET", `${CONTACTS}/%2B380501234567?idProperty=ext_key`);
  assert.equal(found.is(200).at("id"), id);
});

test("two inputs of one batch cannot share a unique value", async (t) => {
  const hubspot = await localHubSpot(t);
  await uniqueProperty(hubspot);
  const input = (trace?: string) => ({
    properties: { firstname: "A", ext_key: "k" },
    associations: [],
    ...(trace && { objectWriteTraceId: trace }),
  });
  (await batch(hubspot, "create", [input(), input()])).refused(409, "CONFLICT");
  assert.equal(await total(hubspot), 0);
  assert.equal((await batch(hubspot, "create", [input("a"), input("b")])).is(207).list("results").length, 1);
  assert.equal(await total(hubspot), 1);
});

test("a value that was given up can be taken by another record", async (t) => {
  const hubspot = await localHubSpot(t);
  await uniqueProperty(hubspot);
  const id = await hubspot.create("contacts", { firstname: "A", ext_key: "k" });
  await hubspot.api("PATCH", `${CONTACTS}/${id}`, { properties: { ext_key: "" } });
  const next = await hubspot.create("contacts", { firstname: "B", ext_key: "k" });
  (await hubspot.api("DELETE", `${CONTACTS}/${next}`)).is(204);
  await hubspot.create("contacts", { firstname: "C", ext_key: "k" });
});

test("activities take no unique properties, and no object type more than ten", async (t) => {
  const hubspot = await localHubSpot(t);
  (await uniqueProperty(hubspot, "calls")).refused(400, "VALIDATION_ERROR", /not supported on calls/);
  for (let n = 0; n < 10; n += 1) (await uniqueProperty(hubspot, "deals", `key_${n}`)).is(201);
  (await uniqueProperty(hubspot, "deals", "key_10")).refused(400, "VALIDATION_ERROR", /At most 10/);
});

test("upsert creates or updates by a unique property and says which", async (t) => {
  const hubspot = await localHubSpot(t);
  await uniqueProperty(hubspot);
  await hubspot.create("contacts", { firstname: "Old", ext_key: "one" });
  const inputs = ["one", "two"].map((id) => ({ id, idProperty: "ext_key", properties: { firstname: "New" } }));
  const answer = (await batch(hubspot, "upsert", inputs)).is(200);
  assert.deepEqual([answer.at("results.0.new"), answer.at("results.1.new")], [false, true]);
  assert.equal(await total(hubspot), 2);
});

test("upsert and update refuse an idProperty that is not unique, and the same id twice", async (t) => {
  const hubspot = await localHubSpot(t);
  const input = { id: "x", idProperty: "firstname", properties: { lastname: "B" } };
  (await batch(hubspot, "upsert", [input])).refused(400, "VALIDATION_ERROR", /non-unique 0-1 property firstname/);
  const twice = { id: "a@b.example", idProperty: "email", properties: { lastname: "B" } };
  (await batch(hubspot, "upsert", [twice, twice])).refused(400, "VALIDATION_ERROR", /Duplicate IDs/);
  (await batch(hubspot, "upsert", [{ id: "1", properties: {} }])).refused(400, "VALIDATION_ERROR", /idProperty/);
});

test("by e-mail an upsert is never partial", async (t) => {
  const hubspot = await localHubSpot(t);
  const input = (id: string, properties: object) => ({ id, idProperty: "email", properties, objectWriteTraceId: id });
  const inputs = [input("a@b.example", { firstname: "A" }), input("c@d.example", { no_such: "x" })];
  (await batch(hubspot, "upsert", inputs)).refused(400, "VALIDATION_ERROR");
  assert.equal(await total(hubspot), 0);
});

test("reading a batch leaves out what is missing and names it in a 207, in no order of the inputs", async (t) => {
  const hubspot = await localHubSpot(t);
  const first = await hubspot.create("contacts", { firstname: "A", email: "a@b.example" });
  const second = await hubspot.create("contacts", { firstname: "B" });
  const ids = [second, "999", first].map((id) => ({ id }));
  const answer = (await batch(hubspot, "read", ids, { properties: ["firstname"], propertiesWithHistory: [] })).is(207);
  assert.deepEqual([answer.at("results.0.id"), answer.at("results.1.id")], [first, second]);
  assert.deepEqual(answer.at("errors.0.context.ids"), ["999"]);
  const byMail = await batch(hubspot, "read", [{ id: "A@b.example" }], { idProperty: "email" });
  assert.equal(byMail.is(200).at("results.0.id"), first);
});

test("updating a batch touches each record, and a missing one fails it", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "A" });
  const input = (which: string, trace?: string) => ({
    id: which,
    properties: { firstname: "Z" },
    ...(trace && { objectWriteTraceId: trace }),
  });
  (await batch(hubspot, "update", [input(id), input("999")])).refused(404, "OBJECT_NOT_FOUND");
  const partial = (await batch(hubspot, "update", [input(id, "a"), input("999", "b")])).is(207);
  assert.equal(partial.at("results.0.properties.firstname"), "Z");
  (await batch(hubspot, "archive", [{ id }])).is(204);
  (await hubspot.api("GET", `${CONTACTS}/${id}`)).refused(404, "OBJECT_NOT_FOUND");
  assert.equal((await hubspot.api("GET", `${CONTACTS}/${id}?archived=true`)).is(200).at("archived"), true);
});

test("the history of a property lists its values, newest first", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "Anna" });
  await hubspot.control("clock", { advanceMs: 1000 });
  await hubspot.api("PATCH", `${CONTACTS}/${id}`, { properties: { firstname: "Hanna" } });
  const answer = await hubspot.api("GET", `${CONTACTS}/${id}?propertiesWithHistory=firstname`);
  const history = answer.list("propertiesWithHistory.firstname");
  assert.equal(history.length, 2);
  assert.equal(answer.at("propertiesWithHistory.firstname.0.value"), "Hanna");
  assert.equal(answer.at("propertiesWithHistory.firstname.1.timestamp"), "2026-11-23T10:00:00.000Z");
});

test("lists of records are paged by the last id", async (t) => {
  const hubspot = await localHubSpot(t);
  for (const firstname of ["A", "B", "C"]) await hubspot.create("contacts", { firstname });
  const first = await hubspot.api("GET", `${CONTACTS}?limit=2`);
  assert.equal(first.list("results").length, 2);
  const second = await hubspot.api("GET", `${CONTACTS}?limit=2&after=${first.text("paging.next.after")}`);
  assert.equal(second.at("results.0.properties.firstname"), "C");
  assert.equal(second.at("paging"), undefined);
  (await hubspot.api("GET", `${CONTACTS}?limit=101`)).refused(400, "VALIDATION_ERROR");
});
