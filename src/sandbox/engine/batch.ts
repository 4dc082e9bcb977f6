// What a batch of writes does when some inputs are bad: all or nothing, unless every input has a trace id of its own.
import { HubSpotError } from "../errors.ts";
import type { Claims } from "./uniqueness.ts";

export interface Traced {
  traceId?: string | undefined;
}

export interface BatchFailure {
  traceId: string;
  error: HubSpotError;
}

export interface BatchOutcome<Result> {
  results: Result[];
  failures: BatchFailure[];
}

function traceIds(inputs: readonly Traced[]): string[] | undefined {
  const ids = inputs.flatMap((input) => (input.traceId ? [input.traceId] : []));
  return ids.length === inputs.length && new Set(ids).size === ids.length ? ids : undefined;
}

/** Without unique trace ids the first bad input is thrown before anything is written. */
export function runBatch<Input extends Traced, Prepared, Result>(
  inputs: readonly Input[],
  prepare: (input: Input, claims?: Claims) => Prepared,
  commit: (prepared: Prepared, input: Input) => Result,
  options: { partial: boolean } = { partial: true },
): BatchOutcome<Result> {
  const ids = options.partial ? traceIds(inputs) : undefined;
  if (!ids) {
    const claims: Claims = new Set();
    const prepared = inputs.map((input) => ({ input, ready: prepare(input, claims) }));
    return { results: prepared.map(({ input, ready }) => commit(ready, input)), failures: [] };
  }
  const outcome: BatchOutcome<Result> = { results: [], failures: [] };
  for (const [position, input] of inputs.entries()) {
    try {
      outcome.results.push(commit(prepare(input), input));
    } catch (error) {
      if (!(error instanceof HubSpotError)) throw error;
      outcome.failures.push({ traceId: ids[position] ?? "", error });
    }
  }
  // HubSpot promises no order of results; whoever sent trace ids has the means to tell them apart.
  outcome.results.reverse();
  return outcome;
}
