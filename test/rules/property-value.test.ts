// Texts as HubSpot's properties take them, by type; what does not fit says why.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { PropertyTarget, PropertyType } from "../../src/model/property-map.ts";
import { numberOf } from "../../src/rules/number-text.ts";
import { type Fitted, fit, isSameValue } from "../../src/rules/property-value.ts";

const zone = "Europe/Kyiv";
const options = [
  { value: "small", label: "Small, up to 10" },
  { value: "medium", label: "Medium" },
  { value: "Small", label: "Another" },
];
const target = (type: PropertyType, change: Partial<PropertyTarget> = {}): PropertyTarget => ({
  property: "p",
  label: "P",
  type,
  ...(type === "enumeration" && { options }),
  ...change,
});
const several = { several: true } as const;

const good: [type: PropertyType, text: string, value: string, change?: Partial<PropertyTarget>][] = [
  ["number", "1000", "1000"],
  ["number", "1 000", "1000"],
  ["number", "1\u202f000\u00a0000,5", "1000000.5"],
  ["number", "1'000.50", "1000.5"],
  ["number", "1,234.56", "1234.56"],
  ["number", "1.234,56", "1234.56"],
  ["number", "1,234,567", "1234567"],
  ["number", "1,5", "1.5"],
  ["number", "0,125", "0.125"],
  ["number", "1.234", "1.234"],
  ["number", "$1,000.50", "1000.5"],
  ["number", "99,90 €", "99.9"],
  ["number", "USD 1000", "1000"],
  ["number", "1000 UAH", "1000"],
  ["number", "−12", "-12"],
  ["number", "007", "7"],
  ["bool", "Yes", "true"],
  ["bool", "on", "true"],
  ["bool", "1", "true"],
  ["bool", "FALSE", "false"],
  ["bool", "no", "false"],
  ["date", "2026-11-22", "2026-11-22"],
  ["date", "22.11.2026", "2026-11-22"],
  ["date", "22/11/2026", "2026-11-22"],
  ["date", "11/22/2026", "2026-11-22"],
  ["date", "5/5/2026", "2026-05-05"],
  ["date", "2026-11-22T23:30:00Z", "2026-11-23"],
  ["datetime", "2026-11-22T23:30:00+02:00", "2026-11-22T21:30:00.000Z"],
  ["datetime", "2026-11-22T10:00:00.250Z", "2026-11-22T10:00:00.250Z"],
  ["datetime", "2026-11-22 10:05", "2026-11-22T08:05:00.000Z"],
  ["datetime", "22.11.2026 9:05", "2026-11-22T07:05:00.000Z"],
  ["datetime", "2026-07-01", "2026-06-30T21:00:00.000Z"],
  ["datetime", "1795344000", "2026-11-22T10:40:00.000Z"],
  ["datetime", "1795344000000", "2026-11-22T10:40:00.000Z"],
  ["enumeration", "medium", "medium"],
  ["enumeration", " MEDIUM ", "medium"],
  ["enumeration", "small, up to 10", "small"],
  ["enumeration", "Small", "Small"],
  ["enumeration", "SMALL", "small"],
  ["enumeration", "Medium; another", "medium;Small", several],
  ["enumeration", "medium, Another, medium", "medium;Small", several],
  ["enumeration", "Small, up to 10; Medium", "small;medium", several],
  ["phone_number", "+380501234567", "+380501234567"],
  ["string", "<b>anything</b>", "<b>anything</b>"],
  ["string", "<b>2 lines</b>\nof text", "&lt;b&gt;2 lines&lt;/b&gt;<br/>of text", { html: true }],
];
const bad: [type: PropertyType, text: string, wrong: string, change?: Partial<PropertyTarget>][] = [
  ["number", "abc", "“abc” is no number"],
  ["number", "50%", "“50%” is no number"],
  ["number", "5 min", "“5 min” is no number"],
  ["number", "5 10", "“5 10” is no number"],
  ["number", "1.2.3", "“1.2.3” is no number"],
  ["number", "1,234", "“1,234” may be 1234 or 1.234"],
  ["number", "12345678901234567890", "“12345678901234567890” is no number"],
  ["bool", "maybe", "“maybe” is neither yes nor no"],
  ["bool", "constructor", "“constructor” is neither yes nor no"],
  ["date", "11/12/2026", "“11/12/2026” is no clear date"],
  ["date", "31.06.2026", "“31.06.2026” is no clear date"],
  ["date", "tomorrow", "“tomorrow” is no clear date"],
  ["datetime", "2026-11-22 25:00", "“2026-11-22 25:00” is no clear date and time"],
  ["enumeration", "large", "“large” is none of its options"],
  ["enumeration", "medium; another", "“medium; another” is none of its options"],
  ["enumeration", "medium; large", "“medium; large” is none of its options", several],
  ["number", `${"long ".repeat(20)}`, "“long long long long long long long long …” is no number"],
];

describe("a text becomes a property's value", () => {
  for (const [type, text, value, change] of good) {
    it(`${type}: ${JSON.stringify(text)}`, () => assert.deepEqual(fit(text, target(type, change), zone), { value }));
  }

  it("is cut where HubSpot's text ends, never within a character", () => {
    const emoji = "\u{1f4de}";
    const fitted = fit(`${"a".repeat(65_535)}${emoji}`, target("string"), zone);
    assert.deepEqual(fitted, { value: "a".repeat(65_535), cut: true });
  });
});

describe("a text does not fit", () => {
  for (const [type, text, wrong, change] of bad) {
    it(`${type}: ${text}`, () => assert.deepEqual(fit(text, target(type, change), zone), { wrong }));
  }
});

it("numbers of programs and of both ways of writing them come out the same", () => {
  const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 });
  const written = (amount: number, thousands: string, decimals: string): string => {
    const [whole = "", fraction = ""] = (Math.abs(amount) / 100).toFixed(2).split(".");
    return `${amount < 0 ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${decimals}${fraction}`;
  };
  fc.assert(
    fc.property(
      cents,
      fc.constantFrom([",", "."], [".", ","], [" ", ","], ["'", "."], ["", "."]),
      (amount, [a = "", b = ""]) => {
        assert.equal(Number(numberOf(written(amount, a, b))), amount / 100);
      },
    ),
  );
});

it("whatever is typed either fits and stays the same when it is read again, or is refused with a reason", () => {
  const types = fc.constantFrom<PropertyType[]>("string", "number", "bool", "date", "datetime", "enumeration");
  const digits = fc.string({ unit: fc.constantFrom(..."0123456789.,-/: TZ+$'") });
  fc.assert(
    fc.property(types, fc.oneof(fc.string({ minLength: 1 }), digits), (type, text) => {
      const first: Fitted = fit(text, target(type), zone);
      if ("wrong" in first) return assert.ok(first.wrong.startsWith("“"));
      assert.deepEqual(fit(first.value, target(type), zone), first);
      assert.ok(isSameValue(target(type), first.value, first.value));
    }),
    { numRuns: 2_000 },
  );
});

describe("HubSpot's way of writing a value is the same value", () => {
  const rows: [type: PropertyType, a: string, b: string, same: boolean, change?: Partial<PropertyTarget>][] = [
    ["number", "1000.0", "1000", true],
    ["number", "", "0", false],
    ["datetime", "2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000Z", true],
    ["datetime", "1795341600000", "2026-11-22T10:00:00.000Z", true],
    ["date", "1795305600000", "2026-11-22", true],
    ["enumeration", "b;a", "a;b", true, several],
    ["enumeration", "b;a", "a;b", false],
    ["string", "a", "A", false],
  ];
  for (const [type, a, b, same, change] of rows) {
    it(`${type}: ${a} and ${b}`, () => assert.equal(isSameValue(target(type, change), a, b), same));
  }
});
