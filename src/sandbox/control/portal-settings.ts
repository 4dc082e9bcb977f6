// Reads the settings of a portal from a request of the control API.
import { type Json, readOptionalFlag, readOptionalText, readTexts } from "../api/input.ts";
import type { PortalSettings } from "../engine/portal.ts";
import { invalid } from "../errors.ts";

const ACCOUNT_TYPES = ["STANDARD", "DEVELOPER_TEST", "SANDBOX", "APP_DEVELOPER"] as const;

function readAccountType(value: unknown): PortalSettings["accountType"] {
  const found = ACCOUNT_TYPES.find((type) => type === value);
  if (found) return found;
  throw invalid(`accountType must be one of ${ACCOUNT_TYPES.join(", ")}`);
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
  } catch {
    throw invalid(`Unknown time zone ${timeZone}`);
  }
}

/** Only what was given, so that an existing portal keeps the rest. */
export function readPortalSettings(given: Json): Partial<PortalSettings> {
  const settings: Partial<PortalSettings> = {};
  const name = readOptionalText(given.name, "name");
  const timeZone = readOptionalText(given.timeZone, "timeZone");
  const currency = readOptionalText(given.currency, "currency");
  const defaultCountry = readOptionalText(given.defaultCountry, "defaultCountry");
  const rotates = readOptionalFlag(given.rotateRefreshTokens, "rotateRefreshTokens");
  if (name !== undefined) settings.name = name;
  if (timeZone !== undefined) {
    assertTimeZone(timeZone);
    settings.timeZone = timeZone;
  }
  if (currency !== undefined) settings.currency = currency;
  if (defaultCountry !== undefined) settings.defaultCountry = defaultCountry;
  if (rotates !== undefined) settings.rotateRefreshTokens = rotates;
  if (given.accountType !== undefined) settings.accountType = readAccountType(given.accountType);
  if (given.unavailableScopes !== undefined)
    settings.unavailableScopes = readTexts(given.unavailableScopes, "unavailableScopes");
  return settings;
}
