// A gateway to a sandbox over HTTP, and what its work has cost in requests.
import type { TestContext } from "node:test";
import type { AlsoRead, Gateway } from "../../src/hubspot/gateway.ts";
import { createGateways } from "../../src/hubspot/hubspot.ts";
import { portalId } from "../../src/model/ids.ts";
import { type LocalHubSpot, localHubSpot } from "../sandbox/local-hubspot.ts";

export interface Connected {
  hubspot: LocalHubSpot;
  gateway: Gateway;
  /** How often each endpoint was called for a piece of work, as HubSpot counts it. */
  costOf<T>(work: () => Promise<T>): Promise<{ made: T; requests: Record<string, number> }>;
}

export const nothingElse: AlsoRead = { contact: [], deal: [], company: [] };

export async function connected(
  t: TestContext,
  { permit, scopes }: { permit?: () => Promise<void>; scopes?: string[] } = {},
): Promise<Connected> {
  const hubspot = await localHubSpot(t);
  const token = scopes ? await hubspot.tokenFor("1001", { scopes }) : hubspot.token;
  let time = 0;
  const gatewayFor = createGateways({
    apiUrl: hubspot.url,
    tokens: { get: async () => token, forget: () => undefined },
    clock: {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    },
    report: () => undefined,
  });
  const counted = async () => {
    const paths = (await hubspot.send("GET", "/_sandbox/counters")).at("portals.1001.paths") ?? {};
    return new Map(Object.entries(paths).map(([path, count]) => [path, Number(count)]));
  };
  return {
    hubspot,
    gateway: gatewayFor(portalId.parse("1001"), permit),
    async costOf(work) {
      const before = await counted();
      const made = await work();
      const spent = [...(await counted())].map(([path, count]) => [path, count - (before.get(path) ?? 0)] as const);
      return { made, requests: Object.fromEntries(spent.filter(([, count]) => count > 0)) };
    },
  };
}

const CRM = "POST /crm/objects/2026-09";

/** Endpoints as the counters name them. */
export const reading = (objects: string) => `${CRM}/${objects}/batch/read`;
export const searching = (objects: string) => `${CRM}/${objects}/search`;
export const creating = (objects: string) => `${CRM}/${objects}/batch/create`;
export const linksOf = (from: string, to: string) => `POST /crm/associations/2026-09/${from}/${to}/batch/read`;
export const linking = (from: string, to: string) => `POST /crm/associations/2026-09/${from}/${to}/batch/create`;
