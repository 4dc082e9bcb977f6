// Contacts as the plans before will have left them, and who is found by which number and address then.
import type { Contact, Deal, Link, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
import { Holders } from "./holders.ts";
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
    const added = companies.filter((each) => !contact.companies.some((known) => isSameRecord(known, each)));
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
  const contact = contactWith(world, ref);
  if (!contact) return world;
  return {
    ...world,
    contacts: phone ? withOne(world.contacts, phone, contact) : world.contacts,
    byEmail: email ? withOne(world.byEmail, email, contact) : world.byEmail,
  };
}

/** The contact with this reference, among thousands. */
export function contactWith(world: Snapshot, ref: RecordRef): Contact | undefined {
  return candidates(world, "contact", ref).find((contact) => isSameRecord(contact.ref, ref));
}

/** The deal with this reference, of whichever contact it is. */
export function dealWith(world: Snapshot, ref: RecordRef): Deal | undefined {
  return candidates(world, "deal", ref)
    .flatMap(({ deals }) => deals)
    .find((deal) => isSameRecord(deal.ref, ref));
}

/** Where no plan has changed a contact yet, nobody knows where one stands: then they are gone through, as they were read. */
function* candidates({ contacts, byEmail, customers }: Snapshot, what: "contact" | "deal", ref: RecordRef) {
  for (const entries of [contacts, byEmail]) {
    if (entries instanceof Holders) for (const key of entries.keysOf(what, ref)) yield* entries.get(key) ?? [];
    else for (const some of entries.values()) yield* some;
  }
  for (const { contact } of customers.values()) if (contact) yield contact;
}

function withOne(entries: Snapshot["contacts"], key: string, contact: Contact): Holders {
  const holders = Holders.of(entries);
  const others = (holders.get(key) ?? []).filter(({ ref }) => !isSameRecord(ref, contact.ref));
  return holders.with([[key, [...others, contact]]]);
}

/** A contact with several numbers and addresses stands under each of them, and as somebody's who signed up. */
export function withEach(world: Snapshot, refs: readonly RecordRef[], change: (contact: Contact) => Contact): Snapshot {
  const isOne = (contact: Contact) => refs.some((ref) => isSameRecord(contact.ref, ref));
  const changed = (contact: Contact) => (isOne(contact) ? change(contact) : contact);
  const each = (entries: Snapshot["contacts"]): Holders => {
    const holders = Holders.of(entries);
    return holders.map(new Set(refs.flatMap((ref) => holders.keysOf("contact", ref))), changed);
  };
  const customers = [...world.customers].map(
    ([subject, known]) => [subject, { ...known, contact: known.contact && changed(known.contact) }] as const,
  );
  return { ...world, contacts: each(world.contacts), byEmail: each(world.byEmail), customers: new Map(customers) };
}
