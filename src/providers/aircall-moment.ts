// What an Aircall event tells of a call: a ring, an answer, a transfer, the end, a recording, a tag.
import type { CallData, CallType } from "../model/event.ts";
import {
  aircallCall,
  endOf,
  type Json,
  personOf,
  recordingOf,
  timeOf,
  voicemailOf,
  wasVoicemail,
} from "./aircall-call.ts";
import { agentOf } from "./blank-call.ts";
import type { Connection, Reading } from "./provider.ts";
import { longestId, textOf } from "./values.ts";

export interface Told {
  event: string;
  data: Json;
  /** When Aircall wrote this. */
  sentAt: string | null;
}

interface Moment {
  type: CallType;
  /** What it tells beyond the call as it stands. */
  adds(call: Json, sentAt: string | null): Partial<CallData>;
}

const nothing = () => ({});
const voicemail: Moment = { type: "call.updated", adds: voicemailOf };
const end: Moment = { type: "call.completed", adds: (call, sentAt) => ({ ...endOf(call, sentAt), ...fromOf(call) }) };

const moments = new Map<string, Moment>([
  ["call.created", { type: "call.started", adds: nothing }],
  ["call.ringing_on_agent", { type: "call.forwarded", adds: nothing }],
  ["call.agent_declined", { type: "call.forwarded", adds: (call) => ({ agent: null, ...rangAt(call.user) }) }],
  ["call.answered", { type: "call.answered", adds: (call) => ({ answeredAt: timeOf(call.answered_at) }) }],
  ["call.transferred", { type: "call.forwarded", adds: transferOf }],
  ["call.external_transferred", { type: "call.forwarded", adds: transferOf }],
  ["call.unsuccessful_transfer", { type: "call.forwarded", adds: (call) => rangAt(call.transferred_to) }],
  ["call.ended", end],
  ["call.voicemail_left", voicemail],
  ["call.comm_assets_generated", { type: "call.recording_ready", adds: recordingOf }],
  ["call.commented", { type: "call.updated", adds: nothing }],
  ["call.tagged", { type: "call.updated", adds: nothing }],
  ["call.untagged", { type: "call.updated", adds: nothing }],
]);

/** null: not an event of a call that is known. */
export function aircallMoment({ event, data, sentAt }: Told, connection: Connection): Reading | null {
  const moment = moments.get(event);
  if (!moment) return null;
  const isVoicemail = moment.type === "call.recording_ready" && wasVoicemail(data);
  return happened(isVoicemail ? voicemail : moment, data, sentAt, connection);
}

/** A call of Aircall's list, which has ended. */
export function endedCall(call: Json, connection: Connection): Reading {
  return happened(end, call, connection.receivedAt.toISOString(), connection);
}

function happened({ type, adds }: Moment, call: Json, sentAt: string | null, connection: Connection): Reading {
  const callId = textOf(call.id);
  if (callId === null) return { unreadable: "The call's id is missing; Aircall names the call by it." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  const data = { ...aircallCall(callId, call), ...adds(call, sentAt) };
  const times: Partial<Record<CallType, string | null>> = {
    "call.started": data.startedAt,
    "call.answered": data.answeredAt,
    "call.completed": data.endedAt,
  };
  const time = times[type] ?? sentAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type, subject: `aircall/${callId}`, time, data }] };
}

function transferOf(call: Json): Partial<CallData> {
  const outside = agentOf({ phone: textOf(call.external_transferred_to) });
  return { ...fromOf(call), agent: personOf(call.transferred_to) ?? outside };
}

function fromOf(call: Json): Partial<CallData> {
  const forwardedFrom = personOf(call.transferred_by);
  return forwardedFrom === null ? {} : { forwardedFrom };
}

function rangAt(value: unknown): Partial<CallData> {
  const agent = personOf(value);
  return agent === null ? {} : { rang: [agent] };
}
