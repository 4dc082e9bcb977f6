// Writes that went out and whose answer was lost: finds out whether HubSpot carried them out before writing again.
// Contacts and deals need no look: their unique value makes a second create come back as a conflict.
import type { Gateway } from "../hubspot/gateway.ts";
import type { ObjectType } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
import { taskReference } from "../rules/task.ts";
import type { LedgerEntry, LedgerStore } from "../store/ledger.ts";
import { idOf } from "./carry-out.ts";

/** The property by which an activity of ours is recognised, and whether it bears this write's mark. */
const marks: Partial<Record<ObjectType, { property: string; isOurs(value: string, write: CreateWrite): boolean }>> = {
  call: { property: "hs_call_external_id", isOurs: (value, write) => value === write.properties.hs_call_external_id },
  task: { property: "hs_task_body", isOurs: (value, write) => value.includes(taskReference(write.key)) },
};

/** Notes what HubSpot already has; returns the work that is still to be sent. */
export async function recoverDoubtful<Work extends { write: CreateWrite | UpdateWrite; entry: LedgerEntry }>(
  portalId: PortalId,
  what: ObjectType,
  work: Work[],
  ids: Map<string, string>,
  gateway: Gateway,
  ledger: LedgerStore,
): Promise<Work[]> {
  const mark = marks[what];
  const doubtful = work.filter(({ entry }) => entry.state === "sent");
  if (!mark || doubtful.length === 0) return work;

  const contactIds = doubtful.flatMap(({ write }) =>
    write.do === "create"
      ? write.associate.flatMap((link) => (link.what === "contact" ? (idOf(link.ref, ids) ?? []) : []))
      : [],
  );
  const activities = await gateway.activities(what, [...new Set(contactIds)], [mark.property]);
  const recovered = new Map<Work, string>();
  for (const item of doubtful) {
    const { write } = item;
    const found =
      write.do === "create"
        ? activities.find(({ properties }) => mark.isOurs(properties[mark.property] ?? "", write))
        : undefined;
    if (found) recovered.set(item, found.id);
  }
  for (const [{ write }, id] of recovered) ids.set(write.key, id);
  await ledger.finish(
    portalId,
    [...recovered].map(([{ write }, hubspotId]) => ({ key: write.key, state: "done" as const, hubspotId })),
  );
  return work.filter((item) => !recovered.has(item));
}
