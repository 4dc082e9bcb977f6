// Whether two references mean one record.
import type { RecordRef } from "../model/crm.ts";

export function isSameRecord(a: RecordRef, b: RecordRef): boolean {
  return "id" in a ? "id" in b && a.id === b.id : "key" in b && a.key === b.key;
}
