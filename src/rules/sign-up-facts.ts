// What a sender has told of a customer by all events together: the newest of each fact, and which event brought it.
import { type Attribution, type Event, noAttribution } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { type SignUpData, signUpData } from "../model/sign-up.ts";
import type { CompanyFacts } from "./company.ts";
import { isFreeMail, mailDomain, webDomain } from "./domain.ts";
import { emailsOf, phoneOf } from "./person.ts";
import type { ReadPhone } from "./phone.ts";

type Phone = Extract<ReadPhone, { kind: "number" }>;

export interface Fact {
  value: string;
  /** It was this event that brought it; else an earlier one did, or it is what a newer one says. */
  isNews: boolean;
  /** The sender had said something else before. */
  isChange: boolean;
}

export interface ContactFacts {
  name: string | null;
  email: string | null;
  /** E.164. */
  phone: string | null;
  company: string | null;
}

type Told<Facts> = { [Name in keyof Facts]: Fact | null };

export interface SignUpFacts {
  contact: Told<ContactFacts>;
  company: Told<CompanyFacts>;
  /** All that were ever said, the newest first. */
  emails: string[];
  phones: Phone[];
  /** Of companies, by the addresses of people; the oldest first, for a new address moves nobody to another company. */
  mailDomains: string[];
  /** As it was when the customer came. */
  attribution: Attribution;
}

/** What one event says. */
interface Telling {
  event: Event;
  emails: string[];
  phone: Phone | null;
  contact: ContactFacts;
  company: CompanyFacts;
  attribution: Attribution;
}

function tellingOf(event: Event, { person, company, attribution }: SignUpData, rulebook: Rulebook): Telling {
  const emails = emailsOf(person);
  const phone = phoneOf(person, rulebook);
  const domain = company?.domain ? webDomain(company.domain) : null;
  return {
    event,
    emails,
    phone,
    contact: {
      name: person?.name ?? null,
      email: emails[0] ?? null,
      phone: phone?.e164 ?? null,
      company: person?.company ?? company?.name ?? null,
    },
    company: {
      name: company?.name ?? person?.company ?? null,
      // Some senders make a domain of the person's address, whatever it is.
      domain: domain !== null && isFreeMail(domain) ? null : domain,
      website: company?.website ?? null,
      phone: company?.phone ?? null,
      address: company?.address ?? null,
    },
    attribution,
  };
}

/** @param told the other events of the customer that are known; in which order they came makes no difference to the facts */
export function factsOf(event: Event, told: readonly Event[], rulebook: Rulebook): SignUpFacts {
  const others = told.flatMap((each) => {
    const read = each.id === event.id ? null : signUpData.safeParse(each.data).data;
    return read ? [tellingOf(each, read, rulebook)] : [];
  });
  const tellings = [tellingOf(event, signUpData.parse(event.data), rulebook), ...others].toSorted(byTime);
  const fact = (said: (telling: Telling) => string | null) => newest(tellings, said, event);
  const newestFirst = tellings.toReversed();
  const domains = tellings.flatMap(({ emails }) => emails.flatMap((email) => mailDomain(email) ?? []));
  return {
    contact: {
      name: fact(({ contact }) => contact.name),
      email: fact(({ contact }) => contact.email),
      phone: fact(({ contact }) => contact.phone),
      company: fact(({ contact }) => contact.company),
    },
    company: {
      name: fact(({ company }) => company.name),
      domain: fact(({ company }) => company.domain),
      website: fact(({ company }) => company.website),
      phone: fact(({ company }) => company.phone),
      address: fact(({ company }) => company.address),
    },
    emails: [...new Set(newestFirst.flatMap(({ emails }) => emails))],
    phones: newestFirst.flatMap(({ phone }) => phone ?? []),
    mailDomains: domains.filter((domain) => !isFreeMail(domain)),
    attribution: tellings.find(({ attribution }) => isSaid(attribution))?.attribution ?? noAttribution,
  };
}

/** What was not said erases nothing. Of several events that say the newest value, the one that came first brought it. */
function newest(tellings: readonly Telling[], said: (telling: Telling) => string | null, { id }: Event): Fact | null {
  const sayers = tellings.filter((telling) => said(telling) !== null);
  const last = sayers.at(-1);
  const value = last ? said(last) : null;
  if (value === null) return null;
  const before = sayers.findLastIndex((telling) => said(telling) !== value);
  const [first] = sayers.slice(before + 1).toSorted(byReceipt);
  return { value, isNews: first?.event.id === id, isChange: before >= 0 };
}

/** Whoever signs up and is changed in the same second signed up first. */
function byTime({ event: a }: Telling, { event: b }: Telling): number {
  const rank = ({ type }: Event) => (type === "customer.registered" ? 0 : 1);
  return Date.parse(a.time) - Date.parse(b.time) || rank(a) - rank(b) || a.id.localeCompare(b.id);
}

function byReceipt({ event: a }: Telling, { event: b }: Telling): number {
  return a.receivedAt.localeCompare(b.receivedAt) || a.id.localeCompare(b.id);
}

function isSaid(attribution: Attribution): boolean {
  return Object.values(attribution).some((value) => value !== null);
}
