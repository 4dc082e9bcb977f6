// Reads Ringostat's webhooks: any of its naming families, in a query, a form or JSON.
import { createHash } from "node:crypto";
import type { Agent, CallData, CallType } from "../model/event.ts";
import { logMethod } from "./call-log.ts";
import { namedFields } from "./field-names.ts";
import { readFields } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { callDataOf, directionOf } from "./ringostat-call.ts";
import { type RingostatFields, ringostatFields } from "./ringostat-fields.ts";
import { ringostatAccount, ringostatPages, ringostatPerMinute } from "./ringostat-log.ts";
import { isPhone } from "./ringostat-people.ts";
import { isKnownStatus, statusNamed } from "./ringostat-status.ts";
import { byAddress } from "./signature.ts";
import { longestId } from "./values.ts";

export const ringostat: Provider = {
  name: "ringostat",
  label: "Ringostat",
  signature: "address",
  setup: [
    "In Ringostat open your project's Integration page, choose Webhooks 2.0 and add a webhook.",
    "Choose the event After call. Add more webhooks for outgoing calls and, if you use them, pick-up, rating and AI.",
    "Paste the webhook address of this page as the destination, choose the method POST and the format JSON.",
    "Tick at least call id, date, type, both numbers, status, durations, recording, employee's e-mail and extension.",
    "For advertising sources tick the UTM tags and the Google client id too. Keep the names that Ringostat proposes, or map yours under Capture.",
    "Here, set the time zone to that of the Ringostat project: Ringostat writes times without an offset.",
    "Make a test call. It appears on the Activity page within seconds of hanging up.",
  ],
  verify: () => byAddress,
  read,
  recognises,
  account: ringostatAccount,
  log: { perMinute: ringostatPerMinute, pages: ringostatPages, read: readListed },
};

/** By the name of its HTTP client, or by names that together are nobody else's. */
function recognises(delivery: Delivery): boolean {
  if (delivery.headers["user-agent"]?.startsWith("ringostat HTTP Client")) return true;
  if (!delivery.body.includes("uniqueid") && !delivery.query.includes("uniqueid")) return false;
  const payload = readFields(delivery);
  if ("unreadable" in payload) return false;
  const { fields } = payload;
  const isCall = fields.has("uniqueid") && fields.has("calldate") && isKnownStatus(fields.get("disposition") ?? "");
  const isRingostats = fields.has("E164") || fields.has("connected_with");
  return isCall && isRingostats && directionOf(ringostatFields(fields)).direction !== null;
}

/** The list has names for its fields that webhooks use too. */
function readListed(call: unknown, connection: Connection): Reading {
  const body = Buffer.from(JSON.stringify(call) ?? "");
  return read({ method: logMethod, query: "", headers: {}, body }, connection);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const fields = ringostatFields(payload.fields);
  const givenId = fields.first("callId");
  if (givenId === null && !describesCall(fields)) return { unreadable: noCallIn([...payload.fields.keys()]) };
  if (givenId !== null && givenId.length > longestId) {
    return { unreadable: `The call id is longer than ${longestId} characters.` };
  }

  const draft = callDataOf(fields, givenId ?? "", connection.timeZone);
  const data = givenId === null ? { ...draft, callId: builtId(draft, connection.receivedAt) } : draft;
  const type = typeOf(data);
  return { happenings: [{ type, subject: `ringostat/${data.callId}`, time: timeOf(type, data, connection), data }] };
}

/** Forms and deals have a status, a date and a phone too: only a direction or a call's own status makes a call. */
function describesCall(fields: RingostatFields): boolean {
  const numbers = [...fields.all("clientOfIncoming"), ...fields.all("clientOfOutgoing")];
  const status = fields.first("status");
  const spoken = directionOf(fields).direction !== null || (status !== null && isKnownStatus(status));
  return spoken && numbers.length > 0;
}

function typeOf(data: CallData): CallType {
  const status = data.providerStatus === null ? null : statusNamed(data.providerStatus);
  if (status !== null && !status.unfinished) return "call.completed";
  if (data.analysis) return "call.analyzed";
  if (data.rating) return "call.rated";
  // While a call lasts there is no recording, so a hook with one and without a status comes after the call.
  if (status === null && data.recordingUrl) return "call.recording_ready";
  return whoAnswered(data.agent) === null ? "call.started" : "call.answered";
}

function whoAnswered(agent: Agent | null): string | null {
  return agent && (agent.id ?? agent.email ?? agent.extension ?? agent.sip ?? agent.phone ?? agent.name);
}

function timeOf(type: CallType, data: CallData, connection: Connection): string {
  const moment = type === "call.completed" ? data.endedAt : type === "call.answered" ? data.answeredAt : null;
  return moment ?? data.startedAt ?? connection.receivedAt.toISOString();
}

/** An id for a call that has none: the same call sent again, under other names even, gets the same one. */
function builtId(data: CallData, receivedAt: Date): string {
  const digits = (phone: string | null) => (phone && isPhone(phone) ? phone.replace(/\D/g, "") : phone);
  const call = [
    data.direction,
    digits(data.client.phone),
    digits(data.line.phone),
    // Without a time two calls of one client cannot be told apart; then each delivery is a call of its own.
    data.startedAt ?? receivedAt.toISOString(),
    data.talkSeconds,
    data.providerStatus === null ? null : statusNamed(data.providerStatus).outcome,
  ];
  return `built-${createHash("sha256").update(JSON.stringify(call)).digest("hex")}`;
}

function noCallIn(names: string[]): string {
  if (names.length === 0) return "The delivery is empty: it has no query, form or JSON fields.";
  return `No call is in these fields: ${namedFields(names)}. The delivery is kept: map its fields under Capture.`;
}
