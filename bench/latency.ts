// From webhook to call in HubSpot while nothing else happens: known numbers, one call after another.
import { phoneNumber, sendCall } from "./calls.ts";
import { evenly, median, percentile, type Row, shown } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { callsInHubSpot, type ManyPortals, openPortals } from "./portals.ts";
import { openStand, type Stand } from "./stand.ts";

/** Callers per run; they take turns among the portals, so that none nears the pace that HubSpot allows. */
const calls = 60;
const portals = 10;
const everyMs = 150;
const runs = 3;

export async function measureLatency(ground: Ground): Promise<Row[]> {
  const stand = await openStand(ground);
  try {
    await stand.control("limits", { on: false });
    const many = await openPortals(stand, portals);
    await send(stand, many, "first");
    const each: { p50: number; p95: number; p99: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const delays = await send(stand, many, `run-${run}`);
      const [p50, p95, p99] = [50, 95, 99].map((percent) => percentile(delays, percent));
      each.push({ p50: p50 ?? Number.NaN, p95: p95 ?? Number.NaN, p99: p99 ?? Number.NaN });
    }
    const row = (name: "p50" | "p95", target: number): Row => {
      const value = median(each.map((run) => run[name]));
      return {
        what: `Webhook to call visible in HubSpot at idle, ${name}`,
        unit: "ms",
        value,
        reference: null,
        target: `< ${target}`,
        met: value < target,
        runs,
        note: `${calls} calls a run, one every ${everyMs} ms over ${portals} portals; p99 ${shown(median(each.map(({ p99 }) => p99)))} ms`,
        each: each.map((run) => run[name]),
      };
    };
    return [row("p50", 50), row("p95", 120)];
  } finally {
    await stand.close();
  }
}

/** Milliseconds from each call's sending to its creation in HubSpot: one machine, one clock. */
async function send(stand: Stand, { ids, hooks }: ManyPortals, name: string): Promise<number[]> {
  const sentAt = new Map<string, number>();
  await evenly(calls, everyMs, async (n) => {
    const id = `${name}-${n}`;
    sentAt.set(id, Date.now());
    await sendCall(hooks[n % hooks.length] ?? "", id, phoneNumber(n));
  });
  await stand.settled(ids, 30_000);
  const visibleAt = await callsInHubSpot(stand);
  return [...sentAt].map(([id, at]) => {
    const visible = visibleAt.get(id);
    if (visible === undefined) throw new Error(`The call ${id} did not reach HubSpot.`);
    return visible - at;
  });
}
