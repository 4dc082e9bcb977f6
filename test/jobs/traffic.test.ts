// Right of way: a backlog waits for lanes with little to do, but never for long.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createTraffic } from "../../src/jobs/traffic.ts";
import { takeTurn } from "../../src/jobs/turn.ts";
import { portalId } from "../../src/model/ids.ts";

test("a backlog goes on as soon as the last lane with little to do has left", async () => {
  const traffic = createTraffic();
  const backlog = traffic.enter();
  backlog.setBacklog(true);
  const [one, other] = [traffic.enter(), traffic.enter()];
  let went = false;
  const going = backlog.giveWay().then(() => {
    went = true;
  });
  one.leave();
  await Promise.resolve();
  assert.equal(went, false);
  other.leave();
  await going;
});

test("under traffic that never ends it goes on after a tenth of a second, again and again", async () => {
  const traffic = createTraffic();
  const backlog = traffic.enter();
  backlog.setBacklog(true);
  traffic.enter();
  const began = performance.now();
  await backlog.giveWay();
  await backlog.giveWay();
  const waited = performance.now() - began;
  assert.ok(waited >= 190 && waited < 1_000, `${waited} ms`);
});

test("a turn is asked for anew after a while, and after the clock was put back", async () => {
  let [clock, run, asked] = [1_000_000, 7, 0];
  const portals = {
    beginRun: async () => run,
    currentRun: async () => {
      asked += 1;
      return run;
    },
  };
  const turn = await takeTurn(
    portalId.parse("1"),
    portals,
    async () => undefined,
    () => new Date(clock),
  );
  await turn?.check();
  assert.equal(asked, 0);
  clock += 1_000;
  await turn?.check();
  assert.equal(asked, 1);
  clock -= 3_600_000;
  run = 8;
  await assert.rejects(async () => turn?.check(), { name: "Superseded" });
});
