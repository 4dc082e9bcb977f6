// Builds the gateway of a portal from its parts; one pace per portal for the life of the process.
import type { PortalId } from "../model/ids.ts";
import { associateRecords } from "./associate.ts";
import { createApi, type RequestReport } from "./client.ts";
import { readCompanies, readCompaniesOf } from "./companies.ts";
import { readCustomRecords, upsertRecords } from "./custom-records.ts";
import { readDealsOf } from "./deals.ts";
import { readAccount, readDirectory } from "./directory.ts";
import type { Gateway, GatewayFor } from "./gateway.ts";
import { nothing } from "./objects.ts";
import { type Clock, createPace, type Pace } from "./pace.ts";
import { recordingReadyPath, version } from "./paths.ts";
import { prepareProperties } from "./properties.ts";
import { readByEmail, readContacts, readPeople } from "./read.ts";
import { openTaskIds, presentIds, readActivities, readBodies, readValues } from "./records.ts";
import { customObjects, writableProperties } from "./schemas.ts";
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
      people: (wanted, directory, also) => readPeople(api, wanted, directory, also),
      byEmail: (emails, directory, also) => readByEmail(api, emails, directory, also),
      contacts: (ids, directory, also) => readContacts(api, ids, directory, also),
      dealsOf: (contactIds, directory) => readDealsOf(api, "contact", contactIds, { directory, further: [] }),
      companiesOf: (contactIds) => readCompaniesOf(api, contactIds),
      companies: (wanted, directory, also, known) => readCompanies(api, wanted, directory, also, known),
      create: (what, inputs) => createRecords(api, what, inputs),
      update: (what, inputs) => updateRecords(api, what, inputs),
      associate: (inputs) => associateRecords(api, inputs),
      upsert: (inputs) => upsertRecords(api, inputs),
      customRecords: (wanted, properties) => readCustomRecords(api, wanted, properties),
      activities: (what, of, properties) => readActivities(api, what, of, properties),
      present: (what, ids) => presentIds(api, what, ids),
      openTasks: (ids) => openTaskIds(api, ids),
      bodies: (what, ids) => readBodies(api, what, ids),
      values: (what, ids, properties) => readValues(api, what, ids, properties),
      recordingReady: async (callId) => {
        await api.request("POST", recordingReadyPath, { engagementId: Number(callId) }, nothing);
      },
      directory: () => readDirectory(api),
      properties: (object) => writableProperties(api, object),
      customObjects: () => customObjects(api),
      prepare: () => prepareProperties(api),
      account: () => readAccount(api),
      uninstall: async () => {
        await api.request("DELETE", `/appinstalls/${version}/external-install`, undefined, nothing);
      },
    };
    return gateway;
  };
}
