// Companies: which one has a domain, what a new one is given, and which gaps are filled.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Company } from "../../src/model/crm.ts";
import { companyKey } from "../../src/model/properties.ts";
import { companyByDomain, createCompany, fillCompany } from "../../src/rules/company.ts";
import { rulebook, tamara } from "./given.ts";

const book = rulebook();
const withKey = rulebook({ prepared: { ...book.prepared, company: [companyKey] } });
const nobody = { ownerId: null, because: "nobody owns it" };

function company(id: string, change: Partial<Company> = {}): Company {
  const createdAt = "2026-01-01T00:00:00.000Z";
  return { ref: { id }, name: `Bakery ${id}`, domain: "bakery.test", createdAt, values: {}, deals: [], ...change };
}

describe("the company of a domain", () => {
  it("is the one that has it, however people wrote it", () => {
    const written = company("2", { domain: "https://www.bakery.test/" });
    const found = companyByDomain("bakery.test", [company("1", { domain: "shop.test" }), written]);
    assert.deepEqual(found, { company: written, because: "bakery.test is the domain of Bakery 2" });
  });

  it("is the oldest of several, and the reason says how many there are", () => {
    const young = company("1", { createdAt: "2026-03-01T00:00:00.000Z" });
    const found = companyByDomain("bakery.test", [young, company("3"), company("2")]);
    assert.equal(found?.company.name, "Bakery 2");
    assert.equal(found?.because, "3 companies have the domain bakery.test, and it is the oldest of them");
  });

  it("is none where nobody has exactly this domain", () => {
    const others = [company("1", { domain: null }), company("2", { domain: "my.bakery.test" })];
    assert.equal(companyByDomain("bakery.test", others), null);
  });
});

describe("a new company", () => {
  it("has all that is known, its owner, and its domain as the key that keeps it one", () => {
    const said = { name: "<b>Bakery</b>", website: "bakery.test", phone: "044 111 22 33", address: "Kyiv" };
    const owner = { ownerId: tamara.id, because: "Tamara is the TOP manager" };
    const write = createCompany({ key: "e/company", domain: "bakery.test", ...said }, "nobody has it", owner, withKey);
    assert.deepEqual(write, {
      do: "create",
      what: "company",
      key: "e/company",
      properties: {
        name: "<b>Bakery</b>",
        domain: "bakery.test",
        website: "bakery.test",
        phone: "+380441112233",
        address: "Kyiv",
        hubspot_owner_id: tamara.id,
        hookswitch_company_key: "bakery.test",
      },
      associate: [],
      because: "nobody has it, and Tamara is the TOP manager",
    });
  });

  it("is named by its domain when it has no name", () => {
    const write = createCompany({ key: "k", domain: "bakery.test" }, "new", nobody, withKey);
    assert.equal(write.properties.name, "bakery.test");
  });

  it("without a domain is kept one by its customer", () => {
    const write = createCompany({ key: "k", name: "Bakery", customer: "generic/7" }, "new", nobody, withKey);
    assert.deepEqual(write.properties, { name: "Bakery", hookswitch_company_key: "customer:generic/7" });
  });

  it("has no key where HubSpot has no property for it", () => {
    const write = createCompany({ key: "k", domain: "bakery.test" }, "new", nobody, book);
    assert.deepEqual(write.properties, { name: "bakery.test", domain: "bakery.test" });
  });

  it("keeps a number that cannot be read as it was said", () => {
    const write = createCompany({ key: "k", name: "Bakery", phone: "ask for Olha" }, "new", nobody, book);
    assert.equal(write.properties.phone, "ask for Olha");
  });
});

it("gaps of a company are filled, nothing else", () => {
  const known = company("1", { values: { name: "Bakery", phone: "+380440000000", website: "" } });
  const said = { name: "Other", domain: "other.test", website: "bakery.test", phone: "0441112233", address: "Kyiv" };
  assert.deepEqual(fillCompany(said, known, "UA"), { website: "bakery.test", address: "Kyiv" });
  assert.deepEqual(fillCompany({ domain: "other.test" }, { ...known, domain: null }, "UA"), { domain: "other.test" });
  const unnamed = company("1", { name: "bakery.test", values: { name: "bakery.test" } });
  assert.deepEqual(fillCompany({ name: "Bakery" }, unnamed, "UA"), { name: "Bakery" });
});
