// Whatever the order in which a customer's events come, and however they are cut into batches: the same records at the end.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Event } from "../../src/model/event.ts";
import { signUpData } from "../../src/model/sign-up.ts";
import { type Held, heldAfter } from "./signed-up.ts";
import { registered, updated } from "./signing-up.ts";

const maybe = <Value>(...values: Value[]) => fc.option(fc.constantFrom(...values), { nil: null });

/** An address at least, for without one and without a number an event is parked; only one domain, for nobody moves by it. */
const said = fc.record({
  person: fc.record({
    name: maybe("Olha Client", "Olha", "Olha Petrenko"),
    email: fc.constantFrom("olha@bakery.test", "O@Bakery.test", "office@bakery.test", "olha@ukr.net"),
    phone: maybe("067 123 45 67", "+380501112233", "12"),
  }),
  company: fc.option(
    fc.record({
      name: maybe("Bakery", "Bakery & Sons"),
      domain: maybe("bakery.test"),
      website: maybe("bakery.test", "https://bakery.test/sons"),
      phone: maybe("0441234567", "+380441112233"),
      address: maybe("Kyiv", "Lviv"),
    }),
    { nil: null },
  ),
});

const anyHistory = fc
  .array(fc.tuple(said, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((told) => told.map(([each, isSignUp], at) => (isSignUp ? registered(each, {}, at) : updated(at, each))));

/** In any order, cut into up to four batches; an id and a time of receipt as they then would have. */
function anyBatches(events: readonly Event[]): fc.Arbitrary<Event[][]> {
  const order = fc.shuffledSubarray([...events], { minLength: events.length });
  const places = fc.array(fc.nat({ max: 3 }), { minLength: events.length, maxLength: events.length });
  return fc.tuple(order, places).map(([shuffled, batchOf]) => {
    const batches = [0, 1, 2, 3].map((batch) => shuffled.filter((_event, index) => batchOf[index] === batch));
    const inOrder = batches.flat();
    return batches.map((batch) => batch.map((event) => received(event, inOrder.indexOf(event))));
  });
}

function received(event: Event, place: number): Event {
  const receivedAt = new Date(Date.UTC(2026, 9, 10, 0, 0, place)).toISOString();
  return { ...event, id: `event-${place}`, receivedAt };
}

/** The newest of each fact that was said at all. */
function newest(events: readonly Event[]) {
  const inTime = events.toSorted((a, b) => a.time.localeCompare(b.time)).map(({ data }) => signUpData.parse(data));
  const last = (field: (data: (typeof inTime)[number]) => string | null | undefined) =>
    inTime.map(field).findLast((value) => value) ?? null;
  const name = last(({ company }) => company?.name);
  return {
    contact: {
      name: last(({ person }) => person?.name) ?? "",
      email: last(({ person }) => person?.email)?.toLowerCase(),
      phone: digits(last(({ person }) => (person?.phone === "12" ? null : person?.phone))),
      company: name,
    },
    company: inTime.some(hasCompany) && {
      name: name ?? "bakery.test",
      website: last(({ company }) => company?.website),
      phone: digits(last(({ company }) => company?.phone)),
      address: last(({ company }) => company?.address),
    },
  };
}

function hasCompany({ person, company }: ReturnType<typeof signUpData.parse>): boolean {
  return Boolean(company?.name ?? company?.domain ?? company?.website) || /bakery\.test$/i.test(person?.email ?? "");
}

function digits(phone: string | null | undefined): string | null {
  return phone?.replace(/\D/g, "").slice(-9) ?? null;
}

function standing({ contacts: [contact], companies: [company] }: Held) {
  assert.ok(contact);
  const name = `${contact.firstname ?? ""} ${contact.lastname ?? ""}`.trim();
  return {
    contact: {
      name: name.startsWith("Caller") ? "" : name,
      email: contact.email,
      phone: digits(contact.phone),
      company: contact.company ?? null,
    },
    company: company !== undefined && {
      name: company.name,
      website: company.website ?? null,
      phone: digits(company.phone),
      address: company.address ?? null,
    },
  };
}

describe("the events of one customer in any order and in any batches", () => {
  it("end in one contact, at one company if there is any, with the newest of every fact", () => {
    const cases = anyHistory.chain((events) => fc.tuple(fc.constant(events), anyBatches(events)));
    fc.assert(
      fc.property(cases, ([events, batches]) => {
        const held = heldAfter(batches);
        const expected = newest(events);
        assert.deepEqual(standing(held), expected);
        const one = expected.company ? 1 : 0;
        assert.deepEqual(held.made, { contact: 1, company: one, associate: one });
        assert.equal(held.links.length, one);
      }),
      { numRuns: 1_000 },
    );
  });

  it("can all be told again without another record or another change", () => {
    fc.assert(
      fc.property(anyHistory.chain(anyBatches), (batches) => {
        const later = batches.flat().map((event, at) => ({ ...received(event, at + 100), time: event.time }));
        assert.deepEqual(heldAfter([...batches, later]), heldAfter(batches));
      }),
      { numRuns: 300 },
    );
  });
});
