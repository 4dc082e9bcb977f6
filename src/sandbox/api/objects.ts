// Single records: create, read, list, update and archive.
import { archive } from "../engine/archive.ts";
import { linkedRecords, typeById } from "../engine/associations.ts";
import { requireRecord } from "../engine/lookup.ts";
import { findTypeIn, type Portal, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { create, prepareCreate, prepareUpdate, update } from "../engine/write.ts";
import { invalid, notFound } from "../errors.ts";
import { type ObjectType, objectType } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readNames, readObject, readOptionalFlag, readOptionalInteger, readOptionalText } from "./input.ts";
import { readCreate, readUpdate } from "./object-input.ts";
import { presentRecord, presentWritten } from "./present.ts";
import { created, noContent, ok, type Reply } from "./reply.ts";

export function typeParam(call: Call, name = "objectType"): ObjectType {
  const found = findTypeIn(call.portal, call.param(name));
  if (found) return found;
  throw invalid(`Unable to infer object type from: ${call.param(name)}`);
}

// A full page of records with property history is dearer for HubSpot, and half as long.
const LARGEST_PAGE = 100;
const LARGEST_PAGE_WITH_HISTORY = 50;

export function createObject(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const record = create(call.portal, prepareCreate(call.portal, type.name, readCreate(call.body)));
  return created(presentWritten(record, Object.keys(record.properties)));
}

export function updateObject(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const record = requireRecord(call.portal, type.name, call.param("objectId"), idProperty(call));
  const properties = readUpdate(readObject(call.body));
  update(call.portal, prepareUpdate(call.portal, record, properties));
  return ok(presentWritten(record, Object.keys(properties)));
}

const idProperty = (call: Call) => readOptionalText(call.query.idProperty, "idProperty");

function associationsOf(call: Call, record: StoredRecord, names: readonly string[]) {
  const entries = names.flatMap((name) => {
    const type = findTypeIn(call.portal, name);
    if (!type) return [];
    call.need(type.readScope);
    const results = linkedRecords(record, type.name).flatMap((other) =>
      (record.links?.get(other) ?? []).map((typeId) => ({
        id: other.id,
        type: associationName(call.portal, record, typeId),
      })),
    );
    return results.length > 0 ? [[type.name, { results }] as const] : [];
  });
  return entries.length > 0 ? { associations: Object.fromEntries(entries) } : {};
}

/** contact_to_company, or what a label is called. */
function associationName(portal: Portal, record: StoredRecord, typeId: number): string {
  const type = typeById(portal, typeId, record.type);
  if (!type) return "unknown";
  const plain = `${objectType(type.from).singular}_to_${objectType(type.to).singular}`;
  if (type.isDefault) return plain;
  return type.name ?? `${plain}_${(type.label ?? "labelled").toLowerCase()}`;
}

function readObjectView(call: Call) {
  return {
    properties: readNames(call.query.properties),
    withHistory: readNames(call.query.propertiesWithHistory),
    associations: readNames(call.query.associations),
    archived: readOptionalFlag(call.query.archived, "archived") ?? false,
  };
}

export function getObject(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.readScope);
  const view = readObjectView(call);
  const id = call.param("objectId");
  const record = view.archived
    ? tableOf(call.portal, type.name).archived.get(id)
    : requireRecord(call.portal, type.name, id, idProperty(call));
  if (!record) throw notFound();
  return ok({ ...presentRecord(record, view), ...associationsOf(call, record, view.associations) });
}

export function listObjects(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.readScope);
  const view = readObjectView(call);
  const largest = view.withHistory.length > 0 ? LARGEST_PAGE_WITH_HISTORY : LARGEST_PAGE;
  const limit = readOptionalInteger(call.query.limit, "limit") ?? 10;
  if (limit < 1 || limit > largest) throw invalid(`limit must be between 1 and ${largest}`);
  const after = readOptionalInteger(call.query.after, "after") ?? 0;
  const table = tableOf(call.portal, type.name);
  const page: StoredRecord[] = [];
  let more = false;
  for (const record of (view.archived ? table.archived : table.live).values()) {
    if (Number(record.id) <= after) continue;
    more = page.length === limit;
    if (more) break;
    page.push(record);
  }
  const results = page.map((record) => ({
    ...presentRecord(record, view),
    ...associationsOf(call, record, view.associations),
  }));
  return ok({ results, ...(more && { paging: { next: { after: page.at(-1)?.id ?? "" } } }) });
}

/** Archiving what is not there is no error. */
export function archiveObject(call: Call): Reply {
  const type = typeParam(call);
  call.need(type.writeScope);
  const record = tableOf(call.portal, type.name).find(call.param("objectId"));
  if (record) archive(call.portal, record);
  return noContent;
}
