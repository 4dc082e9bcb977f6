// Reads Telnyx's Voice API webhooks (version 2): the legs of a call, its recordings, what its assistants made of it.
import type { CallData, CallType, Happening } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { namedLeg } from "./endpoint.ts";
import { later, utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { endedData, hasSpoken, type Json, type Leg, legOf } from "./telnyx-call.ts";
import { verifyTelnyx } from "./telnyx-signature.ts";
import { cut, isObject, listOf, longestId, objectOf, textOf, webAddressOf } from "./values.ts";

export const telnyx: Provider = {
  name: "telnyx",
  label: "Telnyx",
  signature: "optional",
  secretHint: "The Public Key of the account: Telnyx Mission Control Portal, Account Settings, Keys & Credentials.",
  setup: [
    "In the Telnyx Mission Control Portal open Voice, Programmable Voice, and choose the application that takes your calls.",
    "Paste the webhook address of this page as its webhook URL, with webhook API version 2 and the method POST.",
    "Where a program of yours steers the calls, it needs that URL: let it pass every webhook on, body and headers as is.",
    "A SIP phone is known as an employee's. For a dial or transfer to an employee's mobile add ?leg=agent to the address.",
    "Enter the account's Public Key here as the signing secret; then nobody can send in Telnyx's name.",
    "Make a test call. It appears on the Activity page within seconds of hanging up.",
  ],
  verify: verifyTelnyx,
  read,
  recognises,
  settleSeconds: 5,
};

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return false;
  const data = objectOf(objectOf(payload.json).data);
  return data.record_type === "event" && typeof data.event_type === "string" && isObject(data.payload);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const body = readJson(delivery);
  if ("unreadable" in body) return body;
  const event = objectOf(objectOf(body.json).data);
  const type = textOf(event.event_type);
  if (type === null) return { unreadable: "No event of Telnyx's is in this delivery: data.event_type is missing." };
  const name = cut(type, 60);
  if (!type.startsWith("call.")) return { ignored: `Telnyx reported ${name}; Hookswitch writes calls.`, type: name };

  const payload = objectOf(event.payload);
  const callId = textOf(payload.call_session_id);
  if (callId === null) return { unreadable: "data.payload.call_session_id is missing." };
  const eventId = textOf(event.id);
  const ids = {
    "data.payload.call_session_id": callId,
    "data.payload.call_leg_id": textOf(payload.call_leg_id),
    "data.id": eventId,
  };
  const long = Object.entries(ids).find(([, id]) => (id?.length ?? 0) > longestId);
  if (long) return { unreadable: `${long[0]} is longer than ${longestId} characters.` };

  const occurredAt = utcOf(textOf(event.occurred_at), "UTC");
  const told = momentOf(type, payload, legOf(payload, callId, namedLeg(delivery.query) === "agent"), occurredAt);
  if (told === null) return { ignored: `Telnyx reported ${name}, which says nothing new of the call.`, type: name };
  const happening: Happening = {
    type: told[0],
    subject: `telnyx/${callId}`,
    time: occurredAt ?? connection.receivedAt.toISOString(),
    data: told[1],
    ...(eventId !== null && { providerEventId: eventId }),
  };
  return { happenings: [happening] };
}

type Moment = [type: CallType, data: CallData] | null;

/** null: nothing that Hookswitch keeps. */
function momentOf(type: string, payload: Json, leg: Leg, occurredAt: string | null): Moment {
  const { agent, reachesClient, data } = leg;
  switch (type) {
    case "call.initiated":
      if (agent !== null) return ["call.started", data];
      return ["call.started", { ...data, startedAt: utcOf(textOf(payload.start_time), "UTC") ?? occurredAt }];
    case "call.answered":
      if (agent !== null) return ["call.answered", { ...data, agent, answeredAt: occurredAt }];
      // Of an incoming call a program has taken it, which is nobody's answer; and mostly the direction is not said.
      return reachesClient && data.direction === "out" ? ["call.answered", { ...data, answeredAt: occurredAt }] : null;
    case "call.hangup":
      if (agent === null) return ["call.completed", endedData(leg, payload, occurredAt)];
      if (!hasSpoken(payload)) return ["call.forwarded", { ...data, rang: [agent] }];
      return ["call.updated", { ...data, agent, outcome: "answered", providerStatus: textOf(payload.hangup_cause) }];
    case "call.machine.detection.ended":
    case "call.machine.premium.detection.ended":
      if (agent !== null || payload.result !== "machine") return null;
      return machineOf(data.callId);
    case "call.recording.saved":
      return recordingOf(payload, data.callId, occurredAt);
    case "call.conversation_insights.generated":
      return insightsOf(payload, data.callId);
    default:
      return null;
  }
}

function machineOf(callId: string): Moment {
  const data = { ...blankCall(callId), outcome: "voicemail", providerStatus: "machine", talkSeconds: 0 } as const;
  return ["call.updated", data];
}

/** The usual addresses last ten minutes; lasting ones are there if Telnyx has switched them on for the account. */
function recordingOf(payload: Json, callId: string, occurredAt: string | null): Moment {
  const [lasting, brief] = [payload.public_recording_urls, payload.recording_urls].map((urls) => {
    const { mp3, wav } = objectOf(urls);
    return webAddressOf(mp3) ?? webAddressOf(wav);
  });
  if (lasting) return ["call.recording_ready", { ...blankCall(callId), recordingUrl: lasting }];
  if (!brief) return null;
  const recordingExpiresAt = later(occurredAt, 600);
  const data = { ...blankCall(callId), recordingUrl: brief, ...(recordingExpiresAt && { recordingExpiresAt }) };
  return ["call.recording_ready", data];
}

function insightsOf(payload: Json, callId: string): Moment {
  const summary = listOf(payload.results)
    .flatMap((each) => textOf(objectOf(each).result) ?? [])
    .join("\n");
  if (summary === "") return null;
  const mood = { client: null, agent: null, overall: null };
  const analysis = { summary, topics: [], nextSteps: [], mood, score: null, transcriptUrl: null };
  return ["call.analyzed", { ...blankCall(callId), analysis }];
}
