// Reads Fathom's one webhook: a meeting that has been recorded, whole, with its summary, action items and highlights.
import type { Happening } from "../model/event.ts";
import { fathomMeeting } from "./fathom-meeting.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { verifyStandardWebhook, wrongStandardSecret } from "./standard-webhooks.ts";
import { isObject, longestId, textOf } from "./values.ts";

export const fathom: Provider = {
  name: "fathom",
  label: "Fathom",
  signature: "optional",
  secretHint: "Fathom shows it once, when the webhook is created: it begins with whsec_.",
  setup: [
    "In Fathom open your user settings, API Access, and generate an API key: only then webhooks can be added.",
    "Press Manage, Add Webhook, and enter the webhook address of this page as the destination URL.",
    "Choose which recordings it tells of. With those that are shared with your team, one webhook serves the whole team; without them, each colleague adds one.",
    "Choose the summary, the action items and the highlights. With the transcript, people are found too who were in no invitation.",
    "Copy the webhook secret and save it on this page; then nobody else can send in Fathom’s name.",
    "Record a meeting of two minutes. Fathom tells of it shortly after its end.",
  ],
  verify,
  wrongSecret: wrongStandardSecret,
  recognises,
  read,
  // A transcript comes within the webhook.
  bodyLimit: 6 * 1024 * 1024,
};

function verify(delivery: Delivery, { secret, receivedAt }: Connection): Verdict {
  return secret === null ? byAddress : verifyStandardWebhook(delivery, secret, receivedAt);
}

/** All of them are there with every meeting, by Fathom's reference. */
const always = ["recording_id", "share_url", "recording_start_time", "recorded_by", "calendar_invitees"];

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return false;
  const body = payload.json;
  return always.every((name) => name in body) && isObject(body.recorded_by) && Array.isArray(body.calendar_invitees);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const body = payload.json;
  if (!isObject(body)) return { unreadable: "The body is no JSON object; Fathom sends one for each meeting." };
  const meetingId = textOf(body.recording_id);
  if (meetingId === null) return { unreadable: "The body is no meeting of Fathom’s: recording_id is missing." };
  if (meetingId.length > longestId) return { unreadable: `The recording’s id is longer than ${longestId} characters.` };

  const data = fathomMeeting(meetingId, body, connection.timeZone);
  const isAnalysed = data.analysis !== null || data.notes.length > 0;
  const written = utcOf(textOf(body.created_at), connection.timeZone);
  // No id of the event: every colleague's webhook tells of a shared meeting under a webhook-id of its own.
  const happening: Happening = {
    type: isAnalysed ? "meeting.analyzed" : "meeting.completed",
    subject: `fathom/${meetingId}`,
    time: data.endedAt ?? data.startedAt ?? written ?? connection.receivedAt.toISOString(),
    data,
  };
  return { happenings: [happening] };
}
