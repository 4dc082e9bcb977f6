// Reads CallRail's webhooks: tracked calls before and after, what is changed of them later, and form submissions.
import { assistReading } from "./callrail-analysis.ts";
import { type CallRailCall, callrailCall, isOver } from "./callrail-call.ts";
import { formReading } from "./callrail-form.ts";
import { callrailLog } from "./callrail-log.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed } from "./signature.ts";
import { isObject, longestId, textOf, textsOf } from "./values.ts";

export const callrail: Provider = {
  name: "callrail",
  label: "CallRail",
  signature: "optional",
  secretHint: "The signing key of the company, on the Webhooks page of its settings in CallRail.",
  setup: [
    "In CallRail open Settings, Integrations of the company and choose Webhooks.",
    "Paste the webhook address of this page under Post-Call, Call Modified, Outbound Post Call and Outbound Call Modified.",
    "If you track forms, paste it under Form Submission too. Pre-Call and text messages do no harm.",
    "Copy the signing key from the same page into the secret here; then nobody else can send in CallRail's name.",
    "CallRail never sends twice. So that lost calls are found, enter your account id and an API key here.",
    "Make a test call. CallRail waits for the recording and tells of a call up to 20 minutes after hanging up.",
  ],
  verify,
  read,
  recognises,
  account: [
    { name: "account_id", label: "Account id", hint: "In the address of CallRail's pages, right after /a/" },
    { name: "api_key", label: "API key", hint: "CallRail, your user's menu, Integrations, API Keys" },
  ],
  log: callrailLog,
};

/** The body's timestamp is the call's own start, long past when a call is changed, so it says nothing of a replay. */
function verify(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const signature = delivery.headers.signature?.trim() ?? "";
  if (signature === "") return refused("the header signature is missing");
  const expected = hmac("sha1", connection.secret.trim(), delivery.body, "base64");
  return equal(signature, expected) ? signed : refused("the signature does not fit the body and the signing key");
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  const body = "json" in payload ? payload.json : null;
  if (!isObject(body)) return false;
  const has = (...names: string[]) => names.every((name) => name in body);
  const isCall = has("tracking_phone_number", "business_phone_number", "customer_phone_number", "customer_city");
  return isCall || has("form_data", "form_url", "company_id", "first_form") || has("last_interaction_resource_id");
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const body = payload.json;
  if (!isObject(body)) return { unreadable: "The body is no JSON object; CallRail sends one for each call or form." };
  if (isObject(body.form_data)) return formReading(body, connection);
  if ("last_interaction_resource_id" in body) return assistReading(body, connection);
  if ("source_number" in body && "destination_number" in body) {
    return { ignored: "CallRail reported a text message; Hookswitch writes calls and forms.", type: "text message" };
  }
  if (!("tracking_phone_number" in body || "customer_phone_number" in body)) {
    return { unreadable: "The body is neither a call nor a form nor a text message of CallRail." };
  }
  return callReading(body, connection);
}

/** CallRail does not name the event: what the call holds tells it. */
function callReading(call: CallRailCall, connection: Connection): Reading {
  const callId = textOf(call.resource_id) ?? textOf(call.id);
  if (callId === null) return { unreadable: "The call's id is missing." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  const data = callrailCall(callId, call, connection.timeZone);
  const subject = `callrail/${callId}`;
  const now = connection.receivedAt.toISOString();
  if (Array.isArray(call.changes)) {
    const changes = textsOf(call.changes);
    const isAnalysis = data.analysis && changes.length > 0 && changes.every((change) => analysed.has(change));
    return { happenings: [{ type: isAnalysis ? "call.analyzed" : "call.updated", subject, time: now, data }] };
  }
  if (!isOver(call)) return { happenings: [{ type: "call.started", subject, time: data.startedAt ?? now, data }] };
  return { happenings: [{ type: "call.completed", subject, time: data.endedAt ?? data.startedAt ?? now, data }] };
}

/** Members of `changes` that only a machine writes. */
const analysed = new Set(["call_summary", "transcription_text"]);
