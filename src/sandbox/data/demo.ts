// The demo portal: 2,000 contacts with phone numbers as people really type them, 300 deals, and some calls and notes.
import type { SeedObject } from "../control/seed.ts";
import type { NewList } from "../engine/list.ts";
import type { Random } from "../random.ts";
import { type ObjectTypeName, objectType } from "../schema/object-types.ts";
import { callObjects } from "./demo-calls.ts";
import { dealObjects } from "./demo-deals.ts";

export const DAY = 86_400_000;
export const OWNERS = ["70100001", "70100002", "70100003", "70100004", "70100005"] as const;
export const CONTACTS = 2_000;
export const DEALS = 300;

const FIRST_NAMES = [
  "Olha",
  "Andrii",
  "Kateryna",
  "Maksym",
  "Yuliia",
  "Roman",
  "Nataliia",
  "Bohdan",
  "Anna",
  "Viktor",
  "Emma",
  "James",
  "Sofía",
  "Mateo",
  "Zofia",
  "Antoni",
  "Marie",
  "Lukas",
  "Chloé",
  "Hugo",
  "Oksana",
  "Denys",
  "Halyna",
  "Artem",
] as const;
const LAST_NAMES = [
  "Kovalenko",
  "Shevchenko",
  "Bondarenko",
  "Tkachenko",
  "Kravchuk",
  "Oliinyk",
  "Melnychuk",
  "Polishchuk",
  "Moroz",
  "Rudenko",
  "Clarke",
  "Turner",
  "García",
  "López",
  "Nowak",
  "Kowalska",
  "Müller",
  "Schneider",
  "Dubois",
  "Laurent",
  "Savchenko",
  "Hrytsenko",
  "Panchenko",
  "Levchenko",
] as const;
const COMPANIES = [
  "Riverside Dental",
  "Oak & Linen",
  "Blue Kite Travel",
  "Stanok Service",
  "Green Roof",
  "Fabryka Mebli",
  "Atelier Nova",
  "Casa Verde",
  "Lighthouse Legal",
  "Copper Kettle",
] as const;
const LIFECYCLE = [
  "subscriber",
  "lead",
  "lead",
  "marketingqualifiedlead",
  "salesqualifiedlead",
  "opportunity",
  "customer",
] as const;
const SOURCES = ["ORGANIC_SEARCH", "PAID_SEARCH", "DIRECT_TRAFFIC", "PAID_SOCIAL", "REFERRALS", "OFFLINE"] as const;

export const demoObject = (
  type: ObjectTypeName,
  properties: Record<string, string>,
  createdAt: number,
): SeedObject => ({
  type: objectType(type),
  id: undefined,
  createdAt,
  properties,
  associations: [],
});

/** Nine national digits of a Ukrainian mobile number, different for every contact. */
const nationalNumber = (position: number) =>
  `${["50", "63", "67", "73", "93", "97"][position % 6]}${String(1_000_000 + position * 37).padStart(7, "0")}`;

/** The same number in the spellings found in real portals, a few of them beyond parsing. */
export function messyPhone(random: Random, position: number): string {
  const digits = nationalNumber(position);
  const [code, a, b, c] = [digits.slice(0, 2), digits.slice(2, 5), digits.slice(5, 7), digits.slice(7)];
  return random.pick([
    `+380${digits}`,
    `380${digits}`,
    `0${digits}`,
    `+380 ${code} ${a} ${b} ${c}`,
    `+38 (0${code}) ${a}-${b}-${c}`,
    `(0${code}) ${a} ${b} ${c}`,
    `0${code}-${a}-${b}-${c}`,
    `8-0${code}-${a}-${b}-${c}`,
    `+380${digits} ext. ${10 + random.integer(80)}`,
    `tel: 0${code} ${a}${b}${c}`,
    ` 0${digits} `,
  ]);
}

function contact(random: Random, now: number, position: number): SeedObject {
  const first = random.pick(FIRST_NAMES);
  const last = random.pick(LAST_NAMES);
  const properties: Record<string, string> = {
    firstname: first,
    lastname: last,
    lifecyclestage: random.pick(LIFECYCLE),
    hs_analytics_source: random.pick(SOURCES),
  };
  if (random.integer(10) < 9) properties.phone = messyPhone(random, position);
  if (random.integer(10) < 7) properties.email = `client${position}@customers.example`;
  if (random.integer(10) < 2) properties.mobilephone = messyPhone(random, position + CONTACTS);
  if (random.integer(10) < 3) properties.company = random.pick(COMPANIES);
  if (random.integer(10) < 8) properties.hubspot_owner_id = random.pick(OWNERS);
  return demoObject("contacts", properties, now - random.integer(720) * DAY - random.integer(DAY));
}

export function demoObjects(random: Random, now: number): SeedObject[] {
  const companies = COMPANIES.map((name, position) =>
    demoObject("companies", { name, domain: `company${position}.example` }, now - (700 - position) * DAY),
  );
  const contacts = Array.from({ length: CONTACTS }, (_, position) => contact(random, now, position)).sort(
    (a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0),
  );
  return [...companies, ...contacts, ...dealObjects(random, now), ...callObjects(random, now)];
}

/** Every seventeenth contact: a list long enough to need a second page. */
export const demoLists = (): NewList[] => [
  {
    name: "Call back this week",
    type: "contacts",
    processingType: "MANUAL",
    members: Array.from({ length: Math.floor(CONTACTS / 17) }, (_, position) => String(101 + position * 17)),
  },
];
