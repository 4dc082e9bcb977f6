// Records of custom objects: one per unique value however often they are written, with their associations.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { UpsertInput } from "../../src/hubspot/gateway.ts";
import { type Connected, connected } from "./connected.ts";

const SCHEMA = {
  name: "subscription",
  labels: { singular: "Subscription", plural: "Subscriptions" },
  requiredProperties: ["plan"],
  properties: [
    { name: "plan", label: "Plan", type: "string", fieldType: "text" },
    { name: "subscription_id", label: "Subscription id", type: "string", fieldType: "text", hasUniqueValue: true },
  ],
  associatedObjects: ["contacts", "companies"],
};

async function subscriptions(t: Parameters<typeof connected>[0], options: Parameters<typeof connected>[1] = {}) {
  const to = await connected(t, options);
  const objectTypeId = (await to.hubspot.api("POST", "/crm-object-schemas/2026-09/schemas", SCHEMA)).text(
    "objectTypeId",
  );
  const input = (idValue: string, change: Partial<UpsertInput> = {}): UpsertInput => ({
    key: `e/${idValue}`,
    objectTypeId,
    idProperty: "subscription_id",
    idValue,
    create: true,
    properties: { subscription_id: idValue, plan: "Basic" },
    associate: [],
    ...change,
  });
  const read = (...idValues: string[]) =>
    to.gateway.customRecords({ objectTypeId, idProperty: "subscription_id", idValues }, ["plan"]);
  return { ...to, objectTypeId, input, read };
}

const linksOf = async ({ hubspot }: Connected, type: string, id: string, to: string) =>
  (await hubspot.api("GET", `/crm/objects/2026-09/${type}/${id}/associations/${to}`)).list("results");

test("100 records are made in one request, and the same again changes no id", async (t) => {
  const { gateway, costOf, input, objectTypeId, read } = await subscriptions(t);
  const inputs = Array.from({ length: 100 }, (_, n) => input(`S-${n}`));
  const first = await costOf(() => gateway.upsert(inputs));
  assert.deepEqual(first.requests, { [`POST /crm/objects/2026-09/${objectTypeId}/batch/upsert`]: 1 });
  assert.deepEqual(await gateway.upsert(inputs), first.made);
  assert.equal(new Set(first.made.map((outcome) => "id" in outcome && outcome.id)).size, 100);
  assert.equal((await read("S-7", "S-101")).get("S-7")?.plan, "Basic");
  assert.equal((await read("s-7")).get("s-7")?.plan, "Basic", "whatever the case");
});

test("two writes to one record in a batch are both done, the later one last", async (t) => {
  const { gateway, input, read } = await subscriptions(t);
  const pro = { subscription_id: "S-1", plan: "Pro" };
  const [one, two] = await gateway.upsert([input("S-1"), input("s-1", { key: "e/later", properties: pro })]);
  assert.deepEqual(one && "id" in one && one.id, two && "id" in two && two.id);
  assert.equal((await read("S-1")).get("S-1")?.plan, "Pro");
});

test("a rule that makes none changes what is there and is refused the rest, each by itself", async (t) => {
  const { gateway, input, read } = await subscriptions(t);
  await gateway.upsert([input("S-1")]);
  const only = (id: string) => input(id, { create: false, properties: { plan: "Pro" } });
  const outcomes = await gateway.upsert([only("S-1"), only("S-2")]);
  assert.deepEqual(
    outcomes.map((outcome) => "refused" in outcome),
    [false, true],
  );
  assert.equal((await read("S-1")).get("S-1")?.plan, "Pro");
  assert.equal((await read("S-2")).size, 0);
});

test("one bad value costs only its own record", async (t) => {
  const { gateway, input, read } = await subscriptions(t);
  const outcomes = await gateway.upsert([input("S-1"), input("S-2", { properties: { colour: "red" } }), input("S-3")]);
  assert.deepEqual(
    outcomes.map((outcome) => "refused" in outcome),
    [false, true, false],
  );
  assert.deepEqual([...(await read("S-1", "S-2", "S-3")).keys()], ["S-1", "S-3"]);
});

test("records are associated once each, a record that is gone is left out, and what HubSpot does not associate is said", async (t) => {
  const to = await subscriptions(t);
  const { hubspot, gateway, input, objectTypeId, costOf } = to;
  const ivan = await hubspot.create("contacts", { firstname: "Ivan" });
  const gone = await hubspot.create("contacts", { firstname: "Gone" });
  const acme = await hubspot.create("companies", { name: "Acme" });
  const deal = await hubspot.create("deals", { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" });
  await hubspot.api("DELETE", `/crm/objects/2026-09/contacts/${gone}`);
  const associate: UpsertInput["associate"] = [
    { what: "contact", id: ivan },
    { what: "company", id: acme },
  ];
  const both = [input("S-1", { associate }), input("S-2", { associate })];
  const { requests } = await costOf(() => gateway.upsert(both));
  assert.equal(
    Object.values(requests).reduce((sum, count) => sum + count),
    3,
  );
  await gateway.upsert(both);
  assert.equal((await linksOf(to, "contacts", ivan, objectTypeId)).length, 2);
  assert.equal((await linksOf(to, "companies", acme, objectTypeId)).length, 2);
  const [withGone] = await gateway.upsert([input("S-1", { associate: [{ what: "contact", id: gone }, ...associate] })]);
  assert.ok(withGone && "id" in withGone);
  const [refused, fine] = await gateway.upsert([
    input("S-1", { associate: [{ what: "deal", id: deal }] }),
    input("S-2"),
  ]);
  assert.match(refused && "refused" in refused ? refused.refused : "", /No association type/);
  assert.ok(fine && "id" in fine);
});

test("leave to write is asked for before the records, and again before their associations", async (t) => {
  let leave = 2;
  const permit = async () => {
    if (leave-- <= 0) throw new Error("another run has begun");
  };
  const { gateway, input, hubspot, read } = await subscriptions(t, { permit });
  const contact = await hubspot.create("contacts", { firstname: "Anna" });
  const associate = [{ what: "contact" as const, id: contact }];
  await gateway.upsert([input("S-1", { associate })]);
  assert.equal(leave, 0);
  await assert.rejects(gateway.upsert([input("S-2", { associate })]), /another run/);
  leave = 1;
  await assert.rejects(gateway.upsert([input("S-3", { associate })]), /another run/);
  assert.deepEqual([...(await read("S-1", "S-2", "S-3")).keys()], ["S-1", "S-3"]);
});
