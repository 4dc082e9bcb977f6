// HubSpot's search over any number of values, in as many requests as its limits ask for. It lags behind writes.
import type { ObjectType } from "../model/crm.ts";
import type { Api } from "./client.ts";
import { type HubSpotRecord, searchAnswer } from "./objects.ts";
import { plural, version } from "./paths.ts";

interface Filter {
  propertyName: string;
  operator: "CONTAINS_TOKEN" | "IN";
  value?: string;
  values?: string[];
}

/** Groups are joined by OR; HubSpot allows five. */
export interface FilterGroup {
  filters: Filter[];
}

export interface Search<Item> {
  what: ObjectType;
  items: readonly Item[];
  filterGroups(items: Item[]): FilterGroup[];
  properties: readonly string[];
  /** Items in one request. */
  atMost?: number;
}

/** HubSpot refuses a search body of more than 3,000 characters. */
const bodyLimit = 2_900;

/** It does not say how many values an IN may hold. */
const valuesAtMost = 100;

export function oneOf(propertyName: string, values: string[]): FilterGroup {
  return { filters: [{ propertyName, operator: "IN", values }] };
}

export async function search<Item>(api: Api, asked: Search<Item>): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(fitting(asked).map((items) => searchOnce(api, asked, items)));
  return pages.flat();
}

function bodyOf(filterGroups: FilterGroup[], properties: readonly string[], after: string) {
  return { filterGroups, properties, sorts: [], limit: 200, after };
}

/** As many items per request as its body holds. */
function fitting<Item>(asked: Search<Item>): Item[][] {
  const lengthOf = (items: Item[]) =>
    JSON.stringify(bodyOf(asked.filterGroups(items), asked.properties, "10000")).length;
  const groups: Item[][] = [];
  for (const item of asked.items) {
    const last = groups.at(-1);
    const fits = last && last.length < (asked.atMost ?? valuesAtMost) && lengthOf([...last, item]) <= bodyLimit;
    if (fits) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

async function searchOnce<Item>(api: Api, asked: Search<Item>, items: Item[]): Promise<HubSpotRecord[]> {
  const path = `/crm/objects/${version}/${plural[asked.what]}/search`;
  const filterGroups = asked.filterGroups(items);
  const found: HubSpotRecord[] = [];
  let after: string | undefined = "0";
  while (after !== undefined && found.length < 2_000) {
    const body = bodyOf(filterGroups, asked.properties, after);
    const page = await api.request("POST", path, body, searchAnswer);
    found.push(...page.results);
    after = page.paging?.next?.after;
  }
  return found;
}
