// Builds the gateway of a portal from its parts; one pace per portal for the life of the process.
import type { PortalId } from "../model/ids.ts";
import { createApi, type RequestReport } from "./client.ts";
import { readDealProperties } from "./deal-properties.ts";
import { readAccount, readDirectory } from "./directory.ts";
import type { Gateway, GatewayFor } from "./gateway.ts";
import { nothing } from "./objects.ts";
import { type Clock, createPace, type Pace } from "./pace.ts";
import { recordingReadyPath, version } from "./paths.ts";
import { prepareProperties } from "./properties.ts";
import { readByEmail, readDeals, readPeople } from "./read.ts";
import { openTaskIds, presentIds, readActivities, readCallBodies } from "./records.ts";
import type { AccessTokens } from "./tokens.ts";
import { createRecords, updateRecords } from "./write.ts";

export function createGateways(options: {
  apiUrl: string;
  tokens: AccessTokens;
  clock: Clock;
  report(request: RequestReport): void;
}): GatewayFor {
  const paces = new Map<PortalId, Pace>();
  return (portalId, permit = async () => undefined) => {
    const pace = paces.get(portalId) ?? createPace(options.clock);
    paces.set(portalId, pace);
    const api = createApi({ ...options, portalId, pace, permit });
    const gateway: Gateway = {
      people: (wanted, directory, ours) => readPeople(api, wanted, directory, ours),
      byEmail: (emails, directory, ours) => readByEmail(api, emails, directory, ours),
      dealsOf: (contactIds, directory) => readDeals(api, contactIds, directory),
      create: (what, inputs) => createRecords(api, what, inputs),
      update: (what, inputs) => updateRecords(api, what, inputs),
      activities: (what, contactIds, properties) => readActivities(api, what, contactIds, properties),
      present: (what, ids) => presentIds(api, what, ids),
      openTasks: (ids) => openTaskIds(api, ids),
      callBodies: (ids) => readCallBodies(api, ids),
      recordingReady: async (callId) => {
        await api.request("POST", recordingReadyPath, { engagementId: Number(callId) }, nothing);
      },
      directory: () => readDirectory(api),
      dealProperties: () => readDealProperties(api),
      prepare: () => prepareProperties(api),
      account: () => readAccount(api),
      uninstall: async () => {
        await api.request("DELETE", `/appinstalls/${version}/external-install`, undefined, nothing);
      },
    };
    return gateway;
  };
}
