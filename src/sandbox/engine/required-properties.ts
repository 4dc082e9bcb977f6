// The least that HubSpot wants on a new record of each type.
import { invalid } from "../errors.ts";
import { isCustom, type ObjectTypeName, objectType } from "../schema/object-types.ts";
import type { Portal } from "./portal.ts";
import type { Properties } from "./record.ts";

const ALL_OF: Partial<Record<ObjectTypeName, readonly string[]>> = {
  deals: ["dealname", "dealstage"],
  tickets: ["subject", "hs_pipeline_stage"],
  calls: ["hs_timestamp"],
  tasks: ["hs_timestamp"],
  notes: ["hs_timestamp"],
  meetings: ["hs_timestamp"],
  communications: ["hs_timestamp", "hs_communication_channel_type", "hs_communication_logged_from"],
};

const ONE_OF: Partial<Record<ObjectTypeName, readonly string[]>> = {
  contacts: ["email", "firstname", "lastname"],
  companies: ["name", "domain"],
};

export function assertRequired(portal: Portal, type: ObjectTypeName, properties: Properties): void {
  const name = objectType(type).singular.toUpperCase();
  const ofCustom = isCustom(type) ? portal.customObjects.get(type)?.requiredProperties : undefined;
  const missing = (ofCustom ?? ALL_OF[type] ?? []).filter((property) => !properties[property]);
  // The pipeline may only be left out while there is one.
  if (type === "deals" && !properties.pipeline && (portal.pipelines.get("deals")?.length ?? 0) > 1)
    missing.push("pipeline");
  if (missing.length > 0) {
    throw invalid(`Error creating ${name}. Some required properties were not set.`, {
      context: { properties: missing },
    });
  }
  const alternatives = ONE_OF[type];
  if (alternatives && !alternatives.some((property) => properties[property])) {
    throw invalid(`Error creating ${name}. At least one of these properties must be set: ${alternatives.join(", ")}.`, {
      context: { properties: [...alternatives] },
    });
  }
}
