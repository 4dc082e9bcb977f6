// Checks and describes Zoom Phone, whose events are signed and whose address must answer a challenge.
import { Buffer } from "node:buffer";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Greeting, Provider, Verdict } from "./provider.ts";
import { byAddress, equal, hmac, refused, signed, untimely } from "./signature.ts";
import { isObject, objectOf, textOf } from "./values.ts";
import { zoomPhoneAccount, zoomPhoneLog } from "./zoom-phone-log.ts";
import { readZoomPhone } from "./zoom-phone-read.ts";

export const zoomPhone: Provider = {
  name: "zoom-phone",
  label: "Zoom Phone",
  signature: "optional",
  secretHint:
    "The Secret Token on the page Features of your app in the Zoom App Marketplace. Zoom accepts the webhook address only after it is saved here.",
  setup: [
    "Sign in to the Zoom App Marketplace (marketplace.zoom.us) as an administrator and choose Develop, Build App, Server to Server OAuth App.",
    "Copy the Account ID, the Client ID and the Client Secret of the app to this page, and give the app the scope phone:read:list_call_logs:admin.",
    "Under Features copy the Secret Token, and save it as the secret of this page.",
    "Switch Event Subscriptions on, add one with the webhook address of this page, and press Validate.",
    "Add the Phone events: Caller's and Callee's call history completed (they make the calls in HubSpot), Callee answered, Callee missed, Callee ended, Caller ended, Blind transfer initiated, Warm transfer completed, Recording completed, Voicemail received and its transcript. Activate the app.",
    "Recordings stay in Zoom, which opens them only to its own sign-in: the call in HubSpot links to them but cannot play them.",
  ],
  verify,
  greet,
  recognises,
  read: readZoomPhone,
  settleSeconds: 5,
  account: zoomPhoneAccount,
  log: zoomPhoneLog,
};

/** Zoom sends again after 5, 20 and 60 minutes, and does not say whether it signs anew. */
const lastRetrySeconds = 90 * 60;

function verify({ headers, body }: Delivery, { secret, receivedAt }: Connection): Verdict {
  if (secret === null) return byAddress;
  const [signature, timestamp] = [headers["x-zm-signature"], headers["x-zm-request-timestamp"]];
  if (!signature) return refused("the header x-zm-signature is missing");
  if (!timestamp) return refused("the header x-zm-request-timestamp is missing");
  if (!/^\d{1,12}$/.test(timestamp)) return refused("x-zm-request-timestamp is not a Unix time in seconds");
  const late = untimely(Number(timestamp), receivedAt, "x-zm-request-timestamp", lastRetrySeconds);
  if (late !== null) return refused(late);
  const text = Buffer.concat([Buffer.from(`v0:${timestamp}:`), body]);
  const matches = equal(signature, `v0=${hmac("sha256", secret, text, "hex")}`);
  return matches ? signed : refused("the signature does not fit the body and the secret");
}

/** Zoom asks when the address is saved, and again from time to time. */
function greet(delivery: Delivery, { secret }: Connection): Greeting | null {
  const plainToken = challengeOf(delivery);
  if (plainToken === null) return null;
  if (secret === null) {
    const body = "Save the Secret Token of the Zoom app in Hookswitch first, then validate the address.";
    return { status: 400, type: "text/plain", body };
  }
  const encryptedToken = hmac("sha256", secret, plainToken, "hex");
  return { status: 200, type: "application/json", body: JSON.stringify({ plainToken, encryptedToken }) };
}

function challengeOf(delivery: Delivery): string | null {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return null;
  const { event, payload: inner } = payload.json;
  return event === "endpoint.url_validation" ? textOf(objectOf(inner).plainToken) : null;
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return false;
  const { event, event_ts: sentAt, payload: inner } = payload.json;
  const { account_id: account, object } = objectOf(inner);
  const isEvent = typeof sentAt === "number" && textOf(account) !== null && isObject(object);
  return (isEvent && /^phone\.[a-z_]+$/.test(textOf(event) ?? "")) || challengeOf(delivery) !== null;
}
