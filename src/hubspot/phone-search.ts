// HubSpot's contact search for numbers. It lags behind writes and is never the only guard.
import type { Api } from "./client.ts";
import type { Wanted } from "./gateway.ts";
import { chunks, type HubSpotRecord, searchAnswer } from "./objects.ts";
import { version } from "./paths.ts";

/** A search body holds 3,000 characters: 4 filters of 35 numbers, about 13 and 16 characters each, fill some 2,100. */
const numbersPerSearch = 35;

export async function searchNumbers(api: Api, wanted: Wanted[], properties: string[]): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(chunks(wanted, numbersPerSearch).map((chunk) => searchChunk(api, chunk, properties)));
  return pages.flat();
}

/** HubSpot's calculated values know no country code; raw fields may hold E.164. Four groups of the five allowed. */
async function searchChunk(api: Api, wanted: Wanted[], properties: string[]): Promise<HubSpotRecord[]> {
  const national = [...new Set(wanted.map((number) => number.national))];
  const international = wanted.map((number) => number.e164);
  const oneOf = (propertyName: string, values: string[]) => ({ filters: [{ propertyName, operator: "IN", values }] });
  const filterGroups = [
    oneOf("hs_searchable_calculated_phone_number", national),
    oneOf("hs_searchable_calculated_mobile_number", national),
    oneOf("phone", international),
    oneOf("mobilephone", international),
  ];
  const found: HubSpotRecord[] = [];
  let after: string | undefined;
  do {
    const body = { filterGroups, properties, limit: 200, ...(after ? { after } : {}) };
    const page = await api.request("POST", `/crm/objects/${version}/contacts/search`, body, searchAnswer);
    found.push(...page.results);
    after = page.paging?.next?.after;
  } while (after && found.length < 2_000);
  return found;
}
