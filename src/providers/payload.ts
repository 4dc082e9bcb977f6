// Reads a delivery's query, form or JSON, whatever its content type claims, as JSON or as one flat bag of fields.
import type { Delivery } from "./provider.ts";
import { isObject } from "./values.ts";

const deepest = 32;
const mostValues = 100_000;
/** A transcript of single words holds one value for 11 characters; a list of noughts, one for two. */
const charactersPerValue = 8;
const mostFields = 1_000;

type Unreadable = { unreadable: string };

/** The body's JSON object or array; undefined where the body is a form or empty. */
export function readJson(delivery: Delivery): { json: unknown } | Unreadable {
  const body = readBody(delivery);
  return "unreadable" in body ? body : { json: body.json };
}

/**
 * The fields by the sender's own names, however deep they lay. The body goes before the query, the outer before the
 * nested, the filled before the blank.
 */
export function readFields(delivery: Delivery): { fields: ReadonlyMap<string, string> } | Unreadable {
  const body = readBody(delivery);
  if ("unreadable" in body) return body;
  const fields = new Map<string, string>();
  const fits = gather(fields, body.entries) && gather(fields, formEntries(delivery.query));
  return fits ? { fields } : { unreadable: `The delivery has more than ${mostFields} fields.` };
}

type Entry = [name: string, value: unknown];

type Body = { entries: Entry[]; json?: unknown } | Unreadable;

/** Every provider is asked whether a delivery without a name is its own, before one reads it: it is parsed once for all. */
const bodies = new WeakMap<Delivery, Body>();

/** Once it has been read: a large body's JSON is several times its size, and the delivery may wait to be stored. */
export function forgetBody(delivery: Delivery): void {
  bodies.delete(delivery);
}

function readBody(delivery: Delivery): Body {
  const known = bodies.get(delivery) ?? parseBody(delivery);
  bodies.set(delivery, known);
  return known;
}

function parseBody(delivery: Delivery): Body {
  const text = delivery.body.toString("utf8").trim();
  if (text === "") return { entries: [] };
  if (/^multipart\//i.test(delivery.headers["content-type"] ?? "")) {
    return { unreadable: "The body is a multipart form: choose JSON or a urlencoded form at the sender." };
  }
  if (text.startsWith("{") || text.startsWith("[")) {
    const parsed = parseJson(text);
    if ("json" in parsed) return { entries: [["", parsed.json]], json: parsed.json };
    // Field names may be written {{like this}}, so that a form too may start with a brace; it has no bare quotes.
    const firstName = text.slice(0, Math.max(0, text.indexOf("=")));
    if (firstName === "" || firstName.includes('"')) return parsed;
  }
  if (text.includes("=") && !text.startsWith("<")) return { entries: formEntries(text) };
  return { unreadable: "The body is neither JSON nor a form." };
}

function formEntries(text: string): Entry[] {
  return [...new URLSearchParams(text)].map(([name, value]) => [storable(innermostName(name)), storable(value)]);
}

/** additional_call_data[E164] is E164. */
function innermostName(name: string): string {
  const bracket = name.endsWith("]") ? name.lastIndexOf("[") : -1;
  return bracket < 0 ? name : name.slice(bracket + 1, -1) || name.slice(0, bracket);
}

export function parseJson(text: string): { json: unknown } | Unreadable {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // The engine's own message quotes the body, and the body holds people's numbers.
    const at = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    const where = at === undefined ? "" : `: it goes wrong at character ${Number(at) + 1} of ${text.length}`;
    return { unreadable: `The body starts like JSON but is not valid JSON${where}.` };
  }
  if (isPlain(text)) return { json };
  const tooMuch = excess(json, Math.max(mostValues, Math.floor(text.length / charactersPerValue)));
  if (tooMuch !== null) return { unreadable: tooMuch };
  return { json: isClean(text) ? json : cleaned(json) };
}

/**
 * Whether the text can hold nothing that must be cleaned or refused: nothing to clean, and too few brackets and commas to
 * be too deep or too much. True of nearly every webhook, and a tenth of the work.
 */
function isPlain(text: string): boolean {
  return text.length < plainLength && isClean(text) && openings(text) <= deepest;
}

/** No escaped NUL or half character, and no __proto__. */
function isClean(text: string): boolean {
  return !suspicious.test(text) && text.isWellFormed();
}

const plainLength = 64 * 1024;
const suspicious = /\\u(?:0000|d[89a-f])|\0|__proto__|\\u00[57][0-9a-f]/i;

function openings(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === openBrace || code === openBracket) count++;
  }
  return count;
}

const openBrace = "{".charCodeAt(0);
const openBracket = "[".charCodeAt(0);

/** Level by level and not by recursion, because the nesting may be as deep as the body is long. */
function excess(json: unknown, mostValues: number): string | null {
  let level: unknown[] = [json];
  let values = 0;
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length;
    if (depth > deepest) return `The JSON is nested more than ${deepest} levels deep.`;
    if (values > mostValues) return `The JSON holds more than ${mostValues} values.`;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return null;
}

function cleaned(json: unknown): unknown {
  if (typeof json === "string") return storable(json);
  if (Array.isArray(json)) return json.map(cleaned);
  if (!isObject(json)) return json;
  const entries = Object.entries(json).filter(([name]) => name !== "__proto__");
  return Object.fromEntries(entries.map(([name, value]) => [storable(name), cleaned(value)]));
}

/** PostgreSQL's jsonb refuses NUL and lone surrogates. */
export function storable(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

function gather(fields: Map<string, string>, entries: Entry[]): boolean {
  let level = entries;
  let seen = 0;
  while (level.length > 0) {
    seen += level.length;
    if (seen > mostFields) return false;
    let inner: Entry[] = [];
    for (const [name, raw] of level) {
      const value = unfolded(raw);
      if (isObject(value)) inner = inner.concat(Object.entries(value));
      else if (name !== "" && isScalar(value) && !fields.get(name)?.trim()) fields.set(name, String(value ?? ""));
    }
    level = inner;
  }
  return true;
}

/**
 * JSON within text is read on; a list of one is its element and a list of texts is lines. A longer list of objects is
 * left alone, because merging them would make one call out of several.
 */
function unfolded(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : value.every(isScalar) ? value.join("\n") : value;
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return value;
  const parsed = parseJson(value);
  return "json" in parsed ? parsed.json : value;
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}
