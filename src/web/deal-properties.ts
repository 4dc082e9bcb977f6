// The portal's deal properties that can hold a call's category or value: what is offered, and what cannot be chosen.
import type { WritableProperty } from "../hubspot/gateway.ts";
import { callCategory, ourProperties } from "../model/properties.ts";
import type { SettingsChange } from "../model/settings.ts";
import type { Portal } from "../store/portals.ts";
import type { Web } from "./context.ts";

type Field = "dealCategoryProperty" | "dealValueProperty";

/** By HubSpot's types, in the order in which they are offered. */
const fitting: Record<Field, { type: string; label: string }[]> = {
  dealCategoryProperty: [
    { type: "string", label: "Text" },
    { type: "enumeration", label: "List of options" },
  ],
  dealValueProperty: [
    { type: "number", label: "Number" },
    { type: "string", label: "Text" },
  ],
};

/** Written by Hookswitch for another purpose. */
const taken = new Set(["dealname", "dealstage", "pipeline", ...ourProperties.deal.map(({ name }) => name)]);

/** Read afresh for each page; null when HubSpot does not answer. */
export async function dealPropertiesFor(web: Web, portal: Portal): Promise<WritableProperty[] | null> {
  if (portal.state !== "connected") return null;
  try {
    const properties = await web.gatewayFor(portal.id).properties("deal");
    // What calls say fits no values that no two deals may share.
    return properties.filter(({ unique }) => !unique);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    web.log.warn({ portalId: portal.id, error: reason }, "deal properties not read");
    return null;
  }
}

/** The select of one field, its properties by type; `isGone`: HubSpot no longer has the chosen one. */
export function propertyChoice(field: Field, properties: WritableProperty[] | null, chosen: unknown) {
  const groups = fitting[field].map(({ type, label }) => ({ label, options: optionsOf(properties ?? [], type) }));
  const isListed = groups.some(({ options }) => options.some(({ value }) => value === chosen));
  return {
    groups: groups.filter(({ options }) => options.length > 0),
    chosen: typeof chosen === "string" ? chosen : "",
    isUnread: properties === null,
    isGone: properties !== null && typeof chosen === "string" && chosen !== "" && !isListed,
  };
}

function optionsOf(properties: WritableProperty[], type: string): { value: string; label: string }[] {
  const fit = properties.filter((each) => each.type === type && !taken.has(each.property));
  const isShared = (label: string) => fit.filter((each) => each.label === label).length > 1;
  return fit
    .map(({ property, label }) => ({ value: property, label: isShared(label) ? `${label} (${property})` : label }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Whether our own category property is in the portal, for calls whose category goes nowhere else. */
export function hasOwnCategory({ prepared }: Portal): boolean {
  return prepared?.deal.includes(callCategory) ?? true;
}

/** A property that HubSpot does not take would park every call that has something to write into it. */
export async function wrongDealProperties(
  web: Web,
  portal: Portal,
  change: SettingsChange,
): Promise<Record<string, string>> {
  const isNew = (field: Field) => Boolean(change[field]) && change[field] !== portal.settings[field];
  const fields = (["dealCategoryProperty", "dealValueProperty"] as const).filter(isNew);
  if (fields.length === 0) return {};
  const { dealCategoryProperty: category, dealValueProperty: value } = { ...portal.settings, ...definedIn(change) };
  if (category === value) return { dealValueProperty: "Category and value cannot go into the same property." };
  const properties = await dealPropertiesFor(web, portal);
  const wrong = fields.filter((field) => propertyChoice(field, properties, change[field]).isGone);
  return Object.fromEntries(
    wrong.map((field) => [field, "HubSpot has no such property of deals that could hold this."]),
  );
}

function definedIn({ dealCategoryProperty, dealValueProperty }: SettingsChange) {
  return {
    ...(dealCategoryProperty !== undefined && { dealCategoryProperty }),
    ...(dealValueProperty !== undefined && { dealValueProperty }),
  };
}
