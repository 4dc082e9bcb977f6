// Reads records by id, and what is associated with them, in HubSpot's batch endpoints.
import type { ObjectType } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import type { Activity } from "./gateway.ts";
import { associationsAnswer, batchAnswer, batchSize, chunks, filled, type HubSpotRecord } from "./objects.ts";
import { plural, version } from "./paths.ts";

export async function readRecords(
  api: Api,
  what: ObjectType,
  ids: HubSpotId[],
  properties: string[],
): Promise<HubSpotRecord[]> {
  const pages = await Promise.all(
    chunks(ids, batchSize).map((chunk) =>
      api.request(
        "POST",
        `/crm/objects/${version}/${plural[what]}/batch/read`,
        { inputs: chunk.map((id) => ({ id })), properties, propertiesWithHistory: [] },
        batchAnswer,
      ),
    ),
  );
  return pages.flatMap((page) => page.results);
}

/** Ids of `to` records per `from` record; a record with very many is read page by page. */
export async function readAssociated(
  api: Api,
  from: ObjectType,
  to: ObjectType,
  ids: HubSpotId[],
): Promise<Map<HubSpotId, HubSpotId[]>> {
  const found = await readSomeAssociated(api, from, to, ids, Number.POSITIVE_INFINITY);
  return new Map([...found].map(([id, associated]) => [id, associated.ids]));
}

export interface Associated {
  ids: HubSpotId[];
  /** There are others. */
  hasMore: boolean;
}

/** @param enough of a record that has so many no further page is read */
export async function readSomeAssociated(
  api: Api,
  from: ObjectType,
  to: ObjectType,
  ids: HubSpotId[],
  enough: number,
): Promise<Map<HubSpotId, Associated>> {
  const path = `/crm/associations/${version}/${plural[from]}/${plural[to]}/batch/read`;
  const found = new Map<HubSpotId, Associated>();
  let inputs: { id: HubSpotId; after?: string }[] = ids.map((id) => ({ id }));
  while (inputs.length > 0) {
    const pages = await Promise.all(
      chunks(inputs, 1_000).map((chunk) => api.request("POST", path, { inputs: chunk }, associationsAnswer)),
    );
    const results = pages.flatMap((page) => page.results);
    inputs = results.flatMap(({ from: { id }, to: targets, paging }) => {
      const after = paging?.next?.after;
      const known = [...(found.get(id)?.ids ?? []), ...targets.map(({ toObjectId }) => toObjectId)];
      found.set(id, { ids: known, hasMore: Boolean(after) });
      return after && known.length < enough ? [{ id, after }] : [];
    });
  }
  return found;
}

export async function readActivities(
  api: Api,
  what: ObjectType,
  of: { what: ObjectType; ids: HubSpotId[] },
  properties: string[],
): Promise<Activity[]> {
  const associated = await readAssociated(api, of.what, what, of.ids);
  const records = await readRecords(api, what, [...new Set([...associated.values()].flat())], properties);
  return records.map(({ id, properties: values }) => ({ id, properties: values }));
}

export async function readValues(
  api: Api,
  what: ObjectType,
  ids: HubSpotId[],
  properties: string[],
): Promise<Map<HubSpotId, Record<string, string>>> {
  const records = await readRecords(api, what, ids, properties);
  return new Map(records.map((found) => [found.id, filled(found.properties)]));
}

/** Those of the ids that still answer: a merged record answers under another id, a deleted one not at all. */
export async function presentIds(api: Api, what: ObjectType, ids: HubSpotId[]): Promise<Set<HubSpotId>> {
  const records = await readRecords(api, what, ids, ["hs_object_id"]);
  return new Set(records.map(({ id }) => id));
}

export async function openTaskIds(api: Api, ids: HubSpotId[]): Promise<Set<HubSpotId>> {
  const tasks = await readRecords(api, "task", ids, ["hs_task_status"]);
  return new Set(tasks.filter(({ properties }) => properties.hs_task_status !== "COMPLETED").map(({ id }) => id));
}

/** The property that holds an activity's text. */
const bodyProperties: Partial<Record<ObjectType, string>> = {
  call: "hs_call_body",
  note: "hs_note_body",
  communication: "hs_communication_body",
  meeting: "hs_meeting_body",
  task: "hs_task_body",
};

export async function readBodies(api: Api, what: ObjectType, ids: HubSpotId[]): Promise<Map<HubSpotId, string>> {
  const property = bodyProperties[what];
  if (property === undefined) return new Map();
  const activities = await readRecords(api, what, ids, [property]);
  return new Map(activities.map(({ id, properties }) => [id, properties[property] ?? ""]));
}
