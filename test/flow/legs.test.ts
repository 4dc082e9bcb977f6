// The legs of one call, in any order and in any batches: one HubSpot call that says the same in the end.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { until } from "../chaos/until.ts";
import { startApp, type TestApp } from "../hookswitch.ts";
import { query } from "../web/setup.ts";
import { allSettled, openPortals, type PortalOfSender } from "./senders/portals.ts";
import { expectedOf, type Held, heldIn, seenOf } from "./senders/seen.ts";
import { answered, type Story, told } from "./senders/story.ts";
import { clientOf, tell } from "./senders/telling.ts";

/** Each with its end as the last one. */
const transfers: Record<string, Story> = {
  twilio: told(["started", "picked-up", "answered-in", "transferred", "completed-in"], answered(120, "second")),
  ringcentral: told(["started", "answered-in", "transferred", "transferred-to", "ended-in"], answered(81, "second")),
  "zoom-phone": told(["ringing", "answering", "leg-ended", "transferred", "answered-by-other", "path"], answered()),
  dialpad: told(["ringing", "answering", "transferred", "answered-child", "answered-in"], answered(80, "second")),
  asterisk: told(["leg-alone-rang", "leg-alone", "queue-answered"], answered()),
  telnyx: told(["started", "picked-up", "answered-in", "transferred", "completed-in"], answered(80, "second")),
};

/** What comes together, and only when all before it is settled. */
const orders: Record<string, (legs: readonly string[]) => (readonly string[])[]> = {
  "as it happened": (legs) => [legs],
  "its end first, the others backwards": (legs) => [legs.slice(-1), legs.slice(0, -1).toReversed()],
  "a leg first, then its end, then the others": (legs) => [legs.slice(-2, -1), legs.slice(-1), legs.slice(0, -2)],
};

/** News that names a further id of the call alone, and where HubSpot shows it. */
const linked: Record<string, { call: string[]; news: string; shown: [property: string, RegExp] }> = {
  justcall: {
    call: ["user-time"],
    news: "analyzed-by-number",
    shown: ["hs_call_body", /Summary: Wants ten seats by Friday\./],
  },
  cloudtalk: { call: ["answered-in"], news: "recording-by-uuid", shown: ["hs_call_recording_url", /later\.wav$/] },
  asterisk: { call: ["queue-answered"], news: "recording-of-leg", shown: ["hs_call_recording_url", /leg\.mp3$/] },
  dialpad: {
    call: ["answered-child", "answered-in"],
    news: "recap-of-leg",
    shown: ["hs_call_body", /Summary: Asked for a price\./],
  },
  vonage: {
    call: ["started", "picked-up", "transferred"],
    news: "completed-elsewhere",
    shown: ["hs_call_status", /COMPLETED/],
  },
};

let app: TestApp;
let portals: Map<string, PortalOfSender>;
const holding = new Map<string, Held>();

/** Calls of one sender have numbers, by which their clients and ids differ. */
const numberOf = { order: (name: string) => Object.keys(orders).indexOf(name), after: 10, before: 11, rang: 12 };

before(async () => {
  app = await startApp();
  portals = await openPortals(app, [...new Set([...Object.keys(transfers), ...Object.keys(linked)])]);
  for (const round of [0, 1, 2]) {
    await Promise.all([...transferRound(round), ...linkedRound(round), ...(round === 0 ? [rangTwice()] : [])]);
    await allSettled(app);
  }
  for (const [sender, portal] of portals) holding.set(sender, await heldIn(app, portal));
});
after(() => app.stop());

function transferRound(round: number): Promise<void>[] {
  return Object.entries(transfers).flatMap(([sender, { send }]) =>
    Object.entries(orders).map(([name, cut]) => tellAll(sender, cut(send)[round] ?? [], numberOf.order(name))),
  );
}

function linkedRound(round: number): Promise<void>[] {
  return Object.entries(linked).flatMap(([sender, { call, news }]) => [
    tellAll(sender, [call, [news]][round] ?? [], numberOf.after),
    tellAll(sender, [[news], call][round] ?? [], numberOf.before),
  ]);
}

/** The first employee's phone is dealt with while the end still waits; then it comes out that the second one answered. */
async function rangTwice(): Promise<void> {
  await tellAll("twilio", ["completed-in", "rang-in-vain"], numberOf.rang);
  const rang = `SELECT 1 FROM "Event" WHERE "portalId" = $1 AND "type" = 'call.forwarded' AND "status" = 'ignored'`;
  await until("the first phone is dealt with", 4_000, async () => {
    return (await query(app, rang, [portalOf("twilio").id])).length > 0;
  });
  await tellAll("twilio", ["transferred"], numberOf.rang);
}

async function tellAll(sender: string, names: readonly string[], n: number): Promise<void> {
  for (const name of names) assert.equal((await tell(portalOf(sender), sender, name, n)).status, 200);
}

function portalOf(sender: string): PortalOfSender {
  const portal = portals.get(sender);
  assert.ok(portal);
  return portal;
}

function heldBy(sender: string): Held {
  const held = holding.get(sender);
  assert.ok(held);
  return held;
}

/** What HubSpot itself writes, and the ids that tell the calls apart. */
const apart = /^(createdate|hs_(object_id|createdate|lastmodifieddate|call_external_id))$/;

/** The one call with this client, his number aside. */
function callWith(n: number, { records }: Held): Record<string, string | undefined> {
  const phone = clientOf(n);
  const calls = records.filter(({ type, properties: call }) => {
    return type === "calls" && [call.hs_call_from_number, call.hs_call_to_number].includes(phone);
  });
  assert.equal(calls.length, 1);
  const own = Object.entries(calls[0]?.properties ?? {}).filter(([name]) => !apart.test(name));
  return Object.fromEntries(own.map(([name, value]) => [name, value?.replaceAll(phone, "client")]));
}

for (const [sender, story] of Object.entries(transfers)) {
  describe(`a call of ${sender} that was passed on`, () => {
    for (const name of Object.keys(orders)) {
      it(`${name}: is one call, with all that its legs tell`, () => {
        const seen = seenOf(numberOf.order(name), heldBy(sender), portalOf(sender));
        const { calls, contacts } = expectedOf(numberOf.order(name), story, sender);
        assert.deepEqual({ calls: seen.calls, contacts: seen.contacts }, { calls, contacts });
      });

      it(`${name}: has the same properties as in any other order`, () => {
        const [expected, actual] = [0, numberOf.order(name)].map((n) => callWith(n, heldBy(sender)));
        assert.deepEqual(actual, expected);
      });
    }
  });
}

it("a phone that rang in vain before another one was answered makes no task, not even for a moment", () => {
  const { calls, tasks } = seenOf(numberOf.rang, heldBy("twilio"), portalOf("twilio"));
  assert.deepEqual(
    calls.map(({ status, owner, milliseconds }) => [status, owner, milliseconds]),
    [["COMPLETED", "second", "40000"]],
  );
  assert.deepEqual(tasks, []);
});

describe("news that names a further id of its call alone", () => {
  for (const [sender, { shown }] of Object.entries(linked)) {
    const [property, value] = shown;
    it(`${sender}'s finds it, after it and before it`, () => {
      for (const n of [numberOf.after, numberOf.before]) {
        assert.match(callWith(n, heldBy(sender))[property] ?? "", value);
      }
      assert.deepEqual(callWith(numberOf.before, heldBy(sender)), callWith(numberOf.after, heldBy(sender)));
    });
  }
});
