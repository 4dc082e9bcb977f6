// RingCentral's words for how a party left a session and for how a call of its log ended, and what each means.
import type { CallDirection, CallOutcome } from "../model/event.ts";

/** Where the same word means another thing of an outgoing call: there it is the client who did not pick up. */
type Meaning = CallOutcome | { incoming: CallOutcome; outgoing: CallOutcome };

const notTaken: Meaning = { incoming: "missed", outgoing: "no_answer_by_client" };
const givenUp: Meaning = { incoming: "abandoned", outgoing: "no_answer_by_client" };

/** status.reason of telephony session events. */
const reasons = new Map<string, Meaning>([
  ["NoAnswer", notTaken],
  ["Timeout", notTaken],
  ["CallReplied", notTaken],
  ["Cancelled", givenUp],
  ["Voicemail", "voicemail"],
  ["TargetBusy", "busy"],
  ["Rejected", "rejected"],
  ["InternalError", "failed"],
  ["InvalidNumber", "failed"],
  ["InternationalDisabled", "failed"],
  ["DestinationBlocked", "failed"],
  ["NotEnoughFunds", "failed"],
  ["NoSuchUser", "failed"],
  // Only who speaks can hand a call on.
  ["BlindTransfer", "answered"],
  ["RccTransfer", "answered"],
  ["AttendedTransfer", "answered"],
  ["DtmfTransfer", "answered"],
]);

/** `result` of the call log. */
const results = new Map<string, Meaning>([
  ["Accepted", "answered"],
  ["Call connected", "answered"],
  ["Answered Elsewhere", "answered"],
  ["Missed", notTaken],
  ["No Answer", notTaken],
  ["Reply", notTaken],
  ["IP Phone Offline", notTaken],
  ["Callback requested", notTaken],
  // Something picked up, such as a mobile's voicemail, but nobody pressed 1 to take the call.
  ["Answered Not Accepted", notTaken],
  ["Abandoned", givenUp],
  ["Hang Up", givenUp],
  ["Voicemail", "voicemail"],
  ["Sent to Voicemail", "voicemail"],
  ["Busy", "busy"],
  ["Declined", "rejected"],
  ["Rejected", "rejected"],
  ["Blocked", "rejected"],
  ["Call Failed", "failed"],
  ["Call Failure", "failed"],
  ["Carrier is not active", "failed"],
  ["EDGE trunk misconfigured", "failed"],
  ["Internal Error", "failed"],
  ["International Disabled", "failed"],
  ["International Restricted", "failed"],
  ["No Calling Credit", "failed"],
  ["Not Allowed", "failed"],
  ["Restricted Number", "failed"],
  ["Suspended account", "failed"],
  ["Wrong Number", "failed"],
  ["In Progress", "in_progress"],
]);

/** null: the word says nothing of how the call went. */
export function outcomeOfReason(reason: string | null, direction: CallDirection | null): CallOutcome | null {
  const known = reason === null ? undefined : reasons.get(reason);
  return known === undefined ? null : meaning(known, direction);
}

export function outcomeOfResult(result: string | null, direction: CallDirection | null): CallOutcome {
  return meaning(result === null ? undefined : results.get(result), direction);
}

function meaning(known: Meaning | undefined, direction: CallDirection | null): CallOutcome {
  if (known === undefined) return "unknown";
  if (typeof known === "string") return known;
  return direction === "out" ? known.outgoing : known.incoming;
}
