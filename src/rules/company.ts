// The company of an event: found by its domain, made when nobody has it, filled where it is empty.
import type { Company } from "../model/crm.ts";
import type { CreateWrite } from "../model/plan.ts";
import { companyKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { webDomain } from "./domain.ts";
import type { Ownership } from "./owner.ts";
import { readPhone } from "./phone.ts";

/** What is said of a company; all of it is text that HubSpot keeps as it is. */
export interface CompanyFacts {
  name: string | null;
  domain: string | null;
  website: string | null;
  phone: string | null;
  address: string | null;
}

/** With a name or a domain at least, for HubSpot takes no company without either. */
export interface NewCompany extends Partial<CompanyFacts> {
  /** Of the write. */
  key: string;
  /** Whose company it is, by the subject of the sign-up: keeps a company without a domain one. */
  customer?: string;
}

/** HubSpot lets several companies have one domain: the oldest is the one that people have worked with longest. */
export function companyByDomain(
  domain: string,
  companies: readonly Company[],
): { company: Company; because: string } | null {
  const [oldest, ...others] = companies.filter((company) => hasDomain(company, domain)).toSorted(byAge);
  if (!oldest) return null;
  const because =
    others.length === 0
      ? `${domain} is the domain of ${oldest.name}`
      : `${others.length + 1} companies have the domain ${domain}, and it is the oldest of them`;
  return { company: oldest, because };
}

/** People type www. and whole addresses into HubSpot's field. */
export function hasDomain(company: Company, domain: string): boolean {
  return company.domain === domain || (company.domain !== null && webDomain(company.domain) === domain);
}

export function createCompany(
  { key, customer, ...said }: NewCompany,
  because: string,
  owner: Ownership,
  { prepared, settings }: Rulebook,
): CreateWrite {
  const unique = said.domain ?? (customer ? `customer:${customer}` : null);
  const properties = companyProperties({ ...said, name: said.name ?? said.domain }, settings.defaultCountry);
  return {
    do: "create",
    what: "company",
    key,
    properties: {
      ...properties,
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
      ...(unique && prepared.company?.includes(companyKey) ? { [companyKey]: unique } : {}),
    },
    associate: [],
    because: `${because}, and ${owner.because}`,
  };
}

/** What the company has not and the event knows; a domain that stands for a name is none. */
export function fillCompany(
  said: Partial<CompanyFacts>,
  { values, domain }: Company,
  country: string | null,
): Record<string, string> {
  const name = values.name === domain ? undefined : values.name;
  const standing: Record<string, string | undefined> = { ...values, name, domain: domain ?? values.domain };
  return Object.fromEntries(
    Object.entries(companyProperties(said, country)).filter(([property]) => !standing[property]),
  );
}

/** As HubSpot's properties, numbers in E.164 as far as they can be read. */
export function companyProperties(said: Partial<CompanyFacts>, country: string | null): Record<string, string> {
  const { name, domain, website, address } = said;
  const read = said.phone ? readPhone(said.phone, country) : null;
  const phone = read?.kind === "number" ? read.e164 : said.phone;
  return Object.fromEntries(
    Object.entries({ name, domain, website, phone, address }).flatMap(([property, value]) =>
      value ? [[property, value]] : [],
    ),
  );
}

function byAge(a: Company, b: Company): number {
  return a.createdAt.localeCompare(b.createdAt) || JSON.stringify(a.ref).localeCompare(JSON.stringify(b.ref));
}
