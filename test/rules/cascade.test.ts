// The cascade: what the contacts and companies of an activity bring with them, each once, up to the limit.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Company, Contact, Deal, Link } from "../../src/model/crm.ts";
import { cascadeOf } from "../../src/rules/cascade.ts";
import { contact, deal } from "./given.ts";

const limits = { cascadeLimit: 500, cascadeOpenDealsOnly: false };

function company(id: string, deals: Deal[] = []): Company {
  return { ref: { id }, name: id, domain: null, createdAt: "2026-01-01T00:00:00.000Z", values: {}, deals };
}

const named = ({ what, ref }: Link) => `${what} ${"id" in ref ? ref.id : ref.key}`;

/** Numbers of companies per contact, of deals per contact and of deals per company; ids repeat on purpose. */
const graph = fc.record({
  contacts: fc.array(
    fc.record({
      companies: fc.array(fc.integer({ min: 0, max: 9 })),
      deals: fc.array(fc.integer({ min: 0, max: 30 })),
    }),
    { maxLength: 12 },
  ),
  companies: fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }), { minLength: 10, maxLength: 10 }),
  roots: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }),
  closed: fc.array(fc.integer({ min: 0, max: 30 })),
});
type Graph = typeof graph extends fc.Arbitrary<infer Value> ? Value : never;

function recordsOf({ contacts, companies, roots, closed }: Graph) {
  const dealOf = (id: number) => deal({ id: `${id}`, open: !closed.includes(id) });
  const known = companies.map((deals, id) => company(`${id}`, deals.map(dealOf)));
  return {
    known,
    contacts: contacts.map((each, index): Contact => {
      const refs = each.companies.map((id) => ({ id: `${id}` }));
      return contact({ id: `c${index}`, companies: refs, deals: each.deals.map(dealOf) });
    }),
    roots: roots.flatMap((id) => known[id] ?? []),
  };
}

/** The closure, spelled out another way: sets of numbers. */
function closureOf({ contacts, companies, roots, closed }: Graph, openOnly: boolean): Set<string> {
  const reached = new Set([...roots, ...contacts.flatMap((each) => each.companies)]);
  const deals = [...contacts.flatMap((each) => each.deals), ...[...reached].flatMap((id) => companies[id] ?? [])];
  const kept = deals.filter((id) => !openOnly || !closed.includes(id));
  return new Set([...[...reached].map((id) => `company ${id}`), ...kept.map((id) => `deal ${id}`)]);
}

describe("the cascade", () => {
  it("gives exactly the closure of any graph, each record once", () => {
    fc.assert(
      fc.property(graph, fc.boolean(), (drawn, openOnly) => {
        const { contacts, known, roots } = recordsOf(drawn);
        const { links } = cascadeOf({ contacts, companies: roots }, known, {
          ...limits,
          cascadeOpenDealsOnly: openOnly,
        });
        const names = links.map(named);
        assert.equal(new Set(names).size, names.length);
        assert.deepEqual(new Set(names), closureOf(drawn, openOnly));
      }),
      { numRuns: 500 },
    );
  });

  it("gives the same records however the people come, all at once or one after the other", () => {
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), fc.nat({ max: 12 }), (drawn, chance, cut) => {
        const { contacts, known, roots } = recordsOf(drawn);
        const shuffled = contacts
          .map((each) => ({ each, key: chance.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const atOnce = cascadeOf({ contacts, companies: roots }, known, limits);
        const first = cascadeOf({ contacts: shuffled.slice(0, cut), companies: [] }, known, limits);
        const later = cascadeOf({ contacts: shuffled.slice(cut), companies: roots }, known, limits, first.links);
        const both = [...first.links, ...later.links].map(named);
        assert.equal(new Set(both).size, both.length);
        assert.deepEqual(both.toSorted(), atOnce.links.map(named).toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it("stops at the limit of each kind, open and newest deals first, and says what is left out", () => {
    const deals = Array.from({ length: 60 }, (_, index) =>
      deal({
        id: `${index}`,
        open: index !== 59,
        updatedAt: `2026-10-01T00:00:${String(index).padStart(2, "0")}.000Z`,
      }),
    );
    const companies = Array.from({ length: 51 }, (_, index) => company(`${index}`));
    const roots = { contacts: [contact({ deals })], companies };
    const { links, because } = cascadeOf(roots, companies, { ...limits, cascadeLimit: 50 });
    assert.equal(links.filter(({ what }) => what === "company").length, 50);
    assert.deepEqual(
      links.filter(({ what }) => what === "deal").map(named),
      Array.from({ length: 50 }, (_, index) => `deal ${58 - index}`),
    );
    assert.equal(
      because,
      "its people bring 50 companies and 50 deals with them; 1 more company is left out, for your settings allow 50 on one activity; 10 more deals are left out, for your settings allow 50 on one activity",
    );
  });

  it("counts what the activity hangs on already", () => {
    const linked: Link[] = [{ what: "deal", ref: { id: "1" } }];
    const deals = [deal({ id: "1" }), deal({ id: "2" }), deal({ id: "3" })];
    const roots = { contacts: [contact({ deals })], companies: [] };
    const { links } = cascadeOf(roots, [], { ...limits, cascadeLimit: 2 }, linked);
    assert.deepEqual(links.map(named), ["deal 2"]);
  });
});
