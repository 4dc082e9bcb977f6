// HubSpot's own client for Node, with its generated v3 and v4 methods, against the sandbox.
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { Client } from "@hubspot/api-client";
import { AssociationSpecAssociationCategoryEnum as Category } from "@hubspot/api-client/lib/codegen/crm/associations/v4/models/AssociationSpec.js";
import { FilterOperatorEnum } from "@hubspot/api-client/lib/codegen/crm/contacts/models/Filter.js";
import {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from "@hubspot/api-client/lib/codegen/crm/properties/models/PropertyCreate.js";
import { type LocalHubSpot, localHubSpot, NOW } from "./local-hubspot.ts";

const DEAL = { dealname: "Oak kitchen", pipeline: "default", dealstage: "qualifiedtobuy" };
const TIME = new Date(NOW).toISOString();

async function client(context: TestContext): Promise<[Client, LocalHubSpot]> {
  const hubspot = await localHubSpot(context);
  const options = { accessToken: hubspot.token, basePath: hubspot.url, numberOfApiCallRetries: 0 };
  // The client's own limiter would slow the battery down without testing anything of the sandbox.
  return [new Client({ ...options, limiterOptions: { minTime: 0 } }), hubspot];
}

const search = (propertyName: string, value: string) => ({
  filterGroups: [{ filters: [{ propertyName, operator: FilterOperatorEnum.Eq, value }] }],
  properties: [],
  sorts: [],
  limit: 10,
  after: "0",
});

test("contacts: create, read, list, update, search, archive", async (t) => {
  const [{ crm }] = await client(t);
  const { basicApi, searchApi } = crm.contacts;
  const created = await basicApi.create({
    properties: { firstname: "Anna", email: "anna@bakery.example" },
    associations: [],
  });
  assert.equal(created.properties.firstname, "Anna");
  assert.ok(created.createdAt instanceof Date);
  const read = await basicApi.getById("anna@bakery.example", ["phone"], undefined, undefined, false, "email");
  assert.equal(read.id, created.id);
  await basicApi.update(created.id, { properties: { phone: "+380671234567" } });
  const page = await basicApi.getPage(10, undefined, ["phone"]);
  assert.equal(page.results[0]?.properties.phone, "+380671234567");
  const found = await searchApi.doSearch(search("hs_searchable_calculated_phone_number", "671234567"));
  assert.equal(found.total, 1);
  await basicApi.archive(created.id);
  await assert.rejects(basicApi.getById(created.id), { code: 404 });
});

test("contacts: batches, 207 with trace ids, merge, erasure", async (t) => {
  const [{ crm }] = await client(t);
  const { batchApi, basicApi } = crm.contacts;
  const input = (firstname: string, objectWriteTraceId: string) => ({
    properties: { firstname },
    associations: [],
    objectWriteTraceId,
  });
  const created = await batchApi.create({ inputs: [input("A", "a"), input("B", "b")] });
  const ids = created.results.map(({ id }) => id);
  assert.equal(ids.length, 2);
  const bad = { properties: { no_such: "x" }, associations: [], objectWriteTraceId: "c" };
  const partial = await batchApi.create({ inputs: [bad, input("D", "d")] });
  assert.ok("numErrors" in partial);
  assert.equal(partial.numErrors, 1);
  const [primaryObjectId = "", objectIdToMerge = ""] = ids;
  const updated = await batchApi.update({ inputs: ids.map((id) => ({ id, properties: { lastname: "Z" } })) });
  assert.equal(updated.results.length, 2);
  const read = await batchApi.read({
    inputs: ids.map((id) => ({ id })),
    properties: ["lastname"],
    propertiesWithHistory: [],
  });
  assert.equal(read.results[0]?.properties.lastname, "Z");
  const upserted = await batchApi.upsert({
    inputs: [{ id: "x@bakery.example", idProperty: "email", properties: { firstname: "X" } }],
  });
  assert.equal(upserted.results[0]?._new, true);
  const { id } = await basicApi.merge({ primaryObjectId, objectIdToMerge });
  assert.equal(id, primaryObjectId);
  await basicApi.purge({ objectId: id });
  await batchApi.archive({ inputs: [{ id: upserted.results[0]?.id ?? "" }] });
  assert.equal((await basicApi.getPage()).results.length, 1);
});

test("a conflict, a missing scope and an unknown property arrive as the client's exceptions", async (t) => {
  const [{ crm }, hubspot] = await client(t);
  const contact = { properties: { email: "anna@bakery.example" }, associations: [] };
  await crm.contacts.basicApi.create(contact);
  await assert.rejects(crm.contacts.basicApi.create(contact), { code: 409 });
  await assert.rejects(crm.contacts.basicApi.create({ properties: { no_such: "x" }, associations: [] }), { code: 400 });
  const token = await hubspot.tokenFor("1001", { scopes: ["crm.objects.contacts.read"] });
  const reader = new Client({ accessToken: token, basePath: hubspot.url });
  await assert.rejects(reader.crm.contacts.basicApi.create(contact), { code: 403 });
});

test("companies, deals and tickets: create, update, search", async (t) => {
  const [{ crm }] = await client(t);
  const company = await crm.companies.basicApi.create({
    properties: { name: "Bakery", domain: "bakery.example" },
    associations: [],
  });
  assert.equal((await crm.companies.searchApi.doSearch(search("domain", "bakery.example"))).results[0]?.id, company.id);
  const deal = await crm.deals.basicApi.create({ properties: DEAL, associations: [] });
  const updated = await crm.deals.basicApi.update(deal.id, { properties: { dealstage: "closedwon" } });
  assert.equal(updated.properties.dealstage, "closedwon");
  const ticket = await crm.tickets.basicApi.create({
    properties: { subject: "T", hs_pipeline: "0", hs_pipeline_stage: "1" },
    associations: [],
  });
  assert.equal((await crm.tickets.basicApi.getById(ticket.id)).properties.subject, "T");
});

test("activities: every type is created with its contact", async (t) => {
  const [{ crm }] = await client(t);
  const { id } = await crm.contacts.basicApi.create({ properties: { firstname: "Anna" }, associations: [] });
  const { calls, tasks, notes, meetings, communications } = crm.objects;
  const on = (associationTypeId: number) => [
    { to: { id }, types: [{ associationCategory: Category.HubspotDefined, associationTypeId }] },
  ];
  const at = { hs_timestamp: TIME };
  await calls.basicApi.create({ properties: { ...at, hs_call_duration: "80000" }, associations: on(194) });
  await tasks.basicApi.create({ properties: { ...at, hs_task_subject: "Call back" }, associations: on(204) });
  await notes.basicApi.create({ properties: { ...at, hs_note_body: "N" }, associations: on(202) });
  await meetings.basicApi.create({ properties: { ...at, hs_meeting_title: "M" }, associations: on(200) });
  const sms = { ...at, hs_communication_channel_type: "SMS", hs_communication_logged_from: "CRM" };
  await communications.basicApi.create({ properties: sms, associations: on(81) });
  const names = ["calls", "tasks", "notes", "meetings", "communications"];
  const read = await crm.contacts.basicApi.getById(id, undefined, undefined, names);
  assert.deepEqual(Object.keys(read.associations ?? {}), names);
});

test("associations v4: labels, single and batch", async (t) => {
  const [{ crm }] = await client(t);
  const contact = (await crm.contacts.basicApi.create({ properties: { firstname: "Anna" }, associations: [] })).id;
  const deal = (await crm.deals.basicApi.create({ properties: DEAL, associations: [] })).id;
  const { basicApi, batchApi, schema } = crm.associations.v4;
  const spec = { associationCategory: Category.HubspotDefined, associationTypeId: 3 };
  await basicApi.create("deals", deal, "contacts", contact, [spec]);
  const page = await basicApi.getPage("deals", deal, "contacts");
  assert.equal(page.results[0]?.toObjectId, contact);
  await basicApi.archive("deals", deal, "contacts", contact);
  await basicApi.createDefault("deals", deal, "contacts", contact);
  const read = await batchApi.getPage("deals", "contacts", { inputs: [{ id: deal }] });
  assert.equal(read.results[0]?.to[0]?.toObjectId, contact);
  await batchApi.archive("deals", "contacts", { inputs: [{ _from: { id: deal }, to: [{ id: contact }] }] });
  await batchApi.create("deals", "contacts", { inputs: [{ _from: { id: deal }, to: { id: contact }, types: [spec] }] });
  const types = await schema.definitionsApi.getAll("deals", "contacts");
  assert.equal(types.results[0]?.typeId, 3);
  const label = await schema.definitionsApi.create("deals", "contacts", { name: "payer", label: "Payer" });
  await schema.definitionsApi.remove("deals", "contacts", label.results[0]?.typeId ?? 0);
});

test("owners, pipelines, properties, groups and lists", async (t) => {
  const [{ crm }] = await client(t);
  const owners = await crm.owners.ownersApi.getPage(undefined, undefined, 3);
  assert.equal(owners.results.length, 3);
  assert.equal((await crm.owners.ownersApi.getById(Number(owners.results[0]?.id))).email, "olena.koval@acme.test");
  const pipelines = await crm.pipelines.pipelinesApi.getAll("deals");
  assert.equal(pipelines.results[0]?.stages[0]?.metadata?.isClosed, "false");
  assert.equal((await crm.pipelines.pipelineStagesApi.getById("deals", "default", "closedwon")).label, "Closed won");
  await crm.properties.groupsApi.create("contacts", { name: "ours", label: "Ours" });
  const made = await crm.properties.coreApi.create("contacts", {
    name: "utm",
    label: "UTM",
    groupName: "ours",
    type: PropertyCreateTypeEnum.String,
    fieldType: PropertyCreateFieldTypeEnum.Text,
  });
  assert.equal(made.hubspotDefined, false);
  assert.equal((await crm.properties.coreApi.getByName("contacts", "utm")).label, "UTM");
  await crm.properties.coreApi.archive("contacts", "utm");
  const { list } = await crm.lists.listsApi.create({ name: "L", objectTypeId: "0-1", processingType: "MANUAL" });
  const found = await crm.lists.listsApi.doSearch({
    query: "l",
    listIds: [],
    processingTypes: [],
    offset: 0,
    additionalProperties: [],
  });
  assert.equal(found.lists[0]?.listId, list.listId);
  assert.equal((await crm.lists.membershipsApi.getPage(list.listId)).results.length, 0);
});

test("OAuth v1: exchange, refresh, token information", async (t) => {
  const [{ oauth }, hubspot] = await client(t);
  const redirect = "http://localhost:3000/oauth/callback";
  const query = { client_id: "sandbox-client", redirect_uri: redirect, scope: "oauth", consent: "auto" };
  const consent = await hubspot.send("GET", `/oauth/authorize?${new URLSearchParams(query)}`);
  const code = new URL(consent.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const tokens = await oauth.tokensApi.create("authorization_code", code, redirect, "sandbox-client", "sandbox-secret");
  assert.equal(tokens.expiresIn, 1800);
  const again = await oauth.tokensApi.create(
    "refresh_token",
    undefined,
    undefined,
    "sandbox-client",
    "sandbox-secret",
    tokens.refreshToken,
  );
  assert.equal((await oauth.accessTokensApi.get(again.accessToken)).hubId, 1001);
  assert.equal((await oauth.refreshTokensApi.get(tokens.refreshToken)).clientId, "sandbox-client");
  await oauth.refreshTokensApi.archive(tokens.refreshToken);
  await assert.rejects(oauth.refreshTokensApi.get(tokens.refreshToken), { code: 404 });
});

test("apiRequest reaches the dated paths", async (t) => {
  const [hubspot] = await client(t);
  const response = await hubspot.apiRequest({ path: "/account-info/2026-09/details" });
  assert.equal(response.status, 200);
});
