// Fills a portal with records as they would be after some time of use: already indexed, and without webhooks.
import {
  isJsonObject,
  readArray,
  readObject,
  readOptionalArray,
  readOptionalInteger,
  readOptionalText,
  readPropertyValues,
  readText,
} from "../api/input.ts";
import { defaultType, link } from "../engine/associations.ts";
import { calculatedValues } from "../engine/calculated-values.ts";
import { findTypeIn, type Portal, tableOf } from "../engine/portal.ts";
import { checkValues } from "../engine/property-values.ts";
import type { StoredRecord } from "../engine/record.ts";
import { assertUnique } from "../engine/uniqueness.ts";
import { withoutEmpty } from "../engine/write.ts";
import { invalid } from "../errors.ts";
import type { ObjectType } from "../schema/object-types.ts";

export interface SeedObject {
  type: ObjectType;
  id: string | undefined;
  createdAt: number | undefined;
  properties: Record<string, string>;
  /** Records of this seed by position or any record by type and id; the default association type unless one is given. */
  associations: SeedLink[];
}

interface SeedLink {
  toType: ObjectType;
  toId: string;
  typeId: number | undefined;
}

function readType(portal: Portal, value: unknown): ObjectType {
  const found = findTypeIn(portal, readText(value, "type"));
  if (found) return found;
  throw invalid(`Unknown object type ${String(value)}`);
}

function readLink(portal: Portal, value: unknown): SeedLink {
  const given = readObject(value, "association");
  const toId = isJsonObject(given.to) ? given.to.id : (given.toId ?? given.id);
  return {
    toType: readType(portal, given.toType ?? given.type),
    toId: readText(toId, "association id"),
    typeId: readOptionalInteger(given.typeId, "typeId"),
  };
}

export function readSeed(portal: Portal, objects: unknown): SeedObject[] {
  return readArray(objects, "objects").map((object) => {
    const given = readObject(object, "object");
    const createdAt = readOptionalText(given.createdAt, "createdAt");
    return {
      type: readType(portal, given.type),
      id: readOptionalText(given.id, "id"),
      createdAt: createdAt === undefined ? undefined : Date.parse(createdAt),
      properties: readPropertyValues(given.properties),
      associations: readOptionalArray(given.associations, "associations").map((link) => readLink(portal, link)),
    };
  });
}

export function seed(seeded: Portal, objects: readonly SeedObject[]): StoredRecord[] {
  const portal: Portal = { ...seeded, changed: () => undefined };
  return objects.map(({ type, id, createdAt, properties, associations }) => {
    const table = tableOf(portal, type.name);
    if (id !== undefined && (!/^\d+$/.test(id) || table.live.has(id)))
      throw invalid(`${type.singular} id ${id} is taken or not a number`);
    const values = checkValues(portal, type.name, properties);
    assertUnique(portal, type.name, values);
    const at = createdAt ?? portal.now();
    const record: StoredRecord = {
      type: type.name,
      id: id ?? table.takeId(),
      properties: withoutEmpty({ ...values, ...calculatedValues(portal, type.name, values, values) }),
      createdAt: at,
      updatedAt: at,
    };
    table.insert(record);
    for (const { toType, toId, typeId } of associations) {
      const to = tableOf(portal, toType.name).find(toId);
      if (!to) throw invalid(`No ${toType.singular} has the id ${toId}`);
      link(portal, record, to, [typeId ?? defaultType(portal, type.name, toType.name).typeId], "INTEGRATION");
    }
    return record;
  });
}
