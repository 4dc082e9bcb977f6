// Records and the links between them as JSON, and back.
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalInteger,
  readPropertyValues,
  readText,
} from "../api/input.ts";
import { findTypeIn, type Portal, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { invalid } from "../errors.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";

function dumpRecord(record: StoredRecord): Json {
  const { type, id, properties, createdAt, updatedAt, archivedAt, recordingReadyAt } = record;
  const changes = record.changes ? { changes: Object.fromEntries(record.changes) } : {};
  const archived = archivedAt !== undefined && { archivedAt };
  const ready = recordingReadyAt !== undefined && { recordingReadyAt };
  return { type, id, properties, createdAt, updatedAt, ...archived, ...ready, ...changes };
}

export function dumpRecords(portal: Portal): Json {
  const records: Json[] = [];
  const links: unknown[] = [];
  const merged: unknown[] = [];
  for (const name of portal.tables.keys()) {
    const table = tableOf(portal, name);
    for (const record of [...table.live.values(), ...table.archived.values()]) {
      records.push(dumpRecord(record));
      for (const [other, typeIds] of record.links ?? []) links.push([name, record.id, other.type, other.id, typeIds]);
    }
    for (const [from, into] of table.mergedInto) merged.push([name, from, into]);
  }
  return { records, links, merged };
}

function readType(portal: Portal, value: unknown): ObjectTypeName {
  const found = findTypeIn(portal, readText(value, "type"));
  if (found) return found.name;
  throw invalid(`Unknown object type ${String(value)}`);
}

function loadRecord(portal: Portal, value: unknown): void {
  const given = readObject(value, "record");
  const archivedAt = readOptionalInteger(given.archivedAt, "archivedAt");
  const record: StoredRecord = {
    type: readType(portal, given.type),
    id: readText(given.id, "id"),
    properties: readPropertyValues(given.properties),
    createdAt: readInteger(given.createdAt, "createdAt"),
    updatedAt: readInteger(given.updatedAt, "updatedAt"),
  };
  if (given.changes !== undefined) {
    const changes = Object.entries(readObject(given.changes, "changes"));
    record.changes = new Map(changes.map(([name, values]) => [name, readArray(values, name).map(readPastValue)]));
  }
  const readyAt = readOptionalInteger(given.recordingReadyAt, "recordingReadyAt");
  if (readyAt !== undefined) record.recordingReadyAt = readyAt;
  const table = tableOf(portal, record.type);
  table.insert(record);
  if (archivedAt !== undefined) table.archive(record, archivedAt);
}

function readPastValue(value: unknown) {
  const given = readObject(value, "change");
  return { value: readText(given.value, "value"), at: readInteger(given.at, "at") };
}

export function loadRecords(portal: Portal, given: Json): void {
  for (const record of readOptionalArray(given.records, "records")) loadRecord(portal, record);
  for (const item of readOptionalArray(given.links, "links")) {
    const [fromType, fromId, toType, toId, typeIds] = readArray(item, "link");
    const from = tableOf(portal, readType(portal, fromType)).live.get(readText(fromId, "from id"));
    const to = tableOf(portal, readType(portal, toType)).live.get(readText(toId, "to id"));
    if (!from || !to) continue;
    from.links ??= new Map();
    from.links.set(
      to,
      readArray(typeIds, "types").map((typeId) => readInteger(typeId, "type id")),
    );
  }
  for (const item of readOptionalArray(given.merged, "merged")) {
    const [type, from, into] = readArray(item, "merge");
    tableOf(portal, readType(portal, type)).mergedInto.set(readText(from, "from"), readText(into, "into"));
  }
}
