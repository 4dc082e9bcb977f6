// Contacts as the plans before will have left them, and who is found by which number and address then.
import type { Contact, Link, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
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

export function withLinkedContact(world: Snapshot, ref: RecordRef, links: readonly Link[]): Snapshot {
  const companies = links.filter(({ what }) => what === "company").map((link) => link.ref);
  return withEach(world, [ref], (contact) => {
    const known = new Set(contact.companies.map((each) => JSON.stringify(each)));
    const added = companies.filter((each) => !known.has(JSON.stringify(each)));
    return { ...contact, companies: [...contact.companies, ...added] };
  });
}

/** From now on found by its new address and number too. */
export function withFilledContact(before: Snapshot, { ref, properties }: UpdateWrite): Snapshot {
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

type Holders = ReadonlyMap<string, readonly Contact[]>;

function withOne(holders: Holders, key: string, contact: Contact): Holders {
  const others = (holders.get(key) ?? []).filter(({ ref }) => !isSameRecord(ref, contact.ref));
  return new Map(holders).set(key, [...others, contact]);
}

/** A contact with several numbers and addresses stands under each of them, and as somebody's who signed up. */
export function withEach(world: Snapshot, refs: readonly RecordRef[], change: (contact: Contact) => Contact): Snapshot {
  const names = refs.map((ref) => JSON.stringify(ref));
  const changed = (contact: Contact) => (names.includes(JSON.stringify(contact.ref)) ? change(contact) : contact);
  const each = (holders: Holders): Holders =>
    new Map([...holders].map(([key, candidates]) => [key, candidates.map(changed)]));
  const customers = [...world.customers].map(
    ([subject, known]) => [subject, { ...known, contact: known.contact && changed(known.contact) }] as const,
  );
  return { ...world, contacts: each(world.contacts), byEmail: each(world.byEmail), customers: new Map(customers) };
}
