// Resident memory of the app with 1,000 portals that all have calls, none of them much.
import { phoneNumber, sendCall } from "./calls.ts";
import { evenly, max, median, type Row, shown } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { openPortals } from "./portals.ts";
import { residentMb } from "./processes.ts";
import { openStand } from "./stand.ts";

const portals = 1_000;
/** Every portal once a run, in turn. */
const everyMs = 25;
const runs = 3;

export async function measureMemory(ground: Ground): Promise<Row[]> {
  const stand = await openStand(ground);
  try {
    const { ids, hooks } = await openPortals(stand, portals);
    const each: { start: number; steady: number; peak: number }[] = [];
    for (let run = 0; run < runs; run++) {
      // A fresh process each time: what one has grown to says little about the next.
      await stand.restartApp();
      const start = residentMb(stand.appPid());
      const samples: number[] = [];
      const sampling = setInterval(() => samples.push(residentMb(stand.appPid())), 500);
      try {
        await evenly(portals, everyMs, (n) => sendCall(hooks[n] ?? "", `run-${run}-${n}`, phoneNumber(n)));
        await stand.settled(ids, 60_000);
      } finally {
        clearInterval(sampling);
      }
      each.push({ start, steady: median(samples.slice(samples.length / 2)), peak: max(samples) });
    }
    const peak = median(each.map((run) => run.peak));
    return [
      {
        what: `Resident memory of the app, ${portals} portals and steady load, peak`,
        unit: "MB",
        value: peak,
        reference: null,
        target: "< 250",
        met: peak < 250,
        runs,
        note: `${1000 / everyMs} calls a second; ${shown(median(each.map(({ start }) => start)))} MB after the start, ${shown(median(each.map(({ steady }) => steady)))} MB in the second half`,
        each,
      },
    ];
  } finally {
    await stand.close();
  }
}
