// Zoom Phone's words for how a call ended, in its call history and in its live events, and what each means.
import type { CallDirection, CallOutcome } from "../model/event.ts";

/** Where the same word means another thing of an outgoing call: there it is the client who did not pick up. */
type Meaning = CallOutcome | { incoming: CallOutcome; outgoing: CallOutcome };

const notTaken: Meaning = { incoming: "missed", outgoing: "no_answer_by_client" };
const givenUp: Meaning = { incoming: "abandoned", outgoing: "no_answer_by_client" };

/** `result` of call history events, `call_result` of the call history itself. */
const results = new Map<string, Meaning>([
  ["answered", "answered"],
  ["accepted", "answered"],
  ["picked_up", "answered"],
  ["connected", "answered"],
  ["succeeded", "answered"],
  ["voicemail", "voicemail"],
  ["no_answer", notTaken],
  ["ring_timeout", notTaken],
  ["unconnected", notTaken],
  // A queue that was full or a menu that was not understood: nobody took the call.
  ["overflowed", notTaken],
  ["invalid_key", notTaken],
  ["invalid_operation", notTaken],
  ["abandoned", givenUp],
  ["canceled", givenUp],
  ["hang_up", givenUp],
  ["busy", "busy"],
  ["rejected", "rejected"],
  ["system_blocked", "rejected"],
  ["call_failed", "failed"],
  ["service_unavailable", "failed"],
]);

/** `handup_result` [sic] of live events. */
const hangUps = new Map<string, Meaning>([
  ["Call connected", "answered"],
  ["Voicemail", "voicemail"],
  ["No Answer", notTaken],
  ["Call Cancel", givenUp],
  ["Busy", "busy"],
  ["Rejected", "rejected"],
]);

export function outcomeOfResult(result: string | null, direction: CallDirection | null): CallOutcome {
  return meaning(result === null ? undefined : results.get(result), direction);
}

export function outcomeOfHangUp(word: string | null, direction: CallDirection | null): CallOutcome {
  return meaning(word === null ? undefined : hangUps.get(word), direction);
}

function meaning(known: Meaning | undefined, direction: CallDirection | null): CallOutcome {
  if (known === undefined) return "unknown";
  if (typeof known === "string") return known;
  return direction === "out" ? known.outgoing : known.incoming;
}
