// Reads Binotel's webhooks: the full report of a finished call, and the live news of API PUSH.
import type { CallData, CallType } from "../model/event.ts";
import { binotelCall, binotelDirection } from "./binotel-call.ts";
import { notACall } from "./binotel-outcome.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { readBracketForm } from "./bracket-form.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Greeting, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { cut, longestId, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export const binotel: Provider = {
  name: "binotel",
  label: "Binotel",
  signature: "address",
  setup: [
    "Webhooks are set up by Binotel's technical support: write to them from your company's Binotel account.",
    "Ask them to send API CALL COMPLETED to the webhook address of this page; it reports every finished call.",
    "If they ask for an address for API CALL SETTINGS or API PUSH too, give them the same one; neither is needed.",
    "In Binotel give every employee a name and an e-mail address: with these Hookswitch finds the HubSpot owner.",
    "Here, set the default country to that of your numbers: Binotel writes them as people dial them, 0501234567.",
    "Make a test call. It appears on the Activity page when Binotel has reported it, shortly after hanging up.",
  ],
  verify: () => byAddress,
  greet,
  read,
  // Whatever else is answered, Binotel sends the call seven times more within 38 hours.
  answer: { type: "application/json", body: '{"status":"success"}' },
  recognises,
};

/** The news of API PUSH. It tells of a call's end too, but with less than the report that follows. */
const moments = new Map<string, CallType>([
  ["receivedTheCall", "call.started"],
  ["answeredTheCall", "call.answered"],
  ["transferredTheCall", "call.forwarded"],
]);
const lookup = "apiCallSettings";
const requests = new Set([...moments.keys(), "hangupTheCall", "apiCallCompleted", lookup]);

/** While the phone rings Binotel asks who is calling; it waits for the answer, so that it gets one that names nobody. */
function greet(delivery: Delivery): Greeting | null {
  if (!delivery.body.includes(lookup) || requestOf(fieldsOf(delivery)) !== lookup) return null;
  return { status: 200, type: "application/json", body: '{"customerData":{}}' };
}

function recognises(delivery: Delivery): boolean {
  if (!delivery.body.includes("requestType")) return false;
  const fields = fieldsOf(delivery);
  const details = objectOf(fields.callDetails);
  const isCall = textOf(details.generalCallID) !== null || textOf(fields.generalCallID) !== null;
  return requests.has(requestOf(fields) ?? "") && (isCall || textOf(fields.companyID) !== null);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = payloadOf(delivery);
  if ("unreadable" in payload) return payload;
  const fields = objectOf(payload.json);
  const request = requestOf(fields);
  const moment = moments.get(request ?? "");
  if (request === "apiCallCompleted") return readReport(objectOf(fields.callDetails), connection);
  if (moment !== undefined) return readMoment(moment, fields, connection);
  if (request === null) return { unreadable: "requestType is missing, which Binotel writes into every request." };
  const what = request === "hangupTheCall" ? "a call's end, of which API CALL COMPLETED tells more" : cut(request, 60);
  return { ignored: `Binotel reported ${what}; Hookswitch writes calls.`, type: cut(request, 60) };
}

function readReport(details: Json, connection: Connection): Reading {
  const other = notACall(details.disposition);
  if (other !== null)
    return { ignored: `Binotel reported ${other}; Hookswitch writes calls.`, type: "apiCallCompleted" };
  const id = textOf(details.generalCallID);
  if (id === null || id.length > longestId) return withoutId("callDetails[generalCallID]", id);
  const data = binotelCall(details, id, connection.timeZone);
  const type = data.outcome === "in_progress" ? "call.started" : "call.completed";
  const time = data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type, subject: `binotel/${id}`, time, data }] };
}

/** API PUSH names no times. Its names are those of API 4.0, older ones in second place. */
function readMoment(type: CallType, fields: Json, connection: Connection): Reading {
  const id = textOf(fields.generalCallID);
  if (id === null || id.length > longestId) return withoutId("generalCallID", id);
  const direction = binotelDirection(fields.callType);
  const client = textOf(fields.externalNumber) ?? textOf(fields.srcNumber) ?? textOf(fields.dstNumber);
  const extension = textOf(fields.internalNumber) ?? textOf(fields.extNumber);
  const blank = blankCall(id);
  const data: CallData = {
    ...blank,
    direction,
    client: { ...blank.client, phone: client },
    line: { phone: textOf(fields.pbxNumber) ?? textOf(fields.didNumber), name: null },
    // An incoming call that only rings may ring at a group.
    agent: type === "call.started" && direction !== "out" ? null : agentOf({ extension }),
  };
  const time = connection.receivedAt.toISOString();
  return { happenings: [{ type, subject: `binotel/${id}`, time, data }] };
}

function withoutId(name: string, id: string | null): Reading {
  return { unreadable: id === null ? `${name} is missing.` : `${name} is longer than ${longestId} characters.` };
}

function payloadOf(delivery: Delivery): { json: unknown } | { unreadable: string } {
  const payload = readJson(delivery);
  if ("unreadable" in payload || payload.json !== undefined) return payload;
  return readBracketForm(delivery.body.toString("utf8"));
}

function fieldsOf(delivery: Delivery): Json {
  const payload = payloadOf(delivery);
  return "json" in payload ? objectOf(payload.json) : {};
}

function requestOf(fields: Json): string | null {
  return textOf(fields.requestType);
}
