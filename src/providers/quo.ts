// Reads Quo (formerly OpenPhone): webhooks of its app and of its API, whose shapes and signatures differ.
import { Buffer } from "node:buffer";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { type QuoEvent, timeOf } from "./quo-call.ts";
import { callIdOf, mappingOf, momentTime } from "./quo-event.ts";
import { quoAccount, quoLog } from "./quo-log.ts";
import { byAddress, equal, hmac, refused, signed, untimely } from "./signature.ts";
import { verifyStandardWebhook, wrongStandardSecret } from "./standard-webhooks.ts";
import { cut, isObject, longestId, objectOf, textOf, webAddressOf } from "./values.ts";

export const quo: Provider = {
  name: "quo",
  label: "Quo (OpenPhone)",
  signature: "optional",
  secretHint:
    "Quo calls it the signing secret: in the Quo app behind the three dots of the webhook; the API gives it once as key, beginning with whsec_.",
  setup: [
    "In the Quo app open Settings, Webhooks as an owner or admin, and create a webhook with the webhook address of this page.",
    "Choose all phone numbers and the events call.ringing, call.completed, call.recording.completed and, if your plan has it, call.summary.completed.",
    "Open the three dots of the webhook, reveal the signing secret, and save it on this page.",
    "Open Settings, API, press Generate API key, and save the key on this page: Hookswitch then finds calls that no webhook told of.",
    "A developer may instead create the webhook through the API (POST https://api.quo.com/webhooks) with call.answered, call.forwarded and call.voicemail.completed besides: then calls of shared numbers name who took them.",
  ],
  verify,
  wrongSecret: wrongStandardSecret,
  recognises,
  read,
  settleSeconds: 5,
  account: quoAccount,
  log: quoLog,
};

function verify(delivery: Delivery, { secret, receivedAt }: Connection): Verdict {
  if (secret === null) return byAddress;
  const header = delivery.headers["openphone-signature"];
  if (header) return verifyOlder(header, delivery.body, secret, receivedAt);
  return verifyStandardWebhook(delivery, secret, receivedAt);
}

/** Quo sends again for 28 hours, and it is not documented whether its older webhooks are signed anew then. */
const lastRetrySeconds = 28 * 3600;

/** hmac;1;<milliseconds>;<base64>, several with commas between them while a secret is being changed. */
function verifyOlder(header: string, body: Buffer, secret: string, receivedAt: Date): Verdict {
  const key = Buffer.from(secret.trim().replace(/^whsec_/, ""), "base64");
  if (key.length === 0) return refused("the signing secret saved for this portal is not base64");
  const signatures = [...header.matchAll(/(?:^|,)\s*hmac;1;(\d{10,14});([^;,\s]+)/g)];
  if (signatures.length === 0) return refused("openphone-signature is not of the form hmac;1;time;signature");
  let because = "the signature does not fit the body and the secret";
  for (const [, time = "", signature = ""] of signatures) {
    const seconds = Math.floor(Number(time) / (time.length > 11 ? 1000 : 1));
    const text = Buffer.concat([Buffer.from(`${time}.`), body]);
    if (!equal(signature, hmac("sha256", key, text, "base64"))) continue;
    const late = untimely(seconds, receivedAt, "openphone-signature", lastRetrySeconds);
    if (late === null) return signed;
    because = late;
  }
  return refused(because);
}

interface Shape {
  event: QuoEvent;
  id: string | null;
  createdAt: string | null;
}

/** null: not Quo's. */
function shapeOf(delivery: Delivery): Shape | null {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return null;
  const { id, type, apiVersion, createdAt, data, object } = payload.json;
  const name = textOf(type);
  if (name === null || textOf(apiVersion) === null || !isObject(data)) return null;
  const rest = { id: textOf(id), createdAt: timeOf(createdAt) };
  if (isObject(data.resource) && isObject(data.context)) {
    const link = webAddressOf(objectOf(data.links).quo);
    return { ...rest, event: { type: name, resource: data.resource, context: data.context, link } };
  }
  if (object !== "event" || !isObject(data.object)) return null;
  const link = webAddressOf(data.object.deepLink) ?? webAddressOf(data.deepLink);
  return { ...rest, event: { type: name, resource: data.object, context: {}, link } };
}

function recognises(delivery: Delivery): boolean {
  const type = shapeOf(delivery)?.event.type ?? "";
  return /^(call|message|contact|task|integration)\.|^call(Summary|Transcript)$/.test(type);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const shape = shapeOf(delivery);
  if (shape === null) return { unreadable: "The body is not an event of Quo's: type, apiVersion and data are needed." };
  const { event, id } = shape;
  const mapping = mappingOf(event.type);
  if (mapping === null) {
    const type = cut(event.type, 60);
    return { ignored: `Quo reported ${type}; Hookswitch writes calls.`, type };
  }
  const callId = callIdOf(event);
  if (callId === null) return { unreadable: "The event does not name its call." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  const moment = mapping(event, callId);
  if ("ignored" in moment) return moment;
  const time = momentTime(event) ?? shape.createdAt ?? connection.receivedAt.toISOString();
  const providerEventId = id !== null && id.length <= longestId ? { providerEventId: id } : {};
  return { happenings: [{ ...moment, subject: `quo/${callId}`, time, ...providerEventId }] };
}
