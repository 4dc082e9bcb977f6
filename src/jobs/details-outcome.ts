// What a sender answers when it is asked for what it only announced, or why it does not.
import { Refused } from "../errors.ts";
import type { Happening } from "../model/event.ts";
import { isDatabaseAway } from "../store/away.ts";
import type { ThinEvent } from "../store/thin.ts";
import { LeftAlone } from "./ask.ts";
import type { DetailsJob } from "./details.ts";
import type { Round } from "./details-round.ts";
import { refusedFor, strange } from "./details-words.ts";

export type Outcome =
  | { result: "found"; happening: Happening }
  | { result: "ignored"; status: "ignored"; because: string }
  | { result: "refused"; status: "parked"; because: string }
  | { result: "not_yet" | "failed"; again: string }
  /** The sender wants no question at all for so long. */
  | { result: "failed"; again: string; leaveAloneMs: number };

/** @returns null when there is no account any more to ask in the name of */
export async function answerTo(event: ThinEvent, round: Round, job: DetailsJob): Promise<Outcome | null> {
  if (!event.announced) return { result: "refused", status: "parked", because: strange };
  const { held, provider, ask, timeZone } = round;
  try {
    const account = await job.stores.accounts.find(held.portalId, held.provider);
    if (!account) return null;
    const found = await provider.details.find(event.announced, account, ask, { timeZone });
    if ("happening" in found) return { result: "found", happening: found.happening };
    if ("ignored" in found) return { result: "ignored", status: "ignored", because: found.ignored };
    return { result: "not_yet", again: found.notYet };
  } catch (error) {
    if (error instanceof Refused) return { result: "refused", status: "parked", because: refusedFor(error.message) };
    const again = againAfter(error, event, round, job);
    return error instanceof LeftAlone
      ? { result: "failed", again, leaveAloneMs: error.ms }
      : { result: "failed", again };
  }
}

/**
 * @returns why it is asked again
 * @throws the error when it says nothing of the event: the worker stops, has lost the account, or the database is away
 */
export function againAfter(
  error: unknown,
  { id }: ThinEvent,
  { held, hold, signal }: Round,
  { log }: DetailsJob,
): string {
  if (signal.aborted || hold.isBroken() || isDatabaseAway(error)) throw error;
  const { portalId, provider } = held;
  log.warn({ portalId, provider, eventId: id, error: String(error) }, "details");
  // Plain errors are the words of a provider or of our asking; any other is a bug, whose words help nobody.
  return error instanceof Error && error.name === "Error"
    ? error.message
    : "The sender’s answer was not understood. Whoever hosts Hookswitch finds the reason in its log.";
}
