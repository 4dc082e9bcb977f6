// Starts the whole of Hookswitch against a sandbox of its own, and walks through it as a browser or a phone system would.
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { readConfig } from "../src/config.ts";
import { type Running, start } from "../src/main.ts";
import { type RunningSandbox, startSandbox } from "../src/sandbox/server.ts";
import { createDatabase } from "./database.ts";

/** Enough to visit an app, in this process or another. */
export interface RunningApp {
  url: string;
  sandbox: { url: string };
}

export interface TestApp extends RunningApp {
  sandbox: RunningSandbox;
  databaseUrl: string;
  /** The environment it runs with, to start it once more. */
  env: Record<string, string>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? done(address.port) : fail(new Error("no port"))));
    });
  });
}

export async function startApp(seed: "empty" | "starter" = "empty"): Promise<TestApp> {
  const sandbox = await startSandbox({ port: 0, seed });
  const databaseUrl = await createDatabase();
  const port = await freePort();
  const env = {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    HUBSPOT_API_URL: sandbox.url,
    HUBSPOT_APP_URL: sandbox.url,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString("base64")}`,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  };
  let running: Running = await start(readConfig(env));
  return {
    url: `http://localhost:${port}`,
    sandbox,
    databaseUrl,
    env,
    async restart() {
      await running.stop();
      running = await start(readConfig(env));
    },
    async stop() {
      await running.stop();
      await sandbox.close();
    },
  };
}

export interface InstalledApp extends TestApp {
  admin: Visitor;
  /** The portal's webhook address. */
  hook: string;
}

/** An app that is installed and set up, with the sandbox's rate limits out of the way. */
export async function startInstalledApp(settings: Record<string, unknown> = {}): Promise<InstalledApp> {
  const app = await startApp();
  await control(app, "limits", { on: false });
  const admin = new Visitor(app);
  await admin.install();
  await admin.post("/settings", { defaultCountry: "UA", timeZone: "Europe/Kyiv", ...settings });
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  return { ...app, admin, hook: webhookUrl };
}

/** A person's browser without the screen: keeps cookies, follows redirects across both hosts. */
export class Visitor {
  private readonly cookies = new Map<string, Map<string, string>>();
  readonly app: RunningApp;
  constructor(app: RunningApp) {
    this.app = app;
  }

  async request(address: string, init: RequestInit & { follow?: boolean } = {}): Promise<Response> {
    let url = new URL(address, this.app.url);
    let options: RequestInit = { ...init, redirect: "manual" };
    for (let hops = 0; hops < 10; hops++) {
      const jar = this.cookies.get(url.host) ?? new Map<string, string>();
      const headers = new Headers(options.headers);
      headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
      const response = await fetch(url, { ...options, headers });
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        jar.set(name, value);
      }
      this.cookies.set(url.host, jar);
      const location = response.headers.get("location");
      if (!location || init.follow === false) return response;
      await response.arrayBuffer();
      url = new URL(location, url);
      options = { redirect: "manual", headers: { accept: headers.get("accept") ?? "*/*" } };
    }
    throw new Error("Too many redirects");
  }

  /** Installs the app: the sandbox's consent page is skipped by its `consent=auto`. */
  async install(): Promise<Response> {
    const start = await this.request("/install", { follow: false });
    const authorize = new URL(start.headers.get("location") ?? "");
    authorize.searchParams.set("consent", "auto");
    return this.request(authorize.href, { headers: { accept: "text/html" } });
  }

  async get<T>(path: string): Promise<T> {
    const response = await this.request(path, { headers: { accept: "application/json" } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return response.json() as Promise<T>;
  }

  async post(path: string, body: unknown = {}): Promise<Response> {
    const { token } = await this.get<{ token: string }>("/csrf");
    return this.request(path, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json", "x-csrf-token": token },
      body: JSON.stringify(body),
    });
  }
}

export interface ActivityEvent {
  id: string;
  type: string;
  status: "waiting" | "done" | "ignored" | "parked";
  because: string;
  plan: { do: string; what: string; because: string }[];
  records: { what: string; id: string; url: string }[];
  attempts: number;
}

/** Waits until no event waits any more; asks, does not sleep for a guess. */
export async function settled(visitor: Visitor, atLeast = 1): Promise<ActivityEvent[]> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const { events } = await visitor.get<{ events: ActivityEvent[] }>("/activity");
    if (events.length >= atLeast && events.every((event) => event.status !== "waiting")) return events;
    await new Promise((next) => setTimeout(next, 20));
  }
  throw new Error(
    `Still waiting: ${JSON.stringify((await visitor.get<{ events: ActivityEvent[] }>("/activity")).events.slice(0, 3))}`,
  );
}

export interface SandboxRecord {
  type: string;
  id: string;
  properties: Record<string, string | undefined>;
}

export interface SandboxState {
  portals: { portalId: string; records: SandboxRecord[]; links: [string, string, string, string, number[]][] }[];
}

/** What the sandbox holds, from its control API: costs none of the portal's limit. */
export async function sandboxState(sandboxUrl: string, portalId = "1001"): Promise<SandboxState["portals"][number]> {
  const state = (await (await fetch(`${sandboxUrl}/_sandbox/state`)).json()) as SandboxState;
  const portal = state.portals.find((candidate) => candidate.portalId === portalId);
  if (!portal) throw new Error(`The sandbox has no portal ${portalId}.`);
  return portal;
}

/** The sandbox's records of one type, such as contacts. */
export async function sandboxRecords(app: RunningApp, type: string): Promise<SandboxRecord[]> {
  return (await sandboxState(app.sandbox.url)).records.filter((record) => record.type === type);
}

/** Ids of what a record is linked with. */
export async function linkedWith(app: RunningApp, { type, id }: SandboxRecord, other: string): Promise<string[]> {
  const { links } = await sandboxState(app.sandbox.url);
  return links.filter(([from, fromId, to]) => from === type && fromId === id && to === other).map((link) => link[3]);
}

/** As a person would in HubSpot. */
export async function hubspot(app: RunningApp, method: string, path: string, body?: unknown): Promise<void> {
  const { accessToken } = (await (await control(app, "token", { portalId: "1001" })).json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const response = await fetch(`${app.sandbox.url}/crm/objects/2026-09/${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

export function control(app: RunningApp, path: string, body: unknown): Promise<Response> {
  return fetch(`${app.sandbox.url}/_sandbox/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** Puts one record into the sandbox as if it had been there for long; returns its id. */
export async function seed(
  app: RunningApp,
  type: string,
  properties: Record<string, string>,
  associations: { toType: string; toId: string }[] = [],
): Promise<string> {
  const response = await control(app, "seed", { portalId: "1001", objects: [{ type, properties, associations }] });
  const { results } = (await response.json()) as { results: { id: string }[] };
  const [made] = results;
  if (!made) throw new Error("The sandbox made no record.");
  return made.id;
}
