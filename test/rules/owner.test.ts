// Who owns what a call makes when somebody is missing, has left HubSpot or is known by one key only.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide } from "../../src/rules/decide.ts";
import { participantOf } from "../../src/rules/employee.ts";
import {
  anna,
  boris,
  call,
  callEvent,
  contact,
  created,
  creates,
  deal,
  employee,
  left,
  rulebook,
  snapshot,
} from "./given.ts";

const missed = callEvent({ outcome: "missed", agent: null });

describe("without a TOP manager", () => {
  it("a missed call still becomes contact, deal, call and task, owned by nobody, and the reason tells what to do", () => {
    const plan = decide(missed, snapshot(), rulebook({ settings: { topManagerOwnerId: null } }));
    assert.deepEqual(
      creates(plan).map(({ what }) => what),
      ["contact", "deal", "call", "task"],
    );
    for (const { properties } of creates(plan)) assert.ok(!("hubspot_owner_id" in properties));
    assert.match(created(plan, "task").because, /TOP manager is not chosen in the settings/);
  });

  it("one who has left HubSpot is not written as an owner, which HubSpot would refuse", () => {
    const plan = decide(missed, snapshot(), rulebook({ settings: { topManagerOwnerId: left } }));
    for (const { properties } of creates(plan)) assert.ok(!("hubspot_owner_id" in properties));
    assert.match(created(plan, "task").because, /TOP manager has left HubSpot/);
  });
});

describe("an owner who has left HubSpot", () => {
  it("is no employee of ours: the TOP manager must check the settings", () => {
    const employees = [employee({ name: "Gleb", extension: "101", ownerId: left, matchedBy: "hand" })];
    const plan = decide(callEvent(), snapshot(), rulebook({ employees }));
    assert.match(plan.because, /answered by Gleb, who is not mapped/);
    assert.equal(created(plan, "task").properties.hubspot_owner_id, "13");
  });

  it("is responsible no more: the contact's owner is, when the deal's owner has left", () => {
    const known = contact({ ownerId: boris.id, deals: [deal({ ownerId: left })] });
    const plan = decide(missed, snapshot([known]), rulebook());
    assert.equal(created(plan, "task").properties.hubspot_owner_id, boris.id);
  });

  it("leaves his clients to the TOP manager when nobody else is known", () => {
    const known = contact({ ownerId: left });
    const plan = decide(missed, snapshot([known]), rulebook());
    assert.equal(created(plan, "task").properties.hubspot_owner_id, "13");
  });
});

describe("a client without an owner", () => {
  it("has nobody that the answering employee could be another than, and the reason does not claim one", () => {
    const plan = decide(callEvent(), snapshot([contact()]), rulebook());
    assert.match(plan.because, /answered by Anna, and nobody is responsible yet\.$/);
    assert.equal(created(plan, "call").properties.hubspot_owner_id, anna.id);
  });

  it("is called back by the employee who was rung, else by the TOP manager", () => {
    const rung = decide(callEvent({ outcome: "missed" }), snapshot([contact()]), rulebook());
    assert.equal(created(rung, "task").properties.hubspot_owner_id, anna.id);
    assert.match(created(rung, "task").because, /Anna was called and nobody was responsible/);
    const unsaid = decide(missed, snapshot([contact()]), rulebook());
    assert.equal(created(unsaid, "task").properties.hubspot_owner_id, "13");
  });

  it("keeps no owner: a call does not hand people over", () => {
    const plan = decide(callEvent(), snapshot([contact()]), rulebook());
    assert.ok(!plan.writes.some((write) => write.do === "update" && write.what === "contact"));
  });
});

describe("the open deal's owner is responsible before the contact's", () => {
  for (const [owner, result] of [
    [anna, "who is responsible"],
    [boris, "who is not the responsible"],
  ] as const) {
    it(`when the deal is ${owner.name}'s, Anna is the one ${result}`, () => {
      const known = contact({ ownerId: owner === anna ? boris.id : anna.id, deals: [deal({ ownerId: owner.id })] });
      assert.match(decide(callEvent(), snapshot([known]), rulebook()).because, new RegExp(`${result}\\.$`));
    });
  }

  it("and of several open deals it is the newest one's, a closed one's never", () => {
    const deals = [
      deal({ id: "1", ownerId: anna.id, updatedAt: "2026-09-01T00:00:00.000Z" }),
      deal({ id: "2", ownerId: boris.id, updatedAt: "2026-09-02T00:00:00.000Z" }),
      deal({ id: "3", ownerId: anna.id, updatedAt: "2026-09-03T00:00:00.000Z", open: false }),
    ];
    const plan = decide(missed, snapshot([contact({ ownerId: anna.id, deals })]), rulebook());
    assert.equal(created(plan, "task").properties.hubspot_owner_id, boris.id);
  });
});

describe("an employee is recognised by", () => {
  const employees = [
    employee({
      email: "Anna@Acme.test",
      extension: "101",
      providerId: "331851",
      sip: "acme_101",
      phone: "050 999 88 77",
      ownerId: anna.id,
    }),
  ];
  const agents: [title: string, agent: Parameters<typeof call>[0]][] = [
    ["e-mail, whatever its case", { agent: { email: "anna@acme.TEST" } }],
    ["the phone system's id", { agent: { id: "331851" } }],
    ["extension", { agent: { extension: "101" } }],
    ["SIP login", { agent: { sip: "ACME_101" } }],
    ["phone, however it is written", { agent: { phone: "+380 (50) 999-88-77" } }],
  ];
  for (const [title, data] of agents) {
    it(title, () => {
      assert.deepEqual(participantOf(call(data).agent, rulebook({ employees })), {
        kind: "owner",
        ownerId: anna.id,
        name: "Anna",
      });
    });
  }

  it("e-mail before extension, when they name two people", () => {
    const two = [
      employee({ extension: "101", ownerId: boris.id }),
      employee({ email: "anna@acme.test", ownerId: anna.id }),
    ];
    const { agent } = call({ agent: { email: "anna@acme.test", extension: "101" } });
    assert.partialDeepStrictEqual(participantOf(agent, rulebook({ employees: two })), { ownerId: anna.id });
  });

  it("an owner's e-mail before another employee's id, extension, SIP login or phone", () => {
    const annas = { extension: "101", providerId: "331851", sip: "acme_101", phone: "+380509998877" };
    const employees = [employee({ ...annas, email: "anna@acme.test", ownerId: anna.id })];
    const agents = [
      { extension: annas.extension },
      { id: annas.providerId },
      { sip: annas.sip },
      { phone: annas.phone },
    ];
    for (const known of agents) {
      const { agent } = call({ agent: { ...known, email: "boris@acme.test" } });
      assert.partialDeepStrictEqual(participantOf(agent, rulebook({ employees })), {
        ownerId: boris.id,
        name: "Boris",
      });
    }
  });

  it("e-mail alone, when it is a HubSpot owner's and nobody was mapped by hand", () => {
    const { agent } = call({ agent: { email: "BORIS@acme.test" } });
    assert.partialDeepStrictEqual(participantOf(agent, rulebook({ employees: [] })), { ownerId: boris.id });
  });

  it("the e-mail on the employees page, when the phone system sends an extension only", () => {
    const unmapped = [employee({ extension: "102", email: "boris@acme.test" })];
    const { agent } = call({ agent: { extension: "102" } });
    assert.partialDeepStrictEqual(participantOf(agent, rulebook({ employees: unmapped })), { ownerId: boris.id });
  });

  it("the owner chosen by hand, although the e-mail is another owner's", () => {
    const byHand = [employee({ email: "boris@acme.test", ownerId: anna.id, matchedBy: "hand" })];
    const { agent } = call({ agent: { email: "boris@acme.test" } });
    assert.partialDeepStrictEqual(participantOf(agent, rulebook({ employees: byHand })), { ownerId: anna.id });
  });

  it("nothing, when no field says who it was", () => {
    assert.deepEqual(participantOf(call({ agent: null }).agent, rulebook()), { kind: "unsaid" });
    assert.deepEqual(participantOf(call({ agent: { department: "Sales" } }).agent, rulebook()), { kind: "unsaid" });
  });
});
