// Properties and groups, owners, pipelines and lists: the definitions and settings of an account.
import assert from "node:assert/strict";
import { test } from "node:test";
import { localHubSpot, OBJECTS } from "./local-hubspot.ts";

const PROPERTIES = "/crm/properties/2026-09";
const FIELD = {
  name: "utm_source",
  label: "UTM source",
  type: "string",
  fieldType: "text",
  groupName: "contactinformation",
};

test("a property group is made once", async (t) => {
  const hubspot = await localHubSpot(t);
  const group = { name: "hookswitch", label: "Hookswitch", displayOrder: 3 };
  (await hubspot.api("POST", `${PROPERTIES}/contacts/groups`, group)).is(201);
  (await hubspot.api("POST", `${PROPERTIES}/contacts/groups`, group)).refused(409, "OBJECT_ALREADY_EXISTS");
  assert.deepEqual((await hubspot.api("GET", `${PROPERTIES}/contacts/groups/hookswitch`)).body, {
    ...group,
    archived: false,
  });
  (await hubspot.api("PATCH", `${PROPERTIES}/contacts/groups/hookswitch`, { label: "H" })).is(200);
  (await hubspot.api("DELETE", `${PROPERTIES}/contacts/groups/hookswitch`)).is(204);
  (await hubspot.api("DELETE", `${PROPERTIES}/contacts/groups/contactinformation`)).refused(400, "VALIDATION_ERROR");
});

test("a property is made once, can then be written, and comes back after it was archived", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.api("POST", `${PROPERTIES}/contacts`, FIELD)).is(201);
  const again = (await hubspot.api("POST", `${PROPERTIES}/contacts`, FIELD)).refused(409, "OBJECT_ALREADY_EXISTS");
  assert.equal(again.at("subCategory"), "Properties.PROPERTY_WITH_NAME_EXISTS");
  await hubspot.create("contacts", { firstname: "A", utm_source: "google" });
  (await hubspot.api("DELETE", `${PROPERTIES}/contacts/utm_source`)).is(204);
  const gone = await hubspot.api("POST", `${OBJECTS}/contacts`, {
    properties: { firstname: "A", utm_source: "google" },
  });
  assert.equal(gone.refused(400, "VALIDATION_ERROR").at("errors.0.code"), "PROPERTY_DOESNT_EXIST");
  (await hubspot.api("POST", `${PROPERTIES}/contacts`, FIELD)).is(201);
});

for (const [what, change] of [
  ["a capital in the name", { name: "utmSource" }],
  ["an unknown type", { type: "text" }],
  ["an unknown field type", { fieldType: "input" }],
  ["an unknown group", { groupName: "nowhere" }],
  [
    "options given twice",
    {
      type: "enumeration",
      fieldType: "select",
      options: ["a", "a"].map((value) => ({ label: value, value, displayOrder: 0, hidden: false })),
    },
  ],
  ["a unique value on an enumeration", { type: "enumeration", fieldType: "select", hasUniqueValue: true }],
] as const) {
  test(`a property definition with ${what} is refused`, async (t) => {
    const hubspot = await localHubSpot(t);
    (await hubspot.api("POST", `${PROPERTIES}/contacts`, { ...FIELD, ...change })).refused(400, "VALIDATION_ERROR");
  });
}

test("properties come in batches, and those of HubSpot are read-only", async (t) => {
  const hubspot = await localHubSpot(t);
  const inputs = [FIELD, { ...FIELD, name: "utm_medium" }];
  (await hubspot.api("POST", `${PROPERTIES}/contacts/batch/create`, { inputs })).is(200);
  (
    await hubspot.api("POST", "/crm/properties/2026-03/deals/batch/create", {
      inputs: [{ ...FIELD, groupName: "dealinformation" }],
    })
  ).is(201);
  const read = await hubspot.api("POST", `${PROPERTIES}/contacts/batch/read`, {
    inputs: [{ name: "utm_medium" }, { name: "no_such" }],
  });
  assert.deepEqual(read.is(207).at("errors.0.context.name"), ["no_such"]);
  (await hubspot.api("POST", `${PROPERTIES}/contacts/batch/archive`, { inputs: [{ name: "utm_medium" }] })).is(204);
  (await hubspot.api("GET", `${PROPERTIES}/contacts/utm_medium`)).refused(404, "OBJECT_NOT_FOUND");
  (await hubspot.api("PATCH", `${PROPERTIES}/contacts/email`, { label: "Mail" })).refused(400, "VALIDATION_ERROR");
  const disposition = (await hubspot.api("GET", `${PROPERTIES}/calls/hs_call_disposition`)).is(200);
  assert.equal(disposition.list("options").length, 6);
});

test("definitions need the schema scopes", async (t) => {
  const hubspot = await localHubSpot(t);
  const token = await hubspot.tokenFor("1001", { scopes: ["crm.objects.contacts.write", "crm.objects.contacts.read"] });
  (await hubspot.api("GET", `${PROPERTIES}/contacts`, undefined, token)).is(200);
  const refused = (await hubspot.api("POST", `${PROPERTIES}/contacts`, FIELD, token)).refused(403, "MISSING_SCOPES");
  assert.deepEqual(refused.at("errors.0.context.requiredGranularScopes"), ["crm.schemas.contacts.write"]);
});

test("owners are paged, found by e-mail, and those who left are listed apart without a user id", async (t) => {
  const hubspot = await localHubSpot(t);
  const page = await hubspot.api("GET", "/crm/owners/2026-09?limit=3");
  assert.equal(page.list("results").length, 3);
  const rest = await hubspot.api("GET", `/crm/owners/2026-09?limit=3&after=${page.text("paging.next.after")}`);
  assert.equal(rest.list("results").length, 2);
  const one = await hubspot.api("GET", "/crm/owners/2026-09?email=MARKO.bondar@acme.test");
  assert.equal(one.at("results.0.id"), "70100002");
  const archived = await hubspot.api("GET", "/crm/owners/2026-09?archived=true");
  assert.equal(archived.list("results").length, 1);
  assert.equal(archived.at("results.0.userId"), undefined);
  assert.equal(archived.at("results.0.userIdIncludingInactive"), 5_100_006);
  assert.equal(
    (await hubspot.api("GET", "/crm/owners/2026-09/5100001?idProperty=userId")).is(200).at("id"),
    "70100001",
  );
  (await hubspot.api("GET", "/crm/owners/2026-09/5100001")).refused(404, "OBJECT_NOT_FOUND");
});

test("pipelines have string metadata, the default one its usual stage ids", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = (await hubspot.api("GET", "/crm/pipelines/2026-09/deals")).is(200);
  assert.equal(answer.list("results").length, 3);
  assert.equal(answer.at("results.0.id"), "default");
  assert.equal(answer.at("results.0.stages.0.id"), "appointmentscheduled");
  assert.deepEqual(answer.at("results.0.stages.0.metadata"), { isClosed: "false", probability: "0.2" });
  assert.deepEqual(answer.at("results.0.stages.5.metadata"), { isClosed: "true", probability: "1.0" });
  assert.equal(
    (await hubspot.api("GET", "/crm/pipelines/2026-09/0-3/default/stages/closedlost"))
      .is(200)
      .at("metadata.probability"),
    "0.0",
  );
});

test("lists are searched, and their members paged, added and removed", async (t) => {
  const hubspot = await localHubSpot(t);
  const lists = "/crm/lists/2026-09";
  const objects = ["A", "B", "C"].map((firstname) => ({ type: "contacts", properties: { firstname } }));
  await hubspot.control("seed", {
    objects,
    lists: [{ name: "Everyone", processingType: "DYNAMIC", members: ["101", "102", "103"] }],
  });
  const made = await hubspot.api("POST", lists, { name: "Call back", objectTypeId: "0-1", processingType: "MANUAL" });
  const id = made.is(200).text("list.listId");
  (await hubspot.api("POST", lists, { name: "Call back", objectTypeId: "0-1", processingType: "MANUAL" })).refused(
    409,
    "CONFLICT",
  );
  const found = await hubspot.api("POST", `${lists}/search`, {
    query: "call",
    processingTypes: ["MANUAL"],
    listIds: [],
    offset: 0,
    additionalProperties: [],
  });
  assert.deepEqual([found.at("total"), found.at("lists.0.listId"), found.at("hasMore")], [1, id, false]);
  const added = await hubspot.api("PUT", `${lists}/${id}/memberships/add`, ["103", "101", "999"]);
  assert.deepEqual(added.is(200).body, {
    recordsIdsAdded: ["103", "101"],
    recordIdsRemoved: [],
    recordIdsMissing: ["999"],
  });
  const page = await hubspot.api("GET", `${lists}/${id}/memberships?limit=1`);
  assert.equal(page.at("results.0.recordId"), "101");
  assert.equal(
    (await hubspot.api("GET", `${lists}/${id}/memberships?limit=1&after=${page.text("paging.next.after")}`)).at(
      "results.0.recordId",
    ),
    "103",
  );
  (await hubspot.api("GET", `${lists}/${id}/memberships?limit=251`)).refused(400, "VALIDATION_ERROR");
  (await hubspot.api("PUT", `${lists}/1/memberships/remove`, ["101"])).refused(400, "VALIDATION_ERROR", /dynamic/i);
  const changed = await hubspot.api("PUT", `${lists}/${id}/memberships/add-and-remove`, {
    recordIdsToAdd: ["102"],
    recordIdsToRemove: ["103"],
  });
  assert.deepEqual(changed.at("recordIdsRemoved"), ["103"]);
  (await hubspot.api("DELETE", `${lists}/${id}/memberships`)).is(204);
  assert.equal((await hubspot.api("GET", `${lists}/${id}`)).at("list.size"), 0);
  (await hubspot.api("DELETE", `${lists}/${id}`)).is(204);
  (await hubspot.api("GET", `${lists}/${id}`)).refused(404, "OBJECT_NOT_FOUND");
});

test("a pipeline is made, its stages used, and what is in use cannot be deleted", async (t) => {
  const hubspot = await localHubSpot(t);
  const path = "/crm/pipelines/2026-09/deals";
  const stage = { stageId: "signed", label: "Signed", displayOrder: 0, metadata: { probability: "1.0" } };
  const made = await hubspot.api("POST", path, { pipelineId: "ours", label: "Ours", displayOrder: 3, stages: [stage] });
  assert.deepEqual(made.is(201).at("stages.0.metadata"), { probability: "1.0", isClosed: "true" });
  const id = await hubspot.create("deals", { dealname: "D", pipeline: "ours", dealstage: "signed" });
  (await hubspot.api("DELETE", `${path}/ours/stages/signed`)).refused(400, "VALIDATION_ERROR");
  (await hubspot.api("DELETE", `${path}/ours`)).refused(400, "VALIDATION_ERROR");
  (await hubspot.api("DELETE", `${OBJECTS}/deals/${id}`)).is(204);
  (await hubspot.api("DELETE", `${path}/ours`)).is(204);
  const vague = { label: "Vague", displayOrder: 1, metadata: {} };
  (await hubspot.api("POST", `${path}/default/stages`, vague)).refused(400, "VALIDATION_ERROR", /probability/);
});
