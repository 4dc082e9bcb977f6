// Attribution → our HubSpot properties, as it was at the moment of the call.
import type { Attribution } from "../model/event.ts";
import { attributionProperties } from "../model/properties.ts";

/** Only the properties that the portal has and the event fills. */
export function attributionOf(attribution: Attribution, available: readonly string[]): Record<string, string> {
  const pairs = Object.entries(attributionProperties).flatMap(([field, property]) => {
    const value = attribution[field as keyof Attribution];
    return value !== null && available.includes(property) ? [[property, value] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** "google / cpc / spring", for bodies and names; null when nothing is known. */
export function attributionLabel(attribution: Attribution): string | null {
  const parts = [attribution.utmSource, attribution.utmMedium, attribution.utmCampaign].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(" / ") : null;
}
