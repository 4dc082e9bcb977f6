// Writes that went out and whose answer was lost: finds out whether HubSpot carried them out before writing again.
import type { Activity } from "../hubspot/gateway.ts";
import type { Link, ObjectType } from "../model/crm.ts";
import type { CreateWrite } from "../model/plan.ts";
import { companyKey, contactKey, dealKey } from "../model/properties.ts";
import { taskReference } from "../rules/task.ts";
import { type Batch, propertiesOf, type Work } from "./carry-out.ts";
import { searchCompanies, searchContacts } from "./in-doubt-search.ts";
import { idOf } from "./record-ids.ts";

interface Mark {
  property: string;
  isOurs(value: string, write: CreateWrite): boolean;
}

/** Ends the body of all of them. */
const reference = (property: string): Mark => ({
  property,
  isOurs: (value, write) => value.includes(taskReference(write.key)),
});

/** The property by which a record of ours is recognised, and whether it bears this write's mark. */
const marks: Partial<Record<ObjectType, Mark>> = {
  call: { property: "hs_call_external_id", isOurs: (value, write) => value === write.properties.hs_call_external_id },
  task: reference("hs_task_body"),
  note: reference("hs_note_body"),
  communication: reference("hs_communication_body"),
  meeting: reference("hs_meeting_body"),
  deal: { property: "dealname", isOurs: (value, write) => value === write.properties.dealname },
};

/** Notes what HubSpot already has; returns the work that is still to be sent. */
export async function recoverDoubtful(what: ObjectType, work: Work[], batch: Batch): Promise<Work[]> {
  const doubtful = work.filter((item) => item.entry.state === "sent" && !hasOwnGuard(propertiesOf(item)));
  if (doubtful.length === 0) return work;
  const recovered = await lookFor(what, doubtful, batch);
  for (const [{ write }, id] of recovered) batch.ids.set(write.key, id);
  const outcomes = [...recovered].map(([{ write }, id]) => ({ key: write.key, state: "done" as const, hubspotId: id }));
  await batch.ledger.finish(batch.portalId, outcomes);
  return work.filter((item) => !recovered.has(item));
}

/** Values that HubSpot keeps unique make a second create come back as a conflict: no look is needed. */
const guards = [contactKey, dealKey, companyKey, "email"];

function hasOwnGuard(properties: Record<string, string>): boolean {
  return guards.some((property) => properties[property] !== undefined);
}

function lookFor(what: ObjectType, work: Work[], batch: Batch): Promise<Map<Work, string>> {
  if (what === "contact") return searchContacts(work, batch);
  return what === "company" ? searchCompanies(work, batch) : lookUp(what, work, batch);
}

async function lookUp(what: ObjectType, work: Work[], { gateway, ids }: Batch): Promise<Map<Work, string>> {
  const mark = marks[what];
  const recovered = new Map<Work, string>();
  if (!mark) return recovered;
  const hooks = work.flatMap(({ write }) => (write.do === "create" ? hooksOf(write.associate, ids) : []));
  const records: Activity[] = [];
  for (const [kind, ofKind] of Map.groupBy(hooks, (hook) => hook.what)) {
    const of = { what: kind, ids: [...new Set(ofKind.map(({ id }) => id))] };
    records.push(...(await gateway.activities(what, of, [mark.property])));
  }
  for (const item of work) {
    const { write } = item;
    if (write.do !== "create") continue;
    const found = records.find(({ properties }) => mark.isOurs(properties[mark.property] ?? "", write));
    if (found) recovered.set(item, found.id);
  }
  return recovered;
}

/** A meeting hangs on a hundred records: it is found on any of them, and a second and third one may be gone by now. */
const hooksAtMost = 3;

/** Records that the write hangs on, contacts before companies and deals. */
function hooksOf(links: readonly Link[], ids: Map<string, string>): { what: ObjectType; id: string }[] {
  const hooks = links.flatMap(({ what, ref }) => {
    const id = idOf(ref, ids);
    return id ? [{ what, id }] : [];
  });
  const [first] = [hooks.filter(({ what }) => what === "contact"), hooks].filter((some) => some.length > 0);
  return first?.slice(0, hooksAtMost) ?? [];
}
