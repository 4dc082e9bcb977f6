// Maps CallRail's call object, the same in its webhooks and in its list of calls, to the data of one call.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { analysisOf } from "./callrail-analysis.ts";
import { attributionOf } from "./callrail-attribution.ts";
import { later, utcOf } from "./local-time.ts";
import { flagOf, listOf, longestId, numberOf, objectOf, textOf, webAddressOf } from "./values.ts";

export type CallRailCall = Record<string, unknown>;

const directions = new Map<string | null, CallDirection>([
  ["inbound", "in"],
  ["outbound", "out"],
]);

/** call_type, whose spelling CallRail's own reference gives with and without the slip. */
const callTypes = new Map<string | null, CallOutcome>([
  ["answered", "answered"],
  ["missed", "missed"],
  ["abandoned", "abandoned"],
  ["abandonded", "abandoned"],
  ["voicemail", "voicemail"],
  ["voicemail_transcription", "voicemail"],
]);

/** Before the end a call has no duration: so CallRail tells its webhooks apart. */
export function isOver(call: CallRailCall): boolean {
  return numberOf(call.duration) !== null && textOf(call.call_type) !== "in_progress";
}

export function callrailCall(callId: string, call: CallRailCall, timeZone: string): CallData {
  const blank = blankCall(callId);
  const analysis = analysisOf(call);
  const amount = numberOf(call.value);
  return {
    ...blank,
    ...linkedIdsOf(callId, call),
    direction: directions.get(textOf(call.direction)) ?? null,
    client: { ...blank.client, phone: textOf(call.customer_phone_number), name: textOf(call.customer_name) },
    line: { phone: textOf(call.tracking_phone_number), name: textOf(call.source_name) },
    startedAt: utcOf(textOf(call.start_time), timeZone),
    ...(isOver(call) && endOf(call, timeZone)),
    agent: personOf(call),
    recordingUrl: recordingOf(call),
    cardUrl: webAddressOf(call.timeline_url) ?? webAddressOf(call.recording_player),
    attribution: attributionOf(call),
    tags: listOf(call.tags).flatMap((tag) => textOf(tag) ?? textOf(objectOf(tag).name) ?? []),
    note: textOf(call.note),
    target: targetOf(call),
    repeat: opposite(flagOf(call.first_call)),
    // A bare number, 0 where nobody gave the call a value.
    ...(amount !== null && amount > 0 && { worth: { amount, currency: null } }),
    ...(analysis && { analysis }),
  };
}

/** Webhooks of old write the number of a call as id, and its name as resource_id; the list of calls has the name only. */
function linkedIdsOf(callId: string, call: CallRailCall): Pick<CallData, "linkedIds"> {
  const id = textOf(call.id);
  return id !== null && id !== callId && id.length <= longestId ? { linkedIds: [id] } : {};
}

function endOf(call: CallRailCall, timeZone: string): Partial<CallData> {
  const outcome = outcomeOf(call);
  const seconds = numberOf(call.duration);
  return {
    outcome,
    providerStatus: textOf(call.call_type),
    endedAt: later(utcOf(textOf(call.start_time), timeZone), seconds),
    // CallRail counts ringing and talk together.
    talkSeconds: outcome === "answered" || outcome === "unknown" ? null : 0,
    totalSeconds: seconds,
  };
}

function outcomeOf(call: CallRailCall): CallOutcome {
  if (flagOf(call.voicemail)) return "voicemail";
  const named = callTypes.get(textOf(call.call_type));
  if (named) return named;
  // Outgoing calls have the type outbound, whatever became of them, and the list may leave the type out.
  const answered = flagOf(call.answered);
  if (answered === null) return "unknown";
  if (answered) return "answered";
  return textOf(call.direction) === "outbound" ? "no_answer_by_client" : "missed";
}

/** business_phone_number is where the call was answered, or from where it was made. */
function personOf(call: CallRailCall): Agent | null {
  const isTaken = flagOf(call.answered) === true || textOf(call.direction) === "outbound";
  return agentOf({ email: textOf(call.agent_email), phone: isTaken ? textOf(call.business_phone_number) : null });
}

/** What lies on the API's host is no sound but JSON, and asks for the API key. */
function recordingOf(call: CallRailCall): string | null {
  const addresses = [call.recording_redirect, call.recording].flatMap((value) => webAddressOf(value) ?? []);
  return addresses.find((address) => new URL(address).hostname !== "api.callrail.com") ?? null;
}

function targetOf(call: CallRailCall): boolean | null {
  if (flagOf(call.spam)) return false;
  return leads.get(textOf(call.lead_status)) ?? null;
}

/** previously_marked_good_lead says something of an earlier call. */
const leads = new Map<string | null, boolean>([
  ["good_lead", true],
  ["not_a_lead", false],
]);

function opposite(flag: boolean | null): boolean | null {
  return flag === null ? null : !flag;
}
