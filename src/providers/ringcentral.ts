// Reads RingCentral's telephony session events: what each party of a call does, one event each, in any order.
import type { Happening } from "../model/event.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Greeting, Provider, Reading, Verdict } from "./provider.ts";
import { ringcentralAccount, ringcentralLog } from "./ringcentral-log.ts";
import { momentOf, type Session } from "./ringcentral-party.ts";
import { byAddress, equal, refused, signed } from "./signature.ts";
import { cut, isObject, listOf, longestId, objectOf, textOf } from "./values.ts";

export const ringcentral: Provider = {
  name: "ringcentral",
  label: "RingCentral",
  signature: "optional",
  secretHint: "RingCentral calls it the verification token. Make one up and give the same to RingCentral in step 4.",
  secretHeaders: ["verification-token", "validation-token"],
  setup: [
    "Sign in to the RingCentral Developer Console (developers.ringcentral.com) as an administrator and choose Apps, Create App, REST API App.",
    "Choose JWT auth flow, a private app, and the permissions Call Control, Read Call Log and Webhook Subscriptions. Copy the Client ID and the Client Secret of the app to this page.",
    "Point at your name in the Developer Console, choose Credentials, Create JWT, and copy the JWT to this page.",
    'Open Create Subscription in the API Reference of the Developer Console and send it once: eventFilters ["/restapi/v1.0/account/~/telephony/sessions"], expiresIn 315360000, deliveryMode with transportType WebHook, the webhook address of this page as address and the secret of this page as verificationToken.',
    "RingCentral suspends a subscription for good when its deliveries fail for long. Then create it anew; calls missed meanwhile are taken from the call log.",
    "Recordings stay in RingCentral, which opens them only to its own sign-in: the call in HubSpot links to them but cannot play them.",
  ],
  verify,
  greet,
  recognises,
  read,
  answer: { type: "application/json", body: "" },
  settleSeconds: 5,
  account: ringcentralAccount,
  log: ringcentralLog,
};

/** RingCentral's guide names the header Validation-Token, its deliveries have Verification-Token. */
function verify({ headers }: Delivery, { secret }: Connection): Verdict {
  if (secret === null) return byAddress;
  const token = headers["verification-token"] ?? headers["validation-token"];
  if (!token) return refused("the header Verification-Token is missing");
  return equal(token, secret) ? signed : refused("its verification token is not the one saved here");
}

/** When a subscription is made, RingCentral wants its token back within 3 s, as JSON although there is none. */
function greet(delivery: Delivery): Greeting | null {
  const token = delivery.headers["validation-token"];
  if (!token || !/^[\x20-\x7e]{1,500}$/.test(token) || delivery.body.toString("utf8").trim() !== "") return null;
  return { status: 200, headers: { "Validation-Token": token }, type: "application/json", body: "" };
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return false;
  const { uuid, subscriptionId, event, body } = payload.json;
  const isNamed = textOf(uuid) !== null && textOf(subscriptionId) !== null && isObject(body);
  return isNamed && /^\/restapi\/v1\.0\//.test(textOf(event) ?? "");
}

/** Not calls with clients. */
const otherOrigins = new Set<string | null>(["GreetingsRecording", "VerificationCall", "TestCall"]);

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (!isObject(payload.json)) return { unreadable: "The body is not a JSON object, as RingCentral's events are." };
  const event = textOf(payload.json.event) ?? "";
  if (!/\/telephony\/sessions(\?|$)/.test(event)) {
    const type = cut(event, 60) || "unknown";
    return { ignored: `RingCentral reported ${type}; Hookswitch writes calls.`, type };
  }
  const body = objectOf(payload.json.body);
  if (otherOrigins.has(textOf(objectOf(body.origin).type))) {
    return { ignored: "RingCentral reported a call of its own, such as the recording of a greeting." };
  }
  const id = textOf(body.telephonySessionId);
  if (id === null) return { unreadable: "body.telephonySessionId is missing." };
  if (id.length > longestId) return { unreadable: `body.telephonySessionId is longer than ${longestId} characters.` };
  const time = utcOf(textOf(body.eventTime) ?? textOf(payload.json.timestamp), connection.timeZone);
  const session = { id, legacyId: textOf(body.sessionId), time: time ?? connection.receivedAt.toISOString() };
  return readParties(session, listOf(body.parties).filter(isObject));
}

function readParties(session: Session, parties: Record<string, unknown>[]): Reading {
  const moments = parties.map((party) => momentOf(session, party));
  const [first, ...rest] = moments.flatMap((moment): Happening[] => {
    if ("ignored" in moment) return [];
    return [{ ...moment, subject: `ringcentral/${session.id}`, time: session.time }];
  });
  if (first) return { happenings: [first, ...rest] };
  const because = moments.find((moment) => "ignored" in moment)?.ignored;
  return because === undefined ? { unreadable: "The event names no party of the call." } : { ignored: because };
}
