// Writes that went out and whose answer was lost: finds out whether HubSpot carried them out before writing again.
// Contacts and deals need no look: their unique value makes a second create come back as a conflict.
import type { ObjectType } from "../model/crm.ts";
import type { CreateWrite } from "../model/plan.ts";
import { taskReference } from "../rules/task.ts";
import { type Batch, idOf, type Work } from "./carry-out.ts";

/** The property by which an activity of ours is recognised, and whether it bears this write's mark. */
const marks: Partial<Record<ObjectType, { property: string; isOurs(value: string, write: CreateWrite): boolean }>> = {
  call: { property: "hs_call_external_id", isOurs: (value, write) => value === write.properties.hs_call_external_id },
  task: { property: "hs_task_body", isOurs: (value, write) => value.includes(taskReference(write.key)) },
};

/** Notes what HubSpot already has; returns the work that is still to be sent. */
export async function recoverDoubtful(what: ObjectType, work: Work[], batch: Batch): Promise<Work[]> {
  const { portalId, ids, gateway, ledger } = batch;
  const mark = marks[what];
  const doubtful = work.filter(({ entry }) => entry.state === "sent");
  if (!mark || doubtful.length === 0) return work;

  const activities = await gateway.activities(what, contactIds(doubtful, ids), [mark.property]);
  const recovered = new Map<Work, string>();
  for (const item of doubtful) {
    const { write } = item;
    if (write.do !== "create") continue;
    const found = activities.find(({ properties }) => mark.isOurs(properties[mark.property] ?? "", write));
    if (found) recovered.set(item, found.id);
  }
  for (const [{ write }, id] of recovered) ids.set(write.key, id);
  const outcomes = [...recovered].map(([{ write }, hubspotId]) => ({
    key: write.key,
    state: "done" as const,
    hubspotId,
  }));
  await ledger.finish(portalId, outcomes);
  return work.filter((item) => !recovered.has(item));
}

function contactIds(work: Work[], ids: Map<string, string>): string[] {
  const links = work.flatMap(({ write }) => (write.do === "create" ? write.associate : []));
  return [...new Set(links.flatMap(({ what, ref }) => (what === "contact" ? (idOf(ref, ids) ?? []) : [])))];
}
