// Reads one entry of Zoom Phone's call history, from its events after a call as well as from the history itself.
import type { Agent, CallData, CallDirection, CallOutcome, CallType } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import { numberOf, textOf } from "./values.ts";
import { outcomeOfResult } from "./zoom-phone-outcome.ts";

type Json = Record<string, unknown>;

export type Entry = { type: CallType; data: CallData } | { ignored: string };

/** Of a call's way through the company these are the call itself; the others are steps of it. */
const wholeCall = new Set<string | null>([
  null,
  "incoming",
  "shared_line_incoming",
  "transfer_from_zoom_contact_center",
  "outgoing",
  "call_me_on",
  "outgoing_to_zoom_contact_center",
]);
const listening = new Set<string | null>(["monitor", "listen", "whisper", "barge", "conference_barge"]);
/** The phone of this entry stopped ringing, because somebody else took the call. */
const takenByOther = new Set<string | null>(["answered_by_other", "pickup_by_other"]);

/**
 * Both sides of a call and everybody whose phone rang have entries of their own, all written after the call. Only
 * phones that rang in vain are not its end.
 */
export function entryOf(entry: Json, callId: string, timeZone: string): Entry {
  const event = textOf(entry.event);
  if (listening.has(event)) return { ignored: "Zoom reported that a supervisor listened." };
  const data = dataOf(entry, callId, timeZone);
  const took = data.agent !== null && data.outcome === "answered";
  if (wholeCall.has(event) || took) return { type: "call.completed", data };
  if (data.rang) return { type: "call.forwarded", data: { ...data, outcome: null, talkSeconds: null } };
  return { ignored: "Zoom reported a step of a call on its way to somebody." };
}

function dataOf(entry: Json, callId: string, timeZone: string): CallData {
  const direction = directionOf(entry);
  const outgoing = textOf(entry.direction) === "outbound";
  const [ours, theirs] = outgoing ? (["caller", "callee"] as const) : (["callee", "caller"] as const);
  const result = textOf(entry.result) ?? textOf(entry.call_result);
  const other = takenByOther.has(textOf(entry.result_reason));
  const outcome = other ? "answered" : resultOf(entry, result, direction);
  const employee = personAt(entry, ours);
  const took = outgoing || (outcome === "answered" && !other);
  const [startedAt, answeredAt, endedAt] = [entry.start_time, entry.answer_time, entry.end_time].map((time) =>
    utcOf(textOf(time), timeZone),
  );
  const blank = blankCall(callId);
  return {
    ...blank,
    direction,
    outcome,
    providerStatus: result,
    client: direction === "internal" ? blank.client : clientAt(entry, theirs),
    line: {
      phone: textOf(entry[`${ours}_did_number`]),
      name: employee === null ? textOf(entry[`${ours}_name`]) : null,
    },
    agent: took ? employee : null,
    ...(!took && employee !== null && { rang: [employee] }),
    startedAt: startedAt ?? null,
    answeredAt: outcome === "answered" && !other ? (answeredAt ?? null) : null,
    endedAt: endedAt ?? null,
    talkSeconds: other ? null : talkOf(entry, outcome, secondsBetween(answeredAt, endedAt)),
    totalSeconds: secondsBetween(startedAt, endedAt),
  };
}

function directionOf(entry: Json): CallDirection | null {
  if (textOf(entry.connect_type) === "internal") return "internal";
  const word = textOf(entry.direction);
  return word === "inbound" ? "in" : word === "outbound" ? "out" : null;
}

/** A menu that answers is nobody; who takes the call from there has an entry of his own. */
function resultOf(entry: Json, result: string | null, direction: CallDirection | null): CallOutcome {
  const outcome = outcomeOfResult(result, direction);
  const isMenu = direction === "in" && textOf(entry.callee_ext_type) === "auto_receptionist";
  return isMenu && outcome === "answered" ? "missed" : outcome;
}

const people = new Set<string | null>(["user", "common_area", "zoom_room", "cisco_room"]);

/** null: this end is a queue, a menu, or not ours. */
function personAt(entry: Json, end: "caller" | "callee"): Agent | null {
  if (!people.has(textOf(entry[`${end}_ext_type`]))) return null;
  return agentOf({
    id: textOf(entry[`${end}_ext_id`]),
    email: textOf(entry[`${end}_email`]),
    extension: textOf(entry[`${end}_ext_number`]),
    name: textOf(entry[`${end}_name`]),
    department: textOf(entry[`${end}_department`]),
  });
}

/** Only a name from the company's own address book: any other is what the carrier sends along. */
function clientAt(entry: Json, end: "caller" | "callee"): CallData["client"] {
  const isKnown = textOf(entry[`${end}_ext_type`]) === "external_contact";
  return {
    phone: textOf(entry[`${end}_did_number`]),
    otherPhones: [],
    name: isKnown ? textOf(entry[`${end}_name`]) : null,
    email: isKnown ? textOf(entry[`${end}_email`]) : null,
  };
}

function talkOf(entry: Json, outcome: CallOutcome, connected: number | null): number | null {
  if (outcome === "unknown") return null;
  return outcome === "answered" ? (numberOf(entry.talk_time) ?? connected ?? numberOf(entry.duration)) : 0;
}

export function secondsBetween(start: string | null | undefined, end: string | null | undefined): number | null {
  const milliseconds = start && end ? Date.parse(end) - Date.parse(start) : -1;
  return milliseconds < 0 ? null : milliseconds / 1000;
}
