// Reads what a CloudTalk workflow sends: an API request whose body an admin has put together by the template below.
import type { CallType } from "../model/event.ts";
import { cloudtalkCall } from "./cloudtalk-call.ts";
import { type CloudtalkFields, cloudtalkFields } from "./cloudtalk-fields.ts";
import { readFields } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { cut, longestId } from "./values.ts";

/** What stands in angle brackets is the data property of that meaning, picked from CloudTalk's list. */
const template = {
  event: "call.ended",
  call_id: "<call id>",
  call_uuid: "<call uuid>",
  direction: "<incoming or outgoing>",
  status: "<answered or missed>",
  external_number: "<number of the client>",
  internal_number: "<your number>",
  contact_name: "<name of the contact>",
  agent_id: "<agent id>",
  agent_name: "<name of the agent>",
  agent_email: "<e-mail of the agent>",
  started_at: "<start>",
  answered_at: "<answer>",
  ended_at: "<end>",
  talking_time: "<seconds of talk>",
  waiting_time: "<seconds of waiting>",
  is_voicemail: "<voicemail or not>",
  recording_url: "<link of the recording>",
  tags: "<call tags>",
  notes: "<call notes>",
};

export const cloudtalk: Provider = {
  name: "cloudtalk",
  label: "CloudTalk",
  signature: "address",
  setup: [
    "In the CloudTalk dashboard open Settings, Workflow Automations and add a workflow with the trigger Call, Ended.",
    "Add the action API Request with the webhook address of this page as the endpoint and the method POST.",
    `Under Values add a row for each key of this template: ${JSON.stringify(template)}`,
    "The value of event is that fixed text. For each other key place the cursor in its value and click on the data property.",
    "Leave out what CloudTalk does not offer, but never event, call_id and external_number.",
    "Add a workflow with the trigger Recording, Uploaded: event recording.uploaded, call_id and recording_url.",
    "For tags and notes add one with the trigger Call, Modified: event call.modified, call_id, tags and notes.",
    "Here, set the time zone to that of your CloudTalk account, for times that come without one.",
    "Make a test call. It appears on the Activity page when the agent's wrap-up time has ended.",
  ],
  verify: () => byAddress,
  read,
  recognises: ({ headers }) => /^cloudtalk-workflow-automation\b/i.test(headers["user-agent"] ?? ""),
};

/** CloudTalk's triggers as an admin may write them: call.ended, Call Ended, ended. */
const events = new Map<string, CallType>([
  ["started", "call.started"],
  ["ringing", "call.forwarded"],
  ["ringingonagent", "call.forwarded"],
  ["answered", "call.answered"],
  ["ended", "call.completed"],
  ["modified", "call.updated"],
  ["recordinguploaded", "call.recording_ready"],
]);

const others = new Map([
  ["raisedhand", "that an agent asks for help"],
  ["messagesent", "a text message"],
  ["messagereceived", "a text message"],
  ["contactcreated", "a contact"],
  ["contactupdated", "a contact"],
  ["contactdeleted", "a contact"],
  ["usercreated", "a user"],
  ["userupdated", "a user"],
  ["userdeleted", "a user"],
  ["userstatuschanged", "a user"],
  ["transcriptioncreated", "a transcript"],
]);

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readFields(delivery);
  if ("unreadable" in payload) return payload;
  const fields = cloudtalkFields(payload.fields);
  const word = fields("event");
  const name =
    word
      ?.toLowerCase()
      .replace(/[^a-z]/g, "")
      .replace(/^call/, "") ?? null;
  const type = name === null ? unnamed(fields) : (events.get(name) ?? null);
  if (type === null) return word === null ? { unreadable: missing("event") } : left(word, name ?? "");

  const callId = fields("callId") ?? fields("callUuid");
  if (callId === null) return { unreadable: missing("call_id") };
  if (callId.length > longestId) return { unreadable: `call_id is longer than ${longestId} characters.` };
  const data = cloudtalkCall(callId, fields, type, connection.timeZone);
  const times: Partial<Record<CallType, string | null>> = {
    "call.started": data.startedAt,
    "call.answered": data.answeredAt,
    "call.completed": data.endedAt ?? data.startedAt,
  };
  const time = times[type] ?? connection.receivedAt.toISOString();
  return { happenings: [{ type, subject: `cloudtalk/${callId}`, time, data }] };
}

/** A template without the event is read by what only the end of a call, or only its recording, can tell. */
function unnamed(fields: CloudtalkFields): CallType | null {
  const isOver = (["endedAt", "status", "talkSeconds"] as const).some((field) => fields(field) !== null);
  if (isOver) return "call.completed";
  return fields("recording") === null ? null : "call.recording_ready";
}

function missing(key: string): string {
  return `${key} is missing: add it to the Values of the workflow's API request in CloudTalk.`;
}

function left(word: string, name: string): Reading {
  const [type, other] = [cut(word, 60), others.get(name)];
  if (other) return { ignored: `CloudTalk reported ${other}; Hookswitch writes calls.`, type };
  return { ignored: `"${type}" is none of CloudTalk's events that Hookswitch knows.`, type };
}
