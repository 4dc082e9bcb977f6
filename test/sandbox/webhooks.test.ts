// Webhooks out: which changes are sent, how they are signed, batched and sent again.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type TestContext, test } from "node:test";
import { type LocalHubSpot, linkTo, localHubSpot, NOW, OBJECTS } from "./local-hubspot.ts";

interface Received {
  headers: IncomingMessage["headers"];
  body: string;
  events: Record<string, unknown>[];
}

class Receiver {
  readonly received: Received[] = [];
  url = "";
  status = 200;
  #waiting: (() => void)[] = [];

  take(headers: IncomingMessage["headers"], body: string): number {
    const events: unknown = JSON.parse(body);
    assert.ok(Array.isArray(events));
    this.received.push({ headers, body, events });
    for (const wake of this.#waiting.splice(0)) wake();
    return this.status;
  }

  /** Waits until this many requests have come. */
  async until(count: number): Promise<void> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  get events(): Record<string, unknown>[] {
    return this.received.flatMap(({ events }) => events);
  }
}

async function receiver(context: TestContext): Promise<Receiver> {
  const receiving = new Receiver();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () =>
      response.writeHead(receiving.take(request.headers, Buffer.concat(chunks).toString("utf8"))).end(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  receiving.url = `http://127.0.0.1:${address.port}/hubspot/webhooks?a=%3A1`;
  return receiving;
}

async function listening(context: TestContext, subscriptions: object[]): Promise<[LocalHubSpot, Receiver]> {
  const hubspot = await localHubSpot(context);
  const receiving = await receiver(context);
  await hubspot.control("webhooks", { targetUrl: receiving.url, subscriptions });
  return [hubspot, receiving];
}

const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };

test("a change of a subscribed property is sent with its value; other changes are not", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "deal.propertyChange", propertyName: "dealstage" }]);
  const id = await hubspot.create("deals", DEAL);
  await receiving.until(1);
  await hubspot.api("PATCH", `${OBJECTS}/deals/${id}`, { properties: { amount: "5", dealstage: "closedwon" } });
  await receiving.until(2);
  assert.equal(receiving.events.length, 2);
  assert.partialDeepStrictEqual(receiving.events[1], {
    portalId: 1001,
    appId: 1,
    subscriptionType: "deal.propertyChange",
    objectId: Number(id),
    propertyName: "dealstage",
    propertyValue: "closedwon",
    occurredAt: NOW,
    attemptNumber: 0,
    changeSource: "INTEGRATION",
  });
});

test("an edit on the CRM page is sent like any other, as made by a person", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "deal.propertyChange", propertyName: "amount" }]);
  const id = await hubspot.create("deals", DEAL);
  await hubspot.send("POST", `/contacts/1001/record/0-3/${id}`, new URLSearchParams({ amount: "990" }));
  await receiving.until(1);
  assert.partialDeepStrictEqual(receiving.events[0], {
    propertyValue: "990",
    changeSource: "CRM_UI",
    objectId: Number(id),
  });
});

test("the body is signed over method, decoded URI, body and time", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "contact.creation" }]);
  await hubspot.create("contacts", { firstname: "Анна" });
  await receiving.until(1);
  const [first] = receiving.received;
  assert.ok(first);
  assert.equal(first.headers["x-hubspot-request-timestamp"], String(NOW));
  const uri = receiving.url.replace("%3A", ":");
  const expected = createHmac("sha256", "sandbox-secret").update(`POST${uri}${first.body}${NOW}`).digest("base64");
  assert.equal(first.headers["x-hubspot-signature-v3"], expected);
});

test("creation, deletion, merge, association and erasure are told, in classic and generic form", async (t) => {
  const [hubspot, receiving] = await listening(t, [
    { eventType: "object.creation", objectTypeId: "0-1" },
    { eventType: "contact.deletion" },
    { eventType: "contact.merge" },
    { eventType: "contact.privacyDeletion" },
    { eventType: "deal.associationChange" },
  ]);
  const one = await hubspot.create("contacts", { firstname: "A" });
  const two = await hubspot.create("contacts", { firstname: "B" });
  await hubspot.create("deals", DEAL, [linkTo(one, 3)]);
  await hubspot.api("POST", `${OBJECTS}/contacts/merge`, { primaryObjectId: one, objectIdToMerge: two });
  await hubspot.api("POST", `${OBJECTS}/contacts/gdpr-delete`, { objectId: one });
  while (receiving.events.length < 6) await receiving.until(receiving.received.length + 1);
  const types = receiving.events.map(({ subscriptionType }) => subscriptionType);
  assert.deepEqual(types, [
    "object.creation",
    "object.creation",
    "deal.associationChange",
    "contact.merge",
    "contact.privacyDeletion",
    "contact.deletion",
  ]);
  assert.equal(receiving.events[0]?.objectTypeId, "0-1");
  assert.equal(receiving.events[2]?.associationType, "DEAL_TO_CONTACT");
  assert.deepEqual(receiving.events[3]?.mergedObjectIds, [Number(two)]);
});

test("many changes come in batches of at most 100, whose event ids are not unique", async (t) => {
  const [hubspot, receiving] = await listening(t, [
    { eventType: "contact.creation" },
    { eventType: "contact.propertyChange", propertyName: "firstname" },
  ]);
  const inputs = Array.from({ length: 100 }, (_, n) => ({ properties: { firstname: `N${n}` }, associations: [] }));
  await hubspot.api("POST", `${OBJECTS}/contacts/batch/create`, { inputs });
  await receiving.until(2);
  assert.deepEqual(
    receiving.received.map(({ events }) => events.length),
    [100, 100],
  );
  assert.ok(new Set(receiving.events.map(({ eventId }) => eventId)).size < 200);
});

test("what is not taken is sent again, ten times in all, and counts its attempts", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "contact.creation" }]);
  receiving.status = 500;
  await hubspot.create("contacts", { firstname: "A" });
  await receiving.until(1);
  const delivered = async () => (await hubspot.send("GET", "/_sandbox/webhooks")).list("deliveries").length;
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    while ((await delivered()) < attempt);
    await hubspot.control("clock", { advanceMs: 8 * 3_600_000 });
    await receiving.until(attempt + 1);
    assert.equal(receiving.received[attempt]?.events[0]?.attemptNumber, attempt);
  }
  while ((await delivered()) < 11);
  await hubspot.control("clock", { advanceMs: 100 * 3_600_000 });
  assert.equal(receiving.received.length, 11);
});

test("what is taken is not sent again", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "contact.creation" }]);
  await hubspot.create("contacts", { firstname: "A" });
  await receiving.until(1);
  while ((await hubspot.send("GET", "/_sandbox/webhooks")).list("deliveries").length < 1);
  await hubspot.control("clock", { advanceMs: 24 * 3_600_000 });
  assert.equal(receiving.received.length, 1);
});

test("an account without the app is not told about", async (t) => {
  const [hubspot, receiving] = await listening(t, [{ eventType: "contact.creation" }]);
  await hubspot.control("portals", { portalId: "2002" });
  const token = await hubspot.tokenFor("2002");
  await hubspot.api("POST", `${OBJECTS}/contacts`, { properties: { firstname: "theirs" } }, token);
  await receiving.until(1);
  await hubspot.control("uninstall", { portalId: "1001" });
  await hubspot.control("seed", {
    portalId: "2002",
    objects: [{ type: "contacts", properties: { firstname: "quiet" } }],
  });
  await hubspot.api("POST", `${OBJECTS}/contacts`, { properties: { firstname: "again" } }, token);
  await receiving.until(2);
  assert.deepEqual(
    receiving.events.map(({ portalId }) => portalId),
    [2002, 2002],
  );
});

for (const [what, subscription] of [
  ["an unknown event", { eventType: "contact.explosion" }],
  ["an unknown object", { eventType: "object.creation", objectTypeId: "9-9" }],
  ["a property change without a property", { eventType: "deal.propertyChange" }],
] as const) {
  test(`a subscription to ${what} is refused`, async (t) => {
    const hubspot = await localHubSpot(t);
    const answer = await hubspot.send("POST", "/_sandbox/webhooks", { subscriptions: [subscription] });
    answer.refused(400, "VALIDATION_ERROR");
  });
}
