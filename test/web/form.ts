// A form as a browser reads it from a page and sends it back, for tests that press buttons without a screen.
import assert from "node:assert/strict";
import type { Visitor } from "../hookswitch.ts";
import { page } from "./setup.ts";

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'" };

export function unescapeHtml(text: string): string {
  return text.replace(/&(amp|lt|gt|#34|#39);/g, (entity) => entities[entity] ?? entity);
}

function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? null : unescapeHtml(found);
}

/** Name and value of every field of the form that posts to `action`, in the order of the page. */
export function fieldsOf(html: string, action: string): URLSearchParams {
  const forms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
  const matching = forms.filter(([, tag = ""]) => attribute(tag, "action") === action);
  assert.ok(matching.length > 0, `the page has a form that posts to ${action}`);
  // Where a page has several forms of one address, the one with the most fields is meant.
  const all = matching.map(([, , body = ""]) => fieldsIn(body));
  return all.reduce((longest, fields) => (fields.size > longest.size ? fields : longest));
}

function fieldsIn(form: string): URLSearchParams {
  const fields = new URLSearchParams();
  const tags = form.matchAll(
    /<input\b[^>]*>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>|<select\b([^>]*)>([\s\S]*?)<\/select>/g,
  );
  for (const [tag, textarea, text = "", select, options = ""] of tags) {
    const name = attribute(textarea ?? select ?? tag, "name");
    if (name === null) continue;
    if (textarea !== undefined) fields.append(name, unescapeHtml(text));
    else if (select !== undefined) fields.append(name, chosen(options));
    else if (isSent(tag)) fields.append(name, attribute(tag, "value") ?? "");
  }
  return fields;
}

function isSent(input: string): boolean {
  const type = attribute(input, "type");
  return (type !== "checkbox" && type !== "radio") || /\schecked\b/.test(input);
}

function chosen(options: string): string {
  const tags = [...options.matchAll(/<option\b[^>]*>/g)].map(([tag]) => tag);
  return attribute(tags.find((tag) => /\sselected\b/.test(tag)) ?? tags[0] ?? "", "value") ?? "";
}

/** Opens the page, changes some fields of the form and sends it; follows to where it leads. */
export async function submit(
  visitor: Visitor,
  path: string,
  action: string,
  change: Record<string, string> = {},
): Promise<Response> {
  const fields = fieldsOf(await page(visitor, path), action);
  for (const [name, value] of Object.entries(change)) fields.set(name, value);
  return sendForm(visitor, action, fields);
}

export function sendForm(visitor: Visitor, action: string, fields: URLSearchParams): Promise<Response> {
  return visitor.request(action, {
    method: "POST",
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded" },
    body: fields.toString(),
  });
}
