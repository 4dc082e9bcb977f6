// Reads Twilio's voice webhooks: status callbacks of calls and of their legs, recordings, transcriptions.
import type { CallHappening } from "../model/event.ts";
import { readFields } from "./payload.ts";
import type { Account, Connection, Delivery, Provider, Reading } from "./provider.ts";
import { isAt, recordingAt } from "./recording-address.ts";
import { isOver, machineOf, twilioApi } from "./twilio-leg.ts";
import { basic, twilioLog } from "./twilio-log.ts";
import {
  dialMoment,
  type Field,
  legOf,
  machineMoment,
  recordingMoment,
  statusMoment,
  transcriptionMoment,
} from "./twilio-moment.ts";
import { verifyTwilio } from "./twilio-signature.ts";
import { cut, longestId, textOf } from "./values.ts";

export const twilio: Provider = {
  name: "twilio",
  label: "Twilio",
  signature: "optional",
  secretHint: "The primary Auth Token of the account or subaccount: Twilio Console, Account Dashboard, Account Info.",
  setup: [
    "In the Twilio Console open Phone Numbers, Manage, Active numbers, and choose a number.",
    "Under Voice Configuration paste the webhook address of this page as Call status changes, with HTTP POST.",
    "Whoever writes your TwiML or Studio flow gives the address as statusCallback of each <Number>, <Client> and <Sip>.",
    "The events there are answered and completed: only these legs tell Hookswitch which employee answered, if any.",
    "Where an employee calls a client from a browser or SIP phone, the <Number> gets the address with ?leg=client added.",
    "Calls made through the API get it as StatusCallback, with the events initiated, answered and completed.",
    "For recordings and voicemail give it as recordingStatusCallback of <Dial> and <Record>.",
    "Enter the Auth Token here as the signing secret, and below the account, to fetch recordings and find lost calls.",
  ],
  verify: verifyTwilio,
  read,
  // An empty document of instructions: Twilio looks for one in some answers.
  answer: { type: "text/xml", body: "<Response/>" },
  recognises,
  settleSeconds: 5,
  account: [
    {
      name: "accountSid",
      label: "Account SID",
      hint: "Twilio Console, Account Dashboard, Account Info: it begins with AC.",
    },
    { name: "authToken", label: "Auth Token", hint: "Twilio Console, Account Dashboard, Account Info: press Show." },
  ],
  log: twilioLog,
  recording,
};

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const field: Field = (name) => textOf(payload.fields.get(name));
  const sid = field("CallSid");
  if (field("MessageSid") ?? field("SmsSid")) return ignored("a text message", "message");
  if (field("ConferenceSid"))
    return ignored("a conference, which belongs to no one call", field("StatusCallbackEvent"));
  if (sid === null) {
    if (field("AccountSid") === null)
      return { unreadable: "No call of Twilio's is in this delivery: it has no CallSid." };
    return ignored("something that is not a call", field("EventType"));
  }
  const long = ["CallSid", "ParentCallSid", "DialCallSid"].find((name) => (field(name)?.length ?? 0) > longestId);
  if (long !== undefined) return { unreadable: `${long} is longer than ${longestId} characters.` };
  return readCall(sid, field, delivery, connection);
}

function readCall(sid: string, field: Field, delivery: Delivery, connection: Connection): Reading {
  const [recording, transcription] = [field("RecordingStatus"), field("TranscriptionSid")];
  if (transcription !== null) {
    const text = field("TranscriptionStatus") === "completed" ? field("TranscriptionText") : null;
    if (text === null) return ignored("a transcription without a final text", field("TranscriptionEvent"));
    return told(transcriptionMoment(sid, text, connection));
  }
  if (recording !== null) {
    const address = recordingAt(recording === "completed" ? field("RecordingUrl") : null, twilioApi);
    if (address.recordingUrl === null) return ignored("a recording that cannot be fetched", `recording ${recording}`);
    return told(recordingMoment(sid, address, field, connection));
  }
  const leg = legOf(field, sid);
  const dial = field("DialCallStatus");
  if (dial !== null) {
    const happening = dialMoment(leg, field, connection);
    return happening ? told(happening) : ignored(`the status "${cut(dial, 60)}" of a <Dial>`, dial);
  }
  if (leg.status === "") {
    const machine = machineOf(leg.answeredBy);
    if (machine === null) return ignored("a call without a status", leg.answeredBy);
    return told(machineMoment(sid, machine, leg.answeredBy ?? "", connection));
  }
  if (!isOver(leg) && !underWay.has(leg.status)) return ignored(`the status "${cut(leg.status, 60)}"`, leg.status);
  return told(statusMoment(leg, field, delivery, connection));
}

const underWay = new Set(["queued", "initiated", "ringing", "in-progress"]);

function told(happening: CallHappening): Reading {
  return { happenings: [happening] };
}

function ignored(what: string, type: string | null): Reading {
  const because = `Twilio reported ${what}; Hookswitch writes calls.`;
  return type === null ? { ignored: because } : { ignored: because, type: cut(type, 60) };
}

/** Systems that speak Twilio's language have ids of other shapes. */
function recognises(delivery: Delivery): boolean {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return false;
  const [account, call] = [payload.fields.get("AccountSid"), payload.fields.get("CallSid")];
  return /^AC[0-9a-f]{32}$/.test(account ?? "") && /^CA[0-9a-f]{32}$/.test(call ?? "");
}

function recording(url: string, account: Account): Record<string, string> | null {
  const { accountSid, authToken } = account;
  return accountSid && authToken && isAt(url, twilioApi) ? basic(accountSid, authToken) : null;
}
