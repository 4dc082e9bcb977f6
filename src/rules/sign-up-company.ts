// The company of somebody who signed up: the one we know, else by domain, else a new one, or none and why.
import type { Company, Contact, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { companyByDomain, companyProperties, createCompany, fillCompany, hasDomain } from "./company.ts";
import { mailDomain, ownDomains, webDomain } from "./domain.ts";
import type { Ownership } from "./owner.ts";
import { isSameRecord } from "./record-ref.ts";
import type { Fact, SignUpFacts } from "./sign-up-facts.ts";
import { newsBecause, newsOf } from "./sign-up-news.ts";

export type FoundCompany =
  | { kind: "known"; company: Company; because: string; isFirstSight: boolean }
  | { kind: "new"; name: string | null; domain: string | null; because: string }
  | { kind: "none"; because: string };

export function findCompany(
  facts: SignUpFacts,
  known: Company | null,
  contact: Contact | null,
  { companies }: Snapshot,
  rulebook: Rulebook,
): FoundCompany {
  if (known) {
    const because = "an earlier event of this customer made or found it";
    return { kind: "known", company: known, because, isFirstSight: false };
  }
  const own = ownDomains(rulebook);
  const domain = domainIn(facts);
  if (domain !== null && own.has(domain)) {
    return { kind: "none", because: `${domain} is a domain of your own people` };
  }
  const found = domain === null ? null : companyByDomain(domain, companies);
  if (found) return { kind: "known", ...found, isFirstSight: true };
  const name = facts.company.name?.value ?? null;
  if (domain !== null) return { kind: "new", name, domain, because: `no company has the domain ${domain}` };
  if (name === null) return { kind: "none", because: whyNone(facts) };
  const theirs = companies.find((company) => isOf(company.ref, contact) && isNamed(company, name));
  if (theirs) {
    const because = `${contact?.name} belongs to a company of this name`;
    return { kind: "known", company: theirs, because, isFirstSight: true };
  }
  return { kind: "new", name, domain, because: "it has no domain by which it could be looked for" };
}

/** As the sender says, else of the website, else of the person's address. */
function domainIn({ company, mailDomains }: SignUpFacts): string | null {
  const ofWebsite = company.website ? webDomain(company.website.value) : null;
  return company.domain?.value ?? ofWebsite ?? mailDomains[0] ?? null;
}

function whyNone({ emails }: SignUpFacts): string {
  const domain = emails[0] ? mailDomain(emails[0]) : null;
  return domain === null ? "no company is named" : `no company is named, and anybody can have an address at ${domain}`;
}

export function isOf(company: RecordRef, contact: Contact | null): boolean {
  return contact?.companies.some((ref) => isSameRecord(ref, company)) ?? false;
}

function isNamed({ name }: Company, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.toLowerCase();
}

export function newCompany(
  event: Event,
  facts: SignUpFacts,
  { name, domain, because }: Extract<FoundCompany, { kind: "new" }>,
  owner: Ownership,
  rulebook: Rulebook,
): CreateWrite {
  const { website, phone, address } = facts.company;
  const said = { website: website?.value, phone: phone?.value, address: address?.value };
  const key = `${event.id}/company`;
  return createCompany({ key, customer: event.subject, name, domain, ...said }, because, owner, rulebook);
}

/** What the event changes and fills; null when that is nothing. */
export function updateCompany(
  event: Event,
  facts: SignUpFacts,
  { company, isFirstSight }: Extract<FoundCompany, { kind: "known" }>,
  { companies }: Snapshot,
  rulebook: Rulebook,
): UpdateWrite | null {
  const country = rulebook.settings.defaultCountry;
  const { told, offered } = newsOf(facts.company, event, isFirstSight);
  const fact = facts.company.domain;
  const isWritten = fact !== null && whyNoDomain(fact, company, companies, rulebook) === null;
  const changed = differing(companyProperties(isWritten ? told : { ...told, domain: null }, country), company, country);
  const gaps = fillCompany(isWritten ? offered : { ...offered, domain: null }, company, country);
  if (Object.keys(changed).length + Object.keys(gaps).length === 0) return null;
  return {
    do: "update",
    what: "company",
    key: `${event.id}/company-news`,
    ref: company.ref,
    properties: { ...gaps, ...changed },
    ...(Object.keys(changed).length === 0 && { optional: true as const }),
    because: newsBecause(changed, gaps),
  };
}

/** Why the domain that the event brings is not the company's; null when it is, or when the event brings none. */
export function unwrittenDomain(
  { company: { domain } }: SignUpFacts,
  found: FoundCompany,
  { companies }: Snapshot,
  rulebook: Rulebook,
): string | null {
  if (!domain?.isNews || found.kind !== "known") return null;
  const why = whyNoDomain(domain, found.company, companies, rulebook);
  return why && `The domain ${domain.value} is not written, for ${why}.`;
}

function whyNoDomain(
  { value, isChange }: Fact,
  company: Company,
  companies: readonly Company[],
  rulebook: Rulebook,
): string | null {
  if (hasDomain(company, value)) return null;
  if (ownDomains(rulebook).has(value)) return "it is one of your own people";
  const holder = companies.find((each) => hasDomain(each, value));
  if (holder) return `another company has it: ${holder.name}`;
  // It may be a further domain of the company.
  return company.domain !== null && !isChange ? `the company has the domain ${company.domain}` : null;
}

/** A number that people wrote in another way is the same. */
function differing(
  properties: Record<string, string>,
  company: Company,
  country: string | null,
): Record<string, string> {
  const { phone = null } = company.values;
  const standing: Record<string, string> = {
    ...company.values,
    ...(company.domain !== null && { domain: webDomain(company.domain) ?? company.domain }),
    ...companyProperties({ phone }, country),
  };
  return Object.fromEntries(Object.entries(properties).filter(([name, value]) => standing[name] !== value));
}
