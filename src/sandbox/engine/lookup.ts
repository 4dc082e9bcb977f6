// Finding the record that a request means, by id or by a unique property.
import { invalid, notFound } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import { type Portal, schemaOf, tableOf } from "./portal.ts";
import type { StoredRecord } from "./record.ts";
import { liveProperty } from "./schema.ts";

/** Refuses an idProperty whose values are not unique; e-mail addresses of contacts count as unique. */
export function assertIdProperty(portal: Portal, type: ObjectTypeName, idProperty: string): void {
  if (type === "contacts" && idProperty === "email") return;
  const schema = schemaOf(portal, type);
  if (liveProperty(schema, idProperty)?.hasUniqueValue) return;
  throw invalid(
    `Unable to perform update/upsert by non-unique ${schema.type.typeId} property ${idProperty} in portal ID ${portal.id}`,
  );
}

export function findRecord(
  portal: Portal,
  type: ObjectTypeName,
  id: string,
  idProperty?: string,
): StoredRecord | undefined {
  const table = tableOf(portal, type);
  if (idProperty === undefined || idProperty === "hs_object_id") return table.find(id);
  assertIdProperty(portal, type, idProperty);
  const index = idProperty === "email" ? table.addresses : table.indexOf(idProperty);
  return index?.holders(id)[0];
}

export function requireRecord(portal: Portal, type: ObjectTypeName, id: string, idProperty?: string): StoredRecord {
  const found = findRecord(portal, type, id, idProperty);
  if (found) return found;
  throw notFound(`Object not found.  objectId are usually numeric.`, {
    subCategory: "crm.objects.NOT_FOUND",
    context: { id: [id] },
  });
}
