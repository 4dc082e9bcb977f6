// Contacts, companies and deals as the plans before will have left them.
import type { Company, Contact, Deal, Link, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, UpdateWrite, UpsertWrite } from "../model/plan.ts";
import { isSameRecord } from "./record-ref.ts";

export function withContact(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const { phone, email, firstname = "", lastname = "", hubspot_owner_id: ownerId = null } = write.properties;
  const contact: Contact = {
    ref: { key: write.key },
    name: `${firstname} ${lastname}`.trim() || email || "",
    phones: phone ? [phone] : [],
    emails: email ? [email.toLowerCase()] : [],
    ownerId,
    createdAt: event.receivedAt,
    lastActivityAt: event.receivedAt,
    values: write.properties,
    deals: [],
    companies: write.associate.filter(({ what }) => what === "company").map(({ ref }) => ref),
  };
  return {
    ...world,
    contacts: contact.phones.reduce((contacts, number) => withOne(contacts, number, contact), world.contacts),
    byEmail: contact.emails.reduce((contacts, address) => withOne(contacts, address, contact), world.byEmail),
  };
}

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

export function withLinkedContact(world: Snapshot, ref: RecordRef, links: readonly Link[]): Snapshot {
  const companies = links.filter(({ what }) => what === "company").map((link) => link.ref);
  return withEach(world, [ref], (contact) => {
    const known = new Set(contact.companies.map((each) => JSON.stringify(each)));
    const added = companies.filter((each) => !known.has(JSON.stringify(each)));
    return { ...contact, companies: [...contact.companies, ...added] };
  });
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

/** From now on found by its new address and number too. */
function withFilledContact(before: Snapshot, { ref, properties }: UpdateWrite): Snapshot {
  const { phone } = properties;
  const email = properties.email?.toLowerCase();
  const world = withEach(before, [ref], (contact) => {
    const values = { ...contact.values, ...properties };
    const name = `${values.firstname ?? ""} ${values.lastname ?? ""}`.trim();
    const phones = phone ? [...contact.phones, phone] : contact.phones;
    const emails = email ? [email, ...contact.emails] : contact.emails;
    return { ...contact, values, name: name || contact.name, phones, emails };
  });
  const contact = contactsIn(world).find((each) => isSameRecord(each.ref, ref));
  if (!contact) return world;
  return {
    ...world,
    contacts: phone ? withOne(world.contacts, phone, contact) : world.contacts,
    byEmail: email ? withOne(world.byEmail, email, contact) : world.byEmail,
  };
}

export function contactsIn({ contacts, byEmail, customers }: Snapshot): Contact[] {
  const signedUp = [...customers.values()].flatMap(({ contact }) => contact ?? []);
  return [...contacts.values(), ...byEmail.values(), signedUp].flat();
}

function withStanding(world: Snapshot, { what, ref, properties }: UpdateWrite): Snapshot {
  const key = "id" in ref ? `${what} ${ref.id}` : null;
  const now = key === null ? undefined : world.standing.get(key);
  if (key === null || !now) return world;
  return { ...world, standing: new Map(world.standing).set(key, { ...now, ...properties }) };
}

/** A deal stands under each of its contacts and companies. */
function withFilledDeal(world: Snapshot, { ref, properties }: UpdateWrite): Snapshot {
  const filled = <Holder extends Contact | Company>(holder: Holder): Holder => ({
    ...holder,
    deals: holder.deals.map((deal) =>
      isSameRecord(deal.ref, ref) ? { ...deal, values: { ...deal.values, ...properties } } : deal,
    ),
  });
  const each = (holders: Holders): Holders => new Map([...holders].map(([key, some]) => [key, some.map(filled)]));
  return {
    ...world,
    contacts: each(world.contacts),
    byEmail: each(world.byEmail),
    companies: world.companies.map(filled),
  };
}

function withFilledCompany(world: Snapshot, write: UpdateWrite): Snapshot {
  const filled = (company: Company) =>
    JSON.stringify(company.ref) === JSON.stringify(write.ref) ? filledCompany(company, write) : company;
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

type Holders = ReadonlyMap<string, readonly Contact[]>;

function withOne(holders: Holders, key: string, contact: Contact): Holders {
  const others = (holders.get(key) ?? []).filter(({ ref }) => !isSameRecord(ref, contact.ref));
  return new Map(holders).set(key, [...others, contact]);
}

/** A contact with several numbers and addresses stands under each of them, and as somebody's who signed up. */
function withEach(world: Snapshot, refs: readonly RecordRef[], change: (contact: Contact) => Contact): Snapshot {
  const names = refs.map((ref) => JSON.stringify(ref));
  const changed = (contact: Contact) => (names.includes(JSON.stringify(contact.ref)) ? change(contact) : contact);
  const each = (holders: Holders): Holders =>
    new Map([...holders].map(([key, candidates]) => [key, candidates.map(changed)]));
  const customers = [...world.customers].map(
    ([subject, known]) => [subject, { ...known, contact: known.contact && changed(known.contact) }] as const,
  );
  return { ...world, contacts: each(world.contacts), byEmail: each(world.byEmail), customers: new Map(customers) };
}
