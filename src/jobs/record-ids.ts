// What the writes of a batch refer to, and the HubSpot ids of it as far as they are known.
import type { RecordRef } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import type { Write } from "../model/plan.ts";
import type { LedgerEntry, LedgerStore } from "../store/ledger.ts";
import type { PlannedEvent } from "./carry-out.ts";

/** HubSpot ids by write key: of this batch's finished writes and of other events' writes that these refer to. */
export async function knownIds(
  portalId: PortalId,
  planned: PlannedEvent[],
  entries: Map<string, LedgerEntry>,
  ledger: LedgerStore,
): Promise<Map<string, string>> {
  const own = [...entries.values()].flatMap((entry) =>
    entry.hubspotId ? [[entry.key, entry.hubspotId] as const] : [],
  );
  const refs = planned.flatMap(({ plan }) => plan.writes.flatMap(refsOf));
  const elsewhere = refs.flatMap((ref) => ("key" in ref && !entries.has(ref.key) ? [ref.key] : []));
  return new Map([...own, ...(await ledger.recordIds(portalId, elsewhere))]);
}

export function refsOf(write: Write): RecordRef[] {
  if (write.do === "create" || write.do === "upsert") return write.associate.map((link) => link.ref);
  if (write.do === "associate") return [write.ref, ...write.associate.map((link) => link.ref)];
  return [write.ref];
}

export function idOf(ref: RecordRef, ids: Map<string, string>): string | null {
  return "id" in ref ? ref.id : (ids.get(ref.key) ?? null);
}
