// A create that HubSpot refuses because the record exists: which record that is.
import type { ObjectType } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import { companyKey, contactKey, dealKey } from "../model/properties.ts";
import type { Api } from "./client.ts";
import type { CreateInput } from "./gateway.ts";
import { batchAnswer, type HubSpotRecord, nothing } from "./objects.ts";
import { plural, version } from "./paths.ts";

const ownKeys: Partial<Record<ObjectType, string>> = { contact: contactKey, company: companyKey, deal: dealKey };

/**
 * Looks up our unique value first, whatever the refusal says: its wording is not documented. Then the id that HubSpot names.
 * "try-again": a contact that no longer has the number held our key; it has given it up.
 * @returns null when no such record exists
 */
export async function findExisting(
  api: Api,
  what: ObjectType,
  input: CreateInput,
  message: string,
): Promise<HubSpotId | "try-again" | null> {
  const key = ownKeys[what];
  const value = key ? input.properties[key] : undefined;
  if (key && value) {
    const holder = await readByKey(api, what, key, value);
    if (holder && (what !== "contact" || stillHas(holder, value))) return holder.id;
    if (holder) {
      const path = `/crm/objects/${version}/${plural[what]}/${holder.id}`;
      await api.request("PATCH", path, { properties: { [key]: "" } }, nothing);
      return "try-again";
    }
  }
  return /existing id:?\s*"?(\d+)/i.exec(message)?.[1] ?? null;
}

async function readByKey(api: Api, what: ObjectType, idProperty: string, id: string): Promise<HubSpotRecord | null> {
  const properties = [idProperty, "phone", "mobilephone", "hs_calculated_phone_number", "hs_calculated_mobile_number"];
  const body = { inputs: [{ id }], idProperty, properties, propertiesWithHistory: [] };
  const answer = await api.request("POST", `/crm/objects/${version}/${plural[what]}/batch/read`, body, batchAnswer);
  return answer.results[0] ?? null;
}

/** Compared by the last seven digits: a person may have rewritten the number in national form, and some plans are short. */
function stillHas(holder: HubSpotRecord, number: string): boolean {
  const tail = number.replace(/\D/g, "").slice(-7);
  const { phone, mobilephone, hs_calculated_phone_number, hs_calculated_mobile_number } = holder.properties;
  return [phone, mobilephone, hs_calculated_phone_number, hs_calculated_mobile_number].some((text) =>
    text?.replace(/\D/g, "").includes(tail),
  );
}
