// The chaos run from the command line: node test/chaos/chaos.ts --seeds 10 --events 2000 [--first 1] [--at-once 2]
import { parseArgs } from "node:util";
import { type RunResult, runChaos } from "./run.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "10" },
    events: { type: "string", default: "2000" },
    first: { type: "string", default: "1" },
    "at-once": { type: "string", default: "2" },
    portals: { type: "string", default: "6" },
  },
});
const [seeds, deliveries, first] = [Number(values.seeds), Number(values.events), Number(values.first)];
const portals = Number(values.portals);
const shownProblems = 40;

const say = (line: string) => process.stdout.write(`${line}\n`);
const waiting = Array.from({ length: seeds }, (_, index) => first + index);
let failed = 0;

async function runSeeds(): Promise<void> {
  for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
    const report = (line: string) => say(`seed ${seed}: ${line}`);
    try {
      tell(report, await runChaos({ seed, deliveries, portals, extent: "long", report }));
    } catch (error) {
      failed += 1;
      report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

function tell(report: (line: string) => void, result: RunResult): void {
  const { deliveries: sent, events, records, disturbances, problems } = result;
  if (problems.length > 0) failed += 1;
  for (const problem of problems.slice(0, shownProblems)) report(problem);
  if (problems.length > shownProblems) report(`… and ${problems.length - shownProblems} more`);
  report(
    `${problems.length === 0 ? "the same as undisturbed" : `${problems.length} problems`}: ${sent} deliveries, ${events} events, ${records} records, ${disturbances} disturbances, ${result.seconds} s`,
  );
}

const started = Date.now();
await Promise.all(Array.from({ length: Number(values["at-once"]) }, runSeeds));
say(
  `${seeds - failed} of ${seeds} runs ended as if nothing had happened, in ${Math.round((Date.now() - started) / 1000)} s.`,
);
process.exit(failed === 0 ? 0 : 1);
