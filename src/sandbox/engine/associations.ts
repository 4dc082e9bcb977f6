// Links between records: which association types run between two object types, and setting or removing them.
import { type HubSpotError, invalid } from "../errors.ts";
import type { AssociationType } from "../schema/association-types.ts";
import { type ObjectType, type ObjectTypeName, objectType } from "../schema/object-types.ts";
import type { ChangeSource } from "./change.ts";
import { type Portal, tableOf } from "./portal.ts";
import type { StoredRecord } from "./record.ts";

export interface AssociationSpec {
  category: string;
  typeId: number;
}

export interface AssociationInput {
  toId: string;
  types: readonly AssociationSpec[];
}

export interface ResolvedLink {
  to: StoredRecord;
  typeIds: number[];
}

export function typesBetween(portal: Portal, from: ObjectTypeName, to: ObjectTypeName): AssociationType[] {
  return portal.associationTypes.filter((type) => type.from === from && type.to === to);
}

export function typeById(portal: Portal, typeId: number, from: ObjectTypeName): AssociationType | undefined {
  return portal.associationTypes.find((type) => type.typeId === typeId && type.from === from);
}

/** The unlabelled type that stands for being associated at all. */
export function defaultType(portal: Portal, from: ObjectTypeName, to: ObjectTypeName): AssociationType {
  const found = typesBetween(portal, from, to).find((type) => type.isDefault);
  if (found) return found;
  throw invalid(`No association type exists from ${objectType(from).typeId} to ${objectType(to).typeId}.`);
}

// HubSpot reads the id as an object of the type that the association type expects, and so names the wrong object.
export function invalidObjectId(type: ObjectType, id: string): HubSpotError {
  const name = type.singular.toUpperCase();
  return invalid("One or more associations are invalid", {
    subCategory: "crm.associations.INVALID_OBJECT_IDS",
    context: { INVALID_OBJECT_IDS: [`${name}=${id} is not valid`], objectId: [id], objectType: [name] },
  });
}

/** The association types meant, refused when one runs the other way or between other object types. */
export function assertTypes(
  portal: Portal,
  from: ObjectTypeName,
  fromId: string,
  to: ObjectTypeName | undefined,
  specs: readonly AssociationSpec[],
): AssociationType[] {
  return specs.map(({ category, typeId }) => {
    const candidates = portal.associationTypes.filter((type) => type.typeId === typeId && type.category === category);
    const meant = candidates.find((type) => type.from === from && (to === undefined || type.to === to));
    if (meant) return meant;
    const [other] = candidates;
    if (!other) throw invalid(`Association type ${typeId} of category ${category} does not exist.`);
    throw invalidObjectId(objectType(other.from), fromId);
  });
}

/** Inline associations of a new record. An empty list of types is accepted and links nothing, as HubSpot does. */
export function resolveAssociations(
  portal: Portal,
  from: ObjectTypeName,
  inputs: readonly AssociationInput[],
): ResolvedLink[] {
  const links: ResolvedLink[] = [];
  for (const { toId, types } of inputs) {
    const meant = assertTypes(portal, from, toId, undefined, types);
    const [first] = meant;
    if (!first) continue;
    if (meant.some((type) => type.to !== first.to))
      throw invalid(`The association types for ${toId} lead to different object types.`);
    const to = tableOf(portal, first.to).find(toId);
    if (!to) throw invalidObjectId(objectType(first.to), toId);
    links.push({ to, typeIds: meant.map((type) => type.typeId) });
  }
  return links;
}

function setTypes(record: StoredRecord, other: StoredRecord, typeIds: readonly number[]): void {
  record.links ??= new Map();
  if (typeIds.length > 0) record.links.set(other, typeIds);
  else record.links.delete(other);
}

const linkedTypes = (from: StoredRecord, to: StoredRecord) => from.links?.get(to) ?? [];

/** Adds association types to whatever links the two already; the unlabelled type comes with every label. */
export function link(
  portal: Portal,
  from: StoredRecord,
  to: StoredRecord,
  typeIds: readonly number[],
  source: ChangeSource = "INTEGRATION",
): void {
  const wanted = [defaultType(portal, from.type, to.type).typeId, ...typeIds];
  const added = [...new Set(wanted)].filter((typeId) => !linkedTypes(from, to).includes(typeId));
  for (const associationTypeId of added) {
    const inverse = typeById(portal, associationTypeId, from.type)?.inverseId ?? associationTypeId;
    setTypes(from, to, [...linkedTypes(from, to), associationTypeId]);
    setTypes(to, from, [...linkedTypes(to, from).filter((id) => id !== inverse), inverse]);
    announce(portal, from, to, associationTypeId, false, source);
  }
}

/** Removes the given types, or all of them; without its unlabelled type a link is gone, labels included. */
export function unlink(portal: Portal, from: StoredRecord, to: StoredRecord, typeIds?: readonly number[]): void {
  const unlabelled = defaultType(portal, from.type, to.type).typeId;
  const everything = typeIds === undefined || typeIds.includes(unlabelled);
  const removed = linkedTypes(from, to).filter((typeId) => everything || typeIds.includes(typeId));
  for (const typeId of removed) {
    const inverse = typeById(portal, typeId, from.type)?.inverseId ?? typeId;
    setTypes(
      from,
      to,
      linkedTypes(from, to).filter((id) => id !== typeId),
    );
    setTypes(
      to,
      from,
      linkedTypes(to, from).filter((id) => id !== inverse),
    );
    announce(portal, from, to, typeId, true, "INTEGRATION");
  }
}

function announce(
  portal: Portal,
  from: StoredRecord,
  to: StoredRecord,
  associationTypeId: number,
  removed: boolean,
  source: ChangeSource,
): void {
  const { type, id } = from;
  portal.changed({
    kind: "associationChange",
    type,
    id,
    source,
    toType: to.type,
    toId: to.id,
    associationTypeId,
    removed,
  });
}

/** The records of one type that a record is associated with, in the order they were linked. */
export function linkedRecords(record: StoredRecord, type: ObjectTypeName): StoredRecord[] {
  return [...(record.links?.keys() ?? [])].filter((other) => other.type === type && other.archivedAt === undefined);
}
