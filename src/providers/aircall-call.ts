// Maps Aircall's call object, the same in its webhooks and in its list of calls, to the data of one call.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { later, utcOf } from "./local-time.ts";
import { listOf, longestId, numberOf, objectOf, textOf, textsOf, webAddressOf } from "./values.ts";

export type Json = Record<string, unknown>;

const directions = new Map<string | null, CallDirection>([
  ["inbound", "in"],
  ["outbound", "out"],
]);

/** What is known of a call at any time. */
export function aircallCall(callId: string, call: Json): CallData {
  const [contact, number] = [objectOf(call.contact), objectOf(call.number)];
  const blank = blankCall(callId);
  return {
    ...blank,
    ...linkedIdsOf(call),
    direction: directions.get(textOf(call.direction)) ?? null,
    client: {
      ...blank.client,
      phone: textOf(call.raw_digits),
      name: textsOf([contact.first_name, contact.last_name]).join(" ") || null,
      email: textOf(objectOf(listOf(contact.emails)[0]).value),
    },
    line: { phone: textOf(number.digits), name: textOf(number.name) },
    agent: personOf(call.user),
    startedAt: timeOf(call.started_at),
    // The page of the recording in Aircall, which unlike the recording's own link stays.
    cardUrl: webAddressOf(call.asset),
    tags: textsOf(listOf(call.tags).map((tag) => objectOf(tag).name)),
    note: textsOf(listOf(call.comments).map((comment) => objectOf(comment).content)).join("\n") || null,
  };
}

/** Webhooks say call_uuid, the list of calls says sid. */
export function linkedIdsOf({ call_uuid, sid }: Json): Pick<CallData, "linkedIds"> {
  const id = textOf(call_uuid) ?? textOf(sid);
  return id !== null && id.length <= longestId ? { linkedIds: [id] } : {};
}

/** missed_call_reason, of calls that came in. */
const reasons = new Map<string, CallOutcome>([
  ["out_of_opening_hours", "missed"],
  ["no_available_agent", "missed"],
  ["agents_did_not_answer", "missed"],
  ["short_abandoned", "abandoned"],
  ["abandoned_in_ivr", "abandoned"],
  ["abandoned_in_classic", "abandoned"],
]);

function outcomeOf(call: Json): CallOutcome {
  if (timeOf(call.answered_at) !== null) return "answered";
  if (textOf(call.voicemail) !== null) return "voicemail";
  if (textOf(call.direction) === "outbound") return "no_answer_by_client";
  const reason = textOf(call.missed_call_reason);
  return reason === null ? "missed" : (reasons.get(reason) ?? "unknown");
}

export function wasVoicemail(call: Json): boolean {
  return outcomeOf(call) === "voicemail";
}

export function endOf(call: Json, sentAt: string | null): Partial<CallData> {
  const outcome = outcomeOf(call);
  const [answered, ended] = [numberOf(call.answered_at), numberOf(call.ended_at)];
  const talked = answered === null || ended === null ? null : Math.max(0, ended - answered);
  return {
    outcome,
    providerStatus: textOf(call.missed_call_reason) ?? textOf(call.status),
    answeredAt: timeOf(call.answered_at),
    endedAt: timeOf(call.ended_at),
    talkSeconds: outcome === "answered" ? talked : 0,
    // From the first ring to the end.
    totalSeconds: numberOf(call.duration),
    ...recordingOf(call, sentAt),
  };
}

export function voicemailOf(call: Json, sentAt: string | null): Partial<CallData> {
  return { ...endOf(call, sentAt), outcome: "voicemail", talkSeconds: 0 };
}

/** The links of recordings and voicemails are signed for one hour. */
const linkSeconds = 3600;

export function recordingOf(call: Json, sentAt: string | null): Partial<CallData> {
  const recordingUrl = webAddressOf(call.recording) ?? webAddressOf(call.voicemail);
  const recordingExpiresAt = recordingUrl === null ? null : later(sentAt, linkSeconds);
  return { recordingUrl, ...(recordingExpiresAt !== null && { recordingExpiresAt }) };
}

export function personOf(value: unknown): Agent | null {
  const { id, email, extension, name } = objectOf(value);
  return agentOf({ id: textOf(id), email: textOf(email), extension: textOf(extension), name: textOf(name) });
}

export function timeOf(value: unknown): string | null {
  return utcOf(textOf(value), "UTC");
}
