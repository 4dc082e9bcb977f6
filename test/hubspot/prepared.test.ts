// Our properties in a portal, those of companies included; a portal that withholds them goes on without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { prepared } from "../../src/model/prepared.ts";
import { companyKey, ourProperties } from "../../src/model/properties.ts";
import { connected } from "./connected.ts";

test("companies get a key that HubSpot keeps unique, once", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const first = await gateway.prepare();
  assert.deepEqual(first.company, [companyKey]);
  assert.deepEqual(first.missing, []);
  const property = await hubspot.api("GET", `/crm/properties/2026-09/companies/${companyKey}`);
  assert.equal(property.at("hasUniqueValue"), true);
  assert.equal(property.at("groupName"), "hookswitch");
  const { made, requests } = await costOf(() => gateway.prepare());
  assert.deepEqual(made, first);
  assert.deepEqual(
    Object.keys(requests).filter((request) => !request.startsWith("GET ")),
    [],
    "the second time nothing is created",
  );
});

test("without the permission the company has no key, which is said, and the rest stands", async (t) => {
  const { gateway } = await connected(t, {
    scopes: ["contacts", "deals"].flatMap((what) => [
      `crm.objects.${what}.read`,
      `crm.objects.${what}.write`,
      `crm.schemas.${what}.read`,
      `crm.schemas.${what}.write`,
    ]),
  });
  const { company, contact, deal, missing } = await gateway.prepare();
  assert.deepEqual(company, []);
  assert.equal(contact.length, ourProperties.contact.length);
  assert.equal(deal.length, ourProperties.deal.length);
  const said = missing.find((line) => line.includes("companies")) ?? "";
  assert.match(said, /Hookswitch company key\. Without the key, two sign-ups .* two companies\./);
  assert.match(said, /crm\.schemas\.companies/);
});

test("what an earlier release prepared tells that companies were not", () => {
  const stored = { contact: ["hookswitch_phone"], deal: [], call: [], missing: [] };
  assert.equal(prepared.parse(stored).company, undefined);
  assert.deepEqual(prepared.parse({ ...stored, company: [] }).company, []);
});
