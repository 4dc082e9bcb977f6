// Which result of a batch belongs to which input: by trace id; the order of results is not promised.
import { Later } from "../errors.ts";
import type { HubSpotId } from "../model/ids.ts";
import { companyKey, contactKey, dealKey } from "../model/properties.ts";
import type { Outcome } from "./gateway.ts";
import type { BatchAnswer, HubSpotRecord, InputError } from "./objects.ts";

/** What became of an input; neither outcome nor error: the answer leaves it open. */
export interface Sorted<Input> {
  input: Input;
  outcome?: Outcome;
  error?: InputError | undefined;
}

interface Known {
  key: string;
  properties: Record<string, string>;
  id?: HubSpotId;
}

/** @throws Later when all went well but the answer does not say which record is whose: the next run looks */
export function sorted<Input extends Known>(
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
const tellTale = [
  contactKey,
  companyKey,
  dealKey,
  "hs_call_external_id",
  "hs_task_body",
  "hs_note_body",
  "hs_communication_body",
  "hs_meeting_body",
];

function resembling(input: Known, inputs: unknown[], results: HubSpotRecord[]): HubSpotRecord | undefined {
  const untraced = results.filter((result) => result.objectWriteTraceId === undefined);
  if (input.id !== undefined) return untraced.find((result) => result.id === input.id);
  if (inputs.length === 1) return untraced[0];
  const property = tellTale.find((name) => input.properties[name] !== undefined);
  return property ? untraced.find((result) => result.properties[property] === input.properties[property]) : undefined;
}

function traceIds(error: InputError): string[] {
  return [error.context.objectWriteTraceId ?? []].flat().map(String);
}
