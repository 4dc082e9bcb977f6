// Values that HubSpot works out from others on a write: parsed phone numbers, and how far a deal has come.
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js";
import type { ObjectTypeName } from "../schema/object-types.ts";
import { findStage } from "./pipeline.ts";
import type { Portal } from "./portal.ts";

const PHONES = [
  ["phone", "phone_number"],
  ["mobilephone", "mobile_number"],
] as const;

const country = (code: string): CountryCode | undefined => (isSupportedCountry(code) ? code : undefined);

// Only the standard phone fields are calculated; a number that cannot be parsed leaves its calculated values empty.
function phoneValues(portal: Portal, changed: Record<string, string>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [source, suffix] of PHONES) {
    const raw = changed[source];
    if (raw === undefined) continue;
    const parsed = raw === "" ? undefined : parsePhoneNumberFromString(raw, country(portal.settings.defaultCountry));
    const number = parsed?.isPossible() ? parsed : undefined;
    values[`hs_calculated_${suffix}`] = number?.number ?? "";
    values[`hs_calculated_${suffix}_country_code`] = number?.country ?? "";
    values[`hs_searchable_calculated_${suffix}`] = number?.nationalNumber ?? "";
    values[`hs_searchable_calculated_international_${suffix}`] = number?.number.slice(1) ?? "";
  }
  return values;
}

function stageValues(portal: Portal, merged: Readonly<Record<string, string>>): Record<string, string> {
  const found = findStage(portal.pipelines.get("deals") ?? [], merged.pipeline, merged.dealstage ?? "");
  const probability = found?.stage.metadata.probability ?? "";
  const closed = found?.stage.metadata.isClosed === "true";
  return {
    hs_deal_stage_probability: probability,
    hs_is_closed: String(closed),
    hs_is_closed_won: String(closed && Number(probability) === 1),
  };
}

/** What follows from the changed values, given all values as they will be. */
export function calculatedValues(
  portal: Portal,
  type: ObjectTypeName,
  changed: Record<string, string>,
  merged: Readonly<Record<string, string>>,
): Record<string, string> {
  if (type === "contacts") return phoneValues(portal, changed);
  if (type === "deals" && (changed.dealstage !== undefined || changed.pipeline !== undefined))
    return stageValues(portal, merged);
  return {};
}
