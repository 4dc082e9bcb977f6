// Associations: direction, labels, defaults, batches, and what an empty list of types does.
import assert from "node:assert/strict";
import { test } from "node:test";
import { HUBSPOT_DEFINED, type LocalHubSpot, linkTo, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const LINKS = "/crm/associations/2026-09";
const CALL = { hs_timestamp: "2026-11-22T10:00:00Z" };
const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };
const spec = (associationTypeId: number, associationCategory = HUBSPOT_DEFINED) => ({
  associationCategory,
  associationTypeId,
});

const linked = async (hubspot: LocalHubSpot, from: string, id: string, to: string) =>
  (await hubspot.api("GET", `${OBJECTS}/${from}/${id}/associations/${to}`)).is(200).list("results");

async function contactAndDeal(hubspot: LocalHubSpot): Promise<[contact: string, deal: string]> {
  return [await hubspot.create("contacts", { firstname: "A" }), await hubspot.create("deals", DEAL)];
}

test("inline associations can be read at once from both ends, each with its own type id", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const call = await hubspot.create("calls", CALL, [linkTo(contact, 194), linkTo(deal, 206)]);
  const there = await hubspot.api("GET", `${OBJECTS}/calls/${call}/associations/contacts`);
  assert.equal(there.at("results.0.toObjectId"), contact);
  assert.equal(there.at("results.0.associationTypes.0.typeId"), 194);
  const back = await hubspot.api("GET", `${OBJECTS}/deals/${deal}/associations/calls`);
  assert.equal(back.at("results.0.associationTypes.0.typeId"), 205);
  const read = await hubspot.api("GET", `${OBJECTS}/contacts/${contact}?associations=calls,deals`);
  assert.deepEqual(read.at("associations"), { calls: { results: [{ id: call, type: "contact_to_call" }] } });
});

test("a type id of the other direction is refused, naming the wrong object, and nothing is created", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact] = await contactAndDeal(hubspot);
  const body = { properties: CALL, associations: [linkTo(contact, 193)] };
  const answer = (await hubspot.api("POST", `${OBJECTS}/calls`, body)).refused(400, "VALIDATION_ERROR");
  assert.equal(answer.at("message"), "One or more associations are invalid");
  assert.deepEqual(answer.at("context.objectType"), ["CONTACT"]);
  assert.equal((await hubspot.api("GET", `${OBJECTS}/calls`)).list("results").length, 0);
});

for (const [what, types] of [
  ["an id that does not exist", [spec(99_999)]],
  ["an id of another category", [spec(194, "USER_DEFINED")]],
  ["types that lead to different objects", [spec(194), spec(206)]],
] as const) {
  test(`an inline association refuses ${what}`, async (t) => {
    const hubspot = await localHubSpot(t);
    const [contact] = await contactAndDeal(hubspot);
    const body = { properties: CALL, associations: [{ to: { id: contact }, types }] };
    (await hubspot.api("POST", `${OBJECTS}/calls`, body)).refused(400, "VALIDATION_ERROR");
  });
}

test("an association with a record that is not there is refused", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = await hubspot.api("POST", `${OBJECTS}/calls`, {
    properties: CALL,
    associations: [linkTo("999", 194)],
  });
  assert.deepEqual(answer.refused(400, "VALIDATION_ERROR").at("context.INVALID_OBJECT_IDS"), [
    "CONTACT=999 is not valid",
  ]);
});

test("an empty list of types succeeds and links nothing", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const call = await hubspot.create("calls", CALL, [{ to: { id: contact }, types: [] }]);
  assert.deepEqual(await linked(hubspot, "calls", call, "contacts"), []);
  (await hubspot.api("PUT", `${OBJECTS}/deals/${deal}/associations/contacts/${contact}`, [])).is(201);
  const input = { from: { id: deal }, to: { id: contact }, types: [] };
  (await hubspot.api("POST", `${LINKS}/deals/contacts/batch/create`, { inputs: [input] })).is(200);
  assert.deepEqual(await linked(hubspot, "deals", deal, "contacts"), []);
});

test("the default association needs no type id and shows both directions", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const answer = await hubspot.api("PUT", `${OBJECTS}/deal/${deal}/associations/default/contact/${contact}`);
  assert.equal(answer.is(200).at("results.0.associationSpec.associationTypeId"), 3);
  assert.equal(answer.at("results.1.associationSpec.associationTypeId"), 4);
  assert.equal((await linked(hubspot, "contacts", contact, "0-3")).length, 1);
});

test("labels come with the default type, are replaced as a set, and go with it", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const label = { name: "decision_maker", label: "Decision maker", inverseLabel: "Decides" };
  const created = (await hubspot.api("POST", `${LINKS}/deals/contacts/labels`, label)).is(200);
  (await hubspot.api("POST", `${LINKS}/deals/contacts/labels`, label)).refused(409, "CONFLICT");
  const typeId = Number(created.at("results.0.typeId"));
  const path = `${OBJECTS}/deals/${deal}/associations/contacts/${contact}`;
  const set = (await hubspot.api("PUT", path, [spec(typeId, "USER_DEFINED")])).is(201);
  assert.deepEqual(set.at("labels"), ["Decision maker"]);
  const types = async () => {
    const read = await hubspot.api("GET", `${OBJECTS}/deals/${deal}/associations/contacts`);
    return read.at("results.0.associationTypes");
  };
  assert.deepEqual(await types(), [
    { category: HUBSPOT_DEFINED, typeId: 3 },
    { category: "USER_DEFINED", typeId, label: "Decision maker" },
  ]);
  const back = await hubspot.api("GET", `${OBJECTS}/contacts/${contact}/associations/deals`);
  assert.equal(back.at("results.0.associationTypes.1.label"), "Decides");
  await hubspot.api("PUT", path, [spec(3)]);
  assert.deepEqual(await types(), [{ category: HUBSPOT_DEFINED, typeId: 3 }]);
  (await hubspot.api("DELETE", path)).is(204);
  assert.deepEqual(await linked(hubspot, "deals", deal, "contacts"), []);
  (await hubspot.api("DELETE", `${LINKS}/deals/contacts/labels/${typeId}`)).is(204);
  assert.equal((await hubspot.api("GET", `${LINKS}/deals/contacts/labels`)).list("results").length, 1);
});

test("a batch read gives what is linked and reports what has nothing", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const lonely = await hubspot.create("contacts", { firstname: "B" });
  await hubspot.create("calls", CALL, [linkTo(contact, 194), linkTo(deal, 206)]);
  const inputs = [{ id: contact }, { id: lonely }];
  const answer = (await hubspot.api("POST", `${LINKS}/contacts/calls/batch/read`, { inputs })).is(207);
  assert.equal(answer.at("results.0.from.id"), contact);
  assert.equal(answer.at("errors.0.subCategory"), "crm.associations.NO_ASSOCIATIONS_FOUND");
});

test("batches take 1,000 reads and 2,000 creates", async (t) => {
  const hubspot = await localHubSpot(t);
  const ids = (count: number) => Array.from({ length: count }, (_, n) => ({ id: String(n) }));
  const read = await hubspot.api("POST", `${LINKS}/contacts/deals/batch/read`, { inputs: ids(1001) });
  read.refused(400, "VALIDATION_ERROR", /at most 1000/);
  const inputs = ids(2001).map((from) => ({ from, to: from, types: [spec(4)] }));
  const create = await hubspot.api("POST", `${LINKS}/contacts/deals/batch/create`, { inputs });
  create.refused(400, "VALIDATION_ERROR", /at most 2000/);
});

test("a batch create links the good pairs and reports the others", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const pair = (id: string, typeId: number) => ({ from: { id }, to: { id: deal }, types: [spec(typeId)] });
  const inputs = [pair(contact, 4), pair("999", 4), pair(contact, 3)];
  const answer = (await hubspot.api("POST", `${LINKS}/contacts/deals/batch/create`, { inputs })).is(207);
  assert.equal(answer.list("results").length, 1);
  assert.equal(answer.at("numErrors"), 2);
});

test("batches archive whole links or only labels, and answer as their family does", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact, deal] = await contactAndDeal(hubspot);
  const inputs = [{ from: { id: contact }, to: { id: deal } }];
  (await hubspot.api("POST", `${LINKS}/contacts/deals/batch/associate/default`, { inputs })).is(200);
  const labels = { inputs: [{ from: { id: contact }, to: { id: deal }, types: [spec(4)] }] };
  (await hubspot.api("POST", `${LINKS}/contacts/deals/batch/labels/archive`, labels)).is(200);
  assert.deepEqual(await linked(hubspot, "contacts", contact, "deals"), []);
  (await hubspot.api("POST", `${LINKS}/contacts/deals/batch/associate/default`, { inputs })).is(200);
  const archive = { inputs: [{ from: { id: contact }, to: [{ id: deal }] }] };
  (await hubspot.api("POST", "/crm/v4/associations/contacts/deals/batch/archive", archive)).is(204);
  assert.deepEqual(await linked(hubspot, "contacts", contact, "deals"), []);
});

test("a long list of associations is paged", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact] = await contactAndDeal(hubspot);
  for (let n = 0; n < 3; n += 1) await hubspot.create("calls", CALL, [linkTo(contact, 194)]);
  const path = `${OBJECTS}/contacts/${contact}/associations/calls?limit=2`;
  const first = await hubspot.api("GET", path);
  assert.equal(first.list("results").length, 2);
  const second = await hubspot.api("GET", `${path}&after=${first.text("paging.next.after")}`);
  assert.equal(second.list("results").length, 1);
});

test("archiving a record takes its links along", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact] = await contactAndDeal(hubspot);
  const call = await hubspot.create("calls", CALL, [linkTo(contact, 194)]);
  await hubspot.api("DELETE", `${OBJECTS}/calls/${call}`);
  assert.deepEqual(await linked(hubspot, "contacts", contact, "calls"), []);
});

test("activities move the last activity date of the records they are logged on", async (t) => {
  const hubspot = await localHubSpot(t);
  const [contact] = await contactAndDeal(hubspot);
  await hubspot.create("calls", CALL, [linkTo(contact, 194)]);
  const read = await hubspot.api("GET", `${OBJECTS}/contacts/${contact}?properties=notes_last_updated,num_notes`);
  assert.partialDeepStrictEqual(read.at("properties"), {
    notes_last_updated: "2026-11-22T10:00:00.000Z",
    num_notes: "1",
  });
});
