// Quo's words for how a call ended, of its webhooks old and new and of its list of calls, and what each means.
import type { CallDirection, CallOutcome } from "../model/event.ts";

/** Where the same word means another thing of an outgoing call: there it is the client who did not pick up. */
type Meaning = CallOutcome | { incoming: CallOutcome; outgoing: CallOutcome };

const notTaken: Meaning = { incoming: "missed", outgoing: "no_answer_by_client" };
const givenUp: Meaning = { incoming: "abandoned", outgoing: "no_answer_by_client" };

const statuses = new Map<string, Meaning>([
  ["answered", "answered"],
  // By Quo's own agent; nobody of the company has to call back for having missed it.
  ["ai-handled", "answered"],
  ["unanswered", notTaken],
  ["missed", notTaken],
  ["no-answer", notTaken],
  ["abandoned", givenUp],
  ["canceled", givenUp],
  ["busy", "busy"],
  ["failed", "failed"],
  ["queued", "in_progress"],
  ["initiated", "in_progress"],
  ["ringing", "in_progress"],
  ["in-progress", "in_progress"],
]);

export interface Ending {
  status: string | null;
  direction: CallDirection | null;
  isAnswered: boolean;
  hasVoicemail: boolean;
}

export function outcomeOf({ status, direction, isAnswered, hasVoicemail }: Ending): CallOutcome {
  const meaning = meaningOf(status, isAnswered);
  const outcome = typeof meaning === "string" ? meaning : direction === "out" ? meaning.outgoing : meaning.incoming;
  return outcome === "missed" && hasVoicemail ? "voicemail" : outcome;
}

/** Older webhooks call every call that is over "completed"; a forwarded one may have been taken elsewhere. */
function meaningOf(status: string | null, isAnswered: boolean): Meaning {
  if (status === "completed") return isAnswered ? "answered" : notTaken;
  if (status === "forwarded") return isAnswered ? "answered" : "unknown";
  return statuses.get(status ?? "") ?? "unknown";
}
