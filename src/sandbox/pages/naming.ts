// What the CRM pages call things: the name of a record, its address, an owner, a value in words.
import { findStage, type PipelineStage } from "../engine/pipeline.ts";
import { type Portal, schemaOf } from "../engine/portal.ts";
import { propertyValue, type StoredRecord } from "../engine/record.ts";
import { isCustom, type ObjectTypeName, objectType, type StandardType } from "../schema/object-types.ts";
import type { PropertyDefinition } from "../schema/property.ts";
import { duration, type Formats } from "./format.ts";

const TITLE: Record<StandardType, readonly string[]> = {
  contacts: [],
  companies: ["name", "domain"],
  deals: ["dealname"],
  tickets: ["subject"],
  calls: ["hs_call_title"],
  tasks: ["hs_task_subject"],
  notes: [],
  meetings: ["hs_meeting_title"],
  communications: [],
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export function recordName(portal: Portal, record: StoredRecord): string {
  const { firstname = "", lastname = "", email, phone } = record.properties;
  if (record.type === "contacts") return `${firstname} ${lastname}`.trim() || email || phone || `Contact ${record.id}`;
  const title = titleOf(portal, record.type)
    .map((name) => record.properties[name])
    .find((value) => value);
  return title ?? capital(schemaOf(portal, record.type).type.singular);
}

function titleOf(portal: Portal, type: ObjectTypeName): readonly string[] {
  return isCustom(type) ? [portal.customObjects.get(type)?.primaryDisplayProperty ?? ""] : TITLE[type];
}

export function pluralOf(portal: Portal, type: ObjectTypeName): string {
  return isCustom(type) ? (portal.customObjects.get(type)?.labels.plural ?? type) : capital(type);
}

export const recordUrl = (portal: Portal, record: StoredRecord) =>
  `/contacts/${portal.id}/record/${objectType(record.type).typeId}/${record.id}`;

export const listUrl = (portal: Portal, type: ObjectTypeName) =>
  `/contacts/${portal.id}/objects/${objectType(type).typeId}/views/all/list`;

export const boardUrl = (portal: Portal) => `/contacts/${portal.id}/objects/0-3/views/all/board`;

export interface Person {
  name: string;
  initials: string;
  /** Which of the eight avatar colours. */
  tint: number;
}

const TINTS = 8;

export function person(name: string): Person {
  const words = name.split(/[\s@.]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const initials = words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return { name, initials: initials || "#", tint: sum % TINTS };
}

export function ownerOf(portal: Portal, record: StoredRecord): Person | undefined {
  const id = record.properties.hubspot_owner_id;
  const owner = id === undefined ? undefined : portal.owners.find((candidate) => candidate.id === id);
  return owner && person(`${owner.firstName} ${owner.lastName}`);
}

/** Whether a stage is still open, or closed as won or lost. */
export function stageTone({ metadata }: PipelineStage): "open" | "won" | "lost" {
  if (metadata.isClosed !== "true") return "open";
  return Number(metadata.probability) === 1 ? "won" : "lost";
}

export function stageOf(portal: Portal, record: StoredRecord): PipelineStage | undefined {
  const { pipeline, dealstage = "" } = record.properties;
  return findStage(portal.pipelines.get("deals") ?? [], pipeline, dealstage)?.stage;
}

export function stageLabel(portal: Portal, record: StoredRecord): string {
  return stageOf(portal, record)?.label ?? record.properties.dealstage ?? "";
}

// Kept with a time of day that nobody reads.
const DAYS = new Set(["closedate", "createdate"]);

/** A property's value as a person reads it: labels for options and ids, dates in the portal's time zone. */
export function valueInWords(
  portal: Portal,
  formats: Formats,
  record: StoredRecord,
  property: PropertyDefinition,
): string {
  const value = propertyValue(record, property.name) ?? "";
  if (value === "") return "";
  if (property.name === "hubspot_owner_id") return ownerOf(portal, record)?.name ?? value;
  if (property.name === "dealstage") return stageLabel(portal, record);
  if (property.name === "pipeline")
    return portal.pipelines.get("deals")?.find(({ id }) => id === value)?.label ?? value;
  if (property.name === "amount") return formats.money(value);
  if (property.name === "hs_call_duration") return duration(Number(value));
  if (DAYS.has(property.name)) return formats.day(Date.parse(value));
  if (property.type === "datetime") return formats.dayAndTime(Date.parse(value));
  if (property.type === "date") return formats.day(Date.parse(value));
  return property.options.find((option) => option.value === value)?.label ?? value;
}

/** Values that a portal's schema no longer knows are left out. */
export function labelled(portal: Portal, formats: Formats, record: StoredRecord, names: Iterable<string>) {
  const { properties } = schemaOf(portal, record.type);
  return [...names].flatMap((name) => {
    const property = properties.get(name);
    return property
      ? [
          {
            name,
            label: property.label,
            group: property.groupName,
            value: valueInWords(portal, formats, record, property),
          },
        ]
      : [];
  });
}
