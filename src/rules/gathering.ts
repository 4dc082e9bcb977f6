// The guests of a meeting as records: the contacts there are, the contacts and companies that are made, by the portal's settings.
import type { Company, Contact, Link, Snapshot } from "../model/crm.ts";
import { type Event, noAttribution } from "../model/event.ts";
import type { CreateWrite, Write } from "../model/plan.ts";
import { contactKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { companyByDomain, createCompany } from "./company.ts";
import { createContact, fillContact, type Known } from "./contact.ts";
import { chooseContact, findPerson, type Match, verified } from "./match.ts";
import type { Ownership } from "./owner.ts";
import type { Guest } from "./participants.ts";
import { isSameRecord } from "./record-ref.ts";

export interface Gathering {
  writes: Write[];
  /** To the guests' contacts. */
  links: Link[];
  /** What brings companies and deals. */
  roots: { contacts: Contact[]; companies: Company[] };
  /** All that are known, those that are made included. */
  companies: readonly Company[];
  guests: { known: number; made: number; left: number };
}

export function gather(
  event: Event,
  guests: readonly Guest[],
  owner: Ownership,
  snapshot: Snapshot,
  rulebook: Rulebook,
): Gathering {
  const domains = [...new Set(guests.flatMap(({ domain }) => domain ?? []))];
  const made: CreateWrite[] = [];
  const byDomain = new Map<string, Company>();
  for (const domain of domains) {
    const found = companyByDomain(domain, snapshot.companies)?.company;
    if (found) byDomain.set(domain, found);
    else if (rulebook.settings.meetingCompanies === "create") {
      const key = `${event.id}/company-${made.length + 1}`;
      const write = createCompany({ key, domain }, `nobody has the domain ${domain}`, owner, rulebook);
      made.push({ ...write, optional: true });
      byDomain.set(domain, madeCompany(write, domain, event));
    }
  }
  const gathering: Gathering = {
    writes: made,
    links: [],
    roots: { contacts: [], companies: [...byDomain.values()] },
    companies: [...snapshot.companies, ...byDomain.values()],
    guests: { known: 0, made: 0, left: 0 },
  };
  for (const guest of guests) add(gathering, event, guest, byDomain, owner, snapshot, rulebook);
  return gathering;
}

function add(
  { writes, links, roots, guests }: Gathering,
  event: Event,
  guest: Guest,
  byDomain: ReadonlyMap<string, Company>,
  owner: Ownership,
  snapshot: Snapshot,
  rulebook: Rulebook,
): void {
  const { name, phone, emails, domain } = guest;
  const [email = null] = emails;
  const known: Known = { eventId: event.id, name, phone, email, attribution: noAttribution };
  const place = links.length + 1;
  const { match, isShared } = findGuest(guest, snapshot, rulebook);
  if (match) {
    const { ref } = match.contact;
    if (roots.contacts.some((contact) => isSameRecord(contact.ref, ref))) return;
    guests.known++;
    roots.contacts.push(match.contact);
    links.push({ what: "contact", ref });
    writes.push({
      do: "use",
      what: "contact",
      key: `${event.id}/contact-${place}`,
      ref,
      name: match.contact.name,
      because: match.because,
    });
    const gaps = fillContact(known, match.contact, rulebook);
    if (gaps) writes.push({ ...gaps, key: `${event.id}/contact-${place}-gaps` });
  } else if (rulebook.settings.meetingContacts === "create") {
    guests.made++;
    const key = `${event.id}/contact-${place}`;
    const company = domain === null ? undefined : byDomain.get(domain);
    const write = createContact(known, `nobody has ${email ?? phone?.shown ?? ""}`, owner, rulebook);
    const associate: Link[] = company ? [{ what: "company", ref: company.ref }] : [];
    // One number is one contact's key: whoever shares it goes without.
    const isTaken = isShared || writes.some((other) => keyOf(other) !== undefined && keyOf(other) === keyOf(write));
    const { [contactKey]: _key, ...others } = write.properties;
    const properties = isTaken ? others : write.properties;
    writes.push({ ...write, properties, key, associate, optional: true });
    links.push({ what: "contact", ref: { key } });
  } else {
    guests.left++;
  }
}

/** By e-mail, then by number: but a contact with another address and another name is a colleague at the same telephone. */
function findGuest(
  { name, emails, phone }: Guest,
  snapshot: Snapshot,
  { settings }: Rulebook,
): { match: Match | null; isShared: boolean } {
  const byEmail = findPerson(emails, null, snapshot, settings);
  if (byEmail || !phone) return { match: byEmail, isShared: false };
  const holders = verified(snapshot.contacts.get(phone.e164) ?? [], phone.e164, settings.defaultCountry);
  const isHim = (contact: Contact) =>
    emails.length === 0 || contact.emails.length === 0 || contact.name.toLowerCase() === name?.toLowerCase();
  return { match: chooseContact(holders.filter(isHim), null, phone.shown), isShared: holders.length > 0 };
}

function keyOf(write: Write): string | undefined {
  return write.do === "create" ? write.properties[contactKey] : undefined;
}

function madeCompany({ key, properties }: CreateWrite, domain: string, { receivedAt }: Event): Company {
  return {
    ref: { key },
    name: properties.name ?? domain,
    domain,
    createdAt: receivedAt,
    values: properties,
    deals: [],
  };
}
