// The free-text query: each word must begin a word of one of the properties that HubSpot searches by default.
import type { Portal } from "../engine/portal.ts";
import { type Properties, propertyValue, type StoredRecord } from "../engine/record.ts";
import { isCustom, type ObjectTypeName, type StandardType } from "../schema/object-types.ts";
import type { RecordTest } from "./filters.ts";

const SEARCHED: Record<StandardType, readonly string[]> = {
  contacts: ["firstname", "lastname", "email", "phone", "hs_additional_emails", "fax", "mobilephone", "company"],
  companies: ["website", "phone", "name", "domain"],
  deals: ["dealname", "pipeline", "dealstage", "description", "dealtype"],
  tickets: ["subject", "content", "hs_pipeline_stage", "hs_ticket_category"],
  calls: ["hs_call_title", "hs_body_preview"],
  tasks: ["hs_task_subject", "hs_body_preview"],
  notes: ["hs_body_preview"],
  meetings: ["hs_meeting_title", "hs_body_preview"],
  communications: ["hs_body_preview"],
};

const PHONES = ["hs_searchable_calculated_phone_number", "hs_searchable_calculated_mobile_number"] as const;

// Shorter runs of digits are house numbers and years more often than telephone numbers.
const FEWEST_PHONE_DIGITS = 5;

function phoneDigits(query: string): string | undefined {
  const digits = query.replace(/\D/g, "");
  return /^[\d\s()+./-]+$/.test(query) && digits.length >= FEWEST_PHONE_DIGITS ? digits : undefined;
}

// Phones are matched on the calculated national digits: with a country code in the query nothing is found that way.
function phoneMatches(record: StoredRecord, properties: Properties, digits: string): boolean {
  return PHONES.some((name) => propertyValue(record, name, properties)?.startsWith(digits));
}

function searchedIn(portal: Portal, type: ObjectTypeName): readonly string[] {
  return isCustom(type) ? (portal.customObjects.get(type)?.searchableProperties ?? []) : SEARCHED[type];
}

export function queryTest(portal: Portal, type: ObjectTypeName, query: string): RecordTest {
  const words = query.toLowerCase().split(/\s+/);
  const searched = searchedIn(portal, type);
  const digits = type === "contacts" ? phoneDigits(query) : undefined;
  return (record, properties) => {
    if (digits && phoneMatches(record, properties, digits)) return true;
    const text = searched
      .map((name) => propertyValue(record, name, properties) ?? "")
      .join(" ")
      .toLowerCase();
    const tokens = [...text.split(/\s+/), ...text.split(/[^\p{L}\p{N}]+/u)];
    return words.every((word) => tokens.some((token) => token.startsWith(word)));
  };
}
