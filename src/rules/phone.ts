// Raw phone text → E.164 with the portal's country, or the reason why it is none.
import { type CountryCode, isSupportedCountry, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js";
import { type E164, e164 } from "../model/ids.ts";

export type ReadPhone =
  | { kind: "number"; e164: E164; national: string; shown: string }
  | { kind: "hidden" }
  | { kind: "invalid"; raw: string };

/** What phone systems write when the caller withholds his number; +266696687 is ANONYMOUS on a keypad. */
const hiddenWords = new Set(["anonymous", "unknown", "restricted", "private", "hidden", "withheld", "unavailable", "blocked", "null", "none"]);
const hiddenNumbers = new Set(["266696687", "0", "00"]);

export function readPhone(raw: string | null, country: string | null): ReadPhone {
  const text = (raw ?? "").trim();
  const digits = text.replace(/\D/g, "");
  if (text === "" || hiddenWords.has(text.toLowerCase()) || (digits !== "" && hiddenNumbers.has(digits))) return { kind: "hidden" };
  const parsed = parse(text, digits, country !== null && isSupportedCountry(country) ? country : undefined);
  if (!parsed) return { kind: "invalid", raw: text };
  const number = e164.safeParse(parsed.number);
  if (!number.success) return { kind: "invalid", raw: text };
  return {
    kind: "number",
    e164: number.data,
    national: parsed.nationalNumber,
    shown: `+${parsed.countryCallingCode}…${parsed.nationalNumber.slice(-4)}`,
  };
}

/**
 * A written + is believed as long as the length is possible: number plans change faster than their tables. Without a +
 * the national reading is tried first, then the international one (380501234567), and only then a merely possible one.
 */
function parse(text: string, digits: string, country: CountryCode | undefined): PhoneNumber | null {
  const international = (number: string) => parsePhoneNumberFromString(`+${number}`) ?? null;
  if (text.startsWith("+")) return possible(international(digits));
  const national = country ? (parsePhoneNumberFromString(text, country) ?? null) : null;
  return (
    valid(national) ??
    valid(digits.startsWith("00") ? international(digits.slice(2)) : null) ??
    valid(digits.length >= 10 ? international(digits) : null) ??
    possible(national)
  );
}

function valid(number: PhoneNumber | null): PhoneNumber | null {
  return number?.isValid() ? number : null;
}

function possible(number: PhoneNumber | null): PhoneNumber | null {
  return number?.isPossible() ? number : null;
}

/** Whether a stored text is this number, country included. */
export function isSameNumber(stored: string, number: E164, country: string | null): boolean {
  const read = readPhone(stored, country);
  return read.kind === "number" && read.e164 === number;
}

/** The readable numbers among raw texts. */
export function numbersAmong(raws: readonly (string | null)[], country: string | null): Set<E164> {
  return new Set(raws.map((raw) => readPhone(raw, country)).flatMap((read) => (read.kind === "number" ? [read.e164] : [])));
}
