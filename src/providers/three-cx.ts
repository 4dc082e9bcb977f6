// Reads 3CX's call journal: what the ReportCall scenario of a CRM template posts when a call has ended (docs/3cx.md).
import { namedFields } from "./field-names.ts";
import { readFields } from "./payload.ts";
import type { Connection, Delivery, Greeting, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { callDataOf, variablesOf } from "./three-cx-call.ts";

export const threeCx: Provider = {
  name: "3cx",
  label: "3CX",
  signature: "address",
  setup: [
    "Save the CRM template of docs/3cx.md as hookswitch.xml, with the webhook address of this page in its two Url places.",
    "In the 3CX Admin Console open Integrations, CRM, Server side, press Add, and choose the file.",
    "Choose Hookswitch as the CRM and switch on call journaling. Save.",
    "In 3CX give each employee an e-mail address; it is how Hookswitch finds the HubSpot owner.",
    "Make a test call. It appears on the Activity page within seconds of hanging up.",
  ],
  verify: () => byAddress,
  read,
  answer: { type: "application/json", body: "{}" },
  greet,
  recognises,
  // A call that nobody in a queue took may be reported once for each of them.
  settleSeconds: 5,
};

/** A template asks who a caller is before it reports the call; with nobody in the answer 3CX shows the number. */
function greet(delivery: Delivery): Greeting | null {
  if (delivery.method !== "GET" || !new URLSearchParams(delivery.query).has("lookup")) return null;
  return { status: 200, type: "application/json", body: '{"contacts":[]}' };
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const variable = variablesOf(payload.fields);
  if (variable("calltype") === null) {
    if (variable("number") !== null) return { ignored: "3CX asked about a number; Hookswitch writes calls." };
    const names = namedFields([...payload.fields.keys()]);
    return { unreadable: `No call of 3CX's is in this delivery: CallType is missing${names && ` in ${names}`}.` };
  }
  const data = callDataOf(variable, connection);
  const time = data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: "call.completed", subject: `3cx/${data.callId}`, time, data }] };
}

/** The names of 3CX's own variables, as our template sends them. */
function recognises(delivery: Delivery): boolean {
  const payload = readFields(delivery);
  return "fields" in payload && ["CallType", "CallStartTimeUTC", "Agent"].every((name) => payload.fields.has(name));
}
