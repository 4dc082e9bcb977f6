// Contacts by id and by any of their addresses, with the properties that a portal's own rules ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Contact, unknownDirectory } from "../../src/model/crm.ts";
import { e164 } from "../../src/model/ids.ts";
import { linkTo } from "../sandbox/local-hubspot.ts";
import { connected, linksOf, nothingElse, reading, searching } from "./connected.ts";

const directory = unknownDirectory;
const DEAL = { dealname: "Office move", pipeline: "default", dealstage: "qualifiedtobuy" };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const idOf = ({ ref }: Contact) => ("id" in ref ? ref.id : "");

test("further properties come with contacts and deals, whichever way they are read", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const id = await hubspot.create("contacts", { email: "anna@acme.test", phone: "+380671234567", city: "Lviv" });
  await hubspot.create("deals", { ...DEAL, amount: "10" }, [linkTo(id, 3)]);
  const also = { ...nothingElse, contact: ["city", "jobtitle"], deal: ["amount", "closedate"] };
  const number = e164.parse("+380671234567");
  const wanted = { e164: number, national: "671234567", remembered: [id], search: false };
  const ways: Record<string, () => Promise<Contact[]>> = {
    contacts: () => gateway.contacts([id, id, "999"], directory, also),
    byEmail: async () => (await gateway.byEmail(["anna@acme.test"], directory, also)).get("anna@acme.test") ?? [],
    remembered: async () => (await gateway.people([wanted], directory, also)).get(number) ?? [],
    searched: async () =>
      (await gateway.people([{ ...wanted, remembered: [], search: true }], directory, also)).get(number) ?? [],
  };
  for (const [way, read] of Object.entries(ways)) {
    const [contact, ...others] = await read();
    assert.ok(contact && others.length === 0, way);
    assert.equal(contact.values.city, "Lviv", way);
    assert.equal(contact.values.jobtitle, undefined, way);
    assert.deepEqual(contact.companies, [], way);
    assert.deepEqual(
      contact.deals.map(({ name, open, values }) => ({ name, open, values })),
      [{ name: "Office move", open: true, values: { amount: "10" } }],
      way,
    );
  }
  const deals = await gateway.dealsOf([id], directory);
  assert.deepEqual(deals.get(id)?.[0]?.values, {}, "nothing else was asked for");
});

test("contacts by id cost a read, their links and their deals", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const ids = [
    await hubspot.create("contacts", { firstname: "A" }),
    await hubspot.create("contacts", { firstname: "B" }),
  ];
  for (const id of ids) await hubspot.create("deals", DEAL, [linkTo(id, 3)]);
  const { made, requests } = await costOf(() => gateway.contacts(ids, directory, nothingElse));
  assert.deepEqual(made.map(idOf), ids);
  assert.deepEqual(requests, { [reading("contacts")]: 1, [linksOf("contacts", "deals")]: 1, [reading("deals")]: 1 });
});

for (const [count, searches] of [
  [5, 1],
  [15, 3],
  [16, 1],
  [80, 1],
  [250, 3],
] as const) {
  test(`${count} further addresses are found in ${searches} search${searches === 1 ? "" : "es"}`, async (t) => {
    const { hubspot, gateway, costOf } = await connected(t);
    const second = (n: number) => `second-${n}@acme.test`;
    const objects = range(count).map((n) => ({
      type: "contacts",
      id: String(1_000 + n),
      properties: { email: `first-${n}@acme.test`, hs_additional_emails: `other-${n}@acme.test;${second(n)}` },
    }));
    await hubspot.control("seed", { portalId: "1001", objects });
    const { made, requests } = await costOf(() => gateway.byEmail(range(count).map(second), directory, nothingElse));
    assert.equal(requests[searching("contacts")], searches);
    for (const n of range(count)) assert.deepEqual(made.get(second(n))?.map(idOf), [String(1_000 + n)], second(n));
  });
}

test("an address that the search did not find comes back as a conflict that names the contact", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const properties = { email: "first@acme.test", hs_additional_emails: "second@acme.test" };
  const id = await hubspot.create("contacts", properties);
  await hubspot.control("faults", { match: searching("contacts"), times: 1, status: 400, body: { status: "error" } });
  assert.deepEqual(
    await gateway.byEmail(["second@acme.test"], directory, nothingElse),
    new Map([["second@acme.test", []]]),
  );
  const create = { key: "a", properties: { email: "second@acme.test" }, associate: [] };
  assert.deepEqual(await gateway.create("contact", [create]), [{ key: "a", id, made: "found" }]);
});
