// Reads JustCall's webhooks, those of its phone system and of its Sales Dialer.
import type { CallType } from "../model/event.ts";
import { analysisOf, justcallCall } from "./justcall-call.ts";
import { eventNamed, reasonAgainst } from "./justcall-event.ts";
import { verifyJustcall } from "./justcall-signature.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { cut, isObject, longestId, objectOf, textOf } from "./values.ts";

export const justcall: Provider = {
  name: "justcall",
  label: "JustCall",
  signature: "optional",
  secretHint: "The API secret of JustCall: profile icon, APIs and Webhooks.",
  setup: [
    "In JustCall click on the profile icon, open APIs and Webhooks and there Webhook Settings.",
    "Add the webhook address of this page to these events: call completed, missed call, incoming voicemail, call updated.",
    "With JustCall AI add it to call AI report generated, with the Sales Dialer to its call events too.",
    "Copy the API secret from APIs and Webhooks into the secret here; then nobody else can send in JustCall's name.",
    "JustCall signs the address: if a new one is made here, it must be changed in JustCall too.",
    "Make a test call. It appears on the Activity page within seconds of hanging up.",
  ],
  verify: verifyJustcall,
  read,
  recognises,
  // A missed call may be told both as missed and as completed, in any order.
  settleSeconds: 5,
};

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  const body = "json" in payload ? payload.json : null;
  if (!isObject(body) || !isObject(body.data)) return false;
  return [body.request_id, body.webhook_url, body.url_id, body.type].every((part) => textOf(part) !== null);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const body = objectOf(payload.json);
  const word = textOf(body.type);
  if (word === null) return { unreadable: "The type is missing; JustCall names the event by it." };
  const event = eventNamed(word);
  if (!event) return { ignored: reasonAgainst(word), type: cut(word, 60) };

  const call = objectOf(body.data);
  const callId = textOf(call.call_sid) ?? textOf(call.id) ?? textOf(call.call_id);
  if (callId === null) return { unreadable: "The call's id is missing: data has neither call_sid nor id." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  if (event.type === "call.analyzed" && !analysisOf(call)) {
    return { ignored: "JustCall sent an AI report without its content.", type: cut(word, 60) };
  }
  const sentAt = utcOf(textOf(delivery.headers["x-justcall-request-timestamp"]), "UTC");
  const known = justcallCall(callId, call, event, connection.timeZone);
  const data = event.type === "call.answered" ? { ...known, answeredAt: sentAt } : known;
  const times: Partial<Record<CallType, string | null>> = {
    "call.started": data.startedAt,
    "call.completed": data.endedAt,
  };
  const time = times[event.type] ?? sentAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: event.type, subject: `justcall/${callId}`, time, data }] };
}
