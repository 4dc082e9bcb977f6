// One record as the sandbox holds it, and how its properties, stored or derived, are read.
import { type ObjectTypeName, objectType } from "../schema/object-types.ts";

export type Properties = Readonly<Record<string, string>>;

/** What search goes on showing until a moment: the properties of before, or nothing for a record not indexed yet. */
export interface StaleView {
  until: number;
  properties: Properties | undefined;
}

export interface PastValue {
  value: string;
  at: number;
}

export interface StoredRecord {
  readonly type: ObjectTypeName;
  readonly id: string;
  properties: Properties;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt?: number;
  /** Associated records with the ids of the association types that run from this one to them. */
  links?: Map<StoredRecord, readonly number[]>;
  /** Every value of the properties that have changed since the record was made, oldest first. */
  changes?: Map<string, PastValue[]>;
  staleViews?: StaleView[];
  /** Of a call: since when its app says that the recording can be fetched. */
  recordingReadyAt?: number;
}

export const isoTime = (milliseconds: number) => new Date(milliseconds).toISOString();

const BODY_PROPERTY: Partial<Record<ObjectTypeName, string>> = {
  calls: "hs_call_body",
  tasks: "hs_task_body",
  notes: "hs_note_body",
  meetings: "hs_meeting_body",
  communications: "hs_communication_body",
};

function countLinks(record: StoredRecord, matches: (other: StoredRecord) => boolean): string {
  let count = 0;
  for (const other of record.links?.keys() ?? []) if (matches(other)) count += 1;
  return String(count);
}

function lastActivity(record: StoredRecord): string | undefined {
  let latest = "";
  for (const other of record.links?.keys() ?? []) {
    const at = objectType(other.type).isActivity ? (other.properties.hs_timestamp ?? "") : "";
    if (at > latest) latest = at;
  }
  return latest || undefined;
}

const plainText = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

const DERIVED: Record<string, (record: StoredRecord) => string | undefined> = {
  hs_object_id: (record) => record.id,
  createdate: (record) => isoTime(record.createdAt),
  hs_createdate: (record) => isoTime(record.createdAt),
  lastmodifieddate: (record) => isoTime(record.updatedAt),
  hs_lastmodifieddate: (record) => isoTime(record.updatedAt),
  num_associated_contacts: (record) => countLinks(record, (other) => other.type === "contacts"),
  num_associated_deals: (record) => countLinks(record, (other) => other.type === "deals"),
  num_notes: (record) => countLinks(record, (other) => objectType(other.type).isActivity),
  notes_last_updated: lastActivity,
  hs_body_preview: (record) => plainText(record.properties[BODY_PROPERTY[record.type] ?? ""] ?? "").slice(0, 300),
};

/** The value of a property, or undefined where HubSpot would answer null. */
export function propertyValue(record: StoredRecord, name: string, properties = record.properties): string | undefined {
  const derive = DERIVED[name];
  return (derive ? derive(record) : properties[name]) || undefined;
}
