// Reads the webhook that a rule of Gong's fires for each call it recorded: the call whole, with what Gong made of it.
import type { Happening } from "../model/event.ts";
import { gongMeeting } from "./gong-meeting.ts";
import { verifyGong, wrongGongSecret } from "./gong-signature.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { flagOf, isObject, longestId, objectOf, textOf } from "./values.ts";

export const gong: Provider = {
  name: "gong",
  label: "Gong",
  signature: "optional",
  secretHint:
    "The public key of the rule: behind Show public key, where the rule’s authentication is Signed JWT header.",
  setup: [
    "In Gong open Admin center, Settings, Ecosystem, Automation rules as a tech admin and press + Add Rule.",
    "Filter the calls that shall be written to HubSpot, such as those with the scope External. Private calls are never written.",
    "Leave the action Fire webhook, and paste the webhook address of this page as the destination URL.",
    "Choose Signed JWT header, press Show public key, and save that key on this page as the secret.",
    "Give the rule a name, press Test now, and save it. Tests are answered, but nothing of them is written.",
    "Gong tells of a call when it has been processed. It does not document that it sends again what failed.",
  ],
  verify: verifyGong,
  wrongSecret: wrongGongSecret,
  recognises,
  read,
  // A long call comes with every place at which a tracked word fell, and with all that a CRM knows of its parties.
  bodyLimit: 6 * 1024 * 1024,
};

/** callData and isTest; the page on the payload shows the call without them around it. */
function callIn(body: Record<string, unknown>): Record<string, unknown> | null {
  const call = isObject(body.callData) ? body.callData : body;
  return isObject(call.metaData) ? call : null;
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  const body = "json" in payload ? objectOf(payload.json) : {};
  const { callData, isTest } = body;
  return isObject(callData) && typeof isTest === "boolean" && isObject(callData.metaData) && "parties" in callData;
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const body = payload.json;
  const call = isObject(body) ? callIn(body) : null;
  if (call === null || !isObject(body)) return { unreadable: "The body is not a call of Gong’s: callData is missing." };
  if (flagOf(body.isTest) === true) {
    return { ignored: "Gong sent a call to test the rule, and nothing of a test is written.", type: "test" };
  }
  const metaData = objectOf(call.metaData);
  const callId = textOf(metaData.id);
  if (callId === null) return { unreadable: "The call’s id is missing." };
  if (callId.length > longestId) return { unreadable: `The call’s id is longer than ${longestId} characters.` };
  // Gong sends them all the same, and expects whoever receives them to keep them private.
  if (flagOf(metaData.isPrivate) === true) return { ignored: "The call is marked as private in Gong." };

  const data = gongMeeting(callId, call, connection.timeZone);
  const happening: Happening = {
    type: data.analysis === null ? "meeting.completed" : "meeting.analyzed",
    subject: `gong/${callId}`,
    time: data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString(),
    data,
  };
  return { happenings: [happening] };
}
