// What waits and when it ends: the reckoning alone, and what the database says to it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { backlogOf, currentBacklog } from "../../src/jobs/backlog.ts";
import { backlogText, requestsText } from "../../src/web/standing.ts";
import { type Ground, hour, minute, newPortal, openGround, portalAsIs, receive } from "./setup.ts";

let ground: Ground;
const now = new Date("2026-11-23T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

const settled = (count: number, ms: number) => Array.from({ length: count }, () => ago(ms));

test("the end is what waits divided by the pace of the last minutes", () => {
  const facts = {
    waiting: 300,
    oldest: ago(4 * minute),
    settledAt: [...settled(100, 2 * minute), ...settled(100, 1000)],
  };
  const backlog = backlogOf(facts, now, now);
  assert.equal(backlog.perMinute, 100);
  assert.equal(backlog.endsAt?.getTime(), now.getTime() + 3 * minute);
});

test("what was settled long ago says nothing of today's pace", () => {
  const facts = { waiting: 5, oldest: ago(hour), settledAt: settled(500, hour) };
  assert.deepEqual(backlogOf(facts, now, now), { waiting: 5, oldest: ago(hour), perMinute: null, endsAt: null });
});

test("a batch settled this very moment does not promise the moon", () => {
  const { perMinute } = backlogOf({ waiting: 900, oldest: ago(minute), settledAt: settled(100, 1) }, now, now);
  assert.equal(perMinute, 600);
});

test("a lane that sleeps starts later, and of one that rests nobody knows the end", () => {
  const facts = { waiting: 100, oldest: ago(minute), settledAt: settled(100, minute) };
  const wakes = new Date(now.getTime() + hour);
  assert.equal(backlogOf(facts, wakes, now).endsAt?.getTime(), wakes.getTime() + minute);
  assert.equal(backlogOf(facts, ago(hour), now).endsAt?.getTime(), now.getTime() + minute, "it has woken already");
  assert.equal(backlogOf(facts, null, now).endsAt, null);
});

test("the database tells what is due, since when, and what was settled of late", async () => {
  const portal = await newPortal(ground);
  const other = await newPortal(ground);
  await receive(ground, other.id, ago(5 * hour));
  for (const status of ["done", "ignored", "parked"] as const)
    await receive(ground, portal.id, ago(30 * minute), status, ago(2 * minute));
  await receive(ground, portal.id, ago(hour), "done", ago(20 * minute));
  const held = await receive(ground, portal.id, ago(3 * hour));
  await ground.stores.events.postpone(portal.id, [held], new Date(now.getTime() + hour), "waits for its call");
  for (const minutes of [7, 9, 8]) await receive(ground, portal.id, ago(minutes * minute));

  const backlog = await currentBacklog(portal, ground.stores.backlog, now);
  assert.equal(backlog.waiting, 3, "the one held back is not due");
  assert.deepEqual(backlog.oldest, ago(9 * minute));
  assert.equal(backlog.perMinute, 1.5);
  assert.deepEqual(backlog.endsAt, new Date(now.getTime() + 2 * minute));

  await ground.stores.portals.changeSettings(portal.id, { paused: true });
  const paused = await currentBacklog(await portalAsIs(ground.stores, portal.id), ground.stores.backlog, now);
  assert.equal(paused.endsAt, null);
});

test("over all portals: what waits, the oldest of lanes that may run, and the lanes by state", async () => {
  const apart = await openGround();
  const [running, sleeping, paused, gone] = await Promise.all([1, 2, 3, 4].map(() => newPortal(apart)));
  assert.ok(running && sleeping && paused && gone);
  await apart.stores.portals.sleep(sleeping.id, new Date(now.getTime() + hour), "HubSpot asked for it");
  await apart.stores.portals.changeSettings(paused.id, { paused: true });
  await apart.stores.portals.disconnect(gone.id, "It was removed");
  for (const portal of [paused, gone]) await receive(apart, portal.id, ago(9 * hour));
  assert.equal(await apart.stores.backlog.oldestSeconds(now), 0);
  await receive(apart, running.id, ago(minute));
  await receive(apart, sleeping.id, ago(2 * minute));
  assert.equal(await apart.stores.backlog.waiting(), 4);
  assert.equal(await apart.stores.backlog.oldestSeconds(now), 120);
  assert.deepEqual(await apart.stores.backlog.lanes(now), { running: 1, sleeping: 1, paused: 1, disconnected: 1 });
  await apart.database.close();
});

test("the dashboard says it in plain words", () => {
  const text = (perMinute: number | null, endsIn: number | null, oldest = 4 * minute) =>
    backlogText(
      { waiting: 9, oldest: ago(oldest), perMinute, endsAt: endsIn === null ? null : new Date(now.getTime() + endsIn) },
      "Europe/Kyiv",
      now,
    );
  assert.equal(
    text(1234.4, 25 * minute),
    "The oldest has waited for 4 minutes. At the pace of the last minutes, about 1,234 a minute, everything is written by 23 Nov, 14:25.",
  );
  assert.match(text(0.3, 30 * minute) ?? "", /less than one a minute/);
  assert.match(text(500, 20_000) ?? "", /everything is written within a minute\.$/);
  assert.equal(text(null, null, 3 * hour), "The oldest has waited for 3 hours.");
  assert.equal(backlogText({ waiting: 0, oldest: null, perMinute: 3, endsAt: null }, "UTC", now), null);
  assert.equal(requestsText(1200, null), "1,200 today. There is no daily budget.");
  assert.equal(requestsText(7, 5000), "7 of 5,000 today.");
  assert.match(requestsText(5003, 5000), /^5,003 of 5,000 today\. What comes now waits until midnight/);
});
