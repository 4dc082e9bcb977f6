// Search lags behind writes: which state of a record search sees, and when it will see the next one.
import type { Portal } from "./portal.ts";
import { tableOf } from "./portal.ts";
import type { Properties, StaleView, StoredRecord } from "./record.ts";

function addView(portal: Portal, record: StoredRecord, view: StaleView): void {
  const views = record.staleViews ?? [];
  const last = views.at(-1);
  // A later write cannot be indexed before an earlier one.
  views.push({ until: Math.max(view.until, last?.until ?? 0), properties: view.properties });
  record.staleViews = views;
  tableOf(portal, record.type).stale.add(record);
}

export function createdWithLag(portal: Portal, record: StoredRecord): void {
  if (portal.lag.createMs > 0)
    addView(portal, record, { until: portal.now() + portal.lag.createMs, properties: undefined });
}

export function updatedWithLag(portal: Portal, record: StoredRecord, before: Properties): void {
  if (portal.lag.updateMs > 0)
    addView(portal, record, { until: portal.now() + portal.lag.updateMs, properties: before });
}

/** The properties that search sees now; undefined while the record is not indexed at all. */
export function indexedProperties(portal: Portal, record: StoredRecord): Properties | undefined {
  const views = record.staleViews;
  if (!views) return record.properties;
  const now = portal.now();
  while (views[0] && views[0].until <= now) views.shift();
  if (views[0]) return views[0].properties;
  delete record.staleViews;
  tableOf(portal, record.type).stale.delete(record);
  return record.properties;
}
