// Reads Dialpad's call events: one for each state of each leg of a call, in any order.
import { dialpadHosts, legOf, timeOf } from "./dialpad-call.ts";
import { dialpadAccount, dialpadLog } from "./dialpad-log.ts";
import { mappingOf } from "./dialpad-moment.ts";
import { readDialpadPayload, verifyDialpad } from "./dialpad-payload.ts";
import type { Account, Connection, Delivery, Provider, Reading } from "./provider.ts";
import { isAt } from "./recording-address.ts";
import { cut, textOf } from "./values.ts";

export const dialpad: Provider = {
  name: "dialpad",
  label: "Dialpad",
  signature: "optional",
  secretHint: "Make one up of at least 32 letters and digits, and give the same to Dialpad as secret in step 2.",
  setup: [
    "In Dialpad's admin portal open My Company, Authentication, API Keys, and add a key with the scopes calls:list and recordings_export. Save it on this page.",
    "On developers.dialpad.com open Webhooks, Create, and send it once with that key: hook_url is the webhook address of this page, secret the secret of this page. Note the id that Dialpad answers.",
    "Open Event Subscriptions, Call Event, Create, and send it once: endpoint_id is that id, enabled true, and call_states calling, ringing, connected, hangup, missed, voicemail, voicemail_uploaded, transcription, recording, admin_recording, recap_summary, recap_action_items, csat.",
    "Make a test call. Dialpad never sends again what was refused; calls missed that way are taken from its list of calls.",
  ],
  verify: verifyDialpad,
  recognises,
  read,
  settleSeconds: 5,
  account: dialpadAccount,
  log: dialpadLog,
  recording,
};

function recognises(delivery: Delivery): boolean {
  const payload = readDialpadPayload(delivery);
  if ("unreadable" in payload) return false;
  const { call_id: id, state, direction } = payload.json;
  const names = ["entry_point_call_id", "master_call_id", "external_number", "internal_number", "event_timestamp"];
  const isLeg = textOf(id) !== null && textOf(state) !== null && textOf(direction) !== null;
  return isLeg && names.every((name) => name in payload.json);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readDialpadPayload(delivery);
  if ("unreadable" in payload) return payload;
  const { json } = payload;
  const state = textOf(json.state);
  const mapping = mappingOf(state ?? "");
  if (mapping === null) {
    const type = cut(state ?? "unknown", 60);
    return { ignored: `Dialpad reported ${type}; Hookswitch writes calls.`, type };
  }
  const leg = legOf(json);
  if (leg === null) return { unreadable: "call_id is missing or too long." };
  const moment = mapping(leg, json);
  if ("ignored" in moment) return moment;
  const time = timeOf(json.event_timestamp) ?? timeOf(json.date_ended) ?? connection.receivedAt.toISOString();
  return { happenings: [{ ...moment, subject: `dialpad/${leg.root}`, time }] };
}

/** Dialpad's recordings open to the API key that has the scope recordings_export. */
function recording(url: string, { apiKey }: Account): Record<string, string> | null {
  return apiKey && isAt(url, dialpadHosts) ? { authorization: `Bearer ${apiKey}` } : null;
}
