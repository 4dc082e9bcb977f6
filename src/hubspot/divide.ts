// HubSpot may fail a batch without saying which input: halves are tried until the culprit stands alone.
import type { Outcome } from "./gateway.ts";
import type { InputError } from "./objects.ts";
import { propertiesIn, reasonOf } from "./reason.ts";
import { ApiRefusal, isGone } from "./refusal.ts";
import type { Sorted } from "./sorted.ts";

export interface Failure {
  /** As HubSpot said it. */
  message: string;
  /** As a person should read it. */
  reason: string;
  /** A record that the input names does not exist any more. */
  isGone: boolean;
  /** There is another record with a value that only one may have. */
  isConflict: boolean;
  /** Names of the properties that HubSpot finds fault with, as far as it says. */
  properties: readonly string[];
}

export interface Attempt<Input> {
  attempt(): Promise<Sorted<Input>[]>;
  /** The same for some of the inputs. */
  part(inputs: Input[]): Promise<Outcome[]>;
  settle(input: Input, failure: Failure): Promise<Outcome>;
}

export async function divide<Input extends { key: string }>(
  inputs: Input[],
  { attempt, part, settle }: Attempt<Input>,
): Promise<Outcome[]> {
  let answers: Sorted<Input>[];
  try {
    answers = await attempt();
  } catch (error) {
    // A missing permission is the same for every input.
    if (!(error instanceof ApiRefusal) || error.status === 403) throw error;
    const [only] = inputs;
    if (inputs.length === 1 && only) {
      const { said: message, message: reason, isGone: gone, properties, status } = error;
      return [await settle(only, { message, reason, isGone: gone, isConflict: status === 409, properties })];
    }
    const middle = Math.ceil(inputs.length / 2);
    return [...(await part(inputs.slice(0, middle))), ...(await part(inputs.slice(middle)))];
  }
  const outcomes: Outcome[] = [];
  for (const { input, outcome, error } of answers) {
    if (outcome) outcomes.push(outcome);
    else if (error) outcomes.push(await settle(input, failureOf(error)));
    // Some inputs failed and HubSpot does not say which: alone, each gets an answer of its own.
    else outcomes.push(...(await part([input])));
  }
  return outcomes;
}

function failureOf(error: InputError): Failure {
  return {
    message: error.message,
    reason: reasonOf(error),
    isGone: isGone(error),
    isConflict: error.category === "CONFLICT",
    properties: propertiesIn(error),
  };
}
