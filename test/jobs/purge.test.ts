// What is deleted and what stays: by a portal's retention, and whole portals 30 days after they were disconnected.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { purge } from "../../src/jobs/purge.ts";
import { e164, type PortalId } from "../../src/model/ids.ts";
import { day, type Ground, log, newPortal, openGround, portalAsIs, receive, rowsOf } from "./setup.ts";

let ground: Ground;
const now = new Date();
const ago = (days: number) => new Date(now.getTime() - days * day);
const never = () => false;

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

async function entry(portalId: PortalId, eventId: string): Promise<void> {
  await ground.database.prisma.ledgerEntry.create({
    data: {
      portalId,
      key: `${eventId}/call`,
      eventId,
      subject: `generic/${eventId}`,
      position: 0,
      do: "create",
      what: "call",
      state: "done",
      hubspotId: "1",
      because: "the call was answered",
      properties: {},
    },
  });
}

async function remaining(portalId: PortalId): Promise<string[]> {
  const rows = await ground.database.prisma.event.findMany({ where: { portalId }, orderBy: { receivedAt: "asc" } });
  return rows.map((row) => row.because);
}

test("settled events older than the retention go with their delivery and ledger; waiting and younger ones stay", async () => {
  const portal = await newPortal(ground, { retentionDays: 30 });
  const kept = await newPortal(ground);
  for (const status of ["done", "ignored", "parked"] as const)
    await entry(portal.id, await receive(ground, portal.id, ago(31), status, ago(31), `old ${status}`));
  await receive(ground, portal.id, ago(31.1), "waiting", ago(31), "old waiting");
  await entry(portal.id, await receive(ground, portal.id, ago(31), "done", ago(2), "replayed of late"));
  await entry(portal.id, await receive(ground, portal.id, ago(29), "parked", ago(29), "young parked"));
  await entry(kept.id, await receive(ground, kept.id, ago(31), "done", ago(31), "another portal keeps 180 days"));

  await purge(ground.stores.purge, now, log, never);
  assert.deepEqual(await remaining(portal.id), ["old waiting", "replayed of late", "young parked"]);
  assert.equal(await rowsOf(ground, "Delivery", portal.id), 3, "each with its raw delivery");
  assert.equal(await rowsOf(ground, "LedgerEntry", portal.id), 2);
  assert.deepEqual(await remaining(kept.id), ["another portal keeps 180 days"]);
});

test("the further ids of a call go with the last that is known of it", async () => {
  const portal = await newPortal(ground, { retentionDays: 30 });
  const { callIds } = ground.stores;
  const [old, young] = [
    `generic/${await receive(ground, portal.id, ago(31), "done")}`,
    `generic/${await receive(ground, portal.id, ago(29), "done")}`,
  ];
  await callIds.join(portal.id, old, [old, "generic/leg-1"]);
  await callIds.join(portal.id, young, [young, "generic/leg-2"]);
  await purge(ground.stores.purge, now, log, never);
  const known = await callIds.subjects(portal.id, [old, "generic/leg-1", young, "generic/leg-2"]);
  assert.deepEqual(Object.fromEntries(known), { [young]: young, "generic/leg-2": young });
});

test("a delivery stays until the last of its events goes", async () => {
  const portal = await newPortal(ground, { retentionDays: 30 });
  const done = await receive(ground, portal.id, ago(40), "done");
  const { prisma } = ground.database;
  const { deliveryId, ...row } = await prisma.event.findUniqueOrThrow({ where: { id: done } });
  const sibling = {
    ...row,
    id: `${done}-2`,
    dedupeKey: "sibling",
    status: "waiting",
    settledAt: null,
    data: {},
    plan: undefined,
  };
  await prisma.event.create({ data: { ...sibling, deliveryId } });
  await purge(ground.stores.purge, now, log, never);
  assert.deepEqual([await rowsOf(ground, "Event", portal.id), await rowsOf(ground, "Delivery", portal.id)], [1, 1]);
  await ground.stores.events.settle(portal.id, [{ eventId: `${done}-2`, status: "done", because: "" }], ago(31));
  await purge(ground.stores.purge, now, log, never);
  assert.deepEqual([await rowsOf(ground, "Event", portal.id), await rowsOf(ground, "Delivery", portal.id)], [0, 0]);
});

test("more than one piece is deleted to the end, and a process that is told to stop stops between two", async () => {
  const portal = await newPortal(ground, { retentionDays: 7 });
  await ground.database.pool.query(
    `WITH d AS (INSERT INTO "Delivery" SELECT 'd' || n, $1, 'generic', 'POST', '', '{}', '', 'address', $2 FROM generate_series(1, 11000) n)
     INSERT INTO "Event" ("id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time", "receivedAt", "status", "dueAt", "data", "settledAt")
     SELECT 'e' || n, $1, 'd' || n, 'generic', 'x', 'x', 'k' || n, $2, $2, 'done', $2, '{}', $2 FROM generate_series(1, 11000) n`,
    [portal.id, ago(8)],
  );
  let asked = 0;
  await purge(ground.stores.purge, now, log, () => ++asked > 1 && asked < 1000);
  const left = await rowsOf(ground, "Event", portal.id);
  assert.ok(left > 0, "it stopped early");
  await purge(ground.stores.purge, now, log, never);
  for (const table of ["Event", "Delivery"]) assert.equal(await rowsOf(ground, table, portal.id), 0, table);
});

const tables = [
  "Delivery",
  "Event",
  "LedgerEntry",
  "KnownNumber",
  "Employee",
  "Tokens",
  "WebhookAddress",
  "ProviderSecret",
  "RequestCount",
  "Alert",
  "Portal",
];

async function furnished(): Promise<PortalId> {
  const { id } = await newPortal(ground);
  const { stores, database } = ground;
  await entry(id, await receive(ground, id, ago(1), "done"));
  await receive(ground, id, ago(1));
  await stores.numbers.learn(id, [
    { number: e164.parse("+380501234567"), contactId: "1", ownerId: null, dealOwnerId: null },
  ]);
  await stores.employees.save(id, [{ name: "Olena" }], []);
  await stores.tokens.save(id, { access: "a", refresh: "r", expiresAt: now, scopes: [] });
  await stores.addresses.current(id);
  await stores.alerts.secret(id);
  await stores.requests.add(id, "2026-11-23", 5);
  await database.prisma.alert.create({ data: { portalId: id, kind: "parked", text: "x" } });
  return id;
}

test("thirty days after it was disconnected nothing of a portal is left, and nothing of another one is touched", async () => {
  const [gone, back, other] = [await furnished(), await furnished(), await furnished()];
  for (const id of [gone, back]) await ground.stores.portals.disconnect(id, "removed");
  await purge(ground.stores.purge, new Date(now.getTime() + 29 * day), log, never);
  for (const table of tables) assert.ok((await rowsOf(ground, table, gone)) > 0, table);

  // Told again much later, it still counts from the first time; connected again, it does not count at all.
  await ground.stores.portals.disconnect(gone, "removed, once more");
  await ground.stores.portals.connect(back, null);
  await purge(ground.stores.purge, new Date(now.getTime() + 31 * day), log, never);
  for (const table of tables) assert.equal(await rowsOf(ground, table, gone), 0, table);
  await receive(ground, gone, new Date());
  for (const table of ["Delivery", "Event"])
    assert.equal(await rowsOf(ground, table, gone), 0, "nor what a process took for it that knew it a moment ago");
  for (const id of [back, other]) for (const table of tables) assert.ok((await rowsOf(ground, table, id)) > 0, table);

  await ground.stores.portals.disconnect(back, "removed again");
  const { disconnectedAt } = await ground.database.prisma.portal.findUniqueOrThrow({ where: { id: back } });
  assert.ok(disconnectedAt && disconnectedAt >= now, "the thirty days begin anew");
  assert.equal((await portalAsIs(ground.stores, back)).state, "disconnected");
});
