// A contact that turns out to exist (same e-mail, or a search index that lagged) may have an open deal: it is used.
import { unknownDirectory } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, Plan } from "../model/plan.ts";
import type { LedgerEntry } from "../store/ledger.ts";
import type { Batch, Work } from "./carry-out.ts";

/** Only contacts found at the first attempt: one in doubt is our own, and so is what hangs on it. */
export async function useDealsOfFound(
  contacts: Work[],
  planned: { event: Event; plan: Plan }[],
  entries: Map<string, LedgerEntry>,
  { portalId, gateway, ledger, ids, found, directory }: Batch,
): Promise<void> {
  const surprises = contacts.filter(({ write, entry }) => found.has(write.key) && entry.state === "planned");
  const deals = planned.flatMap(({ plan }) => plan.writes.flatMap((write) => dealOf(write, surprises)));
  if (deals.length === 0) return;
  const contactIds = deals.flatMap(({ contactKey }) => ids.get(contactKey) ?? []);
  const known = await gateway.dealsOf([...new Set(contactIds)], directory ?? unknownDirectory);
  for (const { write, contactKey } of deals) {
    const open = (known.get(ids.get(contactKey) ?? "") ?? []).filter((deal) => deal.open && "id" in deal.ref);
    const newest = open.reduce<(typeof open)[number] | null>((a, b) => (a && a.updatedAt >= b.updatedAt ? a : b), null);
    const entry = entries.get(write.key);
    if (!newest || !("id" in newest.ref) || entry?.state !== "planned") continue;
    const because = `the client turned out to have the open deal “${newest.name}”`;
    ids.set(write.key, newest.ref.id);
    entry.state = "done";
    await ledger.finish(portalId, [{ key: write.key, state: "done", hubspotId: newest.ref.id, because }]);
  }
}

function dealOf(write: Plan["writes"][number], surprises: Work[]): { write: CreateWrite; contactKey: string }[] {
  if (write.do !== "create" || write.what !== "deal") return [];
  const link = write.associate.find(({ what }) => what === "contact");
  const contactKey = link && "key" in link.ref ? link.ref.key : null;
  return contactKey && surprises.some((work) => work.write.key === contactKey) ? [{ write, contactKey }] : [];
}
