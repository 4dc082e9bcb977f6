// The time zones that a page offers.

/** The one in use may have a newer name than the list knows, such as Europe/Kyiv. */
export function timeZones(inUse: string): string[] {
  return [...new Set(["UTC", inUse, ...Intl.supportedValuesOf("timeZone")])].sort();
}
