// Maps Zoom Phone's events during a call: whose phone rings, who answers, who did not, who hands the client on.
import type { Agent, CallData, CallType } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import { objectOf, textOf } from "./values.ts";
import { secondsBetween } from "./zoom-phone-history.ts";
import { outcomeOfHangUp } from "./zoom-phone-outcome.ts";

type Json = Record<string, unknown>;

export type LiveEvent = { type: CallType; data: CallData } | { ignored: string };

export const liveEvents: ReadonlySet<string> = new Set([
  "phone.callee_ringing",
  "phone.caller_ringing",
  "phone.callee_answered",
  "phone.callee_ended",
  "phone.caller_ended",
  "phone.callee_missed",
  "phone.callee_rejected",
  "phone.blind_transfer_initiated",
  "phone.warm_transfer_completed",
]);

export function liveEvent(event: string, object: Json, callId: string, timeZone: string): LiveEvent {
  const at = (name: string) => utcOf(textOf(object[name]), timeZone);
  const sides = sidesOf(object, event.startsWith("phone.caller_"));
  const data = { ...blankCall(callId), ...sides.data };
  switch (event) {
    case "phone.callee_ringing":
    case "phone.caller_ringing":
      return { type: "call.started", data: { ...data, startedAt: at("ringing_start_time") } };
    case "phone.callee_answered":
      return {
        type: "call.answered",
        data: { ...data, outcome: "answered", agent: sides.employee, answeredAt: at("answer_start_time") },
      };
    case "phone.callee_ended":
    case "phone.caller_ended":
      return ended(object, sides, data, at("answer_start_time"), at("call_end_time"));
    case "phone.callee_missed":
    case "phone.callee_rejected":
      return inVain(object, sides, data);
    default:
      return handedOn(object, callId);
  }
}

/** One leg of the call has ended; the call itself may go on elsewhere, and its end comes with the call history. */
function ended(
  object: Json,
  sides: Sides,
  data: CallData,
  answeredAt: string | null,
  endedAt: string | null,
): LiveEvent {
  const word = textOf(object.handup_result);
  const outcome = word === null && answeredAt !== null ? "answered" : outcomeOfHangUp(word, data.direction);
  if (outcome === "unknown") return inVain(object, sides, data);
  const spoken = outcome === "answered";
  return {
    type: "call.updated",
    data: {
      ...data,
      outcome,
      providerStatus: word,
      agent: sides.employee,
      answeredAt: spoken ? answeredAt : null,
      talkSeconds: spoken ? secondsBetween(answeredAt, endedAt) : 0,
    },
  };
}

function inVain(object: Json, { employee }: Sides, data: CallData): LiveEvent {
  const rang = data.direction !== "out" && employee !== null ? { rang: [employee] } : {};
  return { type: "call.forwarded", data: { ...data, providerStatus: textOf(object.handup_result), ...rang } };
}

function handedOn(object: Json, callId: string): LiveEvent {
  if (textOf(object.failure_reason) !== null) return { ignored: "Zoom reported a transfer that failed." };
  const owner = objectOf(object.owner);
  const isPerson = textOf(owner.type) === "user";
  const from = agentOf({ name: textOf(owner.name), extension: textOf(owner.extension_number) });
  return { type: "call.forwarded", data: { ...blankCall(callId), ...(isPerson && from && { forwardedFrom: from }) } };
}

interface Sides {
  data: Pick<CallData, "direction" | "client" | "line">;
  employee: Agent | null;
}

function sidesOf(object: Json, outgoing: boolean): Sides {
  const [caller, callee] = [objectOf(object.caller), objectOf(object.callee)];
  const [ours, theirs] = outgoing ? [caller, callee] : [callee, caller];
  const internal = isInside(theirs);
  const client = { phone: internal ? null : textOf(theirs.phone_number), otherPhones: [], name: null, email: null };
  const employee = personOf(ours);
  const line = { phone: textOf(ours.phone_number), name: employee === null ? textOf(ours.name) : null };
  return { data: { direction: internal ? "internal" : outgoing ? "out" : "in", client, line }, employee };
}

const people = new Set<string | null>(["user", "commonArea", "commonAreaPhone", "zoomRoom", "ciscoRoom/PolycomRoom"]);

function isInside(end: Json): boolean {
  return (textOf(end.user_id) ?? textOf(end.extension_number)) !== null;
}

/** The id of the extension: the call history, which knows no other, has it too. */
function personOf(end: Json): Agent | null {
  const type = textOf(end.extension_type);
  if (type === null ? !isInside(end) : !people.has(type)) return null;
  const [id, extension] = [textOf(end.extension_id), textOf(end.extension_number)];
  return agentOf({ id, extension, name: textOf(end.name) });
}
