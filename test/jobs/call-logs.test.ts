// Calls that webhooks lost are found in the provider's own list, each once, whoever looks and whatever goes wrong.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { v7 as uuid } from "uuid";
import { takeDueLooks } from "../../src/jobs/call-logs.ts";
import type { Portal } from "../../src/store/portals.ts";
import { toRows } from "../../src/web/accept.ts";
import { type TestClock, testClock } from "./call-list.ts";
import { callLogsOf, foundIn, portalWith, start, stateOf } from "./call-log-ground.ts";
import { type MadeUpCall, type MadeUpList, madeUp, startMadeUpList } from "./made-up.ts";
import { day, type Ground, hour, minute, newPortal, openGround } from "./setup.ts";

let ground: Ground;
let clock: TestClock;
let list: MadeUpList;
let woken: string[];

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());
beforeEach(async () => {
  clock = testClock(start);
  list = await startMadeUpList(clock);
  woken = [];
  await ground.database.pool.query('TRUNCATE "Portal", "Event", "Delivery" CASCADE');
});
afterEach(() => list.close());

const never = new AbortController().signal;
const look = (signal = never) => takeDueLooks(callLogsOf(ground, [madeUp], list.send, clock, woken), signal);
const entered = (settings = {}) => portalWith(ground, "madeup", { key: "good" }, clock, settings);

/** A call of two minutes that ended so long ago. */
function call(id: string, endedAgo: number, more: Partial<MadeUpCall> = {}): MadeUpCall {
  const endedAt = clock.now() - endedAgo;
  const made = { id, phone: "+380501234567", startedAt: endedAt - 2 * minute, endedAt, ...more };
  list.calls.push(made);
  return made;
}

/** Its webhook arrives. */
async function webhook(portal: Portal, told: MadeUpCall): Promise<void> {
  const receivedAt = new Date(clock.now());
  const connection = { timeZone: "UTC", secret: null, receivedAt, url: "", map: null };
  const delivery = { method: "POST", query: "", headers: {}, body: Buffer.from(JSON.stringify(told)) };
  const reading = madeUp.log.read(told, connection);
  await ground.stores.deliveries.accept(toRows(portal.id, madeUp, delivery, "address", reading, receivedAt, uuid));
}

test("of the calls in the list those are stored of which no webhook told, the oldest first, and the lane is woken", async () => {
  const portal = await entered();
  await webhook(portal, call("told", 20 * minute));
  for (const [id, ago] of [
    ["c", 10 * minute],
    ["b", 40 * minute],
    ["a", 90 * minute],
  ] as const)
    call(id, ago);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/a", "madeup/b", "madeup/c"]);
  assert.deepEqual(woken, [portal.id]);
  assert.equal((await stateOf(ground, portal)).foundCalls, 3);
  assert.equal(list.asked.length, 2, "two pages of two");
});

test("what was found is not found again, and counts once", async () => {
  const portal = await entered();
  call("a", 10 * minute);
  await look();
  for (let looks = 0; looks < 5; looks++) {
    clock.advance(16 * minute);
    await webhook(portal, call(`told-${looks}`, 6 * minute));
    await look();
  }
  assert.deepEqual(await foundIn(ground, portal), ["madeup/a"]);
  const { checkedCalls, foundCalls, problem, checkedUntil } = await stateOf(ground, portal);
  assert.deepEqual({ checkedCalls, foundCalls, problem }, { checkedCalls: 6, foundCalls: 1, problem: null });
  assert.ok(checkedUntil && clock.now() - checkedUntil.getTime() < minute);
});

test("a call is known under the id of the call that it is a part of", async () => {
  const portal = await entered();
  await webhook(portal, {
    id: "master",
    phone: "+380501234567",
    startedAt: start - hour,
    endedAt: start - 50 * minute,
  });
  await ground.database.prisma.callId.create({
    data: { portalId: portal.id, id: "madeup/leg", subject: "madeup/master" },
  });
  call("leg", 50 * minute);
  call("other", 50 * minute, { legs: ["master"] });
  call("lost", 50 * minute, { legs: ["lost-leg"] });
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/lost"]);
});

test("a call of which a webhook told only that it goes on is not known to have ended", async () => {
  const portal = await entered();
  const told = call("cut off", 10 * minute);
  await webhook(portal, told);
  await ground.database.pool.query(`UPDATE "Event" SET "data" = jsonb_set("data", '{outcome}', '"in_progress"')`);
  await look();
  assert.equal((await stateOf(ground, portal)).checkedCalls, 1);
  assert.deepEqual(await foundIn(ground, portal), []);
  told.endedAt = start - 9 * minute;
  clock.advance(16 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/cut off"]);
});

test("what another portal knows is not known here", async () => {
  const portal = await entered();
  const stranger = await newPortal(ground);
  await webhook(stranger, call("a", 10 * minute));
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/a"]);
  assert.deepEqual(await foundIn(ground, stranger), []);
});

test("a call that goes on, or ended less than five minutes ago, is left for the next look", async () => {
  const portal = await entered();
  const long = call("goes on", 0, { endedAt: null, startedAt: start - hour });
  call("fresh", 4 * minute);
  const told = call("late webhook", 4 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), []);
  await webhook(portal, told);
  long.endedAt = start + 5 * minute;
  clock.advance(16 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/fresh", "madeup/goes on"]);
});

test("a look comes every quarter of an hour, not sooner", async () => {
  await entered();
  await look();
  await look();
  assert.equal(list.asked.length, 1);
  clock.advance(14 * minute);
  await look();
  assert.equal(list.asked.length, 1);
  clock.advance(minute);
  await look();
  assert.equal(list.asked.length, 2);
});

test("a call that enters the list an hour late is found by the overlap", async () => {
  const portal = await entered();
  call("late", 10 * minute, { listedAt: start + hour });
  for (let looks = 0; looks < 5; looks++) {
    await look();
    clock.advance(16 * minute);
  }
  assert.deepEqual(await foundIn(ground, portal), ["madeup/late"]);
});

test("a call that enters the list a day late is found by the sweep", async () => {
  const portal = await entered();
  clock.advance(20 * hour);
  await look();
  call("late", 30 * minute, { listedAt: clock.now() + day });
  const ends = clock.now() + 2 * day;
  while (clock.now() < ends) {
    await look();
    clock.advance(16 * minute);
  }
  assert.deepEqual(await foundIn(ground, portal), ["madeup/late"]);
});

test("nothing is written that was called two hours before the account was entered, not by a sweep either", async () => {
  const portal = await entered();
  call("old", 2.5 * hour);
  call("new", 1.5 * hour);
  for (let days = 0; days < 3 * 24; days++) {
    await look();
    clock.advance(hour);
  }
  assert.deepEqual(await foundIn(ground, portal), ["madeup/new"]);
});

test("a paused portal is looked at; a disconnected one only after it is connected again, and then for all the time", async () => {
  const portal = await entered({ paused: true });
  call("a", 10 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/a"]);
  await ground.stores.portals.disconnect(portal.id, "Removed.");
  clock.advance(3 * day);
  for (const days of [0.5, 1.5, 2.5]) call(`${days} days ago`, days * day);
  const asked = list.asked.length;
  await look();
  assert.equal(list.asked.length, asked);
  await ground.stores.portals.connect(portal.id, null);
  await look();
  assert.deepEqual((await foundIn(ground, portal)).slice(1).sort(), [
    "madeup/0.5 days ago",
    "madeup/1.5 days ago",
    "madeup/2.5 days ago",
  ]);
});

test("what was kept for long enough and deleted is not taken for lost", async () => {
  const portal = await entered({ retentionDays: 7 });
  await look();
  clock.advance(20 * day);
  call("forgotten", 10 * day);
  call("kept", 5 * day);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/kept"]);
});

test("calls that cannot be read are named, and the others are compared", async () => {
  const portal = await entered();
  call("a", 10 * minute);
  list.instead = ({ url }) =>
    url.searchParams.get("page") === "1"
      ? { json: { calls: [1, "x"], next: 2 } }
      : { json: { calls: list.calls, next: null } };
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/a"]);
  assert.equal((await stateOf(ground, portal)).problem, "2 calls in the list could not be read: It has no id.");
});
