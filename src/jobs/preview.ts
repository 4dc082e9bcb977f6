// A dry run: what decide would do with an event now. Reads HubSpot, writes nothing.
import type { Gateway } from "../hubspot/gateway.ts";
import type { Event } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import { decide } from "../rules/decide.ts";
import type { Portal } from "../store/portals.ts";
import type { Stores } from "../store/stores.ts";
import { currentDirectory } from "./rulebook.ts";
import { readSnapshot } from "./snapshot.ts";

const nothingPrepared = { contact: [], company: [], deal: [], call: [], missing: [] };

export async function previewPlan(
  portal: Portal,
  event: Event,
  gateway: Gateway,
  stores: Stores,
  now: Date,
): Promise<Plan> {
  const rulebook = {
    settings: portal.settings,
    matrix: portal.matrix,
    propertyMap: portal.propertyMap,
    employees: await stores.employees.list(portal.id),
    directory: await currentDirectory(portal, gateway, stores, now),
    prepared: portal.prepared ?? nothingPrepared,
    recordings: null,
  };
  return decide(event, await readSnapshot(portal.id, [event], rulebook, gateway, stores, now), rulebook);
}
