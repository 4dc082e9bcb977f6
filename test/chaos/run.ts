// One run: a scenario on a calm installation and on one where everything goes wrong, and what differs at the end.
import { control } from "../hookswitch.ts";
import { disturbances, type Extent } from "./disturbances.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { difference, eventLines, eventRows, losses, recordLines } from "./outcome.ts";
import { type Postgres, query, startPostgres } from "./postgres.ts";
import { createRandom } from "./random.ts";
import { createScenario, type Scenario } from "./scenario.ts";
import { sendAll } from "./senders.ts";
import { until } from "./until.ts";

export interface RunResult {
  deliveries: number;
  events: number;
  records: number;
  disturbances: number;
  /** Empty when nothing was lost, doubled or different, and no process ended by itself. */
  problems: string[];
  seconds: number;
}

export interface RunOptions {
  seed: number;
  deliveries: number;
  portals: number;
  extent: Extent;
  report(line: string): void;
}

const settleWithinMs = 180_000;

export async function runChaos(options: RunOptions): Promise<RunResult> {
  const started = Date.now();
  const random = createRandom(options.seed);
  const scenario = createScenario(random.branch("scenario"), options);
  // Two databases, for the calm run shall not notice when the other's restarts.
  const [quiet, postgres] = await Promise.all([startPostgres(), startPostgres()]);
  try {
    const [calm, wild] = await Promise.all([calmRun(scenario, quiet), wildRun(scenario, postgres, options)]);
    return {
      deliveries: scenario.deliveries,
      events: wild.events.length,
      records: wild.records.length,
      disturbances: wild.disturbances,
      problems: [
        ...wild.problems,
        ...difference(calm.records, wild.records).map((line) => `record ${line}`),
        ...difference(calm.events, wild.events).map((line) => `event ${line}`),
      ],
      seconds: seconds(started),
    };
  } finally {
    await Promise.all([quiet.close(), postgres.close()]);
  }
}

async function calmRun(scenario: Scenario, postgres: Postgres) {
  const fleet = await startFleet(postgres, { database: "calm", roles: ["all"], portals: scenario.portals });
  try {
    await control({ url: "", sandbox: fleet.sandbox }, "limits", { on: false });
    await chooseSettings(fleet);
    await sendAll(scenario.steps, fleet);
    await settled(fleet);
    return { records: await recordLines(fleet), events: eventLines(await eventRows(fleet.databaseUrl)) };
  } finally {
    await fleet.close();
  }
}

async function wildRun(scenario: Scenario, postgres: Postgres, { seed, portals, extent, report }: RunOptions) {
  const started = Date.now();
  const fleet = await startFleet(postgres, { database: "wild", roles: ["web", "worker", "worker", "web"], portals });
  try {
    await control({ url: "", sandbox: fleet.sandbox }, "lag", { createMs: 30_000, updateMs: 30_000 });
    await chooseSettings(fleet);
    const all = disturbances(fleet, postgres, createRandom(seed).branch("disturbances"), extent);
    const slice = Math.ceil(scenario.steps.length / all.length);
    const lasting: Promise<void>[] = [];
    for (const [index, { name, happen, lasts }] of all.entries()) {
      report(`${seconds(started)} s: ${name}`);
      const happening = happen();
      if (lasts) lasting.push(happening);
      // A failure is heard where it is awaited, however late.
      happening.catch(() => undefined);
      const steps = scenario.steps.slice(index * slice, (index + 1) * slice);
      await Promise.all([sendAll(steps, fleet), lasts ? null : happening]);
    }
    await Promise.all(lasting);
    report(`${seconds(started)} s: everything is accepted`);
    await settled(fleet);
    report(`${seconds(started)} s: nothing waits any more`);
    const rows = await eventRows(fleet.databaseUrl);
    return {
      records: await recordLines(fleet),
      events: eventLines(rows),
      disturbances: all.length,
      problems: [
        ...fleet.members.flatMap(({ accidents }) => accidents),
        ...losses(scenario.steps, rows, fleet.portalIds),
      ],
    };
  } catch (error) {
    for (const { name, lines } of fleet.members) report(`${name} said last:\n  ${lines.slice(-15).join("\n  ")}`);
    throw error;
  } finally {
    await fleet.close();
  }
}

/** Every second portal makes of conversations all that its settings can make of them. */
export async function chooseSettings(fleet: Fleet): Promise<void> {
  const generous = { cascadeFor: ["call", "form", "dialog"], meetingCompanies: "create" };
  for (const [index, admin] of fleet.admins.entries()) if (index % 2 === 1) await admin.post("/settings", generous);
}

/** Every event has ended; news that waits half an hour for its call or meeting is told that the time has passed. */
export async function settled(fleet: Fleet, withinMs = settleWithinMs): Promise<void> {
  await dueEnded(fleet, withinMs);
  await query(
    fleet.databaseUrl,
    `UPDATE "Event" SET "receivedAt" = "receivedAt" - interval '31 minutes', "dueAt" = now() WHERE "status" = 'waiting'`,
  );
  await until("every event has ended", withinMs, () => noneWaits(fleet, ""), 100);
}

/** Nothing waits but what waits for something else that is told of it. */
export function dueEnded(fleet: Fleet, withinMs = settleWithinMs): Promise<void> {
  const due = ` AND "dueAt" < now() + interval '1 minute'`;
  return until("every due event has ended", withinMs, () => noneWaits(fleet, due), 100);
}

/** A lane's sleep doubles with each failure, and one batch may meet all that a run has left: none sleeps for minutes. */
const wakeSleepers = `UPDATE "Portal" SET "sleepsUntil" = now() WHERE "sleepsUntil" > now() + interval '8 seconds'`;

async function noneWaits({ databaseUrl }: Fleet, condition: string): Promise<boolean> {
  const waiting = await query(databaseUrl, `SELECT 1 FROM "Event" WHERE "status" = 'waiting'${condition} LIMIT 1`);
  if (waiting.length > 0) await query(databaseUrl, wakeSleepers);
  return waiting.length === 0;
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 100) / 10;
}
