// Writes in HubSpot's batch endpoints. Every input has a trace id, so that one bad input costs only its own event.
import { Later } from "../errors.ts";
import type { ObjectType } from "../model/crm.ts";
import type { HubSpotId } from "../model/ids.ts";
import { contactKey, dealKey } from "../model/properties.ts";
import type { Api } from "./client.ts";
import { findExisting } from "./conflict.ts";
import type { CreateInput, Outcome, UpdateInput } from "./gateway.ts";
import { type BatchAnswer, batchAnswer, batchSize, chunks, type HubSpotRecord, type InputError } from "./objects.ts";
import { associationTypes, plural, version } from "./paths.ts";
import { reasonOf } from "./reason.ts";
import { ApiRefusal } from "./refusal.ts";

export async function createRecords(api: Api, what: ObjectType, inputs: CreateInput[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const chunk of chunks(inputs, batchSize)) outcomes.push(...(await createChunk(api, what, chunk)));
  return outcomes;
}

async function createChunk(api: Api, what: ObjectType, inputs: CreateInput[]): Promise<Outcome[]> {
  const body = { inputs: inputs.map((input) => createBody(what, input)) };
  return divide(
    inputs,
    async () => {
      const answer = await api.request(
        "POST",
        `/crm/objects/${version}/${plural[what]}/batch/create`,
        body,
        batchAnswer,
      );
      return sorted(inputs, answer, (input, found) => ({ key: input.key, id: found.id, made: "created" }));
    },
    (half) => createChunk(api, what, half),
    (input, error) => settleConflict(api, what, input, error),
  );
}

function createBody(what: ObjectType, input: CreateInput) {
  const associations = input.associate.flatMap(({ what: to, id }) => {
    const associationTypeId = associationTypes[what]?.[to];
    return associationTypeId
      ? [{ to: { id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }] }]
      : [];
  });
  return { properties: input.properties, associations, objectWriteTraceId: input.key };
}

export async function updateRecords(api: Api, what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const chunk of chunks(inputs, batchSize)) outcomes.push(...(await updateChunk(api, what, chunk)));
  return outcomes;
}

async function updateChunk(api: Api, what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]> {
  // A batch may name a record once: of two updates to one record the second goes in a request of its own.
  const first = inputs.filter((input, index) => inputs.findIndex((other) => other.id === input.id) === index);
  const rest = inputs.filter((input) => !first.includes(input));
  const body = { inputs: first.map(({ key, id, properties }) => ({ id, properties, objectWriteTraceId: key })) };
  const outcomes = await divide(
    first,
    async () => {
      const answer = await api.request(
        "POST",
        `/crm/objects/${version}/${plural[what]}/batch/update`,
        body,
        batchAnswer,
      );
      return sorted(first, answer, (input) => ({ key: input.key, id: input.id, made: "updated" }));
    },
    (half) => updateChunk(api, what, half),
    async (input, error) => ({ key: input.key, refused: error.message }),
  );
  return rest.length > 0 ? [...outcomes, ...(await updateChunk(api, what, rest))] : outcomes;
}

/** HubSpot may fail a batch without saying which input: halves are tried until the culprit stands alone. */
async function divide<Input extends { key: string }>(
  inputs: Input[],
  attempt: () => Promise<Sorted<Input>[]>,
  half: (inputs: Input[]) => Promise<Outcome[]>,
  settle: (input: Input, error: { category: string; message: string }) => Promise<Outcome>,
): Promise<Outcome[]> {
  try {
    const outcomes: Outcome[] = [];
    for (const { input, outcome, error } of await attempt()) {
      if (outcome) outcomes.push(outcome);
      else if (error) outcomes.push(await settle(input, { category: error.category, message: reasonOf(error) }));
      // Some inputs failed and HubSpot does not say which: alone, each gets an answer of its own.
      else outcomes.push(...(await half([input])));
    }
    return outcomes;
  } catch (error) {
    // A missing permission is the same for every input.
    if (!(error instanceof ApiRefusal) || error.status === 403) throw error;
    const [only] = inputs;
    if (inputs.length === 1 && only) {
      const category = error.status === 409 ? "CONFLICT" : error.category;
      return [await settle(only, { category, message: error.message })];
    }
    const middle = Math.ceil(inputs.length / 2);
    return [...(await half(inputs.slice(0, middle))), ...(await half(inputs.slice(middle)))];
  }
}

/** What became of an input; neither outcome nor error: the answer leaves it open. */
interface Sorted<Input> {
  input: Input;
  outcome?: Outcome;
  error?: InputError;
}

/**
 * Correlates by trace id; the order of results is not promised, and an older API may leave the trace id out.
 * @throws Later when all went well but the answer does not say which record is whose: the next run looks.
 */
function sorted<Input extends { key: string; properties: Record<string, string>; id?: HubSpotId }>(
  inputs: Input[],
  answer: BatchAnswer,
  done: (input: Input, found: HubSpotRecord) => Outcome,
): Sorted<Input>[] {
  const all = inputs.map((input): Sorted<Input> => {
    const traced = answer.results.find((result) => result.objectWriteTraceId === input.key);
    const found = traced ?? resembling(input, inputs, answer.results);
    if (found) return { input, outcome: done(input, found) };
    const error = answer.errors.find((candidate) => traceIds(candidate).includes(input.key));
    const [only] = answer.errors;
    return { input, error: error ?? (inputs.length === 1 ? only : undefined) };
  });
  if (answer.errors.length === 0 && all.some(({ outcome }) => !outcome)) {
    throw new Later("HubSpot's answer did not say which record is which", 1_000);
  }
  return all;
}

/** The properties that tell our inputs apart when HubSpot does not echo trace ids. */
const tellTale = [contactKey, dealKey, "hs_call_external_id", "hs_task_body"];

function resembling(
  input: { id?: HubSpotId; properties: Record<string, string> },
  inputs: unknown[],
  results: HubSpotRecord[],
): HubSpotRecord | undefined {
  const untraced = results.filter((result) => result.objectWriteTraceId === undefined);
  if (input.id !== undefined) return untraced.find((result) => result.id === input.id);
  if (inputs.length === 1) return untraced[0];
  const property = tellTale.find((name) => input.properties[name] !== undefined);
  return property ? untraced.find((result) => result.properties[property] === input.properties[property]) : undefined;
}

function traceIds(error: InputError): string[] {
  return Object.entries(error.context).flatMap(([name, value]) =>
    name === "objectWriteTraceId" ? [value].flat().map(String) : [],
  );
}

/** "Already there" is not an error but the answer. */
async function settleConflict(
  api: Api,
  what: ObjectType,
  input: CreateInput,
  error: { category: string; message: string },
): Promise<Outcome> {
  const existing = await findExisting(api, what, input, error);
  if (existing === "try-again")
    return createChunk(api, what, [input]).then(([outcome]) => outcome ?? { key: input.key, refused: error.message });
  return existing ? { key: input.key, id: existing, made: "found" } : { key: input.key, refused: error.message };
}
