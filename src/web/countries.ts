// The countries of the settings page, and whether a code is one whose numbers can be read.
import { getCountries, isSupportedCountry } from "libphonenumber-js";
import type { SettingsChange } from "../model/settings.ts";

export function countries(): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  return getCountries()
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** A code of no country would be saved and then read no number at all. */
export function wrongCountry({ defaultCountry: code }: SettingsChange): Record<string, string> {
  if (!code || isSupportedCountry(code)) return {};
  // Knows codes that are out of use, and UK, by the country they mean.
  const meant = new Intl.Locale(`und-${code}`).region;
  const advice = meant && isSupportedCountry(meant) ? `did you mean ${meant}?` : "choose one such as UA.";
  return { defaultCountry: `${code} is not a country code; ${advice}` };
}
