// The values of the portal's own properties on records that late news is written to and nobody has read yet.
import type { Gateway } from "../hubspot/gateway.ts";
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { standingKey } from "../rules/own-records.ts";
import { comparedIn, standingFor } from "../rules/own-sought.ts";

export async function readStanding(
  events: readonly Event[],
  told: Pick<Snapshot, "calls">,
  { propertyMap }: Rulebook,
  gateway: Gateway,
): Promise<Snapshot["standing"]> {
  const compared = comparedIn(events, propertyMap);
  const standing = new Map<string, Record<string, string>>();
  for (const [what, ids] of standingFor(events, told, propertyMap)) {
    for (const [id, values] of await gateway.values(what, ids, compared[what]))
      standing.set(standingKey(what, id), values);
  }
  return standing;
}
