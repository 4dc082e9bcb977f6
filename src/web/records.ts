// The records that an event made or touched, with their names and their pages in HubSpot.
import { objectTypes } from "../model/crm.ts";
import type { Write } from "../model/plan.ts";
import type { ActivityRow } from "../store/activity.ts";
import type { Portal } from "../store/portals.ts";
import type { Web } from "./context.ts";

const allShown = 12;
const shownOfKind = 4;

export interface ShownRecord {
  /** Of a custom object what the portal calls one of it, such as Subscription. */
  what: string;
  id: string;
  label: string;
  url: string;
}

export function recordsOf(web: Web, portal: Portal, row: ActivityRow): ShownRecord[] {
  const writes = new Map((row.plan?.writes ?? []).map((write) => [write.key, write]));
  const seen = new Map<string, ShownRecord>();
  for (const entry of row.entries) {
    const write = writes.get(entry.key);
    const of = write?.do === "upsert" ? write : objectTypes.find((type) => type === entry.what);
    if (!of || !entry.hubspotId || entry.state !== "done") continue;
    const id = entry.hubspotId;
    const what = typeof of === "string" ? of : of.name;
    const label = labelOf(write) ?? seen.get(`${what}/${id}`)?.label ?? id;
    seen.set(`${what}/${id}`, { what, id, label, url: web.recordUrl(portal, of, id) });
  }
  return [...seen.values()];
}

/** For the list of events: all of a few, else some of each kind. */
export function fewOf(records: readonly ShownRecord[]): ShownRecord[] {
  if (records.length <= allShown) return [...records];
  return [...Map.groupBy(records, ({ what }) => what).values()].flatMap((kind) => kind.slice(0, shownOfKind));
}

/** The name that we gave the record, or that it had when we found it; notes have none. */
function labelOf(write: Write | undefined): string | null {
  if (write?.do === "use") return write.name || null;
  if (write?.do === "upsert") return write.idValue;
  if (write?.do !== "create") return null;
  const { firstname, lastname, email, name, dealname, hs_call_title, hs_meeting_title, hs_task_subject } =
    write.properties;
  const person = [firstname, lastname].filter(Boolean).join(" ") || email;
  return person || name || dealname || hs_call_title || hs_meeting_title || hs_task_subject || null;
}
