// Companies by domain and by id, with their deals where these are wanted, and which companies contacts belong to.
import type { Company, Deal, Directory } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { readDealsOf } from "./deals.ts";
import type { AlsoRead } from "./gateway.ts";
import { filled, type HubSpotRecord } from "./objects.ts";
import { readAssociated, readRecords } from "./records.ts";
import { oneOf, search } from "./search.ts";

const everyRuleNeeds = ["name", "domain", "createdate"];

export function readCompaniesOf(api: Api, contactIds: HubSpotId[]): Promise<Map<HubSpotId, HubSpotId[]>> {
  return readAssociated(api, "contact", "company", contactIds);
}

/** HubSpot does not keep domains unique: all companies that have one of them are returned, and the rules choose. */
export async function readCompanies(
  api: Api,
  wanted: { domains: string[]; ids: HubSpotId[]; deals: boolean },
  directory: Directory,
  also: AlsoRead,
  known: readonly Deal[],
): Promise<Company[]> {
  const withDomain = await search(api, {
    what: "company",
    items: [...new Set(wanted.domains)],
    filterGroups: (some) => [oneOf("domain", some)],
    properties: everyRuleNeeds,
    further: also.company,
  });
  const records = new Map(withDomain.map((found) => [found.id, found]));
  const others = [...new Set(wanted.ids)].filter((id) => !records.has(id));
  // Nothing but the deals of these is asked for: that saves a request.
  const properties = [...new Set([...everyRuleNeeds, ...also.company])];
  const read = also.company.length > 0 ? await readRecords(api, "company", others, properties) : others.map(unread);
  for (const found of read) records.set(found.id, found);
  const withDeals = wanted.deals ? [...records.keys()] : [];
  const deals = await readDealsOf(api, "company", withDeals, { directory, further: also.deal }, known);
  return [...records.values()].map((found) => toCompany(found, deals.get(found.id) ?? []));
}

function unread(id: HubSpotId): HubSpotRecord {
  return { id, properties: {}, createdAt: "" };
}

function toCompany({ id, properties, createdAt }: HubSpotRecord, deals: Deal[]): Company {
  const values = filled(properties);
  return {
    ref: { id },
    name: values.name ?? values.domain ?? `company ${id}`,
    domain: values.domain?.toLowerCase() ?? null,
    createdAt: values.createdate ?? createdAt,
    values,
    deals,
  };
}
