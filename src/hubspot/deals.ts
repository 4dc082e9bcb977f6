// Deals of contacts and companies, in as few requests as it takes.
import type { Deal, Directory } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { newestDealIds } from "./newest-deals.ts";
import type { HubSpotRecord } from "./objects.ts";
import { readRecords } from "./records.ts";

const everyRuleNeeds = [
  "dealname",
  "dealstage",
  "pipeline",
  "hubspot_owner_id",
  "hs_lastmodifieddate",
  "createdate",
  "hs_is_closed",
];

export interface DealReading {
  /** Says which stages are closed. */
  directory: Directory;
  /** Properties to read beside those that every rule needs. */
  further: readonly string[];
}

export async function readDeals(
  api: Api,
  ids: HubSpotId[],
  { directory, further }: DealReading,
): Promise<Map<HubSpotId, Deal>> {
  const records = await readRecords(api, "deal", [...new Set(ids)], [...new Set([...everyRuleNeeds, ...further])]);
  return new Map(records.map((found) => [found.id, toDeal(found, directory, further)]));
}

/** @param known deals that have been read a moment ago and need not be read again */
export async function readDealsOf(
  api: Api,
  what: "contact" | "company",
  ids: HubSpotId[],
  reading: DealReading,
  known: readonly Deal[] = [],
): Promise<Map<HubSpotId, Deal[]>> {
  const dealIds = await newestDealIds(api, what, ids);
  const deals = new Map(known.flatMap((deal) => ("id" in deal.ref ? [[deal.ref.id, deal]] : [])));
  const unread = [...dealIds.values()].flat().filter((id) => !deals.has(id));
  for (const [id, deal] of await readDeals(api, unread, reading)) deals.set(id, deal);
  return new Map([...dealIds].map(([id, its]) => [id, its.flatMap((dealId) => deals.get(dealId) ?? [])]));
}

function toDeal({ id, properties, createdAt }: HubSpotRecord, directory: Directory, further: readonly string[]): Deal {
  const stage = directory.pipelines
    .flatMap((pipeline) => pipeline.stages.filter(() => pipeline.id === properties.pipeline))
    .find((candidate) => candidate.id === properties.dealstage);
  return {
    ref: { id },
    name: properties.dealname || `deal ${id}`,
    open: stage ? !stage.closed : properties.hs_is_closed !== "true",
    ownerId: properties.hubspot_owner_id || null,
    updatedAt: properties.hs_lastmodifieddate ?? properties.createdate ?? createdAt,
    values: Object.fromEntries(further.flatMap((name) => (properties[name] ? [[name, properties[name]]] : []))),
  };
}
