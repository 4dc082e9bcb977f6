// Creating and updating one record: everything is checked first, so that a refused write leaves no trace.
import type { ObjectTypeName } from "../schema/object-types.ts";
import { type AssociationInput, link, type ResolvedLink, resolveAssociations } from "./associations.ts";
import { calculatedValues } from "./calculated-values.ts";
import type { ChangeSource } from "./change.ts";
import { createdWithLag, updatedWithLag } from "./index-lag.ts";
import { type Portal, tableOf } from "./portal.ts";
import { assertStage, type CheckedValues, checkValues } from "./property-values.ts";
import type { Properties, StoredRecord } from "./record.ts";
import { assertRequired } from "./required-properties.ts";
import { assertUnique, type Claims } from "./uniqueness.ts";
import { assertRules } from "./validation-rules.ts";

export interface CreateInput {
  properties: Record<string, string>;
  associations: readonly AssociationInput[];
}

export interface PreparedCreate {
  kind: "create";
  type: ObjectTypeName;
  properties: Properties;
  links: ResolvedLink[];
}

export interface PreparedUpdate {
  kind: "update";
  record: StoredRecord;
  changed: CheckedValues;
  properties: Properties;
}

export function withoutEmpty(values: Readonly<Record<string, string>>): Properties {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) if (value !== "") kept[name] = value;
  return kept;
}

export function prepareCreate(
  portal: Portal,
  type: ObjectTypeName,
  input: CreateInput,
  claims?: Claims,
): PreparedCreate {
  const values = checkValues(portal, type, input.properties);
  assertRequired(portal, type, values);
  assertStage(portal, type, values);
  assertRules(portal.validationRules, type, values);
  const links = resolveAssociations(portal, type, input.associations);
  assertUnique(portal, type, values, undefined, claims);
  return {
    kind: "create",
    type,
    properties: withoutEmpty({ ...values, ...calculatedValues(portal, type, values, values) }),
    links,
  };
}

export function prepareUpdate(
  portal: Portal,
  record: StoredRecord,
  given: Record<string, string>,
  claims?: Claims,
): PreparedUpdate {
  const values = checkValues(portal, record.type, given);
  const merged = { ...record.properties, ...values };
  assertStage(portal, record.type, merged);
  assertRules(portal.validationRules, record.type, merged);
  assertUnique(portal, record.type, values, record, claims);
  const changed = { ...values, ...calculatedValues(portal, record.type, values, merged) };
  return { kind: "update", record, changed, properties: withoutEmpty({ ...merged, ...changed }) };
}

export function create(portal: Portal, prepared: PreparedCreate, source: ChangeSource = "INTEGRATION"): StoredRecord {
  const { type, properties, links } = prepared;
  const table = tableOf(portal, type);
  const now = portal.now();
  const record: StoredRecord = { type, id: table.takeId(), properties, createdAt: now, updatedAt: now };
  table.insert(record);
  createdWithLag(portal, record);
  portal.changed({ kind: "creation", type, id: record.id, source });
  for (const [propertyName, propertyValue] of Object.entries(properties)) {
    portal.changed({ kind: "propertyChange", type, id: record.id, source, propertyName, propertyValue });
  }
  for (const { to, typeIds } of links) link(portal, record, to, typeIds, source);
  return record;
}

export function update(portal: Portal, prepared: PreparedUpdate, source: ChangeSource = "INTEGRATION"): StoredRecord {
  const { record, changed, properties } = prepared;
  const before = record.properties;
  const now = portal.now();
  const names = Object.keys(changed).filter((name) => (before[name] ?? "") !== changed[name]);
  for (const name of names) remember(record, name, before[name] ?? "", changed[name] ?? "", now);
  tableOf(portal, record.type).replaceProperties(record, properties);
  record.updatedAt = now;
  updatedWithLag(portal, record, before);
  for (const propertyName of names) {
    const propertyValue = changed[propertyName] ?? "";
    portal.changed({ kind: "propertyChange", type: record.type, id: record.id, source, propertyName, propertyValue });
  }
  return record;
}

function remember(record: StoredRecord, name: string, before: string, after: string, at: number): void {
  record.changes ??= new Map();
  const values = record.changes.get(name) ?? [{ value: before, at: record.createdAt }];
  values.push({ value: after, at });
  record.changes.set(name, values);
}
