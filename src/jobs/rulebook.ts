// Gathers what a portal has decided beforehand; owners and pipelines are read again when they are old.
import type { Gateway } from "../hubspot/gateway.ts";
import type { Directory } from "../model/crm.ts";
import type { Employee } from "../model/employee.ts";
import { type Agent, type Event, isCallEvent } from "../model/event.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { findEmployee } from "../rules/employee.ts";
import type { Portal } from "../store/portals.ts";
import type { Stores } from "../store/stores.ts";

/** Who owns what and which stages there are changes rarely: an hour old is good enough for calls. */
const directoryLifeMs = 3_600_000;

export async function readRulebook(
  portal: Portal,
  events: readonly Event[],
  gateway: Gateway,
  stores: Stores,
  now: Date,
): Promise<Omit<Rulebook, "recordings">> {
  const directory = await currentDirectory(portal, gateway, stores, now);
  // A release before this one prepared no companies.
  const known = portal.prepared?.company === undefined ? null : portal.prepared;
  const prepared = known ?? (await gateway.prepare());
  if (!known) await stores.portals.savePrepared(portal.id, prepared);
  const employees = await learnEmployees(portal, events, directory, stores);
  const { settings, matrix, propertyMap } = portal;
  return { settings, matrix, propertyMap, employees, directory, prepared };
}

/**
 * The key is made with the first recording that HubSpot has to fetch from us.
 * @param events all that is told of the calls: the recording may have come before the end
 */
export async function recordingsOf(
  { id }: Portal,
  events: readonly Event[],
  stores: Stores,
  appId: string | null,
): Promise<Rulebook["recordings"]> {
  const isWanted = events.some((event) => isCallEvent(event) && event.data.recordingUrl !== null);
  return appId && isWanted ? { appId, key: await stores.recordings.key(id) } : null;
}

export async function currentDirectory(
  portal: Portal,
  gateway: Gateway,
  stores: Stores,
  now: Date,
  maxAgeMs = directoryLifeMs,
): Promise<Directory> {
  const age = portal.directoryAt ? now.getTime() - portal.directoryAt.getTime() : Number.POSITIVE_INFINITY;
  if (portal.directory && age < maxAgeMs) return portal.directory;
  const directory = await gateway.directory();
  await stores.portals.saveDirectory(portal.id, directory, now);
  return directory;
}

/** People whom the phone system names for the first time appear on the employees page by themselves. */
async function learnEmployees(
  portal: Portal,
  events: readonly Event[],
  directory: Directory,
  stores: Stores,
): Promise<Employee[]> {
  let employees = await stores.employees.list(portal.id);
  for (const event of events) {
    const agent = isCallEvent(event) && event.type === "call.completed" ? event.data.agent : null;
    if (!agent || !isIdentified(agent) || findEmployee(agent, employees, portal.settings.defaultCountry)) continue;
    // Never the phone: systems write the client's number into the agent's field, and an employee's number is never a client's.
    const { name, email, extension, sip, id } = agent;
    employees = await stores.employees.save(
      portal.id,
      [{ name, email, extension, sip, providerId: id }],
      directory.owners,
    );
  }
  return employees;
}

function isIdentified(agent: Agent): boolean {
  return agent.email !== null || agent.id !== null || agent.extension !== null || agent.sip !== null;
}
