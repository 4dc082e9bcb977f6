// Reads Grain's hooks: recordings that are added, changed or deleted, with what the hook includes, and their highlights.
import { createHash } from "node:crypto";
import type { Happening } from "../model/event.ts";
import type { MeetingData } from "../model/meeting.ts";
import { blankMeeting } from "./blank-meeting.ts";
import { grainAccount, grainDetails } from "./grain-details.ts";
import { grainMeeting, isAnalysed } from "./grain-meeting.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { cut, isObject, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export const grain: Provider = {
  name: "grain",
  label: "Grain",
  signature: "address",
  setup: [
    "In Grain open Settings, Integrations, API and create a workspace access token, which sees every recording, or a personal one for your own. Save it on this page.",
    "Hooks are created through Grain’s API: a developer sends POST https://api.grain.com/_/public-api/v2/hooks/create with the headers “Authorization: Bearer <token>” and “Public-Api-Version: 2025-10-31”.",
    'The body is JSON: {"hook_url": "<the webhook address of this page>", "hook_type": "recording_added", "include": {"participants": true, "highlights": true, "ai_summary": true, "ai_action_items": true}}.',
    "Do the same with the hook_type recording_updated, and without “include” with recording_deleted, highlight_added, highlight_updated and highlight_deleted.",
    "Grain tests the address while it creates a hook; the activity page then shows that test as ignored.",
  ],
  verify: () => byAddress,
  recognises,
  read,
  bodyLimit: 6 * 1024 * 1024,
  account: grainAccount,
  details: grainDetails,
};

/** Other note-takers have events of these names too, but without user_id and data. */
function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return false;
  const { type, data } = payload.json;
  const isHook = /^(recording|highlight|story)_(added|updated|deleted)$/.test(textOf(type) ?? "");
  return isHook && "user_id" in payload.json && textOf(objectOf(data).id) !== null;
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (Array.isArray(payload.json)) return { unreadable: "The body is a list; Grain sends one event at a time." };
  const { type, data } = objectOf(payload.json);
  const name = textOf(type);
  // What its test of the address holds is not documented.
  if (name === null)
    return { ignored: "This is no event: Grain tests the address in such a way when a hook is created." };
  const [, about, what = ""] = /^(recording|highlight)_(added|updated|deleted|removed)$/.exec(name) ?? [];
  if (about === undefined) return { ignored: reasonFor(cut(name, 60)), type: cut(name, 60) };
  if (!isObject(data)) return { unreadable: "The event holds no data." };
  const recordingId = textOf(about === "recording" ? data.id : data.recording_id);
  if (recordingId === null) return { unreadable: "The event does not name its recording." };
  // It becomes part of an address that is asked with the portal's token.
  if (!/^[\w-]{1,200}$/.test(recordingId)) {
    return { unreadable: "The recording’s id is not like Grain’s: up to 200 letters, digits and dashes." };
  }
  const happening =
    about === "recording" ? recording(what, recordingId, data, connection) : highlight(recordingId, connection);
  return { happenings: [happening] };
}

function reasonFor(type: string): string {
  if (type.startsWith("story_")) return "Grain reported a story, which is put together of several meetings.";
  if (type.startsWith("upload_"))
    return "Grain reported the upload of a file; once it is a recording, Grain tells of that.";
  return `Grain reported ${type}; Hookswitch writes recordings and their highlights.`;
}

function recording(what: string, recordingId: string, data: Json, { timeZone, receivedAt }: Connection): Happening {
  const subject = `grain/${recordingId}`;
  const now = receivedAt.toISOString();
  if (what === "deleted" || what === "removed") {
    return { type: "meeting.deleted", subject, time: now, data: blankMeeting(recordingId) };
  }
  const meeting = grainMeeting(recordingId, data, timeZone);
  const isNew = what === "added";
  const happening: Happening = {
    type: isNew && !isAnalysed(meeting) ? "meeting.completed" : "meeting.analyzed",
    subject,
    time: isNew ? (meeting.endedAt ?? meeting.startedAt ?? now) : now,
    data: meeting,
  };
  if (!(isNew ? whoMet : whole).every((name) => name in data)) return thin(happening, receivedAt);
  return isNew ? happening : { ...happening, providerEventId: changeIn(meeting, now) };
}

/**
 * A change may be taken back, such as a clip that is made and deleted again: what it left then looks like what was before,
 * and only its moment tells the two apart. Within one second nobody does that, and the same again is a repetition.
 */
function changeIn(meeting: MeetingData, at: string): string {
  const second = at.slice(0, "2026-10-09T09:31:40".length);
  return `${second}:${createHash("sha256").update(JSON.stringify(meeting)).digest("base64url")}`;
}

/** Without its participants nobody knows on whose records it belongs; a change is known by the whole that it left. */
const whoMet = ["participants"];
const whole = ["participants", "highlights", "ai_summary"];

/** Of a highlight's recording Grain tells no more than the id. */
function highlight(recordingId: string, { receivedAt }: Connection): Happening {
  const data = blankMeeting(recordingId);
  const happening: Happening = {
    type: "meeting.analyzed",
    subject: `grain/${recordingId}`,
    time: receivedAt.toISOString(),
    data,
  };
  return thin(happening, receivedAt);
}

/** What has changed is not in it, so that the next change looks the same: only its moment tells the two apart. */
function thin(happening: Happening, receivedAt: Date): Happening {
  return { ...happening, thin: true, providerEventId: receivedAt.toISOString() };
}
