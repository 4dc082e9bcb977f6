// However the events of a client are cut into batches, and however far HubSpot's search lags behind, they leave the same.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control } from "../hookswitch.ts";
import { clientMessages } from "./client-steps.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { difference, eventLines, eventRows, recordLines } from "./outcome.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import { createRandom } from "./random.ts";
import { chooseSettings, dueEnded, settled } from "./run.ts";
import type { Step } from "./scenario.ts";
import { sendAll } from "./senders.ts";

const portals = 4;
/** What is sent to a portal together is one batch, which holds a hundred. */
const eventsAtMost = 90;
const noLag = { createMs: 0, updateMs: 0 };
/** Longer than a run. */
const lag = { createMs: 3_600_000, updateMs: 3_600_000 };

let postgres: Postgres;

before(async () => {
  postgres = await startPostgres();
});
after(() => postgres?.close());

/** The first messages of all clients, then their second ones, and so on. */
function roundsOf(seed: number): Step[][] {
  const random = createRandom(seed).branch("cuts");
  const rounds: Step[][] = [];
  for (let portal = 0, client = 0; portal < portals; portal++) {
    for (let events = 0; ; client++) {
      const messages = clientMessages(random, client, portal);
      events += messages.length;
      if (events > eventsAtMost) break;
      for (const [round, message] of messages.entries()) {
        rounds[round] ??= [];
        rounds[round].push({ client, message, copies: 1 });
      }
    }
  }
  return rounds;
}

async function leftBy(database: string, searchLag: object, send: (fleet: Fleet) => Promise<void>): Promise<string[]> {
  const fleet = await startFleet(postgres, { database, roles: ["all"], portals });
  try {
    await control({ url: "", sandbox: fleet.sandbox }, "limits", { on: false });
    await control({ url: "", sandbox: fleet.sandbox }, "lag", searchLag);
    await chooseSettings(fleet);
    await send(fleet);
    await settled(fleet);
    return [...(await recordLines(fleet)), ...eventLines(await eventRows(fleet.databaseUrl))];
  } finally {
    await fleet.close();
  }
}

for (const seed of [1, 2]) {
  test(`one event a batch, all in one batch and a search that sees nothing of it end the same (seed ${seed})`, async () => {
    const rounds = roundsOf(seed);
    const oneByOne = async (fleet: Fleet) => {
      for (const round of rounds) {
        await sendAll(round, fleet);
        await dueEnded(fleet);
      }
    };
    const together = async (fleet: Fleet) => {
      for (const admin of fleet.admins) await admin.post("/settings/pause");
      for (const round of rounds) await sendAll(round, fleet);
      for (const admin of fleet.admins) await admin.post("/settings/resume");
    };
    const [single, batch, unseen] = await Promise.all([
      leftBy(`single_${seed}`, noLag, oneByOne),
      leftBy(`batch_${seed}`, noLag, together),
      leftBy(`unseen_${seed}`, lag, oneByOne),
    ]);
    assert.ok(single.length > 300, `${single.length} records and events`);
    assert.deepEqual(difference(single, batch), [], "all in one batch");
    assert.deepEqual(difference(single, unseen), [], "a search that lags");
  });
}
