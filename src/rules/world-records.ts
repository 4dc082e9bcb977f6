// Companies, deals and records of custom objects as the plans before will have left them.
import type { Company, Contact, Deal, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, UpdateWrite, UpsertWrite } from "../model/plan.ts";
import { Holders } from "./holders.ts";
import { isSameRecord } from "./record-ref.ts";
import { withEach, withFilledContact } from "./world-contacts.ts";

export function withCompany(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const { name = "", domain } = write.properties;
  const company: Company = {
    ref: { key: write.key },
    name: name || domain || "",
    domain: domain?.toLowerCase() ?? null,
    createdAt: event.receivedAt,
    values: write.properties,
    deals: [],
  };
  return { ...world, companies: [...world.companies, company] };
}

export function withDeal(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const deal: Deal = {
    ref: { key: write.key },
    name: write.properties.dealname ?? "",
    open: true,
    ownerId: write.properties.hubspot_owner_id ?? null,
    updatedAt: event.receivedAt,
    values: write.properties,
  };
  const linked = write.associate.filter((link) => link.what === "contact").map((link) => link.ref);
  return withEach(world, linked, (contact) => ({ ...contact, deals: [...contact.deals, deal] }));
}

/** Whatever the update is of, it holds these values from now on. */
export function withFilled(before: Snapshot, write: UpdateWrite): Snapshot {
  const world = withStanding(before, write);
  switch (write.what) {
    case "company":
      return withFilledCompany(world, write);
    case "deal":
      return withFilledDeal(world, write);
    case "contact":
      return withFilledContact(world, write);
    default:
      return world;
  }
}

function withStanding(world: Snapshot, { what, ref, properties }: UpdateWrite): Snapshot {
  const key = "id" in ref ? `${what} ${ref.id}` : null;
  const now = key === null ? undefined : world.standing.get(key);
  if (key === null || !now) return world;
  return { ...world, standing: new Map(world.standing).set(key, { ...now, ...properties }) };
}

/** A deal stands under each of its contacts and companies. */
function withFilledDeal(world: Snapshot, { ref, properties }: UpdateWrite): Snapshot {
  const isIt = (deal: Deal) => isSameRecord(deal.ref, ref);
  const filled = <Holder extends Contact | Company>(holder: Holder): Holder => {
    if (!holder.deals.some(isIt)) return holder;
    const deals = holder.deals.map((deal) =>
      isIt(deal) ? { ...deal, values: { ...deal.values, ...properties } } : deal,
    );
    return { ...holder, deals };
  };
  const each = (entries: Snapshot["contacts"]) => {
    const holders = Holders.of(entries);
    return holders.map(holders.keysOf("deal", ref), filled);
  };
  return {
    ...world,
    contacts: each(world.contacts),
    byEmail: each(world.byEmail),
    companies: world.companies.map(filled),
  };
}

function withFilledCompany(world: Snapshot, write: UpdateWrite): Snapshot {
  const filled = (company: Company) => (isSameRecord(company.ref, write.ref) ? filledCompany(company, write) : company);
  const customers = [...world.customers].map(
    ([subject, known]) => [subject, { ...known, company: known.company && filled(known.company) }] as const,
  );
  return { ...world, companies: world.companies.map(filled), customers: new Map(customers) };
}

function filledCompany(company: Company, { properties }: UpdateWrite): Company {
  const { name = company.name, domain = company.domain } = properties;
  return { ...company, name, domain: domain?.toLowerCase() ?? null, values: { ...company.values, ...properties } };
}

export function withCustomRecord(world: Snapshot, write: UpsertWrite): Snapshot {
  const key = customKey(write.objectTypeId, write.idProperty, write.idValue);
  const values = { ...world.customRecords.get(key), ...write.properties };
  return { ...world, customRecords: new Map(world.customRecords).set(key, values) };
}

/** How a snapshot names a record of a custom object; HubSpot takes values that differ in case alone for the same one. */
export function customKey(objectTypeId: string, idProperty: string, idValue: string): string {
  return `${objectTypeId} ${idProperty}=${idValue.toLowerCase()}`;
}
