// Which contact a number belongs to: candidates are verified here, and one is chosen when several share it.
import type { Contact } from "../model/crm.ts";
import type { E164 } from "../model/ids.ts";
import { isSameNumber } from "./phone.ts";

export interface Match {
  contact: Contact;
  because: string;
}

/** HubSpot's phone search is fuzzy and knows no country: a candidate counts only if one of its numbers is the number. */
export function verified(candidates: readonly Contact[], number: E164, country: string | null): Contact[] {
  return candidates.filter((contact) => contact.phones.some((phone) => isSameNumber(phone, number, country)));
}

/** Has an open deal → owned by the answering employee → latest activity → oldest. */
export function chooseContact(contacts: readonly Contact[], answererOwnerId: string | null, shown: string): Match | null {
  const [only, ...others] = contacts;
  if (!only) return null;
  if (others.length === 0) return { contact: only, because: `${shown} is a number of ${only.name}` };
  const withDeal = narrow(contacts, (contact) => contact.deals.some((deal) => deal.open));
  const owned = narrow(withDeal.kept, (contact) => answererOwnerId !== null && contact.ownerId === answererOwnerId);
  const latest = owned.kept.map((contact) => contact.lastActivityAt ?? "").reduce((a, b) => (a > b ? a : b));
  const active = narrow(owned.kept, (contact) => (contact.lastActivityAt ?? "") === latest);
  const [chosen = only] = [...active.kept].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const reason = active.kept.length > 1
    ? "it is the oldest"
    : active.narrowed
      ? "it was active last"
      : owned.narrowed
        ? "it belongs to the employee who took the call"
        : "it has an open deal";
  const names = contacts.filter((contact) => contact !== chosen).map((contact) => contact.name);
  return {
    contact: chosen,
    because: `${contacts.length} contacts have ${shown} and ${reason} (the others: ${listed(names)})`,
  };
}

function narrow(contacts: readonly Contact[], keep: (contact: Contact) => boolean): { kept: readonly Contact[]; narrowed: boolean } {
  const kept = contacts.filter(keep);
  if (kept.length === 0) return { kept: contacts, narrowed: false };
  return { kept, narrowed: kept.length < contacts.length };
}

function listed(names: string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
}
