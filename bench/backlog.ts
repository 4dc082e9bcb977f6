// HubSpot requests per call for a backlog of 1,000 calls, from new numbers and from numbers with an open deal.
import { phoneNumber, sendCall } from "./calls.ts";
import { atATime, median, type Row, shown } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { writeOneByOne } from "./one-by-one.ts";
import { type Installed, openStand, type Stand } from "./stand.ts";

const calls = 1_000;
const referenceCalls = 200;
const runs = 3;

interface Drained {
  perCall: number;
  seconds: number;
}

export async function measureBacklog(ground: Ground): Promise<Row[]> {
  const stand = await openStand(ground);
  try {
    const each: { fresh: Drained; known: Drained; newNumber: number; knownNumber: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const reference = await writeOneByOne(stand, String(7001 + run), referenceCalls);
      const portal = await stand.install(String(6001 + run));
      const fresh = await drain(stand, portal, "new");
      const known = await drain(stand, portal, "known");
      each.push({ fresh, known, ...reference });
    }
    return [
      row(`Requests per call, backlog of ${calls} calls from new numbers`, 0.08, {
        values: each.map(({ fresh }) => fresh),
        references: each.map(({ newNumber }) => newNumber),
      }),
      row(`Requests per call, backlog of ${calls} calls from known numbers with open deals`, 0.05, {
        values: each.map(({ known }) => known),
        references: each.map(({ knownNumber }) => knownNumber),
      }),
    ];
  } finally {
    await stand.close();
  }
}

/** Paused, sent, resumed: the requests from then until the last call is written. */
async function drain(stand: Stand, portal: Installed, name: string): Promise<Drained> {
  await portal.admin.post("/settings/pause");
  await atATime(20, calls, (n) => sendCall(portal.hook, `${name}-${n}`, phoneNumber(n)));
  const before = await stand.requests(portal.portalId);
  const began = performance.now();
  await portal.admin.post("/settings/resume");
  await stand.settled([portal.portalId], 60_000);
  const seconds = (performance.now() - began) / 1000;
  return { perCall: ((await stand.requests(portal.portalId)) - before) / calls, seconds };
}

function row(what: string, target: number, measured: { values: Drained[]; references: number[] }): Row {
  const value = median(measured.values.map(({ perCall }) => perCall));
  const reference = median(measured.references);
  const seconds = median(measured.values.map((drained) => drained.seconds));
  // At most 110 requests in 10 seconds, those that search apart: one of each call's.
  const atLeast = ((reference - 1) * calls) / 11;
  return {
    what,
    unit: "requests",
    value,
    reference: { what: `one by one, ${referenceCalls} calls carried out`, value: reference },
    target: `≤ ${target}`,
    met: value <= target,
    runs,
    note: `written in ${shown(seconds)} s under HubSpot's limits, where one by one takes ${shown(atLeast)} s at least`,
    each: measured.values,
  };
}
