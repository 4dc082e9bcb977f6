// A worker that stands still is taken for dead and its lanes given away; when it comes back it must not go on writing.
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

/** For each portal, what its lane was making when the worker stopped. */
const stages = ["contacts", "deals", "calls"];

before(async () => {
  postgres = await startPostgres();
  fleet = await startFleet(postgres, { database: "still", roles: ["web", "worker", "worker"], portals: stages.length });
});
after(async () => {
  await fleet?.close();
  await postgres?.close();
});

test("a worker stands still between HubSpot's effect and its answer, and comes back after it was replaced", async () => {
  const [held, other] = fleet.workers;
  await noLaneRuns(fleet);
  other?.hold();
  for (const [portal, type] of stages.entries()) {
    const fault = { match: `POST /crm/objects/.*/${type}/batch/create`, effect: "after", delayMs: 6_000 };
    await control({ url: "", sandbox: fleet.sandbox }, "faults", fault);
    await sendAll([{ client: portal, message: missedCall(portal, portal), copies: 1 }], fleet);
    await until(`HubSpot made ${type}`, 30_000, async () => (await countOf(type, portal)) === 1);
  }
  held?.hold();
  other?.letGo();
  await settled(fleet);

  held?.letGo();
  await noLaneRuns(fleet);
  other?.hold();
  // It takes part again, so it has had time for everything that it still meant to do.
  const steps = stages.map((_, portal) => ({ client: portal, message: missedCall(portal, portal + 10), copies: 1 }));
  await sendAll(steps, fleet);
  await settled(fleet);
  for (const [portal, type] of stages.entries()) {
    const counts = await Promise.all(["contacts", "deals", "calls", "tasks"].map((name) => countOf(name, portal)));
    assert.deepEqual(
      counts,
      [2, 2, 2, 2],
      `contacts, deals, calls and tasks of two clients; it stopped while making ${type}`,
    );
  }
});

async function countOf(type: string, portal: number): Promise<number> {
  const { records } = await sandboxState(fleet.sandbox.url, fleet.portalIds[portal]);
  return records.filter((record) => record.type === type).length;
}
