// Merging two records, and erasing a contact for good.
import { erase } from "../engine/archive.ts";
import { findRecord, requireRecord } from "../engine/lookup.ts";
import { merge } from "../engine/merge.ts";
import { invalid } from "../errors.ts";
import type { Call } from "./call.ts";
import { readObject, readOptionalText, readText } from "./input.ts";
import { typeParam } from "./objects.ts";
import { presentWritten } from "./present.ts";
import { noContent, ok, type Reply } from "./reply.ts";

export function mergeObjects(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  if (type.isActivity) throw invalid(`${type.name} cannot be merged`);
  const given = readObject(call.body);
  const primary = requireRecord(call.portal, type.name, readText(given.primaryObjectId, "primaryObjectId"));
  const other = requireRecord(call.portal, type.name, readText(given.objectIdToMerge, "objectIdToMerge"));
  const survivor = merge(call.portal, primary, other);
  return ok(presentWritten(survivor, Object.keys(survivor.properties)));
}

/** Erasing someone unknown succeeds as well: HubSpot then only remembers not to take the address in again. */
export function gdprDelete(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  if (type.name !== "contacts") throw invalid("Only contacts can be erased");
  const given = readObject(call.body);
  const id = readText(given.objectId, "objectId");
  const record = findRecord(call.portal, "contacts", id, readOptionalText(given.idProperty, "idProperty"));
  if (record) erase(call.portal, record);
  return noContent;
}
