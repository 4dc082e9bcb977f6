// Companies of a meeting's people: found by domain and by contact, with their deals, in few requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../../src/errors.ts";
import type { Company } from "../../src/model/crm.ts";
import { unknownDirectory } from "../../src/model/crm.ts";
import { companyKey } from "../../src/model/properties.ts";
import { connected, linksOf, nothingElse, reading, searching } from "./connected.ts";

const directory = unknownDirectory;
const DEAL = { pipeline: "default", dealstage: "qualifiedtobuy" };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const idOf = ({ ref }: Pick<Company, "ref">) => ("id" in ref ? ref.id : "");

/** 40 people, 12 companies with a domain each, 60 deals: each deal with a company, most with a person as well. */
const gathering = [
  ...range(12).map((n) => ({
    type: "companies",
    id: String(1000 + n),
    properties: { name: `Company ${n}`, domain: `company-${n}.example` },
  })),
  ...range(40).map((n) => ({
    type: "contacts",
    id: String(2000 + n),
    properties: { email: `person-${n}@company-${n % 12}.example` },
    associations: [{ toType: "companies", toId: String(1000 + (n % 12)) }],
  })),
  ...range(60).map((n) => ({
    type: "deals",
    id: String(3000 + n),
    properties: { ...DEAL, dealname: `Deal ${n}` },
    associations: [
      { toType: "companies", toId: String(1000 + (n % 12)) },
      ...(n < 50 ? [{ toType: "contacts", toId: String(2000 + (n % 40)) }] : []),
    ],
  })),
];

test("a meeting of 40 known people of 12 companies with 60 deals is read in 7 requests", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  await hubspot.control("seed", { portalId: "1001", objects: gathering });
  const emails = range(40).map((n) => `person-${n}@company-${n % 12}.example`);
  const domains = range(12).map((n) => `company-${n}.example`);
  const { made, requests } = await costOf(async () => {
    const people = [...(await gateway.byEmail(emails, directory, nothingElse)).values()].flat();
    const companiesOf = await gateway.companiesOf(people.map(idOf));
    const known = people.flatMap(({ deals }) => deals);
    const ids = [...companiesOf.values()].flat();
    return {
      people,
      companiesOf,
      companies: await gateway.companies({ domains, ids, deals: true }, directory, nothingElse, known),
    };
  });
  assert.deepEqual(requests, {
    [reading("contacts")]: 1,
    [linksOf("contacts", "deals")]: 1,
    [reading("deals")]: 2,
    [linksOf("contacts", "companies")]: 1,
    [searching("companies")]: 1,
    [linksOf("companies", "deals")]: 1,
  });
  assert.equal(made.people.length, 40);
  assert.deepEqual(made.companiesOf.get("2013"), ["1001"]);
  assert.equal(made.companies.length, 12);
  const deals = made.companies.flatMap((company) => company.deals);
  assert.deepEqual(new Set(deals.map(({ name }) => name)), new Set(range(60).map((n) => `Deal ${n}`)));
});

test("deals that have been read a moment ago are not read again", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  await hubspot.control("seed", { portalId: "1001", objects: gathering });
  const wanted = { domains: ["company-3.example"], ids: [], deals: true };
  const [first] = await gateway.companies(wanted, directory, nothingElse, []);
  const { made, requests } = await costOf(() => gateway.companies(wanted, directory, nothingElse, first?.deals ?? []));
  assert.deepEqual(made, [first]);
  assert.equal(first?.deals.length, 5);
  assert.deepEqual(requests, { [searching("companies")]: 1, [linksOf("companies", "deals")]: 1 });
});

test("all companies of one domain are found, in lower case, with the values asked for", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const one = await hubspot.create("companies", { name: "Acme", domain: "Acme.test", phone: "+442071838750" });
  const other = await hubspot.create("companies", { name: "Acme Group", domain: "acme.test" });
  await hubspot.create("companies", { name: "Elsewhere", domain: "acme.example" });
  const also = { ...nothingElse, company: ["phone", "city"] };
  const found = await gateway.companies({ domains: ["acme.test"], ids: [], deals: false }, directory, also, []);
  assert.deepEqual(found.map(idOf), [one, other]);
  assert.deepEqual(
    found.map(({ name, domain, values }) => [name, domain, values.phone, values.city]),
    [
      ["Acme", "acme.test", "+442071838750", undefined],
      ["Acme Group", "acme.test", undefined, undefined],
    ],
  );
  assert.ok(found.every(({ createdAt }) => Number.isFinite(Date.parse(createdAt))));
});

test("companies are read only when their values are asked for, all of them at once", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const named = await hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  const other = await hubspot.create("companies", { name: "Globex", domain: "globex.test", city: "Lviv" });
  const wanted = { domains: ["acme.test"], ids: [named, other], deals: true };
  const unread = await costOf(() => gateway.companies(wanted, directory, nothingElse, []));
  assert.deepEqual(unread.made[1], {
    ref: { id: other },
    name: `company ${other}`,
    domain: null,
    createdAt: "",
    values: {},
    deals: [],
  });
  assert.equal(unread.requests[reading("companies")], undefined);

  const also = { ...nothingElse, company: ["city"] };
  const found = await costOf(() => gateway.companies({ ...wanted, ids: [named] }, directory, also, []));
  assert.equal(found.requests[reading("companies")], 1);
  const read = await costOf(() => gateway.companies(wanted, directory, also, []));
  assert.equal(read.requests[reading("companies")], 1);
  assert.deepEqual(
    read.made.map(({ name, values }) => [name, values.city]),
    [
      ["Acme", undefined],
      ["Globex", "Lviv"],
    ],
  );
});

test("a hundred domains go in one search; where its body is full, in the next; and more than a page is read", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const short = range(100).map((n) => `c${n}.example`);
  const objects = range(205).map((n) => ({
    type: "companies",
    properties: { name: `C${n}`, domain: `c${n % 100}.example` },
  }));
  await hubspot.control("seed", { portalId: "1001", objects });
  const one = await costOf(() =>
    gateway.companies({ domains: short.slice(5), ids: [], deals: false }, directory, nothingElse, []),
  );
  assert.equal(one.requests[searching("companies")], 1);
  assert.equal(one.made.length, 190);
  const two = await costOf(() =>
    gateway.companies({ domains: short, ids: [], deals: false }, directory, nothingElse, []),
  );
  assert.equal(two.requests[searching("companies")], 2, "two pages of one search");
  assert.equal(two.made.length, 205);
  const long = range(100).map((n) => `${"department-".repeat(4)}${n}.example`);
  const three = await costOf(() =>
    gateway.companies({ domains: long, ids: [], deals: false }, directory, nothingElse, []),
  );
  assert.equal(three.requests[searching("companies")], 3, "5,800 characters of domains");
});

test("nothing wanted costs nothing", async (t) => {
  const { gateway, costOf } = await connected(t);
  const { requests } = await costOf(async () => {
    assert.deepEqual(await gateway.companies({ domains: [], ids: [], deals: false }, directory, nothingElse, []), []);
    assert.deepEqual(await gateway.companiesOf([]), new Map());
    assert.deepEqual(await gateway.contacts([], directory, nothingElse), []);
    assert.deepEqual(await gateway.associate([]), []);
  });
  assert.deepEqual(requests, {});
});

test("without the permission for companies both ways to them say so", async (t) => {
  const { gateway } = await connected(t, { scopes: ["oauth", "crm.objects.contacts.read", "crm.objects.deals.read"] });
  const isMissingPermission = (error: unknown) =>
    error instanceof Refused && error.forAll && /lacks a permission.*crm\.objects\.companies\.read/.test(error.message);
  await assert.rejects(gateway.companiesOf(["101"]), isMissingPermission);
  const wanted = { domains: ["acme.test"], ids: [], deals: false };
  await assert.rejects(gateway.companies(wanted, directory, nothingElse, []), isMissingPermission);
});

test("what HubSpot's search has not seen yet is known all the same: values as they stand, companies by our own key", async (t) => {
  const { hubspot, gateway } = await connected(t);
  await gateway.prepare();
  const company = await hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  await hubspot.control("lag", { createMs: 60_000, updateMs: 60_000 });
  const renamed = { properties: { name: "Acme Group" } };
  (await hubspot.api("PATCH", `/crm/objects/2026-09/companies/${company}`, renamed)).is(200);
  const made = await hubspot.create("companies", { name: "New", domain: "new.test", [companyKey]: "new.test" });
  const also = { ...nothingElse, company: ["website"] };
  const wanted = { domains: ["acme.test", "new.test"], ids: [], deals: false, key: companyKey };
  for (const read of [also, nothingElse]) {
    const found = await gateway.companies(wanted, directory, read, []);
    assert.ok(found.some(({ ref }) => "id" in ref && ref.id === made));
  }
  const [first] = (await gateway.companies(wanted, directory, also, [])).filter(({ domain }) => domain === "acme.test");
  assert.equal(first?.name, "Acme Group");
});
