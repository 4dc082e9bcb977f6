// A batch is a fold: each event sees what the plans before it will make.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Event } from "../../src/model/event.ts";
import { recommendedMatrix } from "../../src/model/matrix.ts";
import { type Decision, decideBatch } from "../../src/rules/fold.ts";
import { withPlan } from "../../src/rules/world.ts";
import { callEvent, clientPhone, contact, deal, rulebook, snapshot } from "./given.ts";

const book = rulebook();

function numbered(n: number, change: Parameters<typeof callEvent>[0] = {}) {
  const receivedAt = new Date(Date.parse("2026-10-09T09:31:36.000Z") + n * 1000).toISOString();
  return callEvent({ callId: `c-${n}`, ...change }, { id: `event-${n}`, receivedAt });
}

/** "event-1 create contact" for everything that HubSpot is asked to make or change. */
function made(decisions: readonly Decision[]): string[] {
  return decisions.flatMap(({ plan }) =>
    plan.writes.flatMap(({ do: does, key, what }) => (does === "use" ? [] : [`${key.split("/")[0]} ${does} ${what}`])),
  );
}

describe("two first calls from one number in one batch", () => {
  const decisions = decideBatch([numbered(1), numbered(2, { client: { phone: "050 123 45 67" } })], snapshot(), book);

  it("make one contact, one deal and two calls", () => {
    assert.deepEqual(made(decisions), [
      "event-1 create contact",
      "event-1 create deal",
      "event-1 create call",
      "event-2 create call",
    ]);
  });

  it("the second call hangs on what the first one makes", () => {
    const [call] = decisions[1]?.plan.writes.filter(({ what }) => what === "call") ?? [];
    assert.partialDeepStrictEqual(call, {
      associate: [
        { what: "contact", ref: { key: "event-1/contact" } },
        { what: "deal", ref: { key: "event-1/deal" } },
      ],
    });
    assert.match(decisions[1]?.plan.because ?? "", /from a known client, answered by Anna, who is responsible/);
  });
});

it("the same digits of two countries are two people: two contacts and two deals", () => {
  const decisions = decideBatch([numbered(1), numbered(2, { client: { phone: "+48501234567" } })], snapshot(), book);
  assert.equal(made(decisions).filter((line) => line.endsWith("create contact")).length, 2);
  assert.equal(made(decisions).filter((line) => line.endsWith("create deal")).length, 2);
});

it("the same call told twice is written once", () => {
  const again = { ...numbered(1), id: "event-2" };
  const decisions = decideBatch([numbered(1), again], snapshot(), book);
  assert.deepEqual(made(decisions.slice(1)), []);
  assert.equal(decisions[1]?.plan.verdict, "ignore");
});

it("the event that makes the call knows the news that the batch holds, which then is no news", () => {
  const rated = { ...numbered(1, { rating: { value: "5" } }), id: "event-2", type: "call.rated" as const };
  const decisions = decideBatch([numbered(1), rated], snapshot(), book);
  const [call] = decisions[0]?.plan.writes.filter(({ what }) => what === "call") ?? [];
  assert.ok(call?.do === "create" && call.properties.hs_call_body?.includes("Rating: 5"));
  const [, { plan } = assert.fail("two events, two decisions")] = decisions;
  assert.deepEqual([plan.verdict, plan.writes.map((write) => write.do)], ["write", ["use"]]);
  assert.match(plan.because, /with what this event says of it/);
});

it("two missed calls of a client make one deal and one task", () => {
  const missed = { outcome: "missed", agent: null } as const;
  const lines = made(decideBatch([numbered(1, missed), numbered(2, missed)], snapshot(), book));
  assert.equal(lines.filter((line) => line.endsWith("create deal")).length, 1);
  assert.equal(lines.filter((line) => line.endsWith("create task")).length, 1);
});

it("a deal that the batch makes for a known client is found under each of the client's numbers", () => {
  const two = contact({ phones: [clientPhone, "+380671234567"] });
  const row = { ...recommendedMatrix["in.known.answered_by_responsible"], deal: "create" as const };
  const rules = rulebook({ matrix: { "in.known.answered_by_responsible": row } });
  const events = [numbered(1), numbered(2, { client: { phone: "+380671234567" } })];
  assert.deepEqual(
    made(decideBatch(events, snapshot([two]), rules)).filter((line) => line.endsWith("deal")),
    ["event-1 create deal"],
  );
});

it("a gap that one event fills is no gap for the next: the first name and source stay", () => {
  const unnamed = contact({ name: clientPhone, values: {} });
  const said = (name: string, utmSource: string) => ({
    client: { phone: clientPhone, name },
    attribution: { utmSource },
  });
  const decisions = decideBatch(
    [numbered(1, said("Ivan", "google")), numbered(2, said("Petro", "bing"))],
    snapshot([unnamed]),
    book,
  );
  assert.deepEqual(
    made(decisions).filter((line) => line.endsWith("contact")),
    ["event-1 update contact"],
  );
});

const anyBatch = fc
  .array(
    fc.record({
      client: fc.record({
        phone: fc.constantFrom(clientPhone, "0671234567", "+4930123456", "anonymous"),
        name: fc.constantFrom(null, "Ivan Petrenko", "Olha"),
      }),
      direction: fc.constantFrom("in" as const, "out" as const),
      outcome: fc.constantFrom("answered" as const, "missed" as const, "voicemail" as const),
      agent: fc.constantFrom({ extension: "101" }, { extension: "102" }, { extension: "103" }, null),
      note: fc.constantFrom(null, "vip"),
    }),
    { maxLength: 10 },
  )
  .map((changes) => changes.map((change, n): Event => numbered(n, change)));

const held = snapshot([contact({ phones: ["+380671234567"], values: {}, deals: [deal()] })]);

it("a batch cut anywhere folds to the same plans", () => {
  fc.assert(
    fc.property(anyBatch, fc.nat({ max: 10 }), (events, cut) => {
      const [first, second] = [events.slice(0, cut), events.slice(cut)];
      const before = decideBatch(first, held, book);
      const between = before.reduce((world, { event, plan }) => withPlan(world, event, plan), held);
      assert.deepEqual([...before, ...decideBatch(second, between, book)], decideBatch(events, held, book));
    }),
  );
});

it("the order of events about different people does not matter", () => {
  const phones = ["+380501111111", "+380502222222", "+380503333333", "+380504444444", "+380671234567", "anonymous"];
  const events = phones.map((phone, n) => numbered(n, { client: { phone, name: null } }));
  const plans = (batch: Event[]) => new Map(decideBatch(batch, held, book).map(({ event, plan }) => [event.id, plan]));
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
      assert.deepEqual(new Map([...plans(shuffled)].toSorted()), plans(events));
    }),
  );
});

it("the snapshot it starts from is left as it was", () => {
  const before = structuredClone(held);
  decideBatch([numbered(1), numbered(2, { client: { phone: "0671234567", name: "Olha" } })], held, book);
  assert.deepEqual(held, before);
});
