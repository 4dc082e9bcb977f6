// Writes in HubSpot's batch endpoints. Every input has a trace id, so that one bad input costs only its own event.
import { Later } from "../errors.ts";
import type { ObjectType } from "../model/crm.ts";
import type { Api } from "./client.ts";
import { findExisting } from "./conflict.ts";
import { divide, type Failure } from "./divide.ts";
import type { CreateInput, Outcome, UpdateInput } from "./gateway.ts";
import { linkFound } from "./link-found.ts";
import { batchAnswer, batchSize, chunks } from "./objects.ts";
import { associationTypes, plural, version } from "./paths.ts";
import { sorted } from "./sorted.ts";

export function createRecords(api: Api, what: ObjectType, inputs: CreateInput[]): Promise<Outcome[]> {
  return inBatches(api, inputs, async (tracking, chunk) =>
    linkFound(tracking, what, chunk, await createChunk(tracking, what, chunk)),
  );
}

export function updateRecords(api: Api, what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]> {
  return inBatches(api, inputs, (tracking, chunk) => updateChunk(tracking, what, chunk));
}

/** Once a request has gone through, a later "not now" leaves the whole stage in doubt, not just its own inputs. */
async function inBatches<Input>(
  api: Api,
  inputs: Input[],
  send: (api: Api, chunk: Input[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  let wentThrough = false;
  const tracking: Api = {
    async request(method, path, body, answer) {
      const answered = await api.request(method, path, body, answer);
      wentThrough = true;
      return answered;
    },
  };
  const outcomes: Outcome[] = [];
  try {
    for (const chunk of chunks(inputs, batchSize)) outcomes.push(...(await send(tracking, chunk)));
    return outcomes;
  } catch (error) {
    if (error instanceof Later && wentThrough) throw new Later(error.message, error.ms, true);
    throw error;
  }
}

async function createChunk(api: Api, what: ObjectType, inputs: CreateInput[], again = false): Promise<Outcome[]> {
  const path = `/crm/objects/${version}/${plural[what]}/batch/create`;
  return divide(inputs, {
    async attempt() {
      const body = { inputs: inputs.map((input) => createBody(what, input)) };
      const answer = await api.request("POST", path, body, batchAnswer);
      return sorted(inputs, answer, (input, found) => ({ key: input.key, id: found.id, made: "created" }));
    },
    part: (some) => createChunk(api, what, some, again),
    settle: (input, failure) => settleCreate(api, what, input, failure, again),
  });
}

/** "Already there" is not an error but the answer. */
async function settleCreate(
  api: Api,
  what: ObjectType,
  input: CreateInput,
  failure: Failure,
  again: boolean,
): Promise<Outcome> {
  const { message, reason } = failure;
  const existing = await findExisting(api, what, input, message);
  if (existing === "try-again" && !again) {
    const [outcome] = await createChunk(api, what, [input], true);
    if (outcome) return outcome;
  }
  if (existing !== null && existing !== "try-again") return { key: input.key, id: existing, made: "found" };
  const { email, ...others } = input.properties;
  const isDispensable = what === "contact" && email !== undefined && isAboutEmail(failure) && isNamed(others);
  const [outcome] = isDispensable ? await createChunk(api, what, [{ ...input, properties: others }], again) : [];
  return outcome ? withoutEmail(outcome, email, reason) : { key: input.key, refused: reason };
}

/** HubSpot names the property, in the message or beside it; where it names none its words are all there is. */
function isAboutEmail({ message, isConflict, properties }: Failure): boolean {
  // Without its address somebody who is there already would be made a second time.
  if (isConflict) return false;
  return properties.length > 0 ? properties.includes("email") : /\be-?mail\b/i.test(message);
}

/** HubSpot makes no contact without address and name; a caller without a name has got the portal's placeholder. */
function isNamed({ firstname, lastname }: Record<string, string>): boolean {
  return Boolean(firstname || lastname);
}

function withoutEmail(outcome: Outcome, email: string | undefined, reason: string): Outcome {
  if ("refused" in outcome) return outcome;
  return { ...outcome, because: `the e-mail address ${email} was left out, for HubSpot refused it: ${reason}` };
}

function createBody(what: ObjectType, input: CreateInput) {
  const associations = input.associate.flatMap(({ what: to, id }) => {
    const associationTypeId = associationTypes[what]?.[to];
    if (!associationTypeId) return [];
    return [{ to: { id }, types: [{ associationCategory: "HUBSPOT_DEFINED", associationTypeId }] }];
  });
  return { properties: input.properties, associations, objectWriteTraceId: input.key };
}

async function updateChunk(api: Api, what: ObjectType, inputs: UpdateInput[]): Promise<Outcome[]> {
  // A batch may name a record once: of two updates to one record the second goes in a request of its own.
  const first = inputs.filter((input, index) => inputs.findIndex((other) => other.id === input.id) === index);
  const rest = inputs.filter((input) => !first.includes(input));
  const path = `/crm/objects/${version}/${plural[what]}/batch/update`;
  const outcomes = await divide(first, {
    async attempt() {
      const body = { inputs: first.map(({ key, id, properties }) => ({ id, properties, objectWriteTraceId: key })) };
      const answer = await api.request("POST", path, body, batchAnswer);
      return sorted(first, answer, (input) => ({ key: input.key, id: input.id, made: "updated" }));
    },
    part: (some) => updateChunk(api, what, some),
    settle: async (input, failure) => settleUpdate(api, what, input, failure),
  });
  return rest.length > 0 ? [...outcomes, ...(await updateChunk(api, what, rest))] : outcomes;
}

/** An e-mail that another contact has must not cost the other gaps. */
async function settleUpdate(api: Api, what: ObjectType, input: UpdateInput, { reason }: Failure): Promise<Outcome> {
  const { email, ...others } = input.properties;
  const refused = { key: input.key, refused: reason };
  if (what !== "contact" || email === undefined || Object.keys(others).length === 0) return refused;
  const [outcome] = await updateChunk(api, what, [{ ...input, properties: others }]);
  return outcome ? withoutEmail(outcome, email, reason) : refused;
}
