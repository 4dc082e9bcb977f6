// Reads Aircall's webhooks: a call from its first ring to its recording, and what Aircall's AI made of it.
import { aircallAnalysis } from "./aircall-analysis.ts";
import { aircallLog } from "./aircall-log.ts";
import { aircallMoment } from "./aircall-moment.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { byAddress, equal, refused, signed } from "./signature.ts";
import { cut, isObject, objectOf, textOf } from "./values.ts";

export const aircall: Provider = {
  name: "aircall",
  label: "Aircall",
  signature: "optional",
  secretHint: "The token that the Aircall Dashboard shows with the webhook.",
  setup: [
    "In the Aircall Dashboard open Integrations & API, look for Webhook and install it.",
    "Paste the webhook address of this page as its URL.",
    "Choose the call events ended, voicemail_left, comm_assets_generated, commented, tagged and untagged.",
    "With Aircall AI choose summary, topics, sentiment and action item too. Other events do no harm.",
    "Copy the token of the webhook into the secret here; then nobody else can send in Aircall's name.",
    "So that lost calls are found, make an API key under Integrations & API and enter its ID and token here.",
    "Make a test call. It appears on the Activity page about half a minute after hanging up.",
  ],
  verify,
  read,
  recognises,
  account: [
    { name: "api_id", label: "API ID", hint: "Aircall Dashboard, Integrations & API, API keys" },
    { name: "api_token", label: "API token", hint: "Shown once, when the API key is made" },
  ],
  log: aircallLog,
};

/** Aircall signs nothing: every body holds the token of its webhook. */
function verify(delivery: Delivery, connection: Connection): Verdict {
  if (connection.secret === null) return byAddress;
  const payload = readJson(delivery);
  const token = "json" in payload ? textOf(objectOf(payload.json).token) : null;
  if (token === null) return refused("the body holds no token");
  return equal(token, connection.secret.trim()) ? signed : refused("the token is not the one saved for this portal");
}

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if (!("json" in payload) || !isObject(payload.json)) return false;
  const { event, resource, token, timestamp, data } = payload.json;
  const isNamed = [event, resource, token].every((part) => typeof part === "string");
  return isNamed && typeof timestamp === "number" && isObject(data) && Object.keys(payload.json).length === 5;
}

/** What the first word of an event stands for, where that is no call of people. */
const others = new Map([
  ["contact", "a contact"],
  ["user", "what a user does"],
  ["number", "a phone number"],
  ["message", "a text message"],
  ["group_message", "a text message"],
  ["analytics", "a report"],
  ["integration", "an integration"],
  ["transcription", "a transcript that has to be fetched"],
  ["realtime_transcription", "a piece of a transcript"],
  ["playbook_result", "a playbook"],
  ["call_evaluation", "a scorecard that has to be fetched"],
  ["ai_voice_agent", "its voice agent, whose calls come as call events too"],
]);

/** Call events that add nothing to what is written of a call. */
const idle = new Map([
  ["call.hungup", "call.ended tells the whole call half a minute later"],
  ["call.hold", "the call goes on"],
  ["call.unhold", "the call goes on"],
  ["call.ivr_option_selected", "the call goes on"],
  ["call.assigned", "it says who shall follow up, not who spoke"],
  ["call.archived", "nothing of the call changed"],
]);

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const message = objectOf(payload.json);
  const event = textOf(message.event);
  if (event === null) return { unreadable: "The event is missing; Aircall names it in every webhook." };

  const type = cut(event, 60);
  const other = others.get(event.split(".")[0] ?? "");
  if (other) return { ignored: `Aircall reported ${other}; Hookswitch writes calls.`, type };
  const why = idle.get(event);
  if (why) return { ignored: `Aircall reported ${event}; ${why}.`, type };
  const told = { event, data: objectOf(message.data), sentAt: utcOf(textOf(message.timestamp), "UTC") };
  const reading = aircallMoment(told, connection) ?? aircallAnalysis(told, connection);
  return reading ?? { ignored: `Aircall reported "${type}", an event that Hookswitch does not know.`, type };
}
