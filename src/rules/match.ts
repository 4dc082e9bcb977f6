// Which contact a number belongs to: candidates are verified here, and one is chosen when several share it.
import type { Contact, Snapshot } from "../model/crm.ts";
import type { E164 } from "../model/ids.ts";
import type { Settings } from "../model/settings.ts";
import { isSameNumber, type ReadPhone } from "./phone.ts";

export interface Match {
  contact: Contact;
  because: string;
}

/** By e-mail first: people share numbers more often than addresses. */
export function findPerson(
  emails: readonly string[],
  phone: Extract<ReadPhone, { kind: "number" }> | null,
  { byEmail, contacts }: Pick<Snapshot, "byEmail" | "contacts">,
  { defaultCountry }: Pick<Settings, "defaultCountry">,
): Match | null {
  for (const email of emails) {
    const match = chooseContact(byEmail.get(email) ?? [], null, email);
    if (match) return { ...match, because: match.because.replace("is a number of", "is an address of") };
  }
  if (!phone) return null;
  return chooseContact(verified(contacts.get(phone.e164) ?? [], phone.e164, defaultCountry), null, phone.shown);
}

/** HubSpot's phone search is fuzzy and knows no country: a candidate counts only if one of its numbers is the number. */
export function verified(candidates: readonly Contact[], number: E164, country: string | null): Contact[] {
  return candidates.filter((contact) => contact.phones.some((phone) => isSameNumber(phone, number, country)));
}

/** Has an open deal → owned by the answering employee → latest activity → oldest; equals are told apart by their id. */
export function chooseContact(
  candidates: readonly Contact[],
  answererOwnerId: string | null,
  shown: string,
): Match | null {
  const contacts = candidates.toSorted(byAge);
  const [only, ...others] = contacts;
  if (!only) return null;
  if (others.length === 0) return { contact: only, because: `${shown} is a number of ${only.name}` };
  const withDeal = narrow(contacts, (contact) => contact.deals.some((deal) => deal.open));
  const owned = narrow(withDeal.kept, (contact) => answererOwnerId !== null && contact.ownerId === answererOwnerId);
  const latest = owned.kept.map((contact) => contact.lastActivityAt ?? "").reduce((a, b) => (a > b ? a : b));
  const active = narrow(owned.kept, (contact) => (contact.lastActivityAt ?? "") === latest);
  const [chosen = only] = active.kept;
  const reason =
    active.kept.length > 1
      ? "it is the oldest"
      : active.narrowed
        ? "it was active last"
        : owned.narrowed
          ? "its owner is the employee on the call"
          : "it has an open deal";
  const names = contacts.filter((contact) => contact !== chosen).map((contact) => contact.name);
  return {
    contact: chosen,
    because: `${contacts.length} contacts have ${shown} and ${reason} (the others: ${listed(names)})`,
  };
}

function byAge(a: Contact, b: Contact): number {
  return a.createdAt.localeCompare(b.createdAt) || JSON.stringify(a.ref).localeCompare(JSON.stringify(b.ref));
}

function narrow(
  contacts: readonly Contact[],
  keep: (contact: Contact) => boolean,
): { kept: readonly Contact[]; narrowed: boolean } {
  const kept = contacts.filter(keep);
  if (kept.length === 0) return { kept: contacts, narrowed: false };
  return { kept, narrowed: kept.length < contacts.length };
}

function listed(names: string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}
