// Turns a payload's loosely typed values into text, numbers, flags and addresses; what does not fit becomes null.

/** Subjects and event ids are indexed columns: PostgreSQL refuses index entries over some 2,700 bytes. */
export const longestId = 200;

/** Some senders' templates write these words where they have no value. */
const blanks = new Set(["", "null", "undefined"]);

export function textOf(value: unknown): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : null;
  if (typeof value !== "string") return null;
  const text = value.trim();
  return blanks.has(text) ? null : text;
}

/** The beginning of a text; never half a character, which PostgreSQL refuses. */
export function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** A number that is not negative; "80", "80.5" and "80,5" count as numbers. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value);
  if (text === null || !/^\d{1,15}([.,]\d{1,9})?$/.test(text)) return null;
  return Number(text.replace(",", "."));
}

/** Seconds written as a number or as hours, minutes and seconds: "95", "1:35", "00:01:35". */
export function secondsOf(value: unknown): number | null {
  const clock = /^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$/.exec(textOf(value) ?? "");
  if (!clock) return numberOf(value);
  return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
}

export function flagOf(value: unknown): boolean | null {
  if (typeof value === "boolean") return value;
  const text = textOf(value)?.toLowerCase();
  if (text === "1" || text === "true" || text === "yes") return true;
  if (text === "0" || text === "false" || text === "no") return false;
  return null;
}

export function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textsOf(value: unknown): string[] {
  return listOf(value)
    .map(textOf)
    .filter((text) => text !== null);
}

/** A number whose sender always writes the country code and never the plus before it. */
export function internationalOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== null && /^[1-9]\d{7,14}$/.test(text) ? `+${text}` : text;
}

/** An address that a browser opens; HubSpot plays recordings from https only, a rule links the others. */
export function webAddressOf(value: unknown): string | null {
  const text = textOf(value);
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null;
}
