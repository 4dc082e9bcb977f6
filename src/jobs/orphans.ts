// Writes of which a record that they belong to was refused: they cannot be carried out either.
import type { RecordRef } from "../model/crm.ts";
import type { Write } from "../model/plan.ts";
import type { Batch, Work } from "./carry-out.ts";
import { idOf, refsOf } from "./record-ids.ts";

/** @returns the others */
export async function settleOrphans(work: Work[], batch: Batch): Promise<Work[]> {
  const { portalId, refusals, ledger } = batch;
  const orphans = work.filter(({ write }) => isOrphan(write, batch));
  for (const { event } of orphans) {
    if (!refusals.has(event.id)) refusals.set(event.id, "The record it belongs to could not be written.");
  }
  const because = "the record it belongs to could not be written";
  const outcomes = orphans.map(({ write }) => ({
    key: write.key,
    state: "refused" as const,
    hubspotId: null,
    because,
  }));
  await ledger.finish(portalId, outcomes);
  return work.filter((item) => !orphans.includes(item));
}

/** It does without records that are optional, so long as it still belongs to something. */
function isOrphan(write: Write, { ids, optional }: Batch): boolean {
  const refs = refsOf(write);
  const missing = refs.filter((ref) => idOf(ref, ids) === null);
  if (missing.length === 0) return false;
  const isOptional = (ref: RecordRef) => "key" in ref && optional.has(ref.key);
  const standsAlone =
    write.do === "upsert" || (write.do === "create" && (write.what === "contact" || write.what === "company"));
  const needed = standsAlone ? 0 : write.do === "associate" ? 2 : 1;
  return !missing.every(isOptional) || refs.length - missing.length < needed;
}
