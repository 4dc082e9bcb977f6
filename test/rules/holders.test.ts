// Thousands of contacts that a batch changes one by one: the same as copying all of them each time, without the cost.
import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import type { Contact, RecordRef, Snapshot } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { Holders } from "../../src/rules/holders.ts";
import { contactWith, dealWith } from "../../src/rules/world-contacts.ts";
import { contact, deal, rulebook, snapshot } from "./given.ts";

const key = fc.integer({ min: 0, max: 150 }).map((n) => `a${n}@acme.test`);
const some = fc
  .array(fc.integer({ min: 0, max: 20 }), { maxLength: 3 })
  .map((ids) => [...new Set(ids)].map((id) => contact({ id: String(id), deals: [deal({ id: String(id % 5) })] })));
const entries = fc.array(fc.tuple(key, some), { maxLength: 150 });
const ref = fc.integer({ min: 0, max: 25 }).map((id): RecordRef => ({ id: String(id) }));
const isIt = (wanted: RecordRef) => (record: { ref: RecordRef }) =>
  JSON.stringify(record.ref) === JSON.stringify(wanted);

it("changed entry by entry they are the map that they would be, and what they were before stays as it was", () => {
  fc.assert(
    fc.property(entries, fc.array(entries, { maxLength: 5 }), ref, (first, changes, wanted) => {
      const model = new Map<string, readonly Contact[]>(first);
      let holders = Holders.of(new Map(first));
      for (const change of changes) {
        const before = [holders, new Map(model)] as const;
        holders = holders.with(change);
        for (const [address, contacts] of change) model.set(address, contacts);
        assert.deepEqual([...before[0]], [...before[1]]);
      }
      assert.deepEqual([...holders], [...model]);
      assert.deepEqual([...holders.keys(), ...holders.values()], [...model.keys(), ...model.values()]);
      assert.equal(holders.size, model.size);
      for (const address of ["a0@acme.test", "nobody@acme.test", ...model.keys()]) {
        assert.equal(holders.get(address), model.get(address));
        assert.equal(holders.has(address), model.has(address));
      }
      const holds = { contact: isIt(wanted), deal: (each: Contact) => each.deals.some(isIt(wanted)) };
      for (const what of ["contact", "deal"] as const) {
        const keys = holders.keysOf(what, wanted);
        const now = keys.filter((address) => model.get(address)?.some(holds[what]));
        assert.deepEqual(
          now.toSorted(),
          [...model]
            .filter(([, contacts]) => contacts.some(holds[what]))
            .map(([address]) => address)
            .sort(),
        );
      }
    }),
    { numRuns: 300 },
  );
});

it("a contact and a deal are found wherever they stand, before and after anything has changed", () => {
  const [byNumber, byAddress, customer] = ["1", "2", "3"].map((id) => contact({ id, deals: [deal({ id: `d${id}` })] }));
  assert.ok(byNumber && byAddress && customer);
  const world: Snapshot = {
    ...snapshot([]),
    contacts: new Map([["+380671112233", [byNumber]]]),
    byEmail: new Map([["anna@acme.test", [byAddress]]]),
    customers: new Map([["s-1", { contact: customer, company: null }]]),
  };
  const later = { ...world, contacts: Holders.of(world.contacts), byEmail: Holders.of(world.byEmail) };
  const all: readonly Contact[] = [byNumber, byAddress, customer];
  for (const each of [world, later]) {
    for (const known of all) {
      assert.equal(contactWith(each, known.ref), known);
      const [its] = known.deals;
      assert.equal(its && dealWith(each, its.ref), its);
    }
    assert.equal(contactWith(each, { id: "4" }), undefined);
    assert.equal(contactWith(each, { key: "1" }), undefined);
    assert.equal(dealWith(each, { id: "1" }), undefined);
  }
});

/** Copies that the fold makes of a contact have a plain reference, and are not counted. */
function counted(all: readonly Contact[]): { contacts: Contact[]; reads(): number } {
  let reads = 0;
  const contacts = all.map((each) =>
    Object.defineProperty({ ...each }, "ref", {
      enumerable: true,
      get() {
        reads++;
        return each.ref;
      },
    }),
  );
  return { contacts, reads: () => reads };
}

it("a batch looks at each of its contacts a few times, not once for every other one", () => {
  const guests = 600;
  const address = (n: number) => `guest-${n}@client.test`;
  const known = Array.from({ length: guests }, (_, n) =>
    contact({ id: String(n), name: "", emails: [address(n)], phones: [], values: { email: address(n) } }),
  );
  const { contacts, reads } = counted(known);
  const events = Array.from({ length: guests / 20 }, (_, m): Event => {
    const participants = Array.from({ length: 20 }, (_, n) => ({ name: `Guest ${n}`, email: address(m * 20 + n) }));
    const data = { meetingId: `m-${m}`, title: `Meeting ${m}`, participants };
    const time = "2026-11-20T11:00:00.000Z";
    const id = `e-${String(m).padStart(3, "0")}`;
    return {
      id,
      provider: "generic",
      type: "meeting.completed",
      subject: `generic/m-${m}`,
      time,
      receivedAt: time,
      data,
    };
  });
  const byEmail = new Map(contacts.map((each, n) => [address(n), [each]]));
  const decisions = decideBatch(events, { ...snapshot([]), byEmail }, rulebook());
  const filled = decisions.flatMap(({ plan }) => plan.writes).filter((write) => write.do === "update");
  assert.equal(filled.length, guests);
  assert.ok(reads() < guests * 50, `${reads() / guests} looks at each`);
});
