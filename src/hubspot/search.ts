// HubSpot's search over any number of values, in as many requests as its limits ask for. It lags behind writes.
import type { ObjectType } from "../model/crm.ts";
import type { Api } from "./client.ts";
import { type HubSpotRecord, searchAnswer } from "./objects.ts";
import { plural, version } from "./paths.ts";
import { readRecords } from "./records.ts";

interface Filter {
  propertyName: string;
  operator: "CONTAINS_TOKEN" | "EQ" | "IN";
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
  /** Properties that a portal's own rules ask for beside those: there may be any number of them. */
  further?: readonly string[];
  /** Items in one request. */
  atMost?: number;
  /** Only so many of what is found, the records made last first. */
  newest?: number;
}

/** HubSpot refuses a search body of more than 3,000 characters. */
const bodyLimit = 2_900;

/** It does not say how many values an IN may hold. */
const valuesAtMost = 100;

export function oneOf(propertyName: string, values: string[]): FilterGroup {
  return { filters: [{ propertyName, operator: "IN", values }] };
}

/** Where the further properties would take the room of what is searched for, the records found are read afterwards. */
export async function search<Item>(api: Api, asked: Search<Item>): Promise<HubSpotRecord[]> {
  const { what, properties, further = [] } = asked;
  const all = [...new Set([...properties, ...further])];
  const groups = fitting(asked, properties);
  const whole = all.length > properties.length ? fitting(asked, all) : groups;
  // HubSpot takes 5 searches a second from all of a portal's apps together: none is spent for the sake of properties.
  const isRoomy = whole.length <= groups.length && whole.flat().length === groups.flat().length;
  const searches = isRoomy ? whole : groups;
  const pages = await Promise.all(
    searches.map((items) => searchOnce(api, { ...asked, properties: isRoomy ? all : properties }, items)),
  );
  const found = pages.flat();
  return isRoomy ? found : readRecords(api, what, [...new Set(found.map(({ id }) => id))], all);
}

function bodyOf<Item>({ filterGroups, properties, newest }: Search<Item>, items: Item[], after: string): object {
  const sorts = newest === undefined ? [] : [{ propertyName: "hs_object_id", direction: "DESCENDING" }];
  return { filterGroups: filterGroups(items), properties, sorts, limit: 200, after };
}

/** As many items per request as its body holds. One that fits into none is left out: HubSpot would refuse it anyway. */
function fitting<Item>(asked: Search<Item>, properties: readonly string[]): Item[][] {
  const fits = (items: Item[]) => JSON.stringify(bodyOf({ ...asked, properties }, items, "10000")).length <= bodyLimit;
  const groups: Item[][] = [];
  for (const item of asked.items) {
    const last = groups.at(-1);
    if (last && last.length < (asked.atMost ?? valuesAtMost) && fits([...last, item])) last.push(item);
    else if (fits([item])) groups.push([item]);
  }
  return groups;
}

async function searchOnce<Item>(api: Api, asked: Search<Item>, items: Item[]): Promise<HubSpotRecord[]> {
  const path = `/crm/objects/${version}/${plural[asked.what]}/search`;
  const found: HubSpotRecord[] = [];
  let after: string | undefined = "0";
  while (after !== undefined && found.length < (asked.newest ?? 2_000)) {
    const body: object = bodyOf(asked, items, after);
    const page = await api.request("POST", path, body, searchAnswer);
    found.push(...page.results);
    after = page.paging?.next?.after;
  }
  return asked.newest === undefined ? found : found.slice(0, asked.newest);
}
