// Dialogues: one record each, which later messages extend, whatever the order in which their parts come.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Snapshot } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import { decide } from "../../src/rules/decide.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { withPlan } from "../../src/rules/world.ts";
import { anna, contact, created, creates, rulebook, snapshot } from "./given.ts";

const person = { name: "Olha Client", phone: "+380671234567" };
const book = rulebook();

let ids = 0;

function part(type: "dialog.started" | "dialog.ended", change: Record<string, unknown> = {}): Event {
  const id = `dialog-${++ids}`;
  return {
    id,
    provider: "generic",
    type,
    subject: "generic/d-1",
    time: "2026-10-09T09:31:35.000Z",
    receivedAt: "2026-10-09T09:31:36.000Z",
    data: { dialogId: "d-1", channel: "whatsapp", person, startedAt: "2026-10-09T09:30:00.000Z", ...change } as never,
  };
}

const asked = { at: "2026-10-09T09:30:00.000Z", from: "client", text: "How much is a <b>roof</b>?" };
const told = { at: "2026-10-09T09:32:00.000Z", from: "agent", text: "1000 a metre" };
const agent = { extension: "101", name: "Anna" };

describe("a dialogue that has ended", () => {
  const plan = decide(part("dialog.ended", { messages: [asked, told], agent }), snapshot(), book);

  it("is one communication on contact and deal, owned by whoever answered, and asks for nothing more", () => {
    assert.deepEqual(
      creates(plan).map(({ what }) => what),
      ["contact", "deal", "communication"],
    );
    const { properties } = created(plan, "communication");
    assert.partialDeepStrictEqual(properties, {
      hs_communication_channel_type: "WHATS_APP",
      hs_communication_logged_from: "CRM",
      hs_timestamp: "2026-10-09T09:30:00.000Z",
      hubspot_owner_id: anna.id,
    });
    assert.deepEqual(properties.hs_communication_body?.split("<br>").slice(0, -1), [
      "Channel: whatsapp",
      "Employee: Anna",
      "2026-10-09 09:30 UTC Client: How much is a &lt;b&gt;roof&lt;/b&gt;?",
      "2026-10-09 09:32 UTC Anna: 1000 a metre",
    ]);
  });

  it("of another channel is a note", () => {
    const web = decide(part("dialog.ended", { channel: "web", messages: [asked] }), snapshot(), book);
    assert.ok(created(web, "note").properties.hs_note_body?.startsWith("Channel: web<br>"));
  });

  it("that nobody answered makes a task", () => {
    const missed = decide(
      part("dialog.ended", { messages: [asked] }),
      snapshot([contact({ phones: [person.phone] })]),
      book,
    );
    assert.equal(created(missed, "task").properties.hs_task_subject, "Answer Ivan Petrenko");
  });

  it("twice in a batch asks for an answer once", () => {
    const ends = [asked, { ...asked, text: "Hello?" }].map((message) => part("dialog.ended", { messages: [message] }));
    const made = decideBatch(ends, snapshot(), book).flatMap(({ plan }) => creates(plan).map(({ what }) => what));
    assert.deepEqual(made, ["contact", "deal", "communication", "task"]);
  });

  it("that names nobody is parked", () => {
    assert.equal(decide(part("dialog.ended", { person: null }), snapshot(), book).verdict, "park");
  });
});

describe("the parts of a dialogue", () => {
  const parts = () => [
    part("dialog.started", { messages: [asked] }),
    part("dialog.started", { messages: [asked, told], agent }),
    part("dialog.ended", { messages: [told], agent, endedAt: "2026-10-09T09:40:00.000Z" }),
  ];

  /** What stands in HubSpot after these batches. */
  function outcomeOf(batches: readonly Event[][]) {
    let world: Snapshot = snapshot();
    const made: string[] = [];
    for (const batch of batches) {
      const decisions = decideBatch(batch, world, book);
      made.push(...decisions.flatMap(({ plan }) => creates(plan).map(({ what }) => what)));
      const before = [...(world.moments.get("generic/d-1") ?? []), ...batch];
      world = decisions.reduce<Snapshot>((standing, { event, plan }) => withPlan(standing, event, plan), {
        ...world,
        moments: new Map([["generic/d-1", before]]),
      });
    }
    const body = world.calls.get("generic/d-1")?.activity?.properties.hs_communication_body;
    return { made: made.toSorted(), body: body?.replace(/Ref: .*$/, "") };
  }

  it("end in one communication with every message once, in any order and any batches", () => {
    const expected = outcomeOf([parts()]);
    assert.deepEqual(expected.made, ["communication", "contact", "deal"]);
    assert.equal(expected.body?.match(/roof/g)?.length, 1);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        fc.array(fc.nat({ max: 2 }), { minLength: 3, maxLength: 3 }),
        (order, places) => {
          const all = parts();
          const shuffled = order.flatMap((index) => all[index] ?? []);
          const batches = [0, 1, 2].map((place) => shuffled.filter((_part, index) => places[index] === place));
          // The end alone, before any answer was told, would rightly ask for one: here it always tells the answer.
          assert.deepEqual(outcomeOf(batches), expected);
        },
      ),
    );
  });
});
