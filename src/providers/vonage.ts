// Reads the event webhooks of Vonage's Voice API (once Nexmo): the legs of a conversation, transfers, recordings.
import type { CallData, CallType } from "../model/event.ts";
import { blankCall } from "./blank-call.ts";
import { namedLeg } from "./endpoint.ts";
import { utcOf } from "./local-time.ts";
import { readFields } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { recordingAt } from "./recording-address.ts";
import { cut, longestId, textOf } from "./values.ts";
import { endedData, type Field, hasSpoken, isOver, type Leg, legOf, talkOf } from "./vonage-call.ts";
import { verifyVonage } from "./vonage-signature.ts";

export const vonage: Provider = {
  name: "vonage",
  label: "Vonage (Nexmo) Voice API",
  signature: "optional",
  secretHint: "The Signature secret of the account: Vonage API Dashboard, Settings.",
  setup: [
    "In the Vonage API Dashboard open Applications, choose the application that takes your calls, and press Edit.",
    "Under Voice paste the webhook address of this page as Event URL, with HTTP POST. Leave signed webhooks on. Save.",
    "Where a program of yours needs the events too, let it pass each one on here, body and Authorization header as is.",
    "Users of your app are known as employees; where an NCCO connects to an employee's number, Hookswitch must be told.",
    "Give that connect action an eventUrl: this address with ?leg=agent added. Else the number is taken for a client's.",
    "For recordings give the address as eventUrl of the record action.",
    "Enter the Signature secret here as the signing secret; then nobody can send in Vonage's name.",
  ],
  verify: verifyVonage,
  read,
  // Whatever stands in an answer may be taken for instructions (an NCCO); with none the call goes on as it was.
  answer: { type: "text/plain", body: "" },
  recognises,
  settleSeconds: 5,
};

const conversation = /^CON-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function recognises(delivery: Delivery): boolean {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return false;
  const { fields } = payload;
  return conversation.test(fields.get("conversation_uuid") ?? fields.get("conversation_uuid_from") ?? "");
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const field: Field = (name) => textOf(payload.fields.get(name));
  const callId = field("conversation_uuid_from") ?? field("conversation_uuid");
  if (callId === null) {
    return { unreadable: "No call of Vonage's is in this delivery: conversation_uuid is missing." };
  }
  const ids = ["conversation_uuid_from", "conversation_uuid", "conversation_uuid_to", "uuid", "call_uuid"];
  const long = ids.find((name) => (field(name)?.length ?? 0) > longestId);
  if (long !== undefined) return { unreadable: `${long} is longer than ${longestId} characters.` };

  const told = momentOf(field, callId, namedLeg(delivery.query) === "agent");
  if ("ignored" in told) return told;
  const time = utcOf(field("timestamp"), "UTC") ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: told.type, subject: `vonage/${callId}`, time, data: told.data }] };
}

/** Files of its API want a token that only the application's private key can sign. */
const guarded = /(^|\.)(nexmo|vonage)\.com$/;

type Moment = { type: CallType; data: CallData };

function momentOf(field: Field, callId: string, isAgents: boolean): Moment | { ignored: string; type?: string } {
  const [status, moved] = [field("status"), field("conversation_uuid_to")];
  if (moved !== null) {
    const linkedIds = [moved, field("uuid")].filter((id) => id !== null);
    return { type: "call.forwarded", data: { ...blankCall(callId), linkedIds } };
  }
  const address = recordingAt(field("recording_url"), guarded);
  if (address.recordingUrl !== null)
    return { type: "call.recording_ready", data: { ...blankCall(callId), ...address } };
  if (status === null) return { ignored: "Vonage reported no status of a call; Hookswitch writes calls." };
  if (/^wss?:/i.test(field("to") ?? "")) {
    return { ignored: "Vonage reported a leg to a WebSocket, which is no person.", type: cut(status, 60) };
  }
  const told = statusMoment(status, legOf(field, callId, isAgents), field);
  if (told !== null) return told;
  const name = cut(status, 60);
  return { ignored: `Vonage reported the status "${name}", which says nothing new of the call.`, type: name };
}

/** null: nothing that Hookswitch keeps. */
function statusMoment(status: string, leg: Leg, field: Field): Moment | null {
  const { agent, reachesClient, data } = leg;
  const at = utcOf(field("timestamp"), "UTC");
  if (status === "started") return { type: "call.started", data: agent === null ? { ...data, startedAt: at } : data };
  if (status === "ringing") return { type: "call.started", data };
  if (status === "answered") {
    if (agent !== null) return { type: "call.answered", data: { ...data, agent, answeredAt: at } };
    // Of an incoming call a program has taken it, which is nobody's answer.
    return reachesClient && data.direction === "out"
      ? { type: "call.answered", data: { ...data, answeredAt: at } }
      : null;
  }
  if (status === "machine" && agent === null) {
    const heard = { outcome: "voicemail", providerStatus: status, talkSeconds: 0 } as const;
    return { type: "call.updated", data: { ...blankCall(data.callId), ...heard } };
  }
  if (!isOver(status)) return null;
  if (agent === null) return { type: "call.completed", data: endedData(leg, field) };
  if (!hasSpoken(field)) return { type: "call.forwarded", data: { ...data, rang: [agent] } };
  const spoke = {
    agent,
    outcome: "answered",
    providerStatus: status,
    ...talkOf(field),
  } as const;
  return { type: "call.updated", data: { ...data, ...spoke } };
}
