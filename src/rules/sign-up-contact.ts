// The contact of somebody who signed up: the one we know, else by e-mail, else by number, else a new one.
import type { Contact, Snapshot } from "../model/crm.ts";
import { type Event, noAttribution } from "../model/event.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
import { contactKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { createContact, fillContact, nameProperties } from "./contact.ts";
import { chooseContact, findPerson, type Match, verified } from "./match.ts";
import type { Ownership } from "./owner.ts";
import { readPhone } from "./phone.ts";
import { isSameRecord } from "./record-ref.ts";
import type { SignUpFacts } from "./sign-up-facts.ts";
import { newsBecause, newsOf } from "./sign-up-news.ts";

/** Colleagues share a number: whoever has another address than the one who signed up is another person. */
export function findContact(
  { emails, phones }: SignUpFacts,
  known: Contact | null,
  snapshot: Snapshot,
  { settings }: Rulebook,
): Match | null {
  if (known) return { contact: known, because: "an earlier event of this customer made or found it" };
  const byEmail = findPerson(emails, null, snapshot, settings);
  if (byEmail) return byEmail;
  for (const { e164, shown } of phones) {
    const holders = verified(snapshot.contacts.get(e164) ?? [], e164, settings.defaultCountry);
    const match = chooseContact(emails.length > 0 ? holders.filter(isWithoutAddress) : holders, null, shown);
    if (match) return match;
  }
  return null;
}

function isWithoutAddress({ emails }: Contact): boolean {
  return emails.length === 0;
}

export function newContact(
  { id }: Event,
  facts: SignUpFacts,
  owner: Ownership,
  snapshot: Snapshot,
  rulebook: Rulebook,
): CreateWrite {
  const [phone = null] = facts.phones;
  const [email = null] = facts.emails;
  const colleagues = phone
    ? verified(snapshot.contacts.get(phone.e164) ?? [], phone.e164, rulebook.settings.defaultCountry)
    : [];
  const [colleague, ...others] = colleagues;
  const holder = others.length === 0 ? colleague?.name : `${colleagues.length} contacts`;
  const shared = holder ? ` (${phone?.shown} is a number of ${holder}, with another address)` : "";
  const because = `nobody has ${email ?? phone?.shown ?? ""}${shared}`;
  const { contact, attribution } = facts;
  const known = { eventId: id, name: contact.name?.value ?? null, email, phone, attribution };
  const write = createContact(known, because, owner, rulebook);
  const properties: Record<string, string> = {
    ...write.properties,
    ...(contact.company && { company: contact.company.value }),
  };
  // Its number stands for the colleague.
  if (colleague) delete properties[contactKey];
  return { ...write, properties };
}

/** What the event changes and fills; null when that is nothing. */
export function updateContact(
  event: Event,
  facts: SignUpFacts,
  { contact, isFirstSight }: { contact: Contact; isFirstSight: boolean },
  snapshot: Snapshot,
  rulebook: Rulebook,
): UpdateWrite | null {
  const { values } = contact;
  const { told, offered } = newsOf(facts.contact, event, isFirstSight);
  const isFree = (email: string | undefined) => email !== undefined && holderOf(email, contact, snapshot) === null;
  const changed = Object.fromEntries(
    Object.entries({
      ...(told.name ? renamed(told.name, facts.contact.name?.isChange ?? false, values) : {}),
      ...(told.email && isFree(told.email) && !addressesOf(contact).includes(told.email) ? { email: told.email } : {}),
      ...(told.phone && !hasNumber(contact, told.phone, rulebook) ? { phone: told.phone } : {}),
      ...(told.company ? { company: told.company } : {}),
    }).filter(([property, value]) => (values[property] ?? "") !== value),
  );
  const source = event.type === "customer.registered" || isFirstSight ? facts.attribution : noAttribution;
  const known = {
    eventId: event.id,
    name: offered.name ?? null,
    email: offered.email && isFree(offered.email) ? offered.email : null,
    // By the number that stands for a name it is seen that there is none.
    phone: facts.phones.find(({ e164 }) => values.firstname?.includes(e164)) ?? facts.phones[0] ?? null,
    attribution: source,
  };
  const { phone, ...filled } = fillContact(known, contact, rulebook)?.properties ?? {};
  const gaps = {
    ...filled,
    ...(offered.phone && phone && !values.phone ? { phone: offered.phone } : {}),
    ...(offered.company && !values.company ? { company: offered.company } : {}),
  };
  if (Object.keys(changed).length + Object.keys(gaps).length === 0) return null;
  return {
    do: "update",
    what: "contact",
    key: `${event.id}/contact-news`,
    ref: contact.ref,
    properties: { ...gaps, ...changed },
    ...(Object.keys(changed).length === 0 && { optional: true as const }),
    because: newsBecause(changed, gaps),
  };
}

/** Another contact that has the new address of this one: HubSpot gives an address to one contact only. */
export function holderOf(email: string, contact: Contact, { byEmail }: Snapshot): Contact | null {
  const holders = (byEmail.get(email) ?? []).filter((holder) => addressesOf(holder).includes(email));
  return holders.find(({ ref }) => !isSameRecord(ref, contact.ref)) ?? null;
}

/** As they stand now: an event before in the same batch may have changed the first one. */
function addressesOf({ values, emails }: Contact): string[] {
  if (values.email === undefined) return emails;
  const further = (values.hs_additional_emails ?? "").split(";");
  return [values.email, ...further].map((email) => email.trim().toLowerCase());
}

function hasNumber({ values }: Contact, number: string, { settings }: Rulebook): boolean {
  return [values.phone, values.mobilephone].some((text) => text && readsAs(text, number, settings.defaultCountry));
}

function readsAs(text: string, number: string, country: string | null): boolean {
  const read = readPhone(text, country);
  return read.kind === "number" && read.e164 === number;
}

/** A last name that the sender has dropped goes; one that he never named stays. */
function renamed(name: string, isChange: boolean, values: Record<string, string>): Record<string, string> {
  const properties = nameProperties(name);
  return isChange && values.lastname ? { lastname: "", ...properties } : properties;
}
