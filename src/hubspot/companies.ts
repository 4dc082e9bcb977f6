// Companies by domain and by id, with their deals where these are wanted, and which companies contacts belong to.
import type { Company, Deal, Directory } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { readDealsOf } from "./deals.ts";
import type { AlsoRead } from "./gateway.ts";
import { batchAnswer, batchSize, chunks, filled, type HubSpotRecord } from "./objects.ts";
import { plural, version } from "./paths.ts";
import { readAssociated, readRecords } from "./records.ts";
import { oneOf, search } from "./search.ts";

const everyRuleNeeds = ["name", "domain", "createdate"];

export function readCompaniesOf(api: Api, contactIds: HubSpotId[]): Promise<Map<HubSpotId, HubSpotId[]>> {
  return readAssociated(api, "contact", "company", contactIds);
}

/** HubSpot does not keep domains unique: all companies that have one of them are returned, and the rules choose. */
export async function readCompanies(
  api: Api,
  wanted: { domains: string[]; ids: HubSpotId[]; deals: boolean; key?: string | null },
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
  const properties = [...new Set([...everyRuleNeeds, ...also.company])];
  const seen = new Set(withDomain.flatMap(({ properties: values }) => values.domain?.toLowerCase() ?? []));
  const unseen = wanted.domains.filter((domain) => !seen.has(domain));
  const ours = wanted.key ? await readByKey(api, wanted.key, unseen, properties) : [];
  // The search shows a company as it was seconds or a minute ago: where its values count, it is read.
  const valuesCount = also.company.length > 0;
  const records = new Map((valuesCount ? ours : [...withDomain, ...ours]).map((found) => [found.id, found]));
  const others = [...withDomain.map(({ id }) => id), ...wanted.ids].filter((id) => !records.has(id));
  // Nothing but the deals of those known by id is asked for: that saves a request.
  const read = valuesCount ? await readRecords(api, "company", [...new Set(others)], properties) : others.map(unread);
  for (const found of read) records.set(found.id, found);
  const withDeals = wanted.deals ? [...records.keys()] : [];
  const deals = await readDealsOf(api, "company", withDeals, { directory, further: also.deal }, known);
  return [...records.values()].map((found) => toCompany(found, deals.get(found.id) ?? []));
}

/** What we made a moment ago the search does not show yet; by a unique property of ours it is read directly. */
async function readByKey(api: Api, key: string, domains: string[], properties: string[]): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(
    chunks(domains, batchSize).map((chunk) => {
      const inputs = chunk.map((id) => ({ id }));
      const body = { inputs, idProperty: key, properties, propertiesWithHistory: [] };
      return api.request("POST", `/crm/objects/${version}/${plural.company}/batch/read`, body, batchAnswer);
    }),
  );
  return pages.flatMap(({ results }) => results);
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
