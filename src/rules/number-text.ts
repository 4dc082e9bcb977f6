// A number as people and programs of any country write it, where it can mean only one.

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** Blanks and apostrophes that stand between thousands, the narrow ones too. */
const gaps = /[\s'’\u00a0\u202f]/g;

/** As HubSpot takes it, null for what is no number; `wrong` where it may be one number or another. */
export function numberOf(text: string): string | { wrong: string } | null {
  const bare = withoutCurrency(text.trim().replace(/[\u2212\u2013]/g, "-"));
  const [, sign = "", digits = ""] = /^([+-]?)\s*(\d[\d.,\s'’\u00a0\u202f]*)$/.exec(bare) ?? [];
  if (digits === "" || !hasThousands(digits)) return null;
  const read = unsigned(digits.trimEnd().replace(gaps, ""));
  return typeof read === "string" && sign === "-" ? `-${read}` : read;
}

/** A symbol or the code of a currency, in front or behind. */
function withoutCurrency(text: string): string {
  const mark = /^\p{Sc}\s*|\s*\p{Sc}$/u;
  const [code] = /^[A-Z]{3}(?=[\s\d-])|(?<=[\s\d])[A-Z]{3}$/.exec(text) ?? [];
  return (code !== undefined && currencies.has(code) ? text.replace(code, "") : text.replace(mark, "")).trim();
}

/** Two numbers side by side are not one. */
function hasThousands(digits: string): boolean {
  const [first = "", ...groups] = digits.trimEnd().split(gaps);
  return groups.length === 0 || (/^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}(?:[.,]\d+)?$/.test(group)));
}

function unsigned(digits: string): string | { wrong: string } | null {
  const marks = digits.replace(/\d/g, "");
  const [mark = ""] = marks;
  const last = marks.at(-1) ?? "";
  if (marks === "") return plain(digits, "");
  const parts = digits.split(last);
  const [whole = "", fraction = ""] = [parts.slice(0, -1).join(""), parts.at(-1)];
  // 1.234,5 and 1,234.5: the last mark is the decimal one.
  if (mark !== last)
    return isGrouped(digits.slice(0, digits.lastIndexOf(last)), mark)
      ? plain(whole.replaceAll(mark, ""), fraction)
      : null;
  if (marks.length > 1) return isGrouped(digits, mark) ? plain(digits.replaceAll(mark, ""), "") : null;
  // Programs write a decimal point; a comma before three digits divides thousands in one country and decimals in another.
  if (mark === "," && isGrouped(digits, ",")) return { wrong: `may be ${whole}${fraction} or ${whole}.${fraction}` };
  return plain(whole, fraction);
}

/** 1.234.567, and not 01.234 or 1.23. */
function isGrouped(digits: string, mark: string): boolean {
  const [first = "", ...groups] = digits.split(mark);
  return /^[1-9]\d{0,2}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
}

/** Without zeros that say nothing; digits stay digits, for a Number would round a long one. */
function plain(whole: string, fraction: string): string | null {
  if (whole === "" || whole.length > 15) return null;
  const before = whole.replace(/^0+(?=\d)/, "");
  const after = fraction.replace(/0+$/, "");
  return after === "" ? before : `${before}.${after}`;
}
