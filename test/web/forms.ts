// What the tests of web forms share: a portal with its addresses, posts as browsers send them, and what was stored.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { buffer } from "node:stream/consumers";
import { control, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, query } from "./setup.ts";

export const page = "https://www.acme.test";

export interface FormPortal {
  id: string;
  admin: Visitor;
  /** The address of forms, as it stands in pages. */
  forms: string;
  /** The address of webhooks, which is secret. */
  hook: string;
}

/** Every portal has its own count of forms a minute. */
export async function openPortal(app: TestApp, id: string, formOrigins: string[] = []): Promise<FormPortal> {
  await control(app, "portals", { portalId: id });
  const admin = await adminOf(app, id);
  await admin.post("/settings", { formOrigins, defaultCountry: "UA" });
  const { formsUrl, webhookUrl } = await admin.get<{ formsUrl: string; webhookUrl: string }>("/settings");
  return { id, admin, forms: formsUrl, hook: webhookUrl };
}

type Fields = Record<string, string>;

/** As a browser sends a form of a page by itself. Not by fetch, which calls itself a script whatever it is told. */
export function plain(url: string, fields: Fields, headers: Fields = {}): Promise<Response> {
  return sent(url, fields, { accept: "text/html,application/xhtml+xml", "sec-fetch-mode": "navigate", ...headers });
}

/** As a browser does that does not say yet who sends. */
export function oldBrowser(url: string, fields: Fields, headers: Fields): Promise<Response> {
  return sent(url, fields, headers);
}

async function sent(url: string, fields: Fields, headers: Fields): Promise<Response> {
  const type = "application/x-www-form-urlencoded";
  const request = http.request(url, { method: "POST", headers: { "content-type": type, ...headers } });
  request.end(new URLSearchParams(fields).toString());
  const [answer]: http.IncomingMessage[] = await once(request, "response");
  assert.ok(answer);
  const told = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(await buffer(answer), { status: answer.statusCode ?? 0, headers: told });
}

/** As a page's script sends it. */
export function scripted(url: string, fields: Record<string, unknown>, headers: Fields = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(fields),
  });
}

export interface Stored {
  type: string;
  status: string;
  because: string;
  data: { person?: { email: string | null; name: string | null }; fields?: Fields; pageUrl?: string | null };
  id: string;
}

/** The portal's events, oldest first. */
export function stored(app: TestApp, { id }: FormPortal): Promise<Stored[]> {
  const sql = 'SELECT "id", "type", "status", "because", "data" FROM "Event" WHERE "portalId" = $1 ORDER BY "id"';
  return query<Stored>(app, sql, [id]);
}

export async function onlyStored(app: TestApp, portal: FormPortal): Promise<Stored> {
  const [event, ...others] = await stored(app, portal);
  assert.ok(event);
  assert.deepEqual(others, []);
  return event;
}
