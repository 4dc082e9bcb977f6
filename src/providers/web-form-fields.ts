// The fields of a web form, as a browser or a script posts them: urlencoded, JSON or multipart, by their own names.
import { isMultipart, readMultipart } from "./multipart.ts";
import { parseJson, storable } from "./payload.ts";
import type { Delivery } from "./provider.ts";
import { cut, isObject, textOf } from "./values.ts";

/** In the order of the form; contact[email] keeps its brackets, the values of boxes ticked together are one text. */
export type FormFields = ReadonlyMap<string, string>;

type Entry = [name: string, value: unknown];
type Unreadable = { unreadable: string };

const mostFields = 1_000;
const longestName = 200;

/** The body goes before the query, in which advertising leaves its marks. */
export function formFields(delivery: Delivery): { fields: FormFields } | Unreadable {
  const body = bodyEntries(delivery);
  if ("unreadable" in body) return body;
  const query = [...new URLSearchParams(delivery.query)];
  if (body.entries.length + query.length > mostFields) {
    return { unreadable: `The form has more than ${mostFields} fields.` };
  }
  const fields = together(body.entries);
  for (const [name, value] of together(query)) if (!fields.has(name)) fields.set(name, value);
  return { fields };
}

function bodyEntries(delivery: Delivery): { entries: Entry[] } | Unreadable {
  const contentType = delivery.headers["content-type"] ?? "";
  if (isMultipart(contentType)) return multipartEntries(delivery.body, contentType);
  const text = delivery.body.toString("utf8").trim();
  if (text.startsWith("{") || text.startsWith("[")) {
    const parsed = parseJson(text);
    return "json" in parsed ? { entries: jsonEntries("", parsed.json) } : parsed;
  }
  if (text !== "" && !text.includes("=")) return { unreadable: "The body is neither a form nor JSON." };
  // A urlencoded form writes them as %0A; only enctype="text/plain" leaves them, which nobody can read for certain.
  if (/[\r\n]/.test(text)) return { unreadable: "The form is sent as plain text: leave its enctype out." };
  return { entries: [...new URLSearchParams(text)] };
}

/** A file is told by its name; its bytes are nobody's business here. */
function multipartEntries(body: Buffer, contentType: string): { entries: Entry[] } | Unreadable {
  const read = readMultipart(body, contentType);
  if ("unreadable" in read) return read;
  return { entries: read.parts.map(({ name, fileName, content }) => [name, fileName ?? content.toString("utf8")]) };
}

function jsonEntries(name: string, value: unknown): Entry[] {
  if (Array.isArray(value)) {
    return value.flatMap((each: unknown, index) => {
      // [{"name":"email","value":"…"}], as jQuery's serializeArray and other form services have it.
      const named = isObject(each) && "value" in each ? textOf(each.name) : null;
      if (isObject(each) && named !== null) return jsonEntries(within(name, named), each.value);
      return jsonEntries(isObject(each) ? within(name, String(index)) : name, each);
    });
  }
  if (isObject(value)) return Object.entries(value).flatMap(([inner, each]) => jsonEntries(within(name, inner), each));
  return [[name, typeof value === "boolean" ? String(value) : value]];
}

function within(outer: string, inner: string): string {
  return outer === "" ? inner : `${outer}[${inner}]`;
}

function together(entries: Entry[]): Map<string, string> {
  const values = new Map<string, Set<string>>();
  for (const [raw, value] of entries) {
    const name = cut(storable(raw).trim().replace(/\[\]$/, ""), longestName);
    const text = textOf(typeof value === "string" ? storable(value) : value);
    if (text === null || name === "" || name === "__proto__") continue;
    values.set(name, (values.get(name) ?? new Set()).add(text));
  }
  return new Map([...values].map(([name, texts]) => [name, [...texts].join(", ")]));
}
