// Creates our property group and properties in a portal; what HubSpot refuses is left out and said.
import { z } from "zod";
import { Refused } from "../errors.ts";
import type { Prepared } from "../model/prepared.ts";
import { ourProperties, type PropertyDefinition, propertyGroup } from "../model/properties.ts";
import type { Api } from "./client.ts";
import { nothing } from "./objects.ts";
import { plural, version } from "./paths.ts";
import { ApiRefusal } from "./refusal.ts";

type Carrier = keyof typeof ourProperties;

const listAnswer = z.looseObject({
  results: z.array(z.looseObject({ name: z.string(), hasUniqueValue: z.boolean().optional().catch(undefined) })),
});

/** Idempotent: reads first, creates what is missing, takes 409 for success. */
export async function prepareProperties(api: Api): Promise<Prepared> {
  const contact = await prepareObject(api, "contact");
  const company = await prepareObject(api, "company");
  const deal = await prepareObject(api, "deal");
  const call = await prepareObject(api, "call");
  return {
    contact: contact.there,
    company: company.there,
    deal: deal.there,
    call: call.there,
    missing: [...contact.missing, ...company.missing, ...deal.missing, ...call.missing],
  };
}

async function prepareObject(api: Api, what: Carrier): Promise<{ there: string[]; missing: string[] }> {
  const path = `/crm/properties/${version}/${plural[what]}`;
  const refusals = new Map<string, string>();
  const existing = await tolerant(() => api.request("GET", path, undefined, listAnswer), refusals, "list");
  const listed = existing === undefined || existing === "there" ? [] : existing.results;
  const known = new Map(listed.map((property) => [property.name, property.hasUniqueValue]));
  const wanted = ourProperties[what];
  if (wanted.some((property) => !known.has(property.name))) {
    await tolerant(
      () => api.request("POST", `${path}/groups`, { ...propertyGroup, displayOrder: -1 }, nothing),
      refusals,
      "group",
    );
  }
  const there: string[] = [];
  for (const property of wanted) {
    if (
      known.has(property.name) ? isFit(property, known.get(property.name)) : await create(api, path, property, refusals)
    )
      there.push(property.name);
  }
  const missing = wanted.filter((property) => !there.includes(property.name));
  return { there, missing: missing.length > 0 ? [consequence(what, missing, [...refusals.values()][0])] : [] };
}

/** A namesake that says it does not keep its values unique cannot serve as a key. */
function isFit(property: PropertyDefinition, unique: boolean | undefined): boolean {
  return !property.unique || unique !== false;
}

async function create(
  api: Api,
  path: string,
  { name, label, description, unique }: PropertyDefinition,
  refusals: Map<string, string>,
): Promise<boolean> {
  const body = {
    name,
    label,
    description,
    groupName: propertyGroup.name,
    type: "string",
    fieldType: "text",
    hasUniqueValue: unique,
  };
  return (
    (await tolerant(() => api.request("POST", path, body, nothing).then(() => "created"), refusals, name)) !== undefined
  );
}

/** undefined when HubSpot refused; "there" for a 409, which says that it exists already. */
async function tolerant<T>(
  ask: () => Promise<T>,
  refusals: Map<string, string>,
  name: string,
): Promise<T | "there" | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error instanceof ApiRefusal && error.status === 409) return "there";
    refusals.set(name, error.message);
    return undefined;
  }
}

const withoutKey: Record<Exclude<Carrier, "call">, string> = {
  contact: "Without the key, two first calls at the same moment may make two records.",
  company: "Without the key, two sign-ups of one company at the same moment may make two companies.",
  deal: "Without the key, two first calls at the same moment may make two records.",
};

function consequence(what: Carrier, missing: PropertyDefinition[], because: string | undefined): string {
  const names = missing.map((property) => property.label).join(", ");
  const lacksKey = missing.some((property) => property.unique);
  const effect =
    what === "call" ? "They stay in the text of the call." : lacksKey ? withoutKey[what] : "They are left out.";
  return `HubSpot did not accept these properties on ${plural[what]}: ${names}. ${effect}${because ? ` HubSpot said: ${because}` : ""}`;
}
