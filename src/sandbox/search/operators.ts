// One filter turned into a test of a property's value: numbers and times by size, other text without regard to case.
import { invalid } from "../errors.ts";
import type { PropertyDefinition } from "../schema/property.ts";
import type { Filter } from "./request.ts";

export type ValueTest = (value: string | undefined) => boolean;

function comparable(property: PropertyDefinition): (text: string) => number | string {
  if (property.type === "number") return Number;
  if (property.type === "date" || property.type === "datetime") {
    return (text) => (/^-?\d+$/.test(text) ? Number(text) : Date.parse(text));
  }
  // Enumeration values are compared with case, all other text without.
  return property.type === "enumeration" ? (text) => text : (text) => text.toLowerCase();
}

function operand(property: PropertyDefinition, text: string): number | string {
  const value = comparable(property)(text);
  if (typeof value === "number" && Number.isNaN(value))
    throw invalid(`${text} is not a valid value for ${property.name}`);
  return value;
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

const tokensOf = (value: string) => [value, ...value.split(/\s+/), ...value.split(/[^\p{L}\p{N}]+/u)];

/** Every word of the filter must match a word of the value; `*` stands for any characters. */
function containsToken(filterValue: string): (value: string) => boolean {
  const patterns = filterValue
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => new RegExp(`^${escaped(word).replaceAll("*", ".*")}$`, "iu"));
  return (value) => {
    const tokens = tokensOf(value);
    return patterns.every((pattern) => tokens.some((token) => pattern.test(token)));
  };
}

// Values of IN are taken as they are and compared with the lower-cased text, so capitals in them match nothing.
function oneOf(property: PropertyDefinition, values: readonly string[]): (value: string) => boolean {
  const convert = comparable(property);
  const wanted = new Set(typeof convert("0") === "number" ? values.map((value) => operand(property, value)) : values);
  return (value) => wanted.has(convert(value));
}

// A list of checkboxes is compared value by value: equal to each of those that are ticked.
function anyOf(property: PropertyDefinition, test: (value: string) => boolean): (value: string) => boolean {
  const isList = property.type === "enumeration" && property.fieldType === "checkbox";
  return isList ? (value) => value.split(";").some((part) => part !== "" && test(part)) : test;
}

export function valueTest(property: PropertyDefinition, filter: Filter): ValueTest {
  const convert = comparable(property);
  const wanted = () => operand(property, filter.value);
  const present =
    (test: (value: string) => boolean): ValueTest =>
    (value) =>
      value !== undefined && anyOf(property, test)(value);
  const not =
    (test: (value: string) => boolean): ValueTest =>
    (value) =>
      value === undefined || !anyOf(property, test)(value);
  const ordered = (test: (value: number | string, bound: number | string) => boolean): ValueTest => {
    const bound = wanted();
    return present((value) => test(convert(value), bound));
  };
  switch (filter.operator) {
    case "EQ":
      return ordered((value, bound) => value === bound);
    case "NEQ": {
      const bound = wanted();
      return not((value) => convert(value) === bound);
    }
    case "LT":
      return ordered((value, bound) => value < bound);
    case "LTE":
      return ordered((value, bound) => value <= bound);
    case "GT":
      return ordered((value, bound) => value > bound);
    case "GTE":
      return ordered((value, bound) => value >= bound);
    case "BETWEEN": {
      const high = operand(property, filter.highValue);
      return ordered((value, low) => value >= low && value <= high);
    }
    case "IN":
      return present(oneOf(property, filter.values));
    case "NOT_IN":
      return not(oneOf(property, filter.values));
    case "CONTAINS_TOKEN":
      return present(containsToken(filter.value));
    case "NOT_CONTAINS_TOKEN":
      return not(containsToken(filter.value));
    case "HAS_PROPERTY":
      return (value) => value !== undefined;
    case "NOT_HAS_PROPERTY":
      return (value) => value === undefined;
  }
}
