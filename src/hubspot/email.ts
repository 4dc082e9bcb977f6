// Contacts by e-mail address.
import { Refused } from "../errors.ts";
import type { Api } from "./client.ts";
import { batchAnswer, batchSize, chunks, type HubSpotRecord, searchAnswer } from "./objects.ts";
import { version } from "./paths.ts";

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

/** HubSpot allows 5 filter groups in a search, and one group finds one address. */
const groupsAtMost = 5;

/** By further addresses, which HubSpot keeps in one text: only the search looks into it. */
export async function searchFurtherEmails(api: Api, emails: string[], properties: string[]): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(
    chunks(emails, groupsAtMost).map((chunk) => {
      const filterGroups = chunk.map((value) => ({
        filters: [{ propertyName: "hs_additional_emails", operator: "CONTAINS_TOKEN", value }],
      }));
      const body = { filterGroups, properties, sorts: [], limit: 100, after: "0" };
      return api.request("POST", `/crm/objects/${version}/contacts/search`, body, searchAnswer);
    }),
  ).catch((error: unknown) => {
    // A create with such an address comes back as a conflict that names the contact: nothing is lost without the search.
    if (error instanceof Refused) return [];
    throw error;
  });
  return pages.flatMap(({ results }) => results);
}
