// HubSpot's contact search for numbers. It lags behind writes and is never the only guard.
import type { Api } from "./client.ts";
import type { Wanted } from "./gateway.ts";
import type { HubSpotRecord } from "./objects.ts";
import { type FilterGroup, oneOf, search } from "./search.ts";

export function searchNumbers(
  api: Api,
  wanted: Wanted[],
  properties: readonly string[],
  further: readonly string[],
): Promise<HubSpotRecord[]> {
  return search(api, { what: "contact", items: wanted, filterGroups, properties, further });
}

/** HubSpot's calculated values know no country code; raw fields may hold E.164. Four groups of the five allowed. */
function filterGroups(wanted: Wanted[]): FilterGroup[] {
  const national = [...new Set(wanted.map((number) => number.national))];
  const international = wanted.map((number) => number.e164);
  return [
    oneOf("hs_searchable_calculated_phone_number", national),
    oneOf("hs_searchable_calculated_mobile_number", national),
    oneOf("phone", international),
    oneOf("mobilephone", international),
  ];
}
