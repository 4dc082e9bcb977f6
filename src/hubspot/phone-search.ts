// HubSpot's contact search for numbers. It lags behind writes and is never the only guard.
import type { Api } from "./client.ts";
import type { Wanted } from "./gateway.ts";
import { type HubSpotRecord, searchAnswer } from "./objects.ts";
import { version } from "./paths.ts";

/** HubSpot refuses a search body of more than 3,000 characters. */
const bodyLimit = 2_900;

export async function searchNumbers(api: Api, wanted: Wanted[], properties: string[]): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(fitting(wanted, properties).map((numbers) => searchOnce(api, numbers, properties)));
  return pages.flat();
}

/** HubSpot's calculated values know no country code; raw fields may hold E.164. Four groups of the five allowed. */
function searchBody(wanted: Wanted[], properties: string[], after: string) {
  const national = [...new Set(wanted.map((number) => number.national))];
  const international = wanted.map((number) => number.e164);
  const oneOf = (propertyName: string, values: string[]) => ({ filters: [{ propertyName, operator: "IN", values }] });
  const filterGroups = [
    oneOf("hs_searchable_calculated_phone_number", national),
    oneOf("hs_searchable_calculated_mobile_number", national),
    oneOf("phone", international),
    oneOf("mobilephone", international),
  ];
  return { filterGroups, properties, sorts: [], limit: 200, after };
}

/** As many numbers per request as its body holds. */
function fitting(wanted: Wanted[], properties: string[]): Wanted[][] {
  const groups: Wanted[][] = [];
  for (const number of wanted) {
    const last = groups.at(-1);
    const fits = last && JSON.stringify(searchBody([...last, number], properties, "10000")).length <= bodyLimit;
    if (fits) last.push(number);
    else groups.push([number]);
  }
  return groups;
}

async function searchOnce(api: Api, wanted: Wanted[], properties: string[]): Promise<HubSpotRecord[]> {
  const found: HubSpotRecord[] = [];
  let after: string | undefined = "0";
  while (after !== undefined && found.length < 2_000) {
    const body = searchBody(wanted, properties, after);
    const page = await api.request("POST", `/crm/objects/${version}/contacts/search`, body, searchAnswer);
    found.push(...page.results);
    after = page.paging?.next?.after;
  }
  return found;
}
