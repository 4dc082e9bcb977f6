// Associates records that exist, in HubSpot's batch endpoint; only a create can do it inline.
import type { ObjectType } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import type { Api } from "./client.ts";
import { divide } from "./divide.ts";
import type { AssociateInput, Outcome } from "./gateway.ts";
import { chunks, pairsAnswer } from "./objects.ts";
import { associationTypes, plural, version } from "./paths.ts";
import { isGone } from "./refusal.ts";
import type { Sorted } from "./sorted.ts";

interface RecordOf {
  what: ObjectType;
  id: HubSpotId;
}

interface Pair {
  /** Names the pair: two inputs may ask for the same one. */
  key: string;
  from: RecordOf;
  to: RecordOf;
}

/** HubSpot takes so many pairs of the same two objects in a request. */
const pairsAtMost = 2_000;

/** A pair of which one record is gone counts as done: nobody can act on it. */
export async function associateRecords(api: Api, inputs: AssociateInput[]): Promise<Outcome[]> {
  const pairs = new Map(inputs.flatMap(pairsOf).map((pair) => [pair.key, pair]));
  const byObjects = Map.groupBy(pairs.values(), ({ from, to }) => `${from.what} ${to.what}`);
  const refusals = new Map<string, string>();
  for (const group of byObjects.values()) {
    for (const chunk of chunks(group, pairsAtMost)) {
      for (const outcome of await associatePairs(api, chunk)) {
        if ("refused" in outcome) refusals.set(outcome.key, outcome.refused);
      }
    }
  }
  return inputs.map((input): Outcome => {
    const refused = pairsOf(input).flatMap(({ key }) => refusals.get(key) ?? [])[0];
    return refused === undefined ? { key: input.key, id: input.id, made: "updated" } : { key: input.key, refused };
  });
}

function pairsOf({ what, id, associate }: AssociateInput): Pair[] {
  return associate.map((to) => ({ key: `${what} ${id} ${to.what} ${to.id}`, from: { what, id }, to }));
}

async function associatePairs(api: Api, pairs: Pair[]): Promise<Outcome[]> {
  const [first] = pairs;
  if (!first) return [];
  const { from, to } = first;
  const associationTypeId = associationTypes[from.what]?.[to.what];
  if (associationTypeId === undefined) {
    const refused = `HubSpot does not associate ${plural[from.what]} with ${plural[to.what]}.`;
    return pairs.map(({ key }) => ({ key, refused }));
  }
  const types = [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }];
  return divide(pairs, {
    async attempt() {
      const path = `/crm/associations/${version}/${plural[from.what]}/${plural[to.what]}/batch/create`;
      const body = { inputs: pairs.map((pair) => ({ from: { id: pair.from.id }, to: { id: pair.to.id }, types })) };
      return sortedPairs(pairs, await api.request("POST", path, body, pairsAnswer));
    },
    part: (some) => associatePairs(api, some),
    settle: async (pair, { reason, isGone }) => (isGone ? done(pair) : { key: pair.key, refused: reason }),
  });
}

type PairsAnswer = ReturnType<(typeof pairsAnswer)["parse"]>;

/** HubSpot does not promise to say which pair an error is about: what is neither done nor gone is asked alone. */
function sortedPairs(pairs: Pair[], { results, errors }: PairsAnswer): Sorted<Pair>[] {
  const made = new Set(results.map(({ fromObjectId, toObjectId }) => `${fromObjectId} ${toObjectId}`));
  const allGone = errors.every(isGone);
  const [only] = errors;
  return pairs.map((pair) => {
    const isMade = made.has(`${pair.from.id} ${pair.to.id}`);
    if (isMade || allGone) return { input: pair, outcome: done(pair) };
    return { input: pair, error: pairs.length === 1 ? only : undefined };
  });
}

function done({ key, from }: Pair): Outcome {
  return { key, id: from.id, made: "updated" };
}
