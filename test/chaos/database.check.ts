// PostgreSQL restarts under load, kindly and as if the power failed: nothing is lost and no process of ours is started again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Fleet, startFleet } from "./fleet.ts";
import { eventRows, losses } from "./outcome.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { createRandom } from "./random.ts";
import { settled } from "./run.ts";
import { createScenario } from "./scenario.ts";
import { sendAll } from "./senders.ts";

let postgres: Postgres;
let fleet: Fleet;

before(async () => {
  postgres = await startPostgres();
  fleet = await startFleet(postgres, { database: "restarts", roles: ["web", "worker"], portals: 2 });
});
after(async () => {
  await fleet?.close();
  await postgres?.close();
});

for (const [index, how] of (["fast", "immediate"] as const).entries()) {
  test(`PostgreSQL restarts under load (${how})`, async () => {
    const { steps } = createScenario(createRandom(index + 1), { deliveries: 150, portals: 2 });
    const pids = fleet.members.map(({ pid }) => pid);
    const restart = async () => {
      await postgres.stop(how);
      await postgres.start();
    };
    const half = steps.length / 2;
    await sendAll(steps.slice(0, half), fleet);
    await Promise.all([sendAll(steps.slice(half), fleet), restart()]);
    await settled(fleet);
    assert.deepEqual(losses(steps, await eventRows(fleet.databaseUrl), fleet.portalIds), []);
    assert.deepEqual(
      [fleet.members.map(({ pid }) => pid), fleet.members.flatMap(({ accidents }) => accidents)],
      [pids, []],
    );
  });
}
