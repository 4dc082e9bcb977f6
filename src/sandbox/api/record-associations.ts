// Associations of one record: read, set with types or by default, and remove.
import { assertTypes, defaultType, invalidObjectId, link, linkedRecords, unlink } from "../engine/associations.ts";
import { findTypeIn, type Portal, tableOf } from "../engine/portal.ts";
import type { StoredRecord } from "../engine/record.ts";
import { invalid, notFound } from "../errors.ts";
import type { ObjectType } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readArray, readOptionalInteger } from "./input.ts";
import { readSpec } from "./object-input.ts";
import { typeParam } from "./objects.ts";
import { batchReply } from "./present.ts";
import { created, noContent, ok, type Reply } from "./reply.ts";

const LARGEST_PAGE = 500;

export function requireLinkable(portal: Portal, type: ObjectType, id: string): StoredRecord {
  const found = tableOf(portal, type.name).find(id);
  if (found) return found;
  throw invalidObjectId(type, id);
}

export function pairTypes(call: Call, fromName = "fromObjectType", toName = "toObjectType"): [ObjectType, ObjectType] {
  const from = findTypeIn(call.portal, call.param(fromName));
  const to = findTypeIn(call.portal, call.param(toName));
  if (from && to) return [from, to];
  throw invalid(`Unable to infer object type from: ${call.param(from ? toName : fromName)}`);
}

/** One associated record with every type that links it, as v4 and the dated versions show it. */
export function presentLink(portal: Portal, from: StoredRecord, to: StoredRecord) {
  const associationTypes = (from.links?.get(to) ?? []).flatMap((typeId) => {
    const type = portal.associationTypes.find((known) => known.typeId === typeId && known.from === from.type);
    return type ? [{ category: type.category, typeId, ...(type.label !== undefined && { label: type.label }) }] : [];
  });
  return { toObjectId: to.id, associationTypes };
}

export function presentPair(
  portal: Portal,
  from: ObjectType,
  fromId: string,
  to: ObjectType,
  toId: string,
  typeIds: readonly number[],
) {
  const labels = portal.associationTypes.flatMap((type) =>
    type.from === from.name && typeIds.includes(type.typeId) && type.label !== undefined ? [type.label] : [],
  );
  return { fromObjectTypeId: from.typeId, fromObjectId: fromId, toObjectTypeId: to.typeId, toObjectId: toId, labels };
}

export function listAssociations(call: Call): Reply {
  const type = typeParam(call);
  const to = findTypeIn(call.portal, call.param("toObjectType"));
  if (!to) throw invalid(`Unable to infer object type from: ${call.param("toObjectType")}`);
  call.need(type.readScope);
  call.need(to.readScope);
  const record = tableOf(call.portal, type.name).find(call.param("objectId"));
  if (!record) throw notFound();
  const limit = readOptionalInteger(call.query.limit, "limit") ?? LARGEST_PAGE;
  if (limit < 1 || limit > LARGEST_PAGE) throw invalid(`limit must be between 1 and ${LARGEST_PAGE}`);
  const offset = readOptionalInteger(call.query.after, "after") ?? 0;
  const linked = linkedRecords(record, to.name);
  const results = linked.slice(offset, offset + limit).map((other) => presentLink(call.portal, record, other));
  const next = offset + limit;
  return ok({ results, ...(next < linked.length && { paging: { next: { after: String(next) } } }) });
}

/** Sets exactly these labels between two records; an empty list of types is accepted and links nothing. */
export function setAssociation(call: Call): Reply {
  const [from, to] = pairTypes(call, "objectType");
  call.need(from.writeScope);
  call.need(to.writeScope);
  const [fromId, toId] = [call.param("objectId"), call.param("toObjectId")];
  const specs = readArray(call.body, "body").map(readSpec);
  const types = assertTypes(call.portal, from.name, fromId, to.name, specs);
  const fromRecord = requireLinkable(call.portal, from, fromId);
  const toRecord = requireLinkable(call.portal, to, toId);
  const typeIds = types.map((type) => type.typeId);
  if (typeIds.length > 0) {
    const kept = [defaultType(call.portal, from.name, to.name).typeId, ...typeIds];
    const surplus = (fromRecord.links?.get(toRecord) ?? []).filter((typeId) => !kept.includes(typeId));
    if (surplus.length > 0) unlink(call.portal, fromRecord, toRecord, surplus);
    link(call.portal, fromRecord, toRecord, typeIds);
  }
  return created(presentPair(call.portal, from, fromId, to, toId, typeIds));
}

export function setDefaultAssociation(call: Call): Reply {
  const [from, to] = pairTypes(call);
  call.need(from.writeScope);
  call.need(to.writeScope);
  const fromRecord = requireLinkable(call.portal, from, call.param("fromObjectId"));
  const toRecord = requireLinkable(call.portal, to, call.param("toObjectId"));
  return batchReply(call.portal, 200, linkByDefault(call.portal, fromRecord, toRecord));
}

/** Both directions of a new default association, as HubSpot lists them. */
export function linkByDefault(portal: Portal, from: StoredRecord, to: StoredRecord) {
  const there = defaultType(portal, from.type, to.type);
  link(portal, from, to, [there.typeId]);
  const spec = (associationTypeId: number) => ({ associationCategory: there.category, associationTypeId });
  return [
    { from: { id: from.id }, to: { id: to.id }, associationSpec: spec(there.typeId) },
    { from: { id: to.id }, to: { id: from.id }, associationSpec: spec(there.inverseId) },
  ];
}

export function removeAssociation(call: Call): Reply {
  const [from, to] = pairTypes(call, "objectType");
  call.need(from.writeScope);
  call.need(to.writeScope);
  const fromRecord = tableOf(call.portal, from.name).find(call.param("objectId"));
  const toRecord = tableOf(call.portal, to.name).find(call.param("toObjectId"));
  if (fromRecord && toRecord) unlink(call.portal, fromRecord, toRecord);
  return noContent;
}
