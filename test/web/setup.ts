// What the tests of the pages share: a person in a portal, a phone system that calls, and a look behind the scenes.
import assert from "node:assert/strict";
import pg from "pg";
import { type TestApp, Visitor } from "../hookswitch.ts";

export const olena = "70100001";
export const marko = "70100002";

/** Goes through HubSpot's consent; `change` may edit what is asked for, as a person or an attacker would. */
export async function installIn(
  visitor: Visitor,
  portal = "1001",
  change: (authorize: URLSearchParams) => void = () => undefined,
): Promise<Response> {
  const authorize = await startInstall(visitor);
  authorize.searchParams.set("portal_id", portal);
  authorize.searchParams.set("consent", "auto");
  change(authorize.searchParams);
  return visitor.request(authorize.href, { headers: { accept: "text/html" } });
}

/** The address of HubSpot's page to which an install begun here leads. */
export async function startInstall(visitor: Visitor): Promise<URL> {
  const response = await visitor.request("/install", { follow: false });
  assert.equal(response.status, 302);
  return new URL(response.headers.get("location") ?? "");
}

/** HubSpot consents, but the browser has not gone back to us yet: where it would go. */
export async function consented(visitor: Visitor, authorize: URL): Promise<URL> {
  authorize.searchParams.set("consent", "auto");
  const response = await visitor.request(authorize.href, { follow: false });
  assert.equal(response.status, 302);
  return new URL(response.headers.get("location") ?? "");
}

export function withoutScopes(...left: string[]): (authorize: URLSearchParams) => void {
  return (authorize) => {
    const scopes = (authorize.get("scope") ?? "").split(" ");
    authorize.set("scope", scopes.filter((scope) => !left.includes(scope)).join(" "));
  };
}

export async function adminOf(app: TestApp, portal = "1001"): Promise<Visitor> {
  const admin = new Visitor(app);
  const landing = await installIn(admin, portal);
  const html = await landing.text();
  assert.match(landing.url, /\/settings$/, html);
  assert.equal(landing.status, 200);
  return admin;
}

/** The page as a browser gets it. */
export async function page(visitor: Visitor, path: string, status = 200): Promise<string> {
  const response = await visitor.request(path, {
    headers: { accept: "text/html" },
    signal: AbortSignal.timeout(10_000),
  });
  const html = await response.text();
  assert.equal(response.status, status, `${path}: ${html.slice(0, 2000)}`);
  return html;
}

export async function json<T>(response: Response, status = 200): Promise<T> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  return JSON.parse(text) as T;
}

/** A webhook in our own JSON: an incoming call of client `n`, answered by Olena unless told otherwise. */
export function callEvent(n: number, data: Record<string, unknown> = {}) {
  return {
    type: "call.completed",
    id: `e-${n}`,
    time: "2026-11-22T10:01:35Z",
    data: {
      call_id: `c-${n}`,
      direction: "in",
      outcome: "answered",
      client: { phone: `+38050${String(1_000_000 + n)}`, name: `Client ${n}` },
      line: { phone: "+380441112233" },
      agent: { email: "olena.koval@acme.test", extension: "101", name: "Olena Koval" },
      started_at: "2026-11-22T10:00:00Z",
      ended_at: "2026-11-22T10:01:35Z",
      talk_seconds: 80,
      total_seconds: 95,
      ...data,
    },
  };
}

export function send(webhookUrl: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${webhookUrl}/generic`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

export async function webhookUrlOf(admin: Visitor): Promise<string> {
  return (await admin.get<{ webhookUrl: string }>("/settings")).webhookUrl;
}

export async function query<Row extends pg.QueryResultRow>(
  app: TestApp,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** How often HubSpot was asked what, in the name of a portal: "POST /crm/objects/2026-09/calls/batch/create" → 2. */
export async function requestsOf(app: TestApp, portal = "1001"): Promise<Record<string, number>> {
  const response = await fetch(`${app.sandbox.url}/_sandbox/counters`);
  const { portals } = await json<{ portals: Record<string, { paths: Record<string, number> }> }>(response);
  return portals[portal]?.paths ?? {};
}

export interface SandboxPortal {
  portalId: string;
  records: { type: string; id: string; properties: Record<string, string> }[];
  schema: {
    types: Record<
      string,
      { groups: { name: string }[]; properties: { name: string; groupName: string; hasUniqueValue: boolean }[] }
    >;
  };
}

export interface SandboxState {
  tokens: { access: { token: string; portalId: string }[]; refresh: { token: string; portalId: string }[] };
  portals: SandboxPortal[];
}

export async function hubspotState(app: TestApp): Promise<SandboxState> {
  return json<SandboxState>(await fetch(`${app.sandbox.url}/_sandbox/state`));
}

export async function hubspotPortal(app: TestApp, portal = "1001"): Promise<SandboxPortal> {
  const { portals } = await hubspotState(app);
  const found = portals.find(({ portalId }) => portalId === portal);
  assert.ok(found, `the sandbox has portal ${portal}`);
  return found;
}
