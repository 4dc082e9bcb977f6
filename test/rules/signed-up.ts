// What stands in an empty HubSpot after a customer's events, cut into batches, were decided and carried out.
import assert from "node:assert/strict";
import type { Contact, RecordRef, Snapshot } from "../../src/model/crm.ts";
import type { Event } from "../../src/model/event.ts";
import type { Write } from "../../src/model/plan.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { contact, snapshot } from "./given.ts";
import { book, company, subject } from "./signing-up.ts";

type Properties = Record<string, string>;

export interface Held {
  contacts: Properties[];
  companies: Properties[];
  /** Contacts with companies. */
  links: string[];
  made: { contact: number; company: number; associate: number };
}

interface Records {
  contact: Map<string, Properties>;
  company: Map<string, Properties>;
  links: Set<string>;
  /** The customer's own, by what our ledger notes. */
  own: { contact: string | null; company: string | null };
  ids: Map<string, string>;
  made: Held["made"];
}

export function heldAfter(batches: readonly Event[][]): Held {
  const records: Records = {
    contact: new Map(),
    company: new Map(),
    links: new Set(),
    own: { contact: null, company: null },
    ids: new Map(),
    made: { contact: 0, company: 0, associate: 0 },
  };
  const told: Event[] = [];
  for (const batch of batches) {
    const decisions = decideBatch(batch, read(records, told), book);
    for (const { plan } of decisions) for (const write of plan.writes) carryOut(write, records);
    told.push(...decisions.filter(({ plan }) => plan.verdict !== "park").map(({ event }) => event));
  }
  const { contact, company, links, made } = records;
  return { contacts: [...contact.values()], companies: [...company.values()], links: [...links], made };
}

function carryOut(write: Write, records: Records): void {
  if (write.what !== "contact" && write.what !== "company") return;
  if (write.do === "create") {
    // No two types count in step: HubSpot's ids are unique within a type only.
    const id = String(records[write.what].size + (write.what === "company" ? 1 : 2));
    records.made[write.what]++;
    records.ids.set(write.key, id);
    records[write.what].set(id, { ...write.properties });
  } else if (write.do === "update") {
    const standing = records[write.what].get(idOf(write.ref, records));
    assert.ok(standing);
    Object.assign(standing, write.properties);
  } else if (write.do === "associate") {
    records.made.associate++;
    for (const { ref } of write.associate) records.links.add(`${idOf(write.ref, records)} ${idOf(ref, records)}`);
  }
  if (write.do === "create") records.own[write.what] = idOf({ key: write.key }, records);
  if (write.do === "use") records.own[write.what] = idOf(write.ref, records);
}

function idOf(ref: RecordRef, { ids }: Records): string {
  const id = "id" in ref ? ref.id : ids.get(ref.key);
  assert.ok(id, `nothing made ${JSON.stringify(ref)}`);
  return id;
}

function read(records: Records, told: readonly Event[]): Snapshot {
  const contacts = [...records.contact].map(([id, properties]): Contact => {
    const values = filled(properties);
    const theirs = [...records.links].map((link) => link.split(" ")).filter(([of]) => of === id);
    return contact({
      id,
      name: values.firstname ?? "",
      phones: values.phone ? [values.phone] : [],
      emails: values.email ? [values.email] : [],
      companies: theirs.map(([, of = ""]) => ({ id: of })),
      values,
    });
  });
  const companies = [...records.company].map(([id, properties]) => {
    const values = filled(properties);
    return company({ id, name: values.name ?? "", domain: values.domain ?? null, values });
  });
  const own = <Kept extends { ref: RecordRef }>(kept: readonly Kept[], id: string | null) =>
    kept.find(({ ref }) => "id" in ref && ref.id === id) ?? null;
  const customer = { contact: own(contacts, records.own.contact), company: own(companies, records.own.company) };
  return {
    ...snapshot(contacts),
    companies,
    customers: new Map([[subject, customer]]),
    moments: new Map([[subject, told]]),
  };
}

/** HubSpot keeps no empty values. */
function filled(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== ""));
}
