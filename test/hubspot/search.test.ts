// Searches within HubSpot's 3,000 characters, however many properties a portal's own rules ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Contact, unknownDirectory } from "../../src/model/crm.ts";
import { e164 } from "../../src/model/ids.ts";
import { linkTo } from "../sandbox/local-hubspot.ts";
import { type Connected, connected, linksOf, nothingElse, reading, searching } from "./connected.ts";

const directory = unknownDirectory;
const DEAL = { dealname: "Office move", pipeline: "default", dealstage: "qualifiedtobuy" };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const idOf = ({ ref }: Pick<Contact, "ref">) => ("id" in ref ? ref.id : "");

/** With some 50 characters each, 60 of them alone are longer than a search may be. */
const named = (count: number) => range(count).map((n) => `a_property_with_a_rather_long_internal_name_no_${n}`);

const groups = { contacts: "contactinformation", companies: "companyinformation" };

async function define(objects: keyof typeof groups, names: string[], { hubspot }: Connected): Promise<void> {
  for (const name of names) {
    const body = { name, label: name, groupName: groups[objects], type: "string", fieldType: "text" };
    (await hubspot.api("POST", `/crm/properties/2026-09/${objects}`, body)).is(201);
  }
}

const phone = (n: number) => e164.parse(`+38067${1_000_000 + n}`);
const wanted = (n: number) => ({ e164: phone(n), national: `67${1_000_000 + n}`, remembered: [], search: true });

test("contacts are found by number with any number of properties: those are read afterwards", async (t) => {
  const to = await connected(t);
  const contact = named(60);
  await define("contacts", contact, to);
  const values = Object.fromEntries(contact.map((name) => [name, `value of ${name}`]));
  const id = await to.hubspot.create("contacts", { firstname: "Anna", phone: phone(0), ...values });
  const { made, requests } = await to.costOf(() =>
    to.gateway.people([wanted(0), wanted(1)], directory, { ...nothingElse, contact }),
  );
  const [found] = made.get(phone(0)) ?? [];
  assert.equal(found && idOf(found), id);
  for (const name of contact) assert.equal(found?.values[name], `value of ${name}`);
  assert.deepEqual(made.get(phone(1)), []);
  assert.deepEqual(requests, {
    [searching("contacts")]: 1,
    [reading("contacts")]: 1,
    [linksOf("contacts", "deals")]: 1,
  });
});

test("by a further address and by domain too", async (t) => {
  const to = await connected(t);
  const also = { ...nothingElse, contact: named(60), company: named(60) };
  const [last = ""] = also.contact.slice(-1);
  await define("contacts", [last], to);
  await define("companies", [last], to);
  const emails = { email: "anna@acme.test", hs_additional_emails: "second@acme.test" };
  const anna = await to.hubspot.create("contacts", { ...emails, [last]: "hers" });
  const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test", [last]: "its" });
  const [contact] = (await to.gateway.byEmail(["second@acme.test"], directory, also)).get("second@acme.test") ?? [];
  assert.deepEqual(contact && [idOf(contact), contact.values[last]], [anna, "hers"]);
  const companies = await to.gateway.companies({ domains: ["acme.test"], ids: [], deals: false }, directory, also, []);
  assert.deepEqual(
    companies.map(({ ref, values }) => [ref, values[last]]),
    [[{ id: acme }, "its"]],
  );
});

test("properties that leave room are asked for in the search itself, those that would take more searches are not", async (t) => {
  const to = await connected(t);
  await define("contacts", named(40), to);
  const objects = range(20).map((n) => ({ type: "contacts", properties: { phone: phone(n) } }));
  await to.hubspot.control("seed", { portalId: "1001", objects });
  const cost = async (people: number, properties: number) => {
    const also = { ...nothingElse, contact: named(properties) };
    const { made, requests } = await to.costOf(() => to.gateway.people(range(people).map(wanted), directory, also));
    assert.ok(range(people).every((n) => made.get(phone(n))?.length === 1));
    return [requests[searching("contacts")], requests[reading("contacts")] ?? 0];
  };
  assert.deepEqual(await cost(20, 5), [1, 0]);
  assert.deepEqual(await cost(2, 40), [1, 0]);
  assert.deepEqual(await cost(20, 40), [1, 1]);
});

test("what is too long for any search is not searched for, and costs the others nothing", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const id = await hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  const domains = ["acme.test", `${"long-".repeat(700)}acme.test`];
  const { made, requests } = await costOf(() =>
    gateway.companies({ domains, ids: [], deals: false }, directory, nothingElse, []),
  );
  assert.deepEqual(
    made.map(({ ref }) => ref),
    [{ id }],
  );
  assert.equal(requests[searching("companies")], 1);
});

test("a known caller is read in one request, with very many properties in a batch of one", async (t) => {
  const to = await connected(t);
  const contact = named(90);
  await define("contacts", contact.slice(-1), to);
  const [last = ""] = contact.slice(-1);
  const id = await to.hubspot.create("contacts", { firstname: "Anna", phone: phone(0), [last]: "hers" });
  await to.hubspot.create("deals", DEAL, [linkTo(id, 3)]);
  const remembered = [{ ...wanted(0), remembered: [id], search: false }];
  const read = (also: string[]) =>
    to.costOf(() => to.gateway.people(remembered, directory, { ...nothingElse, contact: also }));
  const few = await read([last]);
  const many = await read(contact);
  for (const { made } of [few, many]) {
    const [found] = made.get(phone(0)) ?? [];
    assert.deepEqual(found && [idOf(found), found.values[last], found.deals.length], [id, "hers", 1]);
  }
  assert.equal(few.requests[reading("contacts")], undefined);
  assert.equal(many.requests[reading("contacts")], 1);
  assert.equal(Object.keys(many.requests).filter((path) => path.startsWith("GET")).length, 0);
});
