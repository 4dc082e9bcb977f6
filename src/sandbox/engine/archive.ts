// Taking records away: archiving, and erasing a contact for good under privacy law.
import type { ChangeSource } from "./change.ts";
import { type Portal, tableOf } from "./portal.ts";
import type { StoredRecord } from "./record.ts";

function dropLinks(record: StoredRecord): void {
  for (const other of record.links?.keys() ?? []) other.links?.delete(record);
  delete record.links;
}

export function archive(portal: Portal, record: StoredRecord, source: ChangeSource = "INTEGRATION"): void {
  dropLinks(record);
  tableOf(portal, record.type).archive(record, portal.now());
  portal.changed({ kind: "deletion", type: record.type, id: record.id, source });
}

/** HubSpot announces an erasure twice: as the erasure and as a deletion. */
export function erase(portal: Portal, record: StoredRecord): void {
  dropLinks(record);
  tableOf(portal, record.type).forget(record);
  portal.changed({ kind: "privacyDeletion", type: record.type, id: record.id, source: "INTEGRATION" });
  portal.changed({ kind: "deletion", type: record.type, id: record.id, source: "INTEGRATION" });
}
