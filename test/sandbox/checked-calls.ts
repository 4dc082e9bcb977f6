// Calls whose request and response are held against HubSpot's description, and the paths of each family.
import assert from "node:assert/strict";
import { DEVIATIONS, type Deviation } from "./deviations.ts";
import type { LocalHubSpot } from "./local-hubspot.ts";
import type { OpenApi, Operation } from "./openapi.ts";

export const used = new Set<Deviation>();

const stands = (template: string, method: string, path: string) =>
  template === "*" || new RegExp(`^${template.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(`${method} ${path}`);

function forgiven(operation: Operation | undefined, method: string, path: string, report: string): boolean {
  const matching = DEVIATIONS.filter(
    (deviation) =>
      deviation.report.test(report) &&
      (deviation.file === "*" || operation === undefined || deviation.file === operation.file) &&
      stands(deviation.operation, method, path),
  );
  for (const deviation of matching) used.add(deviation);
  return matching.length > 0;
}

/** Sends a request and fails on anything the description does not allow and the table does not name. */
export class Checked {
  readonly #hubspot: LocalHubSpot;
  readonly #description: OpenApi;
  checked = 0;

  constructor(hubspot: LocalHubSpot, description: OpenApi) {
    this.#hubspot = hubspot;
    this.#description = description;
  }

  async send(method: string, path: string, status: number, body?: unknown): Promise<unknown> {
    const form = body instanceof URLSearchParams;
    const answer = form ? await this.#hubspot.send(method, path, body) : await this.#hubspot.api(method, path, body);
    answer.is(status);
    const [bare = ""] = path.split("?");
    const operation = this.#description.find(method, bare);
    const reports = operation
      ? [
          ...this.#description.checkRequest(operation, form ? Object.fromEntries(body) : body),
          ...this.#description.checkResponse(operation, answer.status, answer.body),
        ]
      : ["operation is not described"];
    const broken = reports.filter((report) => !forgiven(operation, method, bare, report));
    assert.deepEqual(
      broken,
      [],
      `${method} ${path} against ${operation?.file ?? "nothing"}: ${JSON.stringify(answer.body)}`,
    );
    this.checked += 1;
    return answer.body;
  }
}

export interface Paths {
  objects: string;
  record: string;
  links: string;
  labels: string;
  crm: (what: string) => string;
  oauth: string;
  other: (what: string) => string;
  batchLinks: number;
  batchProperties: number;
  unlink: number;
}

const dated = (version: string, status: number): Paths => ({
  objects: `/crm/objects/${version}`,
  record: `/crm/objects/${version}`,
  links: `/crm/associations/${version}`,
  labels: `/crm/associations/${version}`,
  crm: (what) => `/crm/${what}/${version}`,
  oauth: `/oauth/${version}`,
  other: (what) => `/${what}/${version}`,
  batchLinks: status,
  batchProperties: status,
  unlink: 200,
});

export const FAMILIES: Record<string, Paths> = {
  "2026-09": dated("2026-09", 200),
  "2026-03": dated("2026-03", 201),
  v3: {
    objects: "/crm/v3/objects",
    record: "/crm/v4/objects",
    links: "/crm/v4/associations",
    labels: "/crm/associations/v4",
    crm: (what) => `/crm/v3/${what}`,
    oauth: "/oauth/v3",
    other: (what) => `/${what}/v3`,
    batchLinks: 201,
    batchProperties: 201,
    unlink: 204,
  },
};
