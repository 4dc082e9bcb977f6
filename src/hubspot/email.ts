// Contacts by e-mail address.
import { Refused } from "../errors.ts";
import type { Api } from "./client.ts";
import { batchAnswer, batchSize, chunks, type HubSpotRecord } from "./objects.ts";
import { version } from "./paths.ts";
import { type FilterGroup, oneOf, search } from "./search.ts";

/** By the first address of a contact, which HubSpot keeps unique; an unknown one is an error of its own and left out. */
export async function readByAddress(api: Api, emails: string[], properties: string[]): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(
    chunks(emails, batchSize).map((chunk) => {
      const inputs = chunk.map((id) => ({ id }));
      const body = { inputs, idProperty: "email", properties, propertiesWithHistory: [] };
      return api.request("POST", `/crm/objects/${version}/contacts/batch/read`, body, batchAnswer);
    }),
  );
  return pages.flatMap(({ results }) => results);
}

const property = "hs_additional_emails";

/** HubSpot allows 5 filter groups in a search, and one group looks into the text for one address. */
const groupsAtMost = 5;

/** More addresses than that in three searches: HubSpot takes 5 a second from all of a portal's apps together. */
const textSearchesAtMost = 15;

/** By further addresses, which HubSpot keeps in one property: only the search looks into it. */
export async function searchFurtherEmails(
  api: Api,
  emails: string[],
  properties: readonly string[],
  further: readonly string[],
): Promise<HubSpotRecord[]> {
  const byText = {
    filterGroups: (some: string[]): FilterGroup[] =>
      some.map((value) => ({ filters: [{ propertyName: property, operator: "CONTAINS_TOKEN", value }] })),
    atMost: groupsAtMost,
  };
  // The property is a list of values, and equal to each of them (HubSpot/hubspot-api-nodejs#24).
  const byValue = { filterGroups: (some: string[]) => [oneOf(property, some)] };
  const way = emails.length <= textSearchesAtMost ? byText : byValue;
  try {
    return await search(api, { what: "contact", items: emails, properties, further, ...way });
  } catch (error) {
    // A create with such an address comes back as a conflict that names the contact: nothing is lost without the search.
    if (error instanceof Refused) return [];
    throw error;
  }
}
