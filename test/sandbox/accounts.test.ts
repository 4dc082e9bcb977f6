// Several accounts side by side, their seeds, and the whole state saved, loaded, reset and kept in a file.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startSandbox } from "../../src/sandbox/server.ts";
import { LocalHubSpot, linkTo, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const CALL = { hs_timestamp: "2026-11-22T10:00:00Z" };

test("accounts see neither each other's records nor properties", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.send("POST", "/_sandbox/portals", { portalId: "2002", timeZone: "America/New_York" })).is(201);
  const other = await hubspot.tokenFor("2002");
  const id = await hubspot.create("contacts", { firstname: "A", email: "a@bakery.example" });
  (await hubspot.api("GET", `${OBJECTS}/contacts/${id}`, undefined, other)).refused(404, "OBJECT_NOT_FOUND");
  const same = { properties: { email: "a@bakery.example" } };
  (await hubspot.api("POST", `${OBJECTS}/contacts`, same, other)).is(201);
  const field = { name: "ours", label: "Ours", type: "string", fieldType: "text", groupName: "contactinformation" };
  (await hubspot.api("POST", "/crm/properties/2026-09/contacts", field)).is(201);
  (await hubspot.api("GET", "/crm/properties/2026-09/contacts/ours", undefined, other)).is(404);
  assert.equal((await hubspot.api("GET", "/account-info/2026-09/details", undefined, other)).at("utcOffset"), "-05:00");
});

test("seeding fills an account with linked records that search finds at once", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("lag", { createMs: 60_000 });
  const objects = [
    {
      type: "contacts",
      id: "501",
      properties: { firstname: "Anna", phone: "0671234567" },
      createdAt: "2025-01-01T00:00:00Z",
    },
    { type: "deals", properties: { dealname: "D" }, associations: [{ toType: "contacts", toId: "501" }] },
  ];
  const seeded = await hubspot.control("seed", { portalId: "1001", objects });
  assert.deepEqual(seeded.at("results.0"), { type: "contacts", id: "501" });
  const filters = [{ propertyName: "hs_searchable_calculated_phone_number", operator: "EQ", value: "671234567" }];
  const found = await hubspot.search("contacts", { filterGroups: [{ filters }] });
  assert.equal(found.at("results.0.createdAt"), "2025-01-01T00:00:00.000Z");
  assert.equal((await hubspot.api("GET", `${OBJECTS}/contacts/501/associations/deals`)).list("results").length, 1);
  assert.equal(await hubspot.create("contacts", { firstname: "next" }), "502");
});

test("a seed with an unknown property or account is refused", async (t) => {
  const hubspot = await localHubSpot(t);
  const objects = [{ type: "contacts", properties: { no_such: "x" } }];
  (await hubspot.send("POST", "/_sandbox/seed", { portalId: "1001", objects })).refused(400, "VALIDATION_ERROR");
  (await hubspot.send("POST", "/_sandbox/seed", { portalId: "9", objects: [] })).refused(400, "VALIDATION_ERROR");
});

async function someState(hubspot: LocalHubSpot): Promise<string> {
  const contact = await hubspot.create("contacts", { firstname: "Anna", email: "anna@bakery.example" });
  await hubspot.create("calls", CALL, [linkTo(contact, 194)]);
  const field = {
    name: "ours",
    label: "Ours",
    type: "string",
    fieldType: "text",
    groupName: "contactinformation",
    hasUniqueValue: true,
  };
  (await hubspot.api("POST", "/crm/properties/2026-09/contacts", field)).is(201);
  await hubspot.api("PATCH", `${OBJECTS}/contacts/${contact}`, { properties: { ours: "k-1" } });
  await hubspot.api("PATCH", "/crm/pipelines/2026-09/deals/default", { label: "Renamed" });
  return contact;
}

async function assertSomeState(hubspot: LocalHubSpot, contact: string): Promise<void> {
  const read = await hubspot.api("GET", `${OBJECTS}/contacts/k-1?idProperty=ours&properties=ours&associations=calls`);
  assert.equal(read.is(200).at("id"), contact);
  assert.equal(read.list("associations.calls.results").length, 1);
  const again = await hubspot.api("POST", `${OBJECTS}/contacts`, { properties: { email: "anna@bakery.example" } });
  again.refused(409, "CONFLICT");
  assert.equal((await hubspot.api("GET", "/crm/pipelines/2026-09/deals/default")).at("label"), "Renamed");
}

test("the state can be taken, thrown away and put back, tokens included", async (t) => {
  const hubspot = await localHubSpot(t);
  const contact = await someState(hubspot);
  const state = (await hubspot.send("GET", "/_sandbox/state")).is(200).body;
  await hubspot.control("reset");
  (await hubspot.api("GET", `${OBJECTS}/contacts/${contact}`)).refused(401, "INVALID_AUTHENTICATION");
  (await hubspot.send("PUT", "/_sandbox/state", state)).is(204);
  await assertSomeState(hubspot, contact);
  assert.deepEqual((await hubspot.send("GET", "/_sandbox/state")).body, state);
});

test("with a state file everything is there again after a restart", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  const options = { port: 0, seed: "empty", stateFile: join(folder, "state.json") } as const;
  const first = await startSandbox(options);
  const hubspot = new LocalHubSpot(first.url);
  hubspot.token = await hubspot.tokenFor("1001");
  const contact = await someState(hubspot);
  await first.close();
  const second = await startSandbox(options);
  t.after(async () => {
    await second.close();
    rmSync(folder, { recursive: true });
  });
  const later = new LocalHubSpot(second.url);
  later.token = hubspot.token;
  await assertSomeState(later, contact);
});

test("the demo seed is the same every time: 2,000 contacts, 300 deals in three pipelines, five owners", async (t) => {
  const hubspot = await localHubSpot(t, { seed: "demo" });
  assert.equal((await hubspot.search("contacts", {})).at("total"), 2_000);
  assert.equal((await hubspot.search("deals", {})).at("total"), 300);
  for (const pipeline of ["default", "68412001", "68412002"]) {
    const filters = [{ propertyName: "pipeline", operator: "EQ", value: pipeline }];
    assert.ok(Number((await hubspot.search("deals", { filterGroups: [{ filters }] })).at("total")) > 20);
  }
  const phones = new Set<string>();
  for (let after = 0; after < 1_000; after += 200) {
    const page = await hubspot.search("contacts", { limit: 200, after: String(after), properties: ["phone"] });
    for (let n = 0; n < 200; n += 1) {
      phones.add(String(page.at(`results.${n}.properties.phone`)).replace(/\d/g, "9"));
    }
  }
  assert.ok(phones.size >= 10, "phones are spelt in many ways");
  const parsed = [{ propertyName: "hs_calculated_phone_number", operator: "HAS_PROPERTY" }];
  const total = Number((await hubspot.search("contacts", { filterGroups: [{ filters: parsed }] })).at("total"));
  assert.ok(total > 1_200 && total < 1_900, `${total} phones could be parsed`);
  const twin = await localHubSpot(t, { seed: "demo" });
  const path = `${OBJECTS}/contacts?limit=100&properties=phone`;
  assert.deepEqual((await twin.api("GET", path)).body, (await hubspot.api("GET", path)).body);
  const lists = await hubspot.api("POST", "/crm/lists/2026-09/search", {});
  assert.equal(lists.at("lists.0.name"), "Call back this week");
});

test("a path that is not HubSpot's is 404", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.api("GET", "/crm/objects/2025-01/contacts")).refused(404, "OBJECT_NOT_FOUND");
});

test("an account can be given the people that a test needs", async (t) => {
  const hubspot = await localHubSpot(t);
  const owners = [{ email: "agent@acme.test", firstName: "Sample", lastName: "Agent", id: "55" }];
  await hubspot.control("portals", { portalId: "2002", owners });
  const token = await hubspot.tokenFor("2002");
  const answer = await hubspot.api("GET", "/crm/owners/2026-09", undefined, token);
  assert.equal(answer.list("results").length, 1);
  assert.equal(answer.at("results.0.id"), "55");
});

test("a body beyond 10 MB is refused as JSON", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = await hubspot.api("POST", `${OBJECTS}/notes`, {
    properties: { hs_note_body: "x".repeat(11_000_000) },
  });
  answer.refused(413, "VALIDATION_ERROR");
});
