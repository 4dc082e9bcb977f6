// The daily budget: what is counted for which day, and that a lane over it sleeps until midnight.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createBudget } from "../../src/jobs/budget.ts";
import { type Ground, newPortal, openGround, portalAsIs } from "./setup.ts";

let ground: Ground;
let clock = new Date("2026-11-23T12:00:00Z");
const now = () => clock;

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

test("requests of two processes add up to the day's count", async () => {
  const portal = await newPortal(ground, { timeZone: "Europe/Kyiv" });
  const [web, worker] = [createBudget(ground.stores, now), createBudget(ground.stores, now)];
  for (let n = 0; n < 3; n++) web.heard(portal.id);
  for (let n = 0; n < 4; n++) worker.heard(portal.id);
  await web.flush();
  assert.equal(await worker.today(portal), 7);
  assert.equal(await web.today(portal), 7);
});

test("requests before midnight count for the day that ends, though they are stored after it", async () => {
  const portal = await newPortal(ground, { timeZone: "Europe/Kyiv" });
  const budget = createBudget(ground.stores, now);
  clock = new Date("2026-11-23T21:59:59Z");
  budget.heard(portal.id);
  budget.heard(portal.id);
  clock = new Date("2026-11-23T22:00:00Z");
  budget.heard(portal.id);
  assert.equal(await budget.today(portal), 1);
  assert.equal(await ground.stores.requests.on(portal.id, "2026-11-23"), 2);
});

test("a portal without a budget never sleeps, and is counted all the same", async () => {
  const portal = await newPortal(ground);
  const budget = createBudget(ground.stores, now);
  budget.heard(portal.id);
  assert.equal(await budget.isSpent(portal), false);
  await budget.flush();
  assert.equal(await ground.stores.requests.on(portal.id, clock.toISOString().slice(0, 10)), 1);
});

test("the lane goes on until the budget is spent, then sleeps until midnight in the portal's time zone", async () => {
  clock = new Date("2026-11-23T12:00:00Z");
  const portal = await newPortal(ground, { timeZone: "America/New_York", dailyBudget: 3 });
  const budget = createBudget(ground.stores, now);
  budget.heard(portal.id);
  budget.heard(portal.id);
  assert.equal(await budget.isSpent(portal), false);
  assert.equal((await portalAsIs(ground.stores, portal.id)).sleepsUntil, null);
  budget.heard(portal.id);
  assert.equal(await budget.isSpent(portal), true);
  const asleep = await portalAsIs(ground.stores, portal.id);
  assert.equal(asleep.sleepsUntil?.toISOString(), "2026-11-24T05:00:00.000Z");
  assert.equal(asleep.sleepsBecause, "The daily budget of 3 HubSpot requests is spent");
  clock = new Date("2026-11-24T05:00:00Z");
  assert.equal(await budget.isSpent(portal), false, "the new day starts at nothing");
});

test("another budget ends the sleep that the old one caused, but not one that HubSpot asked for", async () => {
  clock = new Date("2026-11-23T12:00:00Z");
  const portal = await newPortal(ground, { dailyBudget: 1 });
  const budget = createBudget(ground.stores, now);
  budget.heard(portal.id);
  assert.equal(await budget.isSpent(portal), true);
  await budget.reconsider(portal.id);
  assert.equal((await portalAsIs(ground.stores, portal.id)).sleepsUntil, null);
  const until = new Date("2026-11-23T13:00:00Z");
  await ground.stores.portals.sleep(portal.id, until, "HubSpot is moving this account to another data centre");
  await budget.reconsider(portal.id);
  assert.deepEqual((await portalAsIs(ground.stores, portal.id)).sleepsUntil, until);
});

test("what could not be stored is kept and stored the next time", async () => {
  const portal = await newPortal(ground);
  let works = false;
  const requests = {
    ...ground.stores.requests,
    add: (...given: Parameters<typeof ground.stores.requests.add>) =>
      works ? ground.stores.requests.add(...given) : Promise.reject(new Error("PostgreSQL is restarting")),
  };
  const budget = createBudget({ requests, portals: ground.stores.portals }, now);
  budget.heard(portal.id);
  await assert.rejects(budget.flush(), /restarting/);
  budget.heard(portal.id);
  works = true;
  assert.equal(await budget.today(portal), 2);
});

test("requests of a portal that has been purged meanwhile are forgotten", async () => {
  const portal = await newPortal(ground);
  const budget = createBudget(ground.stores, now);
  await ground.database.prisma.portal.delete({ where: { id: portal.id } });
  budget.heard(portal.id);
  await budget.flush();
  budget.heard(portal.id);
  assert.equal(await budget.today(portal), 0);
});
