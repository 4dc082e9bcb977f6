// Reads the people of a batch: contacts by memory and by phone search, then their deals, in as few requests as it takes.
import type { Contact, Deal, Directory, ObjectType } from "../model/crm.ts";
import type { E164, HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import type { Activity, Wanted } from "./gateway.ts";
import {
  associationsAnswer,
  batchAnswer,
  batchSize,
  chunks,
  type HubSpotRecord,
  recordWithDeals,
  searchAnswer,
} from "./objects.ts";
import { plural, version } from "./paths.ts";
import { ApiRefusal } from "./refusal.ts";

const phoneProperties = ["phone", "mobilephone", "hs_calculated_phone_number", "hs_calculated_mobile_number"];
const contactProperties = [
  ...phoneProperties,
  "firstname",
  "lastname",
  "email",
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

/** A search body holds 3,000 characters: 4 filters of 35 numbers, about 13 and 16 characters each, fill some 2,100. */
const numbersPerSearch = 35;

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

/** A cheap sieve by the last digits; the rules then verify with the country. */
function mayHave(contact: Contact, national: string): boolean {
  const tail = national.slice(-6);
  return contact.phones.some((phone) => phone.replace(/\D/g, "").endsWith(tail));
}

async function searchNumbers(api: Api, wanted: Wanted[], properties: string[]): Promise<HubSpotRecord[]> {
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

async function readRecords(
  api: Api,
  what: ObjectType,
  ids: HubSpotId[],
  properties: string[],
): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(
    chunks(ids, batchSize).map((chunk) =>
      api.request(
        "POST",
        `/crm/objects/${version}/${plural[what]}/batch/read`,
        { inputs: chunk.map((id) => ({ id })), properties, propertiesWithHistory: [] },
        batchAnswer,
      ),
    ),
  );
  return pages.flatMap((page) => page.results);
}

/** Ids of `to` records per `from` record. A record without any is an error of its own in HubSpot's answer; here it is just absent. */
async function readAssociated(
  api: Api,
  from: ObjectType,
  to: ObjectType,
  ids: HubSpotId[],
): Promise<Map<HubSpotId, HubSpotId[]>> {
  const pages = await Promise.all(
    chunks(ids, 1_000).map((chunk) =>
      api.request(
        "POST",
        `/crm/associations/${version}/${plural[from]}/${plural[to]}/batch/read`,
        { inputs: chunk.map((id) => ({ id })) },
        associationsAnswer,
      ),
    ),
  );
  return new Map(
    pages
      .flatMap((page) => page.results)
      .map((result) => [result.from.id, result.to.map((target) => target.toObjectId)]),
  );
}

async function readDeals(api: Api, contactIds: HubSpotId[], directory: Directory): Promise<Map<HubSpotId, Deal[]>> {
  if (contactIds.length === 0) return new Map();
  const dealIds = await readAssociated(api, "contact", "deal", contactIds);
  const records = await readRecords(api, "deal", [...new Set([...dealIds.values()].flat())], dealProperties);
  const deals = new Map(records.map((found) => [found.id, toDeal(found, directory)]));
  return new Map([...dealIds].map(([contactId, ids]) => [contactId, ids.flatMap((id) => deals.get(id) ?? [])]));
}

export async function readActivities(
  api: Api,
  what: ObjectType,
  contactIds: HubSpotId[],
  properties: string[],
): Promise<Activity[]> {
  const associated = await readAssociated(api, "contact", what, contactIds);
  const records = await readRecords(api, what, [...new Set([...associated.values()].flat())], properties);
  return records.map(({ id, properties: values }) => ({ id, properties: values }));
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
