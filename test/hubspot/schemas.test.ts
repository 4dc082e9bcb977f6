// What a portal's schemas say of its own properties and custom objects, as rows and pages need it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../src/errors.ts";
import type { LocalHubSpot } from "../sandbox/local-hubspot.ts";
import { connected } from "./connected.ts";

const SUBSCRIPTION = {
  name: "subscription",
  labels: { singular: "Subscription", plural: "Subscriptions" },
  requiredProperties: ["plan"],
  properties: [
    { name: "plan", label: "Plan", type: "string", fieldType: "text" },
    { name: "subscription_id", label: "Subscription id", type: "string", fieldType: "text", hasUniqueValue: true },
  ],
  associatedObjects: ["contacts"],
};

async function property(hubspot: LocalHubSpot, object: string, change: object): Promise<void> {
  const usual = { name: "own", label: "Own", type: "string", fieldType: "text", groupName: "dealinformation" };
  (await hubspot.api("POST", `/crm/properties/2026-09/${object}`, { ...usual, ...change })).is(201);
}

test("properties that can be written come with their type and options; ids and what HubSpot works out do not come", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const options = [
    { label: "Small", value: "s", displayOrder: 0, hidden: false },
    { label: "Large", value: "l", displayOrder: 1, hidden: false },
  ];
  const list = { type: "enumeration", options };
  await property(hubspot, "deals", { name: "size", label: "Size", ...list, fieldType: "select" });
  await property(hubspot, "deals", { name: "sizes", label: "Sizes", ...list, fieldType: "checkbox" });
  await property(hubspot, "deals", { name: "about", label: "About", fieldType: "html" });
  await property(hubspot, "deals", { name: "ours", label: "Ours", hasUniqueValue: true });
  await property(hubspot, "deals", { name: "secret", label: "Secret", hidden: true });
  await property(hubspot, "deals", { name: "paper", label: "Paper", fieldType: "file" });
  const listed = await gateway.properties("deal");
  const named = (name: string) => listed.find(({ property }) => property === name);
  const both = options.map(({ value, label }) => ({ value, label }));
  assert.deepEqual(named("amount"), { property: "amount", label: "Amount", type: "number", unique: false });
  assert.deepEqual(named("size"), {
    property: "size",
    label: "Size",
    type: "enumeration",
    options: both,
    unique: false,
  });
  assert.equal(named("sizes")?.several, true);
  assert.equal(named("about")?.html, true);
  assert.equal(named("ours")?.unique, true);
  for (const name of ["secret", "paper", "hubspot_owner_id", "dealstage", "hs_is_closed", "hs_object_id"])
    assert.equal(named(name), undefined, name);
});

test("custom objects come with what they need and what they can be associated with", async (t) => {
  const { hubspot, gateway } = await connected(t);
  assert.deepEqual(await gateway.customObjects(), []);
  const typeId = (await hubspot.api("POST", "/crm-object-schemas/2026-09/schemas", SUBSCRIPTION)).text("objectTypeId");
  const [listed, ...others] = (await gateway.customObjects()) ?? [];
  assert.ok(listed && others.length === 0);
  const { associated, ...rest } = listed;
  assert.deepEqual(rest, {
    objectTypeId: typeId,
    singular: "Subscription",
    plural: "Subscriptions",
    required: ["plan"],
  });
  assert.deepEqual(associated, ["contact", "call", "task", "note", "meeting", "communication"]);
  const properties = await gateway.properties(listed);
  assert.deepEqual(
    properties.map(({ property, unique }) => [property, unique]),
    [
      ["plan", false],
      ["subscription_id", true],
    ],
  );
});

test("a portal that has not granted custom objects has none to choose from, which is no error", async (t) => {
  const { gateway } = await connected(t, { scopes: ["crm.objects.deals.read"] });
  assert.equal(await gateway.customObjects(), null);
  await assert.rejects(gateway.properties("company"), Refused);
});
