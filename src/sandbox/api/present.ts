// Records as HubSpot's responses show them.
import type { BatchFailure } from "../engine/batch.ts";
import type { Portal } from "../engine/portal.ts";
import { isoTime, type Properties, propertyValue, type StoredRecord } from "../engine/record.ts";
import type { Context } from "../errors.ts";
import { APP_ID } from "../oauth/grants.ts";
import { objectType } from "../schema/object-types.ts";

export interface View {
  properties?: readonly string[];
  withHistory?: readonly string[];
  traceId?: string | undefined;
  /** Show these values instead of the current ones, as search does for what it has not indexed yet. */
  indexed?: Properties;
}

function historyOf(record: StoredRecord, name: string) {
  const past = record.changes?.get(name) ?? [{ value: propertyValue(record, name) ?? "", at: record.createdAt }];
  return past
    .map(({ value, at }) => ({ value, timestamp: isoTime(at), sourceType: "INTEGRATION", sourceId: String(APP_ID) }))
    .reverse();
}

export function presentRecord(record: StoredRecord, view: View = {}): Record<string, unknown> {
  const properties: Record<string, string | null> = {};
  const withHistory = view.withHistory ?? [];
  for (const name of [...objectType(record.type).defaultProperties, ...(view.properties ?? []), ...withHistory]) {
    properties[name] = propertyValue(record, name, view.indexed ?? record.properties) ?? null;
  }
  return {
    id: record.id,
    properties,
    ...(withHistory.length > 0 && {
      propertiesWithHistory: Object.fromEntries(withHistory.map((name) => [name, historyOf(record, name)])),
    }),
    createdAt: isoTime(record.createdAt),
    updatedAt: isoTime(record.updatedAt),
    archived: record.archivedAt !== undefined,
    ...(record.archivedAt !== undefined && { archivedAt: isoTime(record.archivedAt) }),
    ...(view.traceId !== undefined && { objectWriteTraceId: view.traceId }),
  };
}

/** After a write HubSpot shows what was written beside the usual properties. */
export const presentWritten = (record: StoredRecord, names: readonly string[], traceId?: string) =>
  presentRecord(record, { properties: names, traceId });

export interface ErrorEntry {
  status: "error";
  category: string;
  message: string;
  context: Context;
  errors: unknown[];
  links: Record<string, string>;
  subCategory?: string;
}

export function failureEntry({ traceId, error }: BatchFailure): ErrorEntry {
  return {
    status: "error",
    category: error.category,
    message: error.message,
    context: { ...error.extras.context, objectWriteTraceId: [traceId] },
    errors: error.extras.errors ?? [],
    links: error.extras.links ?? {},
    ...(error.extras.subCategory && { subCategory: error.extras.subCategory }),
  };
}

/** The envelope of every batch; errors make it a 207. */
export function batchReply(portal: Portal, status: number, results: unknown[], errors: readonly ErrorEntry[] = []) {
  const time = isoTime(portal.now());
  const body = { status: "COMPLETE", results, startedAt: time, completedAt: time };
  return errors.length === 0
    ? { status, body }
    : { status: 207, body: { ...body, numErrors: errors.length, errors: [...errors] } };
}
