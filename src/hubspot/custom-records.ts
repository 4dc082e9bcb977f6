// Records of custom objects: read and written by a unique property, and associated in the default type of each pair.
import type { ObjectType } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { divide } from "./divide.ts";
import type { Outcome, UpsertInput } from "./gateway.ts";
import { batchAnswer, batchSize, chunks, defaultPairsAnswer, filled } from "./objects.ts";
import { plural, version } from "./paths.ts";
import { isGone } from "./refusal.ts";
import { sorted } from "./sorted.ts";

export async function readCustomRecords(
  api: Api,
  { objectTypeId, idProperty, idValues }: { objectTypeId: string; idProperty: string; idValues: string[] },
  properties: string[],
): Promise<Map<string, Record<string, string>>> {
  const pages = await Promise.all(
    chunks([...new Set(idValues)], batchSize).map((chunk) => {
      const inputs = chunk.map((id) => ({ id }));
      const body = { inputs, idProperty, properties: [idProperty, ...properties], propertiesWithHistory: [] };
      return api.request("POST", `/crm/objects/${version}/${objectTypeId}/batch/read`, body, batchAnswer);
    }),
  );
  // HubSpot takes unique values that differ in case alone for the same one.
  const records = pages.flatMap(({ results }) =>
    results.map(({ properties: values }) => [(values[idProperty] ?? "").toLowerCase(), filled(values)] as const),
  );
  const byValue = new Map(records);
  return new Map(
    idValues.flatMap((value) => {
      const found = byValue.get(value.toLowerCase());
      return found ? [[value, found] as const] : [];
    }),
  );
}

export async function upsertRecords(api: Api, inputs: UpsertInput[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const kinds = Map.groupBy(
    inputs,
    ({ objectTypeId, idProperty, create }) => `${objectTypeId} ${idProperty} ${create}`,
  );
  for (const ofKind of kinds.values())
    for (const chunk of chunks(ofKind, batchSize)) outcomes.push(...(await writeChunk(api, chunk)));
  return linked(api, inputs, outcomes);
}

async function writeChunk(api: Api, inputs: UpsertInput[]): Promise<Outcome[]> {
  // A batch may name a record once: what comes later of it goes in a request of its own.
  const nameOf = ({ idValue }: UpsertInput) => idValue.toLowerCase();
  const first = inputs.filter((input, index) => inputs.findIndex((other) => nameOf(other) === nameOf(input)) === index);
  const rest = inputs.filter((input) => !first.includes(input));
  const [any] = first;
  if (!any) return [];
  const path = `/crm/objects/${version}/${any.objectTypeId}/batch/${any.create ? "upsert" : "update"}`;
  const outcomes = await divide(first, {
    async attempt() {
      const body = { inputs: first.map(bodyOf) };
      const answer = await api.request("POST", path, body, batchAnswer);
      return sorted(first, answer, ({ key }, { id }) => ({ key, id, made: "updated" }));
    },
    part: (some) => writeChunk(api, some),
    settle: async ({ key }, { reason }) => ({ key, refused: reason }),
  });
  return rest.length > 0 ? [...outcomes, ...(await writeChunk(api, rest))] : outcomes;
}

function bodyOf({ key, idProperty, idValue, properties }: UpsertInput) {
  return { id: idValue, idProperty, properties, objectWriteTraceId: key };
}

interface Pair {
  /** Names the pair: two inputs may ask for the same one. */
  key: string;
  from: { objectTypeId: string; id: HubSpotId };
  to: { what: ObjectType; id: HubSpotId };
}

/** A record that could not be associated counts as refused, for a person to look at. */
async function linked(api: Api, inputs: UpsertInput[], outcomes: Outcome[]): Promise<Outcome[]> {
  const ids = new Map(outcomes.flatMap((outcome) => ("id" in outcome ? [[outcome.key, outcome.id] as const] : [])));
  const pairsOf = ({ key, objectTypeId, associate }: UpsertInput): Pair[] => {
    const id = ids.get(key);
    if (id === undefined) return [];
    return associate.map((to) => ({
      key: `${objectTypeId} ${id} ${to.what} ${to.id}`,
      from: { objectTypeId, id },
      to,
    }));
  };
  const pairs = [...new Map(inputs.flatMap(pairsOf).map((pair) => [pair.key, pair])).values()];
  const refusals = new Map<string, string>();
  for (const group of Map.groupBy(pairs, ({ from, to }) => `${from.objectTypeId} ${to.what}`).values()) {
    for (const chunk of chunks(group, pairsAtMost)) {
      for (const outcome of await linkChunk(api, chunk))
        if ("refused" in outcome) refusals.set(outcome.key, outcome.refused);
    }
  }
  return outcomes.map((outcome) => {
    const input = inputs.find(({ key }) => key === outcome.key);
    const refused = input && pairsOf(input).flatMap(({ key }) => refusals.get(key) ?? [])[0];
    return refused === undefined ? outcome : { key: outcome.key, refused };
  });
}

/** HubSpot takes so many pairs of the same two objects in a request. */
const pairsAtMost = 2_000;

async function linkChunk(api: Api, pairs: Pair[]): Promise<Outcome[]> {
  const [any] = pairs;
  if (!any) return [];
  const path = `/crm/associations/${version}/${any.from.objectTypeId}/${plural[any.to.what]}/batch/associate/default`;
  const done = ({ key, from }: Pair): Outcome => ({ key, id: from.id, made: "updated" });
  return divide(pairs, {
    async attempt() {
      const body = { inputs: pairs.map(({ from, to }) => ({ from: { id: from.id }, to: { id: to.id } })) };
      const { results, errors } = await api.request("POST", path, body, defaultPairsAnswer);
      const made = new Set(results.map(({ from, to }) => `${from.id} ${to.id}`));
      const allGone = errors.every(isGone);
      return pairs.map((pair) => {
        const isMade = errors.length === 0 || made.has(`${pair.from.id} ${pair.to.id}`) || allGone;
        return isMade
          ? { input: pair, outcome: done(pair) }
          : { input: pair, error: pairs.length === 1 ? errors[0] : undefined };
      });
    },
    part: (some) => linkChunk(api, some),
    settle: async (pair, { reason, isGone: gone }) => (gone ? done(pair) : { key: pair.key, refused: reason }),
  });
}
