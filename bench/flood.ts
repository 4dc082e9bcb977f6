// Fairness: 50 portals, one of them flooded with 5,000 events; what the other 49 notice until the flood is written.
import { phoneNumber, sendCall } from "./calls.ts";
import { evenly, median, percentile, type Row, shown } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { generateLoad } from "./load.ts";
import { callsInHubSpot, type ManyPortals, openPortals } from "./portals.ts";
import { openStand, type Stand } from "./stand.ts";

const events = 5_000;
const others = 49;
/** The others' calls, in turn, each from a number that nobody knows yet. */
const everyMs = 60;
const calmCalls = 120;
/** The flood comes as fast as it is accepted: for so long its acceptance alone fills the processors. */
const burstMs = 3_000;
const limitMs = 60_000;
const runs = 3;

interface Delay {
  /** Since the first call of the run. */
  sentMs: number;
  ms: number;
}

interface Run {
  without: number;
  during: number;
  ratio: number;
  burst: number;
  floodSeconds: number;
}

export async function measureFlood(ground: Ground): Promise<Row[]> {
  const stand = await openStand(ground);
  try {
    // Each run floods another portal, so that all floods meet the same.
    const { ids, hooks } = await openPortals(stand, others + runs);
    const quiet = { ids: ids.slice(0, others), hooks: hooks.slice(0, others) };
    await delays(stand, quiet, "warm-up", calmCalls / 2);
    const each: Run[] = [];
    for (let run = 0; run < runs; run++) {
      const calm = await delays(stand, quiet, `calm-${run}`, calmCalls);
      const flooded = flood(stand, ids[others + run] ?? "", hooks[others + run] ?? "");
      const felt = await delays(stand, quiet, `flood-${run}`, limitMs / everyMs, flooded);
      const p95 = (list: Delay[]) =>
        percentile(
          list.map(({ ms }) => ms),
          95,
        );
      const [without, during] = [p95(calm), p95(felt)];
      const burst = p95(felt.filter(({ sentMs }) => sentMs < burstMs));
      each.push({ without, during, ratio: during / without, burst, floodSeconds: await flooded });
    }
    return [row(each)];
  } finally {
    await stand.close();
  }
}

/** Seconds from its first event until its last one is written. */
async function flood(stand: Stand, id: string, hook: string): Promise<number> {
  const began = performance.now();
  const { refused } = await generateLoad({ url: hook, connections: 50, amount: events, name: "flood" });
  if (refused > 0) throw new Error(`${refused} webhooks of the flood were not accepted.`);
  await stand.settled([id], limitMs);
  return (performance.now() - began) / 1000;
}

let numbers = 1_000_000;

/** From each call's sending to its creation in HubSpot; stops early when `until` does. */
async function delays(
  stand: Stand,
  { ids, hooks }: ManyPortals,
  name: string,
  count: number,
  until?: Promise<unknown>,
): Promise<Delay[]> {
  const began = Date.now();
  const sentAt = new Map<string, number>();
  let over = false;
  const end = () => {
    over = true;
  };
  until?.then(end, end);
  await evenly(
    count,
    everyMs,
    async (n) => {
      const id = `${name}-${n}`;
      sentAt.set(id, Date.now());
      await sendCall(hooks[n % hooks.length] ?? "", id, phoneNumber(numbers++));
    },
    () => over,
  );
  await stand.settled(ids, limitMs);
  const visibleAt = await callsInHubSpot(stand);
  return [...sentAt].map(([id, at]) => {
    const visible = visibleAt.get(id);
    if (visible === undefined) throw new Error(`The call ${id} did not reach HubSpot.`);
    return { sentMs: at - began, ms: visible - at };
  });
}

function row(each: readonly Run[]): Row {
  const of = (name: keyof Run) => median(each.map((run) => run[name]));
  return {
    what: `Webhook to call in HubSpot, p95 of ${others} portals while another is flooded with ${events} events`,
    unit: "ms",
    value: of("during"),
    reference: { what: "the same without the flood", value: of("without") },
    target: "≤ 1.5 × reference",
    met: of("ratio") <= 1.5,
    runs: each.length,
    note: `${shown(of("ratio"))} × reference; one call every ${everyMs} ms until the flood was written, ${shown(of("floodSeconds"))} s; p95 of the first ${burstMs / 1000} s, while it was accepted as fast as it came, ${shown(of("burst"))} ms`,
    each,
  };
}
