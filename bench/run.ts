// npm run bench: every measurement beside its reference, or those that are named (npm run bench -- accept latency).
// The app, the local HubSpot, PostgreSQL and the load generator each run in processes of their own, all on loopback.
import { measureAccept } from "./accept.ts";
import { measureBacklog } from "./backlog.ts";
import type { Row } from "./figures.ts";
import { measureFlood } from "./flood.ts";
import { type Ground, openGround } from "./ground.ts";
import { measureIdle } from "./idle.ts";
import { measureLatency } from "./latency.ts";
import { measureMemory } from "./memory.ts";
import { describeMachine, keepToTwoCores, report } from "./report.ts";

const measurements: Record<string, (ground: Ground) => Promise<Row[]>> = {
  backlog: measureBacklog,
  idle: measureIdle,
  accept: measureAccept,
  latency: measureLatency,
  flood: measureFlood,
  memory: measureMemory,
};

const limitMs = 8 * 60_000;

const named = process.argv.slice(2);
const unknown = named.filter((name) => !Object.hasOwn(measurements, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no ${unknown.join(", ")}. Choose from: ${Object.keys(measurements).join(", ")}.\n`);
  process.exit(2);
}

/** Rejects when the time is up or somebody presses Ctrl-C, so that everything is closed all the same. */
function interrupted(): Promise<never> {
  return new Promise((_done, fail) => {
    setTimeout(() => fail(new Error(`Not done within ${limitMs / 60_000} minutes.`)), limitMs).unref();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => fail(new Error("Interrupted.")));
  });
}

async function measureAll(ground: Ground, rows: Row[]): Promise<void> {
  for (const [name, measure] of Object.entries(measurements)) {
    if (named.length > 0 && !named.includes(name)) continue;
    const began = performance.now();
    process.stdout.write(`${name}… `);
    rows.push(...(await measure(ground)));
    process.stdout.write(`${Math.round((performance.now() - began) / 1000)} s\n`);
  }
}

const began = performance.now();
const coresInUse = keepToTwoCores();
const ground = await openGround();
const machine = describeMachine(coresInUse, ground.facts);
const rows: Row[] = [];
let failure: unknown = null;
try {
  await Promise.race([measureAll(ground, rows), interrupted()]);
} catch (error) {
  failure = error;
}
if (rows.length > 0) report(rows, machine, (performance.now() - began) / 1000);
if (failure !== null) process.stderr.write(`\n${failure instanceof Error ? failure.stack : String(failure)}\n`);
await ground.close();
process.exit(failure === null ? 0 : 1);
