// Reads the people of a batch: contacts by memory, search, address or id, then their deals, in as few requests as it takes.
import type { Contact, Deal, Directory } from "../model/crm.ts";
import type { E164, HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { readDeals, readDealsOf } from "./deals.ts";
import { readByAddress, searchFurtherEmails } from "./email.ts";
import type { AlsoRead, Wanted } from "./gateway.ts";
import { newestOf } from "./newest-deals.ts";
import { filled, type HubSpotRecord, recordWithDeals } from "./objects.ts";
import { version } from "./paths.ts";
import { searchNumbers } from "./phone-search.ts";
import { readRecords } from "./records.ts";
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

export async function readPeople(
  api: Api,
  wanted: Wanted[],
  directory: Directory,
  also: AlsoRead,
): Promise<Map<E164, Contact[]>> {
  const remembered = [...new Set(wanted.flatMap((number) => number.remembered))];
  const searched = wanted.filter((number) => number.search);
  const [only] = remembered;
  const contacts =
    only !== undefined && remembered.length === 1 && searched.length === 0
      ? await readOne(api, only, directory, also)
      : await readMany(api, remembered, searched, directory, also);
  // Every candidate is offered for every number: the rules verify, and a merged contact answers under another id.
  return new Map(wanted.map(({ e164, national }) => [e164, contacts.filter((contact) => mayHave(contact, national))]));
}

/** HubSpot refuses an address that is too long (414) without saying how long that is; servers commonly take 8,000. */
const pathLimit = 4_000;

/** A single known caller: one request brings the contact and the ids of its deals. */
async function readOne(api: Api, id: HubSpotId, directory: Directory, also: AlsoRead): Promise<Contact[]> {
  const query = new URLSearchParams({ properties: propertiesWith(also).join(","), associations: "deals" });
  const path = `/crm/objects/${version}/contacts/${id}?${query}`;
  if (path.length > pathLimit) return readContacts(api, [id], directory, also);
  try {
    const found = await api.request("GET", path, undefined, recordWithDeals);
    const { results = [], paging } = found.associations?.deals ?? {};
    if (paging?.next) return withDeals(api, [found], directory, also);
    const dealIds = newestOf(results.map((deal) => deal.id));
    const deals = await readDeals(api, dealIds, { directory, further: also.deal });
    return [toContact(found, [...deals.values()])];
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
  also: AlsoRead,
): Promise<Map<string, Contact[]>> {
  const direct = await readByAddress(api, emails, propertiesWith(also));
  const known = new Set(direct.flatMap(({ properties: values }) => addressesOf(values)));
  const further = await searchFurtherEmails(
    api,
    emails.filter((email) => !known.has(email)),
    contactProperties,
    also.contact,
  );
  const contacts = await withDeals(api, [...direct, ...further], directory, also);
  return new Map(emails.map((email) => [email, contacts.filter((contact) => contact.emails.includes(email))]));
}

export async function readContacts(
  api: Api,
  ids: HubSpotId[],
  directory: Directory,
  also: AlsoRead,
): Promise<Contact[]> {
  const found = await readRecords(api, "contact", [...new Set(ids)], propertiesWith(also));
  return withDeals(api, found, directory, also);
}

async function readMany(
  api: Api,
  remembered: HubSpotId[],
  searched: Wanted[],
  directory: Directory,
  also: AlsoRead,
): Promise<Contact[]> {
  const found = await Promise.all([
    readRecords(api, "contact", remembered, propertiesWith(also)),
    searchNumbers(api, searched, contactProperties, also.contact),
  ]);
  return withDeals(api, found.flat(), directory, also);
}

async function withDeals(api: Api, found: HubSpotRecord[], directory: Directory, also: AlsoRead): Promise<Contact[]> {
  const records = new Map(found.map((contact) => [contact.id, contact]));
  const deals = await readDealsOf(api, "contact", [...records.keys()], { directory, further: also.deal });
  return [...records.values()].map((contact) => toContact(contact, deals.get(contact.id) ?? []));
}

function propertiesWith({ contact }: AlsoRead): string[] {
  return [...new Set([...contactProperties, ...contact])];
}

/** A cheap sieve by the last digits, in any script and before any extension; the rules then verify with the country. */
function mayHave(contact: Contact, national: string): boolean {
  const tail = national.slice(-6);
  return contact.phones.some((phone) => phone.normalize("NFKC").replace(/\D/g, "").includes(tail));
}

function addressesOf({ email, hs_additional_emails }: HubSpotRecord["properties"]): string[] {
  const all = [email ?? "", ...(hs_additional_emails ?? "").split(";")];
  return all.map((address) => address.trim().toLowerCase()).filter((address) => address !== "");
}

function toContact({ id, properties, createdAt }: HubSpotRecord, deals: Deal[]): Contact {
  const values = filled(properties);
  const name = `${values.firstname ?? ""} ${values.lastname ?? ""}`.trim();
  return {
    ref: { id },
    name: name || values.email || values.phone || `contact ${id}`,
    phones: phoneProperties.flatMap((property) => values[property] ?? []),
    emails: addressesOf(values),
    ownerId: values.hubspot_owner_id ?? null,
    createdAt: values.createdate ?? createdAt,
    lastActivityAt: values.notes_last_updated ?? null,
    values,
    deals,
    companies: [],
  };
}
