// Deals are read where they are wanted, and of somebody who has thousands the newest ones, in a dozen requests.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Deal, unknownDirectory } from "../../src/model/crm.ts";
import { e164 } from "../../src/model/ids.ts";
import { type Connected, connected, linksOf, nothingElse, reading, searching } from "./connected.ts";

const directory = unknownDirectory;
const DEAL = { pipeline: "default", dealstage: "qualifiedtobuy" };
const range = (count: number) => Array.from({ length: count }, (_, n) => n);
const first = 100_000;

async function seedDeals({ hubspot }: Connected, count: number, toType: string, toId: string): Promise<void> {
  const objects = range(count).map((n) => ({
    type: "deals",
    id: String(first + n),
    properties: { ...DEAL, dealname: `Deal ${n}`, amount: String(n) },
    associations: [{ toType, toId }],
  }));
  await hubspot.control("seed", { portalId: "1001", objects });
}

/** Of so many deals those that are read: the last 500, and what they say. */
function assertNewest(deals: readonly Deal[] | undefined, count: number): void {
  const numbers = (deals ?? []).map(({ ref }) => ("id" in ref ? Number(ref.id) - first : -1)).sort((a, b) => a - b);
  assert.deepEqual(numbers, range(count).slice(-500));
  assert.ok(deals?.every(({ name }) => /^Deal \d+$/.test(name)));
}

test("a company with 10,000 deals costs 10 requests, and brings its newest 500", async (t) => {
  const to = await connected(t);
  const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  const small = await to.hubspot.create("companies", { name: "Small", domain: "small.test" });
  await seedDeals(to, 10_000, "companies", acme);
  const lone = await to.hubspot.create("deals", { ...DEAL, dealname: "Lone" }, []);
  await to.gateway.associate([{ key: "k", what: "deal", id: lone, associate: [{ what: "company", id: small }] }]);
  const wanted = { domains: ["acme.test", "small.test"], ids: [], deals: true };
  const { made, requests } = await to.costOf(() => to.gateway.companies(wanted, directory, nothingElse, []));
  assertNewest(made.find(({ name }) => name === "Acme")?.deals, 10_000);
  assert.deepEqual(
    made.find(({ name }) => name === "Small")?.deals.map(({ name }) => name),
    ["Lone"],
  );
  assert.deepEqual(requests, {
    [searching("companies")]: 1,
    [linksOf("companies", "deals")]: 1,
    [searching("deals")]: 3,
    [reading("deals")]: 6,
  });
});

for (const [count, searches] of [
  [499, 0],
  [500, 0],
  [501, 3],
] as const) {
  test(`${count} deals of a company take ${searches} searches`, async (t) => {
    const to = await connected(t);
    const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test" });
    await seedDeals(to, count, "companies", acme);
    const wanted = { domains: [], ids: [acme], deals: true };
    const { made, requests } = await to.costOf(() => to.gateway.companies(wanted, directory, nothingElse, []));
    assertNewest(made[0]?.deals, count);
    assert.equal(requests[searching("deals")] ?? 0, searches);
  });
}

test("pages of any size are read until there are enough", async (t) => {
  const to = await connected(t);
  const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  await seedDeals(to, 250, "companies", acme);
  const page = (from: number, after?: string) => ({
    status: "COMPLETE",
    results: [
      {
        from: { id: acme },
        to: range(100).map((n) => ({ toObjectId: String(first + from + n), associationTypes: [] })),
        ...(after && { paging: { next: { after } } }),
      },
    ],
  });
  for (const body of [page(0, "100"), page(100, "200"), page(150)])
    await to.hubspot.control("faults", { match: linksOf("companies", "deals"), times: 1, status: 200, body });
  const wanted = { domains: [], ids: [acme], deals: true };
  const { made, requests } = await to.costOf(() => to.gateway.companies(wanted, directory, nothingElse, []));
  assertNewest(made[0]?.deals, 250);
  assert.equal(requests[linksOf("companies", "deals")], 3);
  assert.equal(requests[searching("deals")], undefined);
});

test("where the newest cannot be searched for, what the associations say first has to do", async (t) => {
  const to = await connected(t);
  const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  await seedDeals(to, 600, "companies", acme);
  await to.hubspot.control("faults", { match: searching("deals"), times: 1, status: 400, body: { status: "error" } });
  const [company] = await to.gateway.companies({ domains: [], ids: [acme], deals: true }, directory, nothingElse, []);
  assert.equal(company?.deals.length, 500);
});

test("no deals are read of companies where none are wanted", async (t) => {
  const to = await connected(t);
  const acme = await to.hubspot.create("companies", { name: "Acme", domain: "acme.test" });
  await seedDeals(to, 5, "companies", acme);
  const wanted = { domains: ["acme.test"], ids: [], deals: false };
  const { made, requests } = await to.costOf(() => to.gateway.companies(wanted, directory, nothingElse, []));
  assert.deepEqual(
    made.map(({ ref, deals }) => [ref, deals]),
    [[{ id: acme }, []]],
  );
  assert.deepEqual(requests, { [searching("companies")]: 1 });
});

test("a contact too brings its newest 500 deals, whichever way it is read", async (t) => {
  const to = await connected(t);
  const properties = { email: "anna@acme.test", phone: "+380671234567" };
  const anna = await to.hubspot.create("contacts", properties);
  await seedDeals(to, 1_200, "contacts", anna);
  const number = e164.parse(properties.phone);
  const wanted = { e164: number, national: "671234567", remembered: [anna], search: false };
  const ways: Record<string, () => Promise<readonly Deal[] | undefined>> = {
    contacts: async () => (await to.gateway.contacts([anna], directory, nothingElse))[0]?.deals,
    remembered: async () => (await to.gateway.people([wanted], directory, nothingElse)).get(number)?.[0]?.deals,
    dealsOf: async () => (await to.gateway.dealsOf([anna], directory)).get(anna),
  };
  for (const [way, read] of Object.entries(ways)) {
    const { made, requests } = await to.costOf(read);
    assertNewest(made, 1_200);
    const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
    assert.ok(total <= 12, `${way}: ${total} requests`);
  }
});

test("a contact whose deals HubSpot gives page by page is read as one with many", async (t) => {
  const to = await connected(t);
  const anna = await to.hubspot.create("contacts", { firstname: "Anna", phone: "+380671234567" });
  await seedDeals(to, 3, "contacts", anna);
  const body = {
    id: anna,
    properties: { phone: "+380671234567" },
    createdAt: "2026-11-23T10:00:00Z",
    associations: { deals: { results: [{ id: String(first) }], paging: { next: { after: "1" } } } },
  };
  await to.hubspot.control("faults", { match: `GET .*/contacts/${anna}`, times: 1, status: 200, body });
  const number = e164.parse("+380671234567");
  const wanted = { e164: number, national: "671234567", remembered: [anna], search: false };
  const [contact] = (await to.gateway.people([wanted], directory, nothingElse)).get(number) ?? [];
  assertNewest(contact?.deals, 3);
});
