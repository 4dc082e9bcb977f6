// What HubSpot holds of the portal's own properties and objects, as far as nobody has read it with the people of a batch.
import { Refused } from "../errors.ts";
import type { Gateway } from "../hubspot/gateway.ts";
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { MappedObject } from "../model/property-map.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { standingKey } from "../rules/own-records.ts";
import { comparedIn, customSought, standingFor } from "../rules/own-sought.ts";
import { customKey } from "../rules/world-records.ts";

/** Values of records that late news is written to. */
export async function readStanding(
  events: readonly Event[],
  told: Pick<Snapshot, "calls">,
  { propertyMap }: Rulebook,
  gateway: Gateway,
): Promise<Snapshot["standing"]> {
  const compared = comparedIn(events, propertyMap);
  const standing = new Map<string, Record<string, string>>();
  for (const [what, ids] of standingFor(events, told, propertyMap)) {
    for (const [id, values] of await readValues(what, ids, compared[what], gateway))
      standing.set(standingKey(what, id), values);
  }
  return standing;
}

/** Without the permission to read them the values are not known: no gap is filled, and everything else is written. */
async function readValues(
  what: MappedObject,
  ids: string[],
  properties: string[],
  gateway: Gateway,
): Promise<Map<string, Record<string, string>>> {
  try {
    return await gateway.values(what, ids, properties);
  } catch (error) {
    if (error instanceof Refused && error.forAll) return new Map();
    throw error;
  }
}

export async function readCustomRecords(
  events: readonly Event[],
  told: Pick<Snapshot, "moments">,
  rulebook: Rulebook,
  gateway: Gateway,
): Promise<Snapshot["customRecords"]> {
  const known = new Map<string, Record<string, string>>();
  for (const sought of customSought(events, told, rulebook)) {
    const { objectTypeId, match } = sought.rule;
    for (const [idValue, values] of await readRecords(sought, gateway))
      known.set(customKey(objectTypeId, match.property, idValue), values);
  }
  return known;
}

/** Of an object that may not be read, or is gone, the write itself says so: everything else goes on. */
async function readRecords(
  { rule, idValues }: ReturnType<typeof customSought>[number],
  gateway: Gateway,
): Promise<Map<string, Record<string, string>>> {
  const { objectTypeId, match, rows } = rule;
  const properties = [...new Set(rows.map(({ property }) => property))];
  try {
    return await gateway.customRecords({ objectTypeId, idProperty: match.property, idValues }, properties);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return new Map();
  }
}
