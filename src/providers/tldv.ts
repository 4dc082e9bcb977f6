// Reads tl;dv's two webhooks: a meeting that is ready, whole but for its notes, and its transcript, which comes with them.
import type { Happening } from "../model/event.ts";
import { blankMeeting } from "./blank-meeting.ts";
import { utcOf } from "./local-time.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { tldvAccount, tldvDetails } from "./tldv-details.ts";
import { tldvMeeting } from "./tldv-meeting.ts";
import { cut, isObject, textOf } from "./values.ts";

export const tldv: Provider = {
  name: "tldv",
  label: "tl;dv",
  // It signs nothing; it can send headers of one's own, which prove no more than the secret address does.
  signature: "address",
  setup: [
    "In tl;dv open Settings, Webhooks (Pro or Business plan) and press Configure New Webhook.",
    "Choose the event MeetingReady, enter the webhook address of this page as the endpoint URL, and save and activate it. With the scope Organization or Team it tells of your colleagues’ meetings too.",
    "Add a second webhook in the same way for the event TranscriptReady.",
    "Open Settings, Personal settings, API keys, create a key, and save it on this page: the notes of a meeting are asked from tl;dv with it.",
    "Record a short meeting. tl;dv gives notes of those meetings only whose organizer is on a paid plan of its own.",
  ],
  verify: () => byAddress,
  recognises: (delivery) => events.has(eventOf(delivery)?.event ?? ""),
  read,
  bodyLimit: 6 * 1024 * 1024,
  account: tldvAccount,
  details: tldvDetails,
};

const events = new Set(["MeetingReady", "TranscriptReady"]);

interface TldvEvent {
  event: string;
  data: Record<string, unknown>;
  executedAt: string;
}

/** null: not tl;dv's. */
function eventOf(delivery: Delivery): TldvEvent | null {
  const payload = readJson(delivery);
  if ("unreadable" in payload || !isObject(payload.json)) return null;
  const [event, executedAt] = [textOf(payload.json.event), textOf(payload.json.executedAt)];
  const { data } = payload.json;
  return event !== null && executedAt !== null && isObject(data) ? { event, data, executedAt } : null;
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  const told = eventOf(delivery);
  if (told === null) return { unreadable: "The body is no event of tl;dv’s: event, data and executedAt are needed." };
  if (!events.has(told.event)) {
    const type = cut(told.event, 60);
    return { ignored: `tl;dv reported ${type}; Hookswitch writes meetings that are ready and their notes.`, type };
  }
  const isTranscript = told.event === "TranscriptReady";
  // A transcript has an id of its own besides. The id of the envelope may be the webhook's, the same in every event.
  const meetingId = (isTranscript ? textOf(told.data.meetingId) : null) ?? textOf(told.data.id);
  if (meetingId === null) return { unreadable: "The event does not name its meeting." };
  // It becomes part of an address that is asked with the portal's key.
  if (!/^[\w-]{1,200}$/.test(meetingId)) {
    return { unreadable: "The meeting’s id is not like tl;dv’s: up to 200 letters and digits." };
  }
  return { happenings: [happeningOf(told, meetingId, isTranscript, connection)] };
}

/** MeetingReady says who met, and is written at once. The notes follow from the transcript, and are asked for then. */
function happeningOf(told: TldvEvent, meetingId: string, isTranscript: boolean, connection: Connection): Happening {
  const subject = `tldv/${meetingId}`;
  const sent = utcOf(told.executedAt, connection.timeZone) ?? connection.receivedAt.toISOString();
  if (isTranscript) {
    return { type: "meeting.analyzed", subject, time: sent, thin: true, data: blankMeeting(meetingId) };
  }
  const data = tldvMeeting(meetingId, told.data, connection.timeZone);
  return { type: "meeting.completed", subject, time: data.endedAt ?? data.startedAt ?? sent, data };
}
