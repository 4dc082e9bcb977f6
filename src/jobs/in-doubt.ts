// Writes that went out and whose answer was lost: finds out whether HubSpot carried them out before writing again.
import { Later } from "../errors.ts";
import { type ObjectType, unknownDirectory } from "../model/crm.ts";
import type { CreateWrite } from "../model/plan.ts";
import { contactKey, dealKey } from "../model/properties.ts";
import { isSameNumber, readPhone } from "../rules/phone.ts";
import { taskReference } from "../rules/task.ts";
import { type Batch, idOf, propertiesOf, type Work } from "./carry-out.ts";

interface Mark {
  property: string;
  isOurs(value: string, write: CreateWrite): boolean;
}

/** The property by which a record of ours is recognised, and whether it bears this write's mark. */
const marks: Partial<Record<ObjectType, Mark>> = {
  call: { property: "hs_call_external_id", isOurs: (value, write) => value === write.properties.hs_call_external_id },
  task: { property: "hs_task_body", isOurs: (value, write) => value.includes(taskReference(write.key)) },
  note: { property: "hs_note_body", isOurs: (value, write) => value.includes(taskReference(write.key)) },
  communication: {
    property: "hs_communication_body",
    isOurs: (value, write) => value.includes(taskReference(write.key)),
  },
  deal: { property: "dealname", isOurs: (value, write) => value === write.properties.dealname },
};

/** HubSpot's search shows a new record after seconds to a minute. */
const indexLagMs = 60_000;

/** Notes what HubSpot already has; returns the work that is still to be sent. */
export async function recoverDoubtful(what: ObjectType, work: Work[], batch: Batch): Promise<Work[]> {
  const doubtful = work.filter((item) => item.entry.state === "sent" && !hasOwnGuard(propertiesOf(item)));
  if (doubtful.length === 0) return work;
  const recovered = what === "contact" ? await searchContacts(doubtful, batch) : await lookUp(what, doubtful, batch);
  for (const [{ write }, id] of recovered) batch.ids.set(write.key, id);
  const outcomes = [...recovered].map(([{ write }, id]) => ({ key: write.key, state: "done" as const, hubspotId: id }));
  await batch.ledger.finish(batch.portalId, outcomes);
  return work.filter((item) => !recovered.has(item));
}

/** A unique value makes a second create come back as a conflict: no look is needed. */
function hasOwnGuard(properties: Record<string, string>): boolean {
  return properties[contactKey] !== undefined || properties[dealKey] !== undefined;
}

async function lookUp(what: ObjectType, work: Work[], { gateway, ids }: Batch): Promise<Map<Work, string>> {
  const mark = marks[what];
  const recovered = new Map<Work, string>();
  if (!mark) return recovered;
  const records = await gateway.activities(what, contactIds(work, ids), [mark.property]);
  for (const item of work) {
    const { write } = item;
    if (write.do !== "create") continue;
    const found = records.find(({ properties }) => mark.isOurs(properties[mark.property] ?? "", write));
    if (found) recovered.set(item, found.id);
  }
  return recovered;
}

function contactIds(work: Work[], ids: Map<string, string>): string[] {
  const links = work.flatMap(({ write }) => (write.do === "create" ? write.associate : []));
  return [...new Set(links.flatMap(({ what, ref }) => (what === "contact" ? (idOf(ref, ids) ?? []) : [])))];
}

/** Where HubSpot refused us a unique property only the search can tell, and that lags. */
async function searchContacts(work: Work[], { gateway, now }: Batch): Promise<Map<Work, string>> {
  const wait = Math.max(...work.map(({ entry }) => entry.updatedAt.getTime())) + indexLagMs - now().getTime();
  if (wait > 0) throw new Later("HubSpot's search has to catch up before a contact can be looked for", wait, false);
  const numbers = work.flatMap((item) => {
    const phone = readPhone(propertiesOf(item).phone ?? null, null);
    return phone.kind === "number" ? [{ ...phone, remembered: [], search: true }] : [];
  });
  const found = await gateway.people(numbers, unknownDirectory, []);
  const recovered = new Map<Work, string>();
  for (const item of work) {
    const phone = readPhone(propertiesOf(item).phone ?? null, null);
    if (phone.kind !== "number") continue;
    const holders = found.get(phone.e164) ?? [];
    const holder = holders.find(({ phones }) => phones.some((text) => isSameNumber(text, phone.e164, null)));
    if (holder && "id" in holder.ref) recovered.set(item, holder.ref.id);
  }
  return recovered;
}
