// The few records of a fresh portal: enough to see what a contact, a company and a deal look like.
import type { SeedObject } from "../control/seed.ts";
import { type ObjectTypeName, objectType } from "../schema/object-types.ts";

const DAY = 86_400_000;

const object = (type: ObjectTypeName, properties: Record<string, string>, createdAt: number): SeedObject => ({
  type: objectType(type),
  id: undefined,
  createdAt,
  properties,
  associations: [],
});

const PEOPLE = [
  ["Nadia", "Lysenko", "nadia.lysenko@bakery.example", "+380 67 000 00 11", "70100001", "customer"],
  ["Petro", "Savchuk", "petro@savchuk.example", "067-000-00-12", "70100002", "lead"],
  ["Emma", "Clarke", "emma.clarke@northwind.example", "+44 20 7946 0018", "70100003", "opportunity"],
  ["Jakub", "Nowak", "jakub.nowak@meble.example", "+48 601 000 013", "70100001", "lead"],
  ["Lucía", "Fernández", "lucia@fernandez.example", "+34 612 00 00 14", "70100004", "subscriber"],
] as const;

export function starterObjects(now: number): SeedObject[] {
  const company = object(
    "companies",
    { name: "Northwind Interiors", domain: "northwind.example", phone: "+44 20 7946 0010" },
    now - 40 * DAY,
  );
  const contacts = PEOPLE.map(([firstname, lastname, email, phone, hubspot_owner_id, lifecyclestage], position) =>
    object(
      "contacts",
      { firstname, lastname, email, phone, hubspot_owner_id, lifecyclestage },
      now - (30 - position) * DAY,
    ),
  );
  const deal = object(
    "deals",
    {
      dealname: "Northwind: office furniture",
      pipeline: "default",
      dealstage: "qualifiedtobuy",
      amount: "48000",
      hubspot_owner_id: "70100003",
      closedate: String(now + 21 * DAY),
    },
    now - 12 * DAY,
  );
  const note = object(
    "notes",
    {
      hs_timestamp: String(now - 2 * DAY),
      hs_note_body: "<p>Asked for a quote for <b>24 desks</b>, delivery in spring.</p>",
      hubspot_owner_id: "70100003",
    },
    now - 2 * DAY,
  );
  const [emma, northwind, furniture] = [
    { toType: objectType("contacts"), toId: "103", typeId: undefined },
    { toType: objectType("companies"), toId: "101", typeId: undefined },
    { toType: objectType("deals"), toId: "101", typeId: undefined },
  ];
  deal.associations.push(emma, northwind);
  note.associations.push(emma, furniture);
  return [company, ...contacts, deal, note];
}
