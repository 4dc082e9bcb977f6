// HubSpot requests for a single call while nothing else happens: of a new number, then of the same one again.
import { phoneNumber, sendCall } from "./calls.ts";
import { median, type Row } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { writeOneByOne } from "./one-by-one.ts";
import { type Installed, openStand, type Stand } from "./stand.ts";

const calls = 10;
const runs = 3;

export async function measureIdle(ground: Ground): Promise<Row[]> {
  const stand = await openStand(ground);
  try {
    const each: { fresh: number; known: number; newNumber: number; knownNumber: number }[] = [];
    for (let run = 0; run < runs; run++) {
      const reference = await writeOneByOne(stand, String(7001 + run), calls);
      const portal = await stand.install(String(6001 + run));
      const fresh = await perCall(stand, portal, "new");
      const known = await perCall(stand, portal, "known");
      each.push({ fresh, known, ...reference });
    }
    const row = (what: string, target: number, value: number, reference: number, values: number[]): Row => ({
      what,
      unit: "requests",
      value,
      reference: { what: `one by one, ${calls} calls carried out`, value: reference },
      target: `≤ ${target}`,
      met: value <= target,
      runs,
      note: `${calls} calls a run, each sent when the one before was written`,
      each: values,
    });
    return [
      row(
        "Requests, single call of a new number at idle",
        4,
        median(each.map(({ fresh }) => fresh)),
        median(each.map(({ newNumber }) => newNumber)),
        each.map(({ fresh }) => fresh),
      ),
      row(
        "Requests, single call of a known number at idle",
        3,
        median(each.map(({ known }) => known)),
        median(each.map(({ knownNumber }) => knownNumber)),
        each.map(({ known }) => known),
      ),
    ];
  } finally {
    await stand.close();
  }
}

async function perCall(stand: Stand, portal: Installed, name: string): Promise<number> {
  const before = await stand.requests(portal.portalId);
  for (let n = 0; n < calls; n++) {
    await sendCall(portal.hook, `${name}-${n}`, phoneNumber(n));
    await stand.settled([portal.portalId], 30_000);
  }
  return ((await stand.requests(portal.portalId)) - before) / calls;
}
