// Somebody signed up with the sender, or changed there: his company, his contact, and that they belong together.
import type { Company, Contact, KnownCustomer, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { AssociateWrite, CreateWrite, Plan, UseWrite, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { signUpData } from "../model/sign-up.ts";
import { mailDomain, ownDomains, webDomain } from "./domain.ts";
import { refOf } from "./judgement.ts";
import type { Match } from "./match.ts";
import { ownership } from "./owner.ts";
import { isOurs } from "./person.ts";
import type { ReadPhone } from "./phone.ts";
import { type FoundCompany, findCompany, isOf, newCompany, unwrittenDomain, updateCompany } from "./sign-up-company.ts";
import { findContact, holderOf, newContact, updateContact } from "./sign-up-contact.ts";
import { factsOf, type SignUpFacts } from "./sign-up-facts.ts";

const stranger: KnownCustomer = { contact: null, company: null };

export function decideSignUp(event: Event, snapshot: Snapshot, rulebook: Rulebook): Plan {
  // By what he was called and where he was reached until now he is found, not by what the rest of the batch will say.
  const told = (snapshot.moments.get(event.subject) ?? []).filter(({ id }) => !snapshot.undecided.has(id));
  const facts = factsOf(event, told, rulebook);
  const own = ownAddress(facts.emails, rulebook);
  if (own) {
    return ignore(`${own} is an address of your own people, so this is no customer.`);
  }
  const known = snapshot.customers.get(event.subject) ?? stranger;
  const match = findContact(facts, known.contact, snapshot, rulebook);
  if (!match && facts.emails.length + facts.phones.length === 0) {
    return park(
      "This customer has neither an e-mail address nor a phone number that can be read, so there is nobody to write to.",
    );
  }
  const found = findCompany(facts, known.company, match?.contact ?? null, snapshot, rulebook);
  const writes = steps(event, facts, { known, match, found }, snapshot, rulebook);
  const { email } = facts.contact;
  const holder = match && email?.isNews ? holderOf(email.value, match.contact, snapshot) : null;
  const taken = holder && `The address ${email?.value} is not written, for another contact has it: ${holder.name}.`;
  const who = nameOf(facts, match);
  const domain = unwrittenDomain(facts, found, snapshot, rulebook);
  const isAllKnown = known.contact !== null && (found.kind === "none" || known.company !== null);
  if (isAllKnown && writes.every((write) => write.do === "use")) {
    return taken
      ? park(`${taken} If both are one person, merge them in HubSpot and replay this event.`)
      : ignore(domain ?? `${who} is already in HubSpot, with all that this says or with something newer.`, writes);
  }
  const headline =
    event.type === "customer.registered"
      ? `${who} signed up.`
      : known.contact
        ? `The sender has news of ${who}.`
        : `${who} is a customer of whom nothing was known yet.`;
  const none = found.kind === "none" && `No company is written: ${found.because}.`;
  return { verdict: "write", because: [headline, none, taken, domain].filter(Boolean).join(" "), writes };
}

/** Company, contact, and that they belong together; each with what is new of it. */
function steps(
  event: Event,
  facts: SignUpFacts,
  { known, match, found }: { known: KnownCustomer; match: Match | null; found: FoundCompany },
  snapshot: Snapshot,
  rulebook: Rulebook,
): Write[] {
  const owner = ownership("responsible", null, { kind: "unsaid" }, match?.contact ?? null, rulebook);
  const company =
    found.kind === "known"
      ? use(event, "company", found.company, found.because)
      : found.kind === "new"
        ? newCompany(event, facts, found, owner, rulebook)
        : null;
  const contact = match
    ? use(event, "contact", match.contact, match.because)
    : newContact(event, facts, owner, snapshot, rulebook);
  const isFirstSight = known.contact === null;
  const writes: (Write | null)[] = [
    company,
    found.kind === "known" ? updateCompany(event, facts, found, snapshot, rulebook) : null,
    contact,
    match ? updateContact(event, facts, { contact: match.contact, isFirstSight }, snapshot, rulebook) : null,
    company && !belongs(match?.contact ?? null, found) ? association(event, contact, company) : null,
  ];
  return writes.filter((write) => write !== null);
}

function belongs(contact: Contact | null, found: FoundCompany): boolean {
  return found.kind === "known" && isOf(found.company.ref, contact);
}

function association({ id }: Event, contact: CreateWrite | UseWrite, company: CreateWrite | UseWrite): AssociateWrite {
  const associate = [{ what: "company" as const, ref: refOf(company) }];
  const because = "it is the company with which the customer signed up";
  return { do: "associate", what: "contact", key: `${id}/association`, ref: refOf(contact), associate, because };
}

function use({ id }: Event, what: "company" | "contact", { ref, name }: Company | Contact, because: string): UseWrite {
  return { do: "use", what, key: `${id}/${what}`, ref, name, because };
}

function nameOf({ contact, emails, phones }: SignUpFacts, match: Match | null): string {
  return contact.name?.value ?? match?.contact.name ?? emails[0] ?? phones[0]?.shown ?? "The customer";
}

/** @param writes only those that say which records it is */
function ignore(because: string, writes: Write[] = []): Plan {
  return { verdict: "ignore", writes, because };
}

function park(because: string): Plan {
  return { verdict: "park", writes: [], because };
}

/** An employee's, a HubSpot user's, or one at a domain of ours. */
function ownAddress(emails: readonly string[], rulebook: Rulebook): string | undefined {
  const own = ownDomains(rulebook);
  return emails.find((email) => own.has(mailDomain(email) ?? "") || isOurs({ email, emails: [] }, rulebook));
}

/** By which addresses, numbers and domains HubSpot has to be asked before the event can be decided. */
export function soughtBySignUp(
  event: Event,
  rulebook: Rulebook,
): { emails: string[]; phones: { phone: Extract<ReadPhone, { kind: "number" }> }[]; domains: string[] } {
  const nobody = { emails: [], phones: [], domains: [] };
  if (!signUpData.safeParse(event.data).success) return nobody;
  const { emails, phones, company, mailDomains } = factsOf(event, [], rulebook);
  if (ownAddress(emails, rulebook)) return nobody;
  const own = ownDomains(rulebook);
  const ofWebsite = company.website ? webDomain(company.website.value) : null;
  const domains = [company.domain?.value ?? null, ofWebsite, ...mailDomains];
  return {
    emails,
    phones: phones.map((phone) => ({ phone })),
    domains: [...new Set(domains.flatMap((domain) => (domain && !own.has(domain) ? [domain] : [])))],
  };
}
