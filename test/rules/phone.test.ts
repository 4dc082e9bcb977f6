// Raw phone text becomes one E.164 number, however it was written, or is told to be none.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js";
import examples from "libphonenumber-js/mobile/examples";
import { e164 } from "../../src/model/ids.ts";
import { isSameNumber, numbersAmong, readPhone } from "../../src/rules/phone.ts";
import { corpus } from "./phone-corpus.ts";

function reading(text: string | null, country: string | null): string {
  const read = readPhone(text, country);
  return read.kind === "number" ? read.e164 : read.kind;
}

describe("in the corpus", () => {
  for (const [text, country, expected] of corpus) {
    const shown = text !== null && text.length > 40 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
    it(`${JSON.stringify(shown)} in ${country ?? "no country"} is ${expected}`, () => {
      assert.equal(reading(text, country), expected);
    });
  }

  it("there are at least 120 spellings of at least 15 countries, none twice", () => {
    assert.ok(corpus.length >= 120, String(corpus.length));
    assert.ok(new Set(corpus.map(([, country]) => country)).size >= 15);
    assert.equal(new Set(corpus.map(([text, country]) => JSON.stringify([text, country]))).size, corpus.length);
  });
});

/** Valid numbers of every country: its example with other last digits. */
const anyNumber: fc.Arbitrary<PhoneNumber> = fc
  .tuple(fc.constantFrom(...getCountries()), fc.integer({ min: 0, max: 9999 }))
  .map(([country, tail]) => exampleOf(country, String(tail).padStart(4, "0")))
  .filter((number) => number !== null);

function exampleOf(country: CountryCode, tail: string): PhoneNumber | null {
  const national = `${examples[country]}`;
  const number = parsePhoneNumberFromString(`${national.slice(0, -4)}${tail}`, country);
  return number?.isValid() ? number : null;
}

/** Without + or 00 a country's own way of writing is the only one that says which country it is. */
function spellings(number: PhoneNumber): [text: string, country: string | null][] {
  const home = number.country ?? null;
  const digits = number.number.slice(1);
  return [
    [number.number, null],
    [number.number, "UA"],
    [number.formatInternational(), "DE"],
    [number.format("RFC3966"), "US"],
    [`00${digits}`, null],
    [`00${digits}`, home],
    [`${number.formatInternational()} ext. 12`, home],
    [number.formatInternational().replaceAll(" ", "\u00a0"), home],
    [number.formatNational(), home],
    [number.formatNational().replace(/\D/g, ""), home],
    [digits, home],
  ];
}

/** Countries that dial abroad with 00, a carrier's digits, and then the country code (libphonenumber's metadata). */
const carriersBehind00 = new Set(["KR", "BR", "CO", "CL", "ID", "HK", "SG", "TH", "IL", "AU"]);

describe("a number", () => {
  it("is the same one in each of its usual spellings", () => {
    fc.assert(
      fc.property(anyNumber, (number) => {
        for (const [text, country] of spellings(number)) {
          assert.equal(reading(text, country), number.number, `${text} in ${country}`);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is never the same as another country's with the same national digits", () => {
    fc.assert(
      fc.property(anyNumber, fc.constantFrom(...getCountries()), (number, other) => {
        const code = getCountryCallingCode(other);
        fc.pre(code !== number.countryCallingCode);
        const abroad = `+${code}${number.nationalNumber}`;
        const home = number.country ?? null;
        const own = e164.parse(number.number);
        assert.ok(isSameNumber(number.formatNational(), own, home));
        assert.ok(!isSameNumber(abroad, own, home), `${abroad} was taken for ${own}`);
        // 006 82… dials +82 there: after 00 comes the digit of a carrier.
        if (carriersBehind00.has(home ?? "")) return;
        assert.ok(!isSameNumber(abroad.replace("+", "00"), own, home), `00 instead of + made ${abroad} into ${own}`);
      }),
      { numRuns: 1000 },
    );
  });

  it("is read from any text at all without a crash, and only ever as E.164", () => {
    const country = fc.constantFrom(null, "UA", "DE", "US", "ZZ", "");
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), country, (text, country) => {
        const read = readPhone(text, country);
        if (read.kind === "number") assert.ok(e164.safeParse(read.e164).success);
        if (read.kind === "number") assert.equal(reading(read.e164, null), read.e164);
      }),
      { numRuns: 2000 },
    );
  });

  it("is shown to people by its country and last four digits only", () => {
    const read = readPhone("+380501234567", null);
    assert.ok(read.kind === "number");
    assert.equal(read.shown, "+380…4567");
    assert.equal(read.national, "501234567");
  });
});

it("numbers are picked out of a list that also holds none", () => {
  assert.deepEqual([...numbersAmong(["050 123 45 67", null, "101", "", "+380501234567"], "UA")], ["+380501234567"]);
});
