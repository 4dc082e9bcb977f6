// A worker killed with -9 in the middle of a batch: another one finds its lane and goes on where it stopped.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, sandboxState } from "../hookswitch.ts";
import { missedCall } from "./calls.ts";
import { type Fleet, noLaneRuns, startFleet } from "./fleet.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { settled } from "./run.ts";
import { sendAll } from "./senders.ts";
import { until } from "./until.ts";

let postgres: Postgres;
let fleet: Fleet;

before(async () => {
  postgres = await startPostgres();
  fleet = await startFleet(postgres, { database: "replaced", roles: ["web", "worker", "worker"], portals: 1 });
});
after(async () => {
  await fleet?.close();
  await postgres?.close();
});

test("a worker is killed between HubSpot's effect and its answer, and another one carries its batch on", async (context) => {
  const [doomed, other] = fleet.workers;
  const clients = 20;
  await noLaneRuns(fleet);
  other?.hold();
  const fault = { match: "POST /crm/objects/.*/calls/batch/create", effect: "after", delayMs: 10_000 };
  await control({ url: "", sandbox: fleet.sandbox }, "faults", fault);
  const steps = Array.from({ length: clients }, (_, client) => ({ client, message: missedCall(0, client), copies: 1 }));
  await sendAll(steps, fleet);
  await until("HubSpot made calls", 30_000, async () => (await countOf("calls")) > 0);
  const killedAt = Date.now();
  await doomed?.kill();
  other?.letGo();
  await until("another worker goes on", 60_000, async () => (await countOf("tasks")) > 0);
  context.diagnostic(`replaced after ${((Date.now() - killedAt) / 1000).toFixed(1)} s`);
  await settled(fleet);
  const counts = await Promise.all(["contacts", "deals", "calls", "tasks"].map(countOf));
  assert.deepEqual(counts, [clients, clients, clients, clients]);
});

async function countOf(type: string): Promise<number> {
  const { records } = await sandboxState(fleet.sandbox.url);
  return records.filter((record) => record.type === type).length;
}
