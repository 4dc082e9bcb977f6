// Records of custom objects that events stand for: found or made by a unique value, filled, and put on what belongs to them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nothingWritten, type Snapshot } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import type { CreateWrite, Plan, UpsertWrite } from "../../src/model/plan.ts";
import type { CustomObjectRule } from "../../src/model/property-map.ts";
import { withOwnProperties } from "../../src/rules/own-properties.ts";
import { customSought, fills } from "../../src/rules/own-sought.ts";
import { withPlan } from "../../src/rules/world.ts";
import { callEvent, contact, rulebook, snapshot } from "./given.ts";

const subscription: CustomObjectRule = {
  id: "o-1",
  on: "customer",
  objectTypeId: "2-123",
  label: "Subscription",
  match: { property: "subscription_id", label: "Subscription id", type: "string", value: "{customer_id}" },
  create: true,
  rows: [
    { property: "plan", label: "Plan", type: "string", value: "{person.name} of {company.name}", mode: "gap" },
    { property: "since", label: "Since", type: "date", value: "{registered_at}", mode: "always" },
  ],
  associateWith: ["contact", "company"],
};

function signUp(data: Record<string, unknown> = {}): Event {
  const person = { name: "Ivan", email: "ivan@acme.test" };
  const company = { name: "Acme", domain: "acme.test" };
  return {
    id: "e-1",
    provider: "generic",
    type: "customer.registered",
    subject: "generic/S-1",
    time: "2026-10-09T09:30:00.000Z",
    receivedAt: "2026-10-09T09:30:01.000Z",
    data: JSON.parse(
      JSON.stringify({ customerId: "S-1", person, company, registeredAt: "2026-10-09T09:30:00.000Z", ...data }),
    ),
  };
}

/** As a release of another shape may have stored it. */
function withoutData(event: Event): Event {
  return JSON.parse(JSON.stringify({ ...event, data: {} }));
}

const create = (what: CreateWrite["what"]): CreateWrite => ({
  do: "create",
  what,
  key: `e-1/${what}`,
  properties: {},
  associate: [],
  because: "it is new",
});
const plan: Plan = { verdict: "write", because: "Ivan signed up.", writes: [create("company"), create("contact")] };

const made: UpsertWrite = {
  do: "upsert",
  what: "custom",
  key: "e-1/2-123",
  objectTypeId: "2-123",
  name: "Subscription",
  idProperty: "subscription_id",
  idValue: "S-1",
  create: true,
  properties: { plan: "Ivan of Acme", since: "2026-10-09", subscription_id: "S-1" },
  associate: [
    { what: "contact", ref: { key: "e-1/contact" } },
    { what: "company", ref: { key: "e-1/company" } },
  ],
  because: "no Subscription had the Subscription id “S-1” yet",
};

interface Given {
  rule?: Partial<CustomObjectRule>;
  event?: Event;
  world?: Partial<Snapshot>;
  before?: Plan;
}

function decided({ rule, event = signUp(), world, before = plan }: Given = {}): Plan {
  const propertyMap = { rows: [], objects: [{ ...subscription, ...rule }] };
  return withOwnProperties(before, event, { ...snapshot(), ...world }, rulebook({ propertyMap }));
}

const upserts = ({ writes }: Plan) => writes.filter((write) => write.do === "upsert");
const there = (values: Record<string, string>): Partial<Snapshot> => ({
  customRecords: new Map([["2-123 subscription_id=s-1", values]]),
});

describe("a record of a custom object", () => {
  it("is made with its unique value, filled, and put on the records of the event", () => {
    assert.deepEqual(decided(), { ...plan, writes: [...plan.writes, made] });
  });

  it("that is there has its gaps filled and what always counts brought up to date", () => {
    const [write] = upserts(decided({ world: there({ plan: "Gold", since: "2026-01-01" }) }));
    assert.deepEqual(write, {
      ...made,
      properties: { since: "2026-10-09", subscription_id: "S-1" },
      because: "its Subscription id is “S-1”; Since is filled by your rules",
    });
  });

  it("that is not there is not made where the rule makes none, and the plan says so", () => {
    const without = decided({ rule: { create: false } });
    assert.deepEqual(upserts(without), []);
    assert.equal(
      without.because,
      "Ivan signed up. No Subscription has the Subscription id “S-1”, and your rule makes none.",
    );
    assert.equal(upserts(decided({ rule: { create: false }, world: there({}) })).length, 1);
  });

  it("is nothing for an event that does not say its unique value, or says one that does not fit", () => {
    const byForm = { ...subscription.match, value: "{company.phone}" };
    assert.deepEqual(decided({ rule: { match: byForm } }), plan);
    const number = { ...subscription.match, type: "number" as const };
    const wrong = decided({ rule: { match: number } });
    assert.deepEqual(upserts(wrong), []);
    assert.equal(wrong.because, "Ivan signed up. “S-1” is no number, so no Subscription was written.");
  });

  it("says which of its values did not fit", () => {
    const rows = [
      {
        ...subscription.rows[1],
        property: "since",
        label: "Since",
        type: "date" as const,
        value: "soon",
        mode: "always" as const,
      },
    ];
    const [write] = upserts(decided({ rule: { rows } }));
    assert.deepEqual(write?.properties, { subscription_id: "S-1" });
    assert.equal(write?.because, `${made.because}; “soon” is no clear date, so Since was left out`);
  });
});

describe("the activity of a call", () => {
  const rule: Partial<CustomObjectRule> = {
    on: "call",
    match: { ...subscription.match, value: "{call_id}" },
    associateWith: ["activity", "deal"],
    rows: [],
  };
  const event = callEvent({}, { id: "e-1" });

  it("is the one that the plan logs", () => {
    const before: Plan = { ...plan, writes: [create("contact"), create("deal"), create("call"), create("task")] };
    const [write] = upserts(decided({ rule, event, before }));
    assert.deepEqual(write?.associate, [
      { what: "call", ref: { key: "e-1/call" } },
      { what: "deal", ref: { key: "e-1/deal" } },
    ]);
  });

  it("is the one that was logged before", () => {
    const call = { ref: { id: "900" }, properties: {}, links: [] };
    const calls = new Map([[event.subject, { ...nothingWritten, call }]]);
    const [write] = upserts(decided({ rule, event, before: { ...plan, writes: [] }, world: { calls } }));
    assert.deepEqual(write?.associate, [{ what: "call", ref: { id: "900" } }]);
  });
});

describe("an event that says nothing new", () => {
  const use = {
    do: "use",
    what: "contact",
    key: "e-1/contact",
    ref: { id: "100" },
    name: "Ivan",
    because: "it is his",
  } as const;
  const ignored: Plan = { verdict: "ignore", because: "Ivan is already in HubSpot.", writes: [use] };

  it("is not written for the sake of links, but for a value that has changed", () => {
    const same = there({ plan: "Ivan of Acme", since: "2026-10-09" });
    assert.deepEqual(decided({ before: ignored, world: same }), ignored);
    const changed = decided({ before: ignored, world: there({ since: "2026-01-01" }) });
    assert.equal(changed.verdict, "write");
    assert.equal(upserts(changed).length, 1);
  });
});

it("of two events in a batch the second one sees what the first one makes", () => {
  const event = signUp();
  const world = snapshot();
  const first = decided();
  const then = withPlan(world, event, first);
  const second = decided({ event: { ...event, id: "e-2" }, world: then });
  const [write] = upserts(second);
  assert.deepEqual(write?.properties, { subscription_id: "S-1" });
  assert.match(write?.because ?? "", /^its Subscription id/);
});

describe("what has to be read for it", () => {
  const propertyMap = { rows: [], objects: [subscription] };
  const told = { moments: new Map() };

  it("is each unique value that the events of a batch say, once", () => {
    const events = [signUp(), { ...signUp(), id: "e-2" }, { ...signUp({ customerId: "S-2" }), id: "e-3" }, callEvent()];
    const sought = customSought(events, told, rulebook({ propertyMap }));
    assert.deepEqual(sought, [{ rule: subscription, idValues: ["S-1", "S-2"] }]);
  });

  it("is nothing of an event that nobody can read, which costs the others nothing", () => {
    const events = [withoutData(signUp()), { ...signUp({ customerId: "S-2" }), id: "e-3" }];
    assert.deepEqual(customSought(events, told, rulebook({ propertyMap })), [
      { rule: subscription, idValues: ["S-2"] },
    ]);
  });

  it("is the people of the event where it is put on them", () => {
    assert.equal(fills(propertyMap, "customer", ["company"]), true);
    assert.equal(fills(propertyMap, "customer", ["deal"]), false);
    assert.equal(fills(propertyMap, "call", ["company"]), false);
  });
});

it("a contact that there is already is the one that the record is put on", () => {
  const use = {
    do: "use",
    what: "contact",
    key: "e-1/contact",
    ref: { id: "100" },
    name: "Ivan",
    because: "it is his",
  } as const;
  const known = snapshot([contact()]);
  const [write] = upserts(decided({ before: { ...plan, writes: [use] }, world: known }));
  assert.deepEqual(write?.associate, [{ what: "contact", ref: { id: "100" } }]);
});
