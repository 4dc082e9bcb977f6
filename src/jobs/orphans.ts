// Writes of which a record that they belong to was refused: they cannot be carried out either.
import { type Link, type ObjectType, objectTypes } from "../model/crm.ts";
import type { Batch, Work } from "./carry-out.ts";
import { idOf } from "./record-ids.ts";

/** @returns the others */
export async function settleOrphans(work: Work[], batch: Batch): Promise<Work[]> {
  const { portalId, refusals, ledger } = batch;
  const settled = work.flatMap((item) => {
    const orphan = orphanOf(item, batch);
    return orphan ? [{ item, ...orphan }] : [];
  });
  for (const { item, because, isLoss } of settled) {
    if (isLoss && !refusals.has(item.event.id)) refusals.set(item.event.id, sentence(because));
  }
  await ledger.finish(
    portalId,
    settled.map(({ item, because }) => ({
      key: item.write.key,
      state: "refused" as const,
      hubspotId: null,
      because,
    })),
  );
  const orphans = new Set(settled.map(({ item }) => item));
  return work.filter((item) => !orphans.has(item));
}

interface Orphan {
  because: string;
  /** Something that was to be written is not: an association with nobody is no loss. */
  isLoss: boolean;
}

/** It does without records that are optional, so long as it still belongs to something. */
function orphanOf({ write }: Work, batch: Batch): Orphan | null {
  const links = "associate" in write ? write.associate : [];
  const own: Link[] = "ref" in write ? [{ what: isKnown(write.what) ? write.what : "note", ref: write.ref }] : [];
  const missing = [...own, ...links].filter(({ ref }) => idOf(ref, batch.ids) === null);
  const [first] = missing.filter((link) => !isDispensable(link, batch));
  if (first) return { because: lossOf(first, batch), isLoss: true };
  const [dispensed] = missing;
  if (!dispensed) return null;
  const isOfNobody = own.some(({ ref }) => idOf(ref, batch.ids) === null);
  const left = links.some(({ ref }) => idOf(ref, batch.ids) !== null);
  if (write.do === "associate" && (isOfNobody || !left)) return { because: lossOf(dispensed, batch), isLoss: false };
  const standsAlone = write.what === "contact" || write.what === "company" || write.do === "upsert";
  return left || standsAlone ? null : { because: lossOf(dispensed, batch), isLoss: true };
}

/** A portal may lack the permission for companies alone: what only brings its company along is written without it. */
function isDispensable({ what, ref }: Link, { optional }: Batch): boolean {
  return what === "company" || ("key" in ref && optional.has(ref.key));
}

function isKnown(what: string): what is ObjectType {
  return objectTypes.some((type) => type === what);
}

function lossOf({ what, ref }: Link, { reasons, entries }: Batch): string {
  const key = "key" in ref ? ref.key : "";
  const before = entries.get(key);
  const reason = reasons.get(key) ?? (before?.state === "refused" ? before.because : undefined);
  return `the ${what} it belongs to could not be written${reason ? `: ${reason}` : ""}`;
}

function sentence(text: string): string {
  const begun = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
