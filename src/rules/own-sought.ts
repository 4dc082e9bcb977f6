// What has to be read of HubSpot for the portal's own properties, beside what the other rules need.
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { type Family, familyOf } from "../model/our-fields.ts";
import { type CustomObjectRule, type MappedObject, mappedObjects, type PropertyMap } from "../model/property-map.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { fieldsOf } from "./event-values.ts";
import { matchValue } from "./own-objects.ts";

/** Names of properties by object: those that rows for such events compare. */
export function comparedIn(events: readonly Event[], { rows }: PropertyMap): Record<MappedObject, string[]> {
  const families = new Set(events.map(({ type }) => familyOf(type)));
  const of = (object: MappedObject) => [
    ...new Set(rows.flatMap((row) => (row.object === object && families.has(row.on) ? [row.property] : []))),
  ];
  return { contact: of("contact"), company: of("company"), deal: of("deal"), call: of("call") };
}

/** Whether events of the family write to properties of one of the objects, or link records of custom objects with them. */
export function fills(map: PropertyMap, family: Family, wanted: readonly MappedObject[]): boolean {
  const linked = map.objects.filter(({ on }) => on === family).flatMap(({ associateWith }) => associateWith);
  const isLinked = wanted.some((object) => linked.some((each) => each === object));
  return isLinked || map.rows.some(({ on, object }) => on === family && wanted.includes(object));
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

/** Records of custom objects that the events name: by rule, the values of its unique property. */
export function customSought(
  events: readonly Event[],
  told: Pick<Snapshot, "moments">,
  { propertyMap, settings, employees }: Pick<Rulebook, "propertyMap" | "settings" | "employees">,
): { rule: CustomObjectRule; idValues: string[] }[] {
  const { objects } = propertyMap;
  if (objects.length === 0) return [];
  const moments = Map.groupBy([...[...told.moments.values()].flat(), ...events], ({ subject }) => subject);
  return objects.flatMap((rule) => {
    const values = events
      .filter(({ type }) => familyOf(type) === rule.on)
      .flatMap((event) => {
        const value = matchedBy(event, rule, { moments }, { settings, employees });
        return value && "value" in value ? [value.value] : [];
      });
    return values.length > 0 ? [{ rule, idValues: [...new Set(values)] }] : [];
  });
}

function matchedBy(
  event: Event,
  rule: CustomObjectRule,
  told: Pick<Snapshot, "moments">,
  rulebook: Pick<Rulebook, "settings" | "employees">,
): ReturnType<typeof matchValue> {
  try {
    return matchValue(rule, fieldsOf(event, told, rulebook), rulebook.settings.timeZone);
  } catch {
    // An event that nobody can read is parked when it is decided, and costs the others nothing here.
    return null;
  }
}
