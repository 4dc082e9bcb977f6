// Reads the people of a batch: contacts by memory and by phone search, then their deals, in as few requests as it takes.
import type { Contact, Deal, Directory } from "../model/crm.ts";
import type { E164, HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { readByAddress, searchFurtherEmails } from "./email.ts";
import type { Wanted } from "./gateway.ts";
import { type HubSpotRecord, recordWithDeals } from "./objects.ts";
import { version } from "./paths.ts";
import { searchNumbers } from "./phone-search.ts";
import { readAssociated, readRecords } from "./records.ts";
import { ApiRefusal } from "./refusal.ts";

const phoneProperties = ["phone", "mobilephone", "hs_calculated_phone_number", "hs_calculated_mobile_number"];
const contactProperties = [
  ...phoneProperties,
  "firstname",
  "lastname",
  "email",
  "hs_additional_emails",
  "hubspot_owner_id",
  "createdate",
  "notes_last_updated",
];
const dealProperties = [
  "dealname",
  "dealstage",
  "pipeline",
  "hubspot_owner_id",
  "hs_lastmodifieddate",
  "createdate",
  "hs_is_closed",
];

export async function readPeople(
  api: Api,
  wanted: Wanted[],
  directory: Directory,
  ours: readonly string[],
): Promise<Map<E164, Contact[]>> {
  const properties = [...contactProperties, ...ours];
  const remembered = [...new Set(wanted.flatMap((number) => number.remembered))];
  const searched = wanted.filter((number) => number.search);
  const [only] = remembered;
  const contacts =
    only !== undefined && remembered.length === 1 && searched.length === 0
      ? await readOne(api, only, directory, properties)
      : await readMany(api, remembered, searched, directory, properties);
  // Every candidate is offered for every number: the rules verify, and a merged contact answers under another id.
  return new Map(wanted.map(({ e164, national }) => [e164, contacts.filter((contact) => mayHave(contact, national))]));
}

/** A single known caller: one request brings the contact and the ids of its deals. */
async function readOne(api: Api, id: HubSpotId, directory: Directory, properties: string[]): Promise<Contact[]> {
  const query = new URLSearchParams({ properties: properties.join(","), associations: "deals" });
  try {
    const path = `/crm/objects/${version}/contacts/${id}?${query}`;
    const found = await api.request("GET", path, undefined, recordWithDeals);
    const dealIds = [...new Set((found.associations?.deals?.results ?? []).map((deal) => deal.id))];
    const deals = await readRecords(api, "deal", dealIds, dealProperties);
    return [
      toContact(
        found,
        deals.map((deal) => toDeal(deal, directory)),
      ),
    ];
  } catch (error) {
    if (error instanceof ApiRefusal && error.status === 404) return [];
    throw error;
  }
}

/** Contacts by any of their addresses: by the first one directly, which does not lag, by further ones through the search. */
export async function readByEmail(
  api: Api,
  emails: string[],
  directory: Directory,
  ours: readonly string[],
): Promise<Map<string, Contact[]>> {
  const properties = [...contactProperties, ...ours];
  const direct = await readByAddress(api, emails, properties);
  const known = new Set(direct.flatMap(({ properties: values }) => values.email?.toLowerCase() ?? []));
  const further = await searchFurtherEmails(
    api,
    emails.filter((email) => !known.has(email)),
    properties,
  );
  const records = new Map([...direct, ...further].map((contact) => [contact.id, contact]));
  const deals = await readDeals(api, [...records.keys()], directory);
  const contacts = [...records.values()].map((contact) => toContact(contact, deals.get(contact.id) ?? []));
  return new Map(emails.map((email) => [email, contacts.filter((contact) => contact.emails.includes(email))]));
}

async function readMany(
  api: Api,
  remembered: HubSpotId[],
  searched: Wanted[],
  directory: Directory,
  properties: string[],
): Promise<Contact[]> {
  const found = await Promise.all([
    readRecords(api, "contact", remembered, properties),
    searchNumbers(api, searched, properties),
  ]);
  const records = new Map(found.flat().map((contact) => [contact.id, contact]));
  const deals = await readDeals(api, [...records.keys()], directory);
  return [...records.values()].map((contact) => toContact(contact, deals.get(contact.id) ?? []));
}

/** A cheap sieve by the last digits, in any script and before any extension; the rules then verify with the country. */
function mayHave(contact: Contact, national: string): boolean {
  const tail = national.slice(-6);
  return contact.phones.some((phone) => phone.normalize("NFKC").replace(/\D/g, "").includes(tail));
}

export async function readDeals(
  api: Api,
  contactIds: HubSpotId[],
  directory: Directory,
): Promise<Map<HubSpotId, Deal[]>> {
  if (contactIds.length === 0) return new Map();
  const dealIds = await readAssociated(api, "contact", "deal", contactIds);
  const records = await readRecords(api, "deal", [...new Set([...dealIds.values()].flat())], dealProperties);
  const deals = new Map(records.map((found) => [found.id, toDeal(found, directory)]));
  return new Map([...dealIds].map(([contactId, ids]) => [contactId, ids.flatMap((id) => deals.get(id) ?? [])]));
}

function toContact({ id, properties, createdAt }: HubSpotRecord, deals: Deal[]): Contact {
  const filled = Object.entries(properties).filter(
    (entry): entry is [string, string] => entry[1] !== null && entry[1] !== "",
  );
  const values = Object.fromEntries(filled);
  const name = `${values.firstname ?? ""} ${values.lastname ?? ""}`.trim();
  return {
    ref: { id },
    name: name || values.email || values.phone || `contact ${id}`,
    phones: phoneProperties.flatMap((property) => values[property] ?? []),
    emails: [values.email ?? "", ...(values.hs_additional_emails ?? "").split(";")].flatMap(
      (email) => email.trim().toLowerCase() || [],
    ),
    ownerId: values.hubspot_owner_id ?? null,
    createdAt: values.createdate ?? createdAt,
    lastActivityAt: values.notes_last_updated ?? null,
    values,
    deals,
  };
}

function toDeal({ id, properties, createdAt }: HubSpotRecord, directory: Directory): Deal {
  const stage = directory.pipelines
    .flatMap((pipeline) => pipeline.stages.filter(() => pipeline.id === properties.pipeline))
    .find((candidate) => candidate.id === properties.dealstage);
  return {
    ref: { id },
    name: properties.dealname || `deal ${id}`,
    open: stage ? !stage.closed : properties.hs_is_closed !== "true",
    ownerId: properties.hubspot_owner_id || null,
    updatedAt: properties.hs_lastmodifieddate ?? properties.createdate ?? createdAt,
  };
}
