// The records of an event that the portal's own properties are written to, and what these hold by now.
import type { Link, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { familyOf } from "../model/our-fields.ts";
import type { Plan } from "../model/plan.ts";
import { type MappedObject, mappedObjects } from "../model/property-map.ts";
import { isSameRecord } from "./record-ref.ts";
import { contactWith, dealWith } from "./world-contacts.ts";

export interface OwnRecord {
  what: MappedObject;
  ref: RecordRef;
  /** As they stand in HubSpot; null: not known, or not there yet. */
  values: Readonly<Record<string, string>> | null;
}

type Found = Omit<OwnRecord, "values">;

/** Each once: those of the plan, and where it names none, those that were written to before. */
export function recordsOf(plan: Plan, event: Event, snapshot: Snapshot): OwnRecord[] {
  const planned = plannedIn(plan, event);
  const before = writtenBefore(event, snapshot).filter(
    ({ what }) => isMeeting(event) || planned.every((each) => each.what !== what),
  );
  const named = [...planned, ...before];
  const company = named.some(({ what }) => what === "company") ? null : onlyCompany(named, event, snapshot);
  const all = company ? [...named, company] : named;
  const once = new Map(all.map((each) => [nameOf(each), each]));
  return [...once.values()].map((each) => ({ ...each, values: valuesOf(each, snapshot) }));
}

function isMeeting({ type }: Event): boolean {
  return familyOf(type) === "meeting";
}

/** A meeting is everybody's who took part, and of all that it is put on. */
function plannedIn({ writes }: Plan, event: Event): Found[] {
  return writes.flatMap((write): Found[] => {
    const links = isMeeting(event) && "associate" in write && write.what === "meeting" ? write.associate : [];
    const own =
      write.do === "create"
        ? [{ what: write.what, ref: { key: write.key } }]
        : write.do === "use" || write.do === "update"
          ? [{ what: write.what, ref: write.ref }]
          : [];
    return [...own, ...links].flatMap(mapped);
  });
}

function mapped({ what, ref }: Link): Found[] {
  const object = mappedObjects.find((each) => each === what);
  return object ? [{ what: object, ref }] : [];
}

function writtenBefore(event: Event, { calls }: Snapshot): Found[] {
  const { call = null, contact = null, deal = null, meeting = null } = calls.get(event.subject) ?? {};
  if (isMeeting(event)) return (meeting?.links ?? []).flatMap(mapped);
  const linked = call?.links.find(({ what }) => what === "contact");
  const found: [what: MappedObject, ref: RecordRef | undefined][] = [
    ["contact", contact?.ref ?? linked?.ref],
    ["deal", deal?.ref],
    ["call", call?.ref],
  ];
  return found.flatMap(([what, ref]) => (ref ? [{ what, ref }] : []));
}

/** A contact with several companies does not say which of them an event is about. */
function onlyCompany(named: readonly Found[], event: Event, snapshot: Snapshot): Found | null {
  if (["meeting", "customer"].includes(familyOf(event.type))) return null;
  const contact = named.find(({ what }) => what === "contact");
  const companies = (contact && contactWith(snapshot, contact.ref)?.companies) ?? [];
  const [only, ...others] = companies;
  return only && others.length === 0 ? { what: "company", ref: only } : null;
}

function valuesOf({ what, ref }: Found, snapshot: Snapshot): OwnRecord["values"] {
  const { companies, customers, calls, standing } = snapshot;
  const known = "id" in ref ? standing.get(standingKey(what, ref.id)) : undefined;
  if (known) return known;
  if (what === "contact") return contactWith(snapshot, ref)?.values ?? null;
  const theirs = [...customers.values()].flatMap(({ company }) => company ?? []);
  const all = [...companies, ...theirs];
  if (what === "company") return all.find((company) => isSameRecord(company.ref, ref))?.values ?? null;
  if (what === "call") {
    // One that the batch itself has made says what was written of it; in another people may have written since.
    const made = "key" in ref ? [...calls.values()].find(({ call }) => call && isSameRecord(call.ref, ref)) : undefined;
    return made?.call?.properties ?? null;
  }
  const ofCompanies = () => all.flatMap(({ deals }) => deals).find((deal) => isSameRecord(deal.ref, ref));
  return (dealWith(snapshot, ref) ?? ofCompanies())?.values ?? null;
}

/** How a snapshot names what it read of a record for its values alone. */
export function standingKey(what: MappedObject, id: string): string {
  return `${what} ${id}`;
}

function nameOf({ what, ref }: Found): string {
  return `${what} ${"id" in ref ? `id ${ref.id}` : `key ${ref.key}`}`;
}
