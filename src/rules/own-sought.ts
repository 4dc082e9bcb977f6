// What has to be read of HubSpot for the portal's own properties, beside what the other rules need.
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { type Family, familyOf } from "../model/our-fields.ts";
import { type MappedObject, mappedObjects, type PropertyMap } from "../model/property-map.ts";

/** Names of properties by object: those that rows for such events compare. */
export function comparedIn(events: readonly Event[], { rows }: PropertyMap): Record<MappedObject, string[]> {
  const families = new Set(events.map(({ type }) => familyOf(type)));
  const of = (object: MappedObject) => [
    ...new Set(rows.flatMap((row) => (row.object === object && families.has(row.on) ? [row.property] : []))),
  ];
  return { contact: of("contact"), company: of("company"), deal: of("deal"), call: of("call") };
}

/** Whether events of the family write to properties of one of the objects. */
export function fills({ rows }: PropertyMap, family: Family, objects: readonly MappedObject[]): boolean {
  return rows.some(({ on, object }) => on === family && objects.includes(object));
}

/**
 * Records that late news is written to, by object: the call that is logged, and those that a meeting was put on. Whoever
 * is on the phone is looked for by number.
 */
export function standingFor(
  events: readonly Event[],
  { calls }: Pick<Snapshot, "calls">,
  map: PropertyMap,
): Map<MappedObject, string[]> {
  const found = events.flatMap(({ type, subject }) => {
    const family = familyOf(type);
    const { call = null, meeting = null } = calls.get(subject) ?? {};
    const records = [
      ...(call && family === "call" ? [{ what: "call" as const, ref: call.ref }] : []),
      ...(meeting && family === "meeting" ? meeting.links : []),
    ];
    return records.flatMap(({ what, ref }) => {
      const object = mappedObjects.find((each) => each === what);
      return object && "id" in ref && fills(map, family, [object]) ? [{ object, id: ref.id }] : [];
    });
  });
  const byObject = Map.groupBy(found, ({ object }) => object);
  return new Map([...byObject].map(([object, records]) => [object, [...new Set(records.map(({ id }) => id))]]));
}
