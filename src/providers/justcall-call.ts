// Maps JustCall's call object to the data of one call.
import type { Analysis, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import type { JustcallEvent } from "./justcall-event.ts";
import { later, utcOf } from "./local-time.ts";
import { internationalOf, listOf, longestId, numberOf, objectOf, textOf, textsOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

const directions = new Map<string | undefined, CallDirection>([
  ["incoming", "in"],
  ["inbound", "in"],
  ["outgoing", "out"],
  ["outbound", "out"],
]);

/** call_info.type; the last five are filters of the list of calls. */
const types = new Map<string | undefined, CallOutcome>([
  ["answered", "answered"],
  ["missed", "missed"],
  ["voicemail", "voicemail"],
  ["abandoned before ringing", "abandoned"],
  ["abandoned", "abandoned"],
  ["unanswered", "no_answer_by_client"],
  ["busy", "busy"],
  ["failed", "failed"],
  ["restricted", "failed"],
  ["blocked", "failed"],
  ["cancelled", "abandoned"],
]);

export function justcallCall(callId: string, call: Json, event: JustcallEvent, timeZone: string): CallData {
  const blank = blankCall(callId);
  const info = objectOf(call.call_info);
  const startedAt = startOf(call, timeZone);
  const analysis = analysisOf(call);
  return {
    ...blank,
    ...linkedIdsOf(callId, call),
    direction: directions.get(textOf(info.direction)?.toLowerCase()) ?? event.direction,
    client: {
      ...blank.client,
      phone: internationalOf(call.contact_number),
      name: textOf(call.contact_name),
      email: textOf(call.contact_email),
    },
    line: {
      phone: internationalOf(call.justcall_number) ?? internationalOf(call.sales_dialer_number),
      name: textOf(call.justcall_line_name),
    },
    agent: agentOf({ id: textOf(call.agent_id), email: textOf(call.agent_email), name: textOf(call.agent_name) }),
    startedAt,
    ...(hasEnded(event) && endOf(call, event, startedAt)),
    recordingUrl: webAddressOf(info.recording),
    tags: listOf(call.tags).flatMap((tag) => textOf(tag) ?? textOf(objectOf(tag).name) ?? []),
    note: textOf(info.notes),
    rating: ratingOf(call, info),
    ...(analysis && { analysis }),
  };
}

/** Some webhooks come without the id; call_sid is there to tell that they are of the same call. */
function linkedIdsOf(callId: string, call: Json): Pick<CallData, "linkedIds"> {
  const ids = [textOf(call.id), textOf(call.call_id)].filter((id) => id !== null);
  const other = ids.filter((id) => id !== callId && id.length <= longestId).slice(0, 1);
  return other.length > 0 ? { linkedIds: other } : {};
}

function hasEnded({ type }: JustcallEvent): boolean {
  return type === "call.completed" || type === "call.updated";
}

/** call_date and call_time are in UTC by JustCall's reference; call_user_date and call_user_time in the user's zone. */
function startOf(call: Json, timeZone: string): string | null {
  const universal = moment(call.call_date, call.call_time, "UTC");
  return universal ?? moment(call.call_user_date, call.call_user_time, timeZone);
}

/** Hours may come with one digit, 8:25:43. */
function moment(date: unknown, time: unknown, timeZone: string): string | null {
  const [day, clock] = [textOf(date), textOf(time)];
  return day === null || clock === null ? null : utcOf(`${day.slice(0, 10)} ${clock.padStart(8, "0")}`, timeZone);
}

function endOf(call: Json, event: JustcallEvent, startedAt: string | null): Partial<CallData> {
  const [info, duration] = [objectOf(call.call_info), objectOf(call.call_duration)];
  const word = textOf(info.type);
  const outcome = types.get(word?.toLowerCase()) ?? (word === null ? event.outcome : "unknown");
  const ring = numberOf(duration.ring_time);
  // The Sales Dialer gives one duration only.
  const connected = numberOf(duration.total_duration) ?? numberOf(info.duration);
  const total = connected === null ? ring : connected + (ring ?? 0);
  const isAnswered = outcome === "answered";
  return {
    outcome,
    providerStatus: word,
    answeredAt: isAnswered ? later(startedAt, ring) : null,
    endedAt: later(startedAt, total),
    talkSeconds: isAnswered ? (numberOf(duration.conversation_time) ?? connected) : spokenIn(outcome),
    totalSeconds: total,
  };
}

function spokenIn(outcome: CallOutcome | null): 0 | null {
  return outcome === null || outcome === "unknown" ? null : 0;
}

/** The agent's own words for the call: the disposition and the stars. */
function ratingOf(call: Json, info: Json): CallData["rating"] {
  const [category, value] = [textOf(info.disposition), textOf(info.rating)];
  return category === null && value === null ? null : { category, value, by: textOf(call.agent_name) };
}

/** null: JustCall AI has not analysed the call. */
export function analysisOf(call: Json): Analysis | null {
  const { call_summary, call_moments, customer_sentiment, call_score } = objectOf(call.justcall_ai);
  const [summary, client, points] = [textOf(call_summary), textOf(customer_sentiment), numberOf(call_score)];
  const topics = textsOf(call_moments);
  if (summary === null && client === null && points === null && topics.length === 0) return null;
  const score = points === null ? null : { value: points, max: null, details: null };
  return { summary, topics, nextSteps: [], mood: { client, agent: null, overall: null }, score, transcriptUrl: null };
}
