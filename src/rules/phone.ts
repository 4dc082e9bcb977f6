// Raw phone text → E.164 with the portal's country, or the reason why it is none.
import {
  type CountryCode,
  isSupportedCountry,
  Metadata,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import { type E164, e164 } from "../model/ids.ts";
import { digitsOf, isHiddenNumber, plainText } from "./phone-text.ts";

export type ReadPhone =
  | { kind: "number"; e164: E164; national: string; shown: string }
  | { kind: "hidden" }
  | { kind: "invalid"; raw: string };

/** Longer texts are no numbers and would only keep the patterns busy. */
const longestText = 100;
/** Fewer digits are an extension or a service number, except in the few countries whose numbers are that short. */
const shortest = 7;
const longestInShortPlans = 9;
/** From this length on a number without + is as likely an international one that lost it. */
const longEnoughToBeInternational = 11;

export function readPhone(raw: string | null, country: string | null): ReadPhone {
  const given = (raw ?? "").trim();
  if (given.length > longestText) return { kind: "invalid", raw: given };
  const text = plainText(given);
  if (isHiddenNumber(text)) return { kind: "hidden" };
  const parsed = parse(text, country !== null && isSupportedCountry(country) ? country : undefined);
  const number = e164.safeParse(parsed?.number);
  if (!parsed || !number.success) return { kind: "invalid", raw: given };
  return {
    kind: "number",
    e164: number.data,
    national: parsed.nationalNumber,
    shown: `+${parsed.countryCallingCode}…${parsed.nationalNumber.slice(-4)}`,
  };
}

/**
 * A written + is believed as long as the length is possible: number plans change faster than their tables. Without a +
 * come, in this order: 00, a national number as its country writes it, an international number that lost its +
 * (380501234567), a national number that lost its 0, and only then a merely possible one.
 */
function parse(text: string, country: CountryCode | undefined): PhoneNumber | null {
  const digits = digitsOf(text);
  const international = (number: string) => parsePhoneNumberFromString(`+${number}`) ?? null;
  if (/^[^\d+]*\+/.test(text)) return digits.length >= shortest ? possible(international(digits)) : null;

  const national = country ? (parsePhoneNumberFromString(digits, country) ?? null) : null;
  if (digits.length < shortest) return country && hasShortNumbers(country) ? valid(national) : null;
  const dialled = digits.startsWith("00") ? international(digits.slice(2)) : null;
  const bare = digits.length >= 10 ? valid(international(digits)) : null;
  // The table of +1 takes nearly any ten digits, so it proves little against a national reading.
  const lostPlus = digits.length >= longEnoughToBeInternational && bare?.countryCallingCode !== "1" ? bare : null;
  const sure = valid(dialled) ?? asWritten(national, digits) ?? lostPlus ?? valid(national) ?? bare;
  // Digits inside words, such as a SIP login's, are no number unless the tables say so.
  return sure ?? (/\p{L}/u.test(text) ? null : (possible(national) ?? possible(dialled)));
}

function asWritten(national: PhoneNumber | null, digits: string): PhoneNumber | null {
  return national && valid(national) && digitsOf(national.formatNational()) === digits ? national : null;
}

function hasShortNumbers(country: CountryCode): boolean {
  const metadata = new Metadata();
  metadata.selectNumberingPlan(country);
  return Math.max(...(metadata.numberingPlan?.possibleLengths() ?? [])) <= longestInShortPlans;
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
  const read = raws.map((raw) => readPhone(raw, country));
  return new Set(read.flatMap((phone) => (phone.kind === "number" ? [phone.e164] : [])));
}
