// A text as a HubSpot property takes it: checked and converted by the property's type, or the reason why it does not fit.
import type { PropertyTarget, PropertyType } from "../model/property-map.ts";
import { cut, paragraph } from "./html.ts";
import { dateOf, instantOf } from "./moment-text.ts";
import { numberOf } from "./number-text.ts";

/** `cut`: it was too long, and is written as far as HubSpot takes it. */
export type Fitted = { value: string; cut?: true } | { wrong: string };

/** HubSpot's limit for text. */
const longestText = 65_536;

type Fit = (text: string, target: PropertyTarget, timeZone: string) => Fitted;

const fits: Record<PropertyType, Fit> = {
  string: fitText,
  phone_number: fitText,
  number: (text) => fitted(text, numberOf(text), "no number"),
  bool: (text) => fitted(text, yesOrNo(text), "neither yes nor no"),
  date: (text, _, timeZone) => fitted(text, dateOf(text, timeZone), "no clear date"),
  datetime: (text, _, timeZone) => fitted(text, instantOf(text, timeZone), "no clear date and time"),
  enumeration: (text, target) => fitted(text, optionsIn(text, target), "none of its options"),
};

export function fit(text: string, target: PropertyTarget, timeZone: string): Fitted {
  return fits[target.type](text, target, timeZone);
}

function fitted(text: string, read: string | { wrong: string } | null, otherwise: string): Fitted {
  if (typeof read === "string") return { value: read };
  return { wrong: `${quoted(text)} ${read === null ? `is ${otherwise}` : read.wrong}` };
}

function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return `“${line.length > 40 ? `${cut(line, 40)}…` : line}”`;
}

/** Customers write text, and never tags. */
function fitText(given: string, { html }: PropertyTarget): Fitted {
  const text = html ? paragraph(given) : given;
  if (text.length <= longestText) return { value: text };
  const kept = cut(text, longestText);
  // Never within a tag or an entity.
  return { value: html ? kept.replace(/(<[^>]*|&[^;]{0,6})$/, "") : kept, cut: true };
}

/** Browsers send "on" for a box that is ticked. */
const words: Record<string, string> = {
  yes: "true",
  true: "true",
  1: "true",
  on: "true",
  no: "false",
  false: "false",
  0: "false",
  off: "false",
};

function yesOrNo(text: string): string | null {
  const word = text.trim().toLowerCase();
  return Object.hasOwn(words, word) ? (words[word] ?? null) : null;
}

/** By value, else by label; where several may be chosen, each of a list. */
function optionsIn(text: string, { options = [], several }: PropertyTarget): string | null {
  const optionOf = (given: string): string | undefined => {
    const word = given.trim().toLowerCase();
    const named = (name: "value" | "label") => options.find((option) => option[name].trim().toLowerCase() === word);
    return (options.find(({ value }) => value === given.trim()) ?? named("value") ?? named("label"))?.value;
  };
  const only = optionOf(text);
  if (only !== undefined || !several) return only ?? null;
  const chosen = [/[;\n]/, /[;,\n]/].map((separator) =>
    text
      .split(separator)
      .filter((each) => each.trim() !== "")
      .map(optionOf),
  );
  const known = chosen.find((values) => values.length > 0 && values.every((value) => value !== undefined));
  return known ? [...new Set(known)].join(";") : null;
}

/** Whether HubSpot holds this value already, however it writes it. */
export function isSameValue({ type, several }: PropertyTarget, a: string, b: string): boolean {
  if (a === b) return true;
  if (a === "" || b === "") return false;
  if (type === "number") return Number(a) === Number(b);
  if (type === "datetime") return timeOf(a) === timeOf(b);
  if (type === "date") return timeOf(a) === timeOf(b);
  if (!several) return false;
  const chosen = (text: string) => text.split(";").filter(Boolean).sort().join(";");
  return chosen(a) === chosen(b);
}

/** ISO 8601 or milliseconds. */
function timeOf(text: string): number {
  return /^-?\d+$/.test(text) ? Number(text) : Date.parse(text);
}
