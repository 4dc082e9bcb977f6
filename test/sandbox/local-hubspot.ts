// A sandbox on a free port with its clock held still, and a client that speaks HTTP to it.
import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { type SandboxOptions, startSandbox } from "../../src/sandbox/server.ts";

export const NOW = Date.parse("2026-11-23T10:00:00.000Z");
export const OBJECTS = "/crm/objects/2026-09";
export const HUBSPOT_DEFINED = "HUBSPOT_DEFINED";

/** The value at a dotted path of a JSON body: at(body, "results.0.id"). */
export function at(value: unknown, path: string): unknown {
  let current = value;
  for (const key of path.split(".")) {
    if (typeof current !== "object" || current === null) return undefined;
    current = Object.entries(current).find(([name]) => name === key)?.[1];
  }
  return current;
}

export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;

  constructor(status: number, headers: Headers, body: unknown) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  at(path: string): unknown {
    return at(this.body, path);
  }

  text(path: string): string {
    const value = this.at(path);
    assert.equal(typeof value, "string", `${path} of ${JSON.stringify(this.body)}`);
    return String(value);
  }

  list(path: string): unknown[] {
    const value = this.at(path);
    assert.ok(Array.isArray(value), `${path} of ${JSON.stringify(this.body)}`);
    return value;
  }

  /** The error body that HubSpot sends, with a correlation id of its own. */
  refused(status: number, category: string, message?: RegExp): this {
    assert.equal(this.status, status, JSON.stringify(this.body));
    assert.equal(this.at("status"), "error");
    assert.equal(this.at("category"), category);
    assert.match(this.text("correlationId"), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    if (message) assert.match(this.text("message"), message);
    return this;
  }

  is(status: number): this {
    assert.equal(this.status, status, JSON.stringify(this.body));
    return this;
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export class LocalHubSpot {
  readonly url: string;
  token = "";

  constructor(url: string) {
    this.url = url;
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
    const type = body instanceof URLSearchParams ? undefined : { "Content-Type": "application/json" };
    const init: RequestInit = { method, redirect: "manual", headers: { ...type, ...headers } };
    if (body !== undefined) init.body = body instanceof URLSearchParams ? body : (raw ?? "");
    const response = await fetch(`${this.url}${path}`, init);
    const text = await response.text();
    return new Answer(response.status, response.headers, text === "" ? undefined : parsed(text));
  }

  /** A call of HubSpot's API with the token of portal 1001. */
  async api(method: string, path: string, body?: unknown, token = this.token): Promise<Answer> {
    return this.send(method, path, body, { Authorization: `Bearer ${token}` });
  }

  async control(path: string, body?: unknown): Promise<Answer> {
    const answer = await this.send("POST", `/_sandbox/${path}`, body ?? {});
    assert.ok(answer.status < 300, `${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  async tokenFor(portalId: string, more: object = {}): Promise<string> {
    return (await this.control("token", { portalId, ...more })).text("accessToken");
  }

  /** Creates a record that is expected to be fine, and gives its id. */
  async create(type: string, properties: Record<string, string>, associations: unknown[] = []): Promise<string> {
    const answer = await this.api("POST", `${OBJECTS}/${type}`, { properties, associations });
    return answer.is(201).text("id");
  }

  async search(type: string, body: object): Promise<Answer> {
    return this.api("POST", `${OBJECTS}/${type}/search`, body);
  }
}

export const linkTo = (id: string, associationTypeId: number) => ({
  to: { id },
  types: [{ associationCategory: HUBSPOT_DEFINED, associationTypeId }],
});

/** Without lag and limits, unless a test is about them. */
export async function localHubSpot(context: TestContext, options: SandboxOptions = {}): Promise<LocalHubSpot> {
  const sandbox = await startSandbox({ port: 0, clock: () => NOW, seed: "empty", ...options });
  context.after(() => sandbox.close());
  const hubspot = new LocalHubSpot(sandbox.url);
  await hubspot.control("lag", { createMs: 0, updateMs: 0 });
  await hubspot.control("limits", { on: false });
  hubspot.token = await hubspot.tokenFor("1001");
  return hubspot;
}
