// A record that a plan counts on may be merged or deleted before the write: finds the events to be decided anew.
import type { Gateway } from "../hubspot/gateway.ts";
import type { ObjectType } from "../model/crm.ts";
import type { CreateWrite } from "../model/plan.ts";

export interface RefusedCreate {
  eventId: string;
  write: CreateWrite;
}

/** @returns ids of the events whose refused write hangs on a record that no longer answers under its id */
export async function staleEvents(refused: RefusedCreate[], gateway: Gateway): Promise<Set<string>> {
  const counted = refused.flatMap(({ eventId, write }) =>
    write.associate.flatMap(({ what, ref }) => ("id" in ref ? [{ eventId, what, id: ref.id }] : [])),
  );
  const stale = new Set<string>();
  for (const what of new Set<ObjectType>(counted.map((link) => link.what))) {
    const links = counted.filter((link) => link.what === what);
    const present = await gateway.present(what, [...new Set(links.map((link) => link.id))]);
    for (const { eventId, id } of links) if (!present.has(id)) stale.add(eventId);
  }
  return stale;
}
