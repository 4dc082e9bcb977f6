// Reading request bodies and queries: values of unknown shape become typed ones here, or a 400 as HubSpot sends it.
import { invalidJson } from "../errors.ts";

export type Json = Record<string, unknown>;

export function isJsonObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readObject(value: unknown, what = "body"): Json {
  if (!isJsonObject(value)) throw invalidJson(`${what} must be an object`);
  return value;
}

export function readArray(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw invalidJson(`${what} must be an array`);
  return value;
}

export function readOptionalArray(value: unknown, what: string): unknown[] {
  return value === undefined || value === null ? [] : readArray(value, what);
}

// HubSpot's JSON layer turns numbers and booleans into strings where it expects a string.
export function readText(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw invalidJson(`${what} must be a string`);
}

export function readOptionalText(value: unknown, what: string): string | undefined {
  return value === undefined || value === null ? undefined : readText(value, what);
}

export function readTexts(value: unknown, what: string): string[] {
  return readOptionalArray(value, what).map((item) => readText(item, `each item of ${what}`));
}

export function readOptionalFlag(value: unknown, what: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw invalidJson(`${what} must be true or false`);
}

export function readOptionalInteger(value: unknown, what: string): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const number = typeof value === "number" ? value : Number(readText(value, what));
  if (!Number.isSafeInteger(number)) throw invalidJson(`${what} must be an integer`);
  return number;
}

export function readInteger(value: unknown, what: string): number {
  const number = readOptionalInteger(value, what);
  if (number === undefined) throw invalidJson(`${what} is missing`);
  return number;
}

/** Property values as sent: null and "" both clear a property. */
export function readPropertyValues(value: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, given] of Object.entries(readObject(value, "properties"))) {
    values[name] = given === null ? "" : readText(given, `property ${name}`);
  }
  return values;
}

/** Query parameters that are lists come repeated, comma-separated, or both. */
export function readNames(value: unknown): string[] {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return items
    .flatMap((item) => (typeof item === "string" ? item.split(",") : []))
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
