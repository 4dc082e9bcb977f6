// Reads Salescaling's webhooks, which only say that there is news of a meeting or of one of its notes.
import type { Happening } from "../model/event.ts";
import { blankMeeting } from "./blank-meeting.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading, Verdict } from "./provider.ts";
import { salescalingAccount, salescalingDetails, salescalingId } from "./salescaling-details.ts";
import { byAddress, equal, refused, signed } from "./signature.ts";
import { cut, isObject, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

const secretHeader = "x-webhook-secret";

export const salescaling: Provider = {
  name: "salescaling",
  label: "Salescaling",
  signature: "optional",
  secretHint:
    "Salescaling signs nothing, but sends headers of one’s own. Make up a secret of at least 32 letters and digits, and enter the same in Salescaling as the value of the custom header x-webhook-secret.",
  secretHeaders: [secretHeader],
  setup: [
    "In Salescaling open Settings, API Keys, press Create New API Key, tick the scope meetings:read, and save the key on this page: it is shown only once.",
    "Create a webhook with the webhook address of this page as the destination URL and the event type meeting_status_changed.",
    "Make up a secret, save it on this page, and add it there as a custom header with the name x-webhook-secret.",
    "Create a second webhook in the same way for meeting_note_status_changed: then notes that people change later are changed in HubSpot too.",
    "Record a meeting. It is written when its transcript is done, and again with its summary and its notes.",
  ],
  verify,
  recognises,
  read,
  account: salescalingAccount,
  details: salescalingDetails,
};

function verify({ headers }: Delivery, { secret }: Connection): Verdict {
  if (secret === null) return byAddress;
  const expected = secret.trim();
  if (expected === "") return refused("the secret saved for this portal is empty");
  const given = headers[secretHeader]?.trim() ?? "";
  if (given === "") return refused(`the header ${secretHeader} is missing`);
  return equal(given, expected) ? signed : refused(`the header ${secretHeader} does not hold the secret saved here`);
}

/** The reference shows the two ids and the status alone; whatever may once be put around them is looked through. */
function toldIn(body: unknown): Json {
  const outer = objectOf(body);
  return isObject(outer.data) && textOf(outer.status) === null ? outer.data : outer;
}

const statuses = /^meeting_(created|deleted|(transcript|summary|video|notes)_done)$/;

function recognises(delivery: Delivery): boolean {
  const payload = readJson(delivery);
  const told = "json" in payload ? toldIn(payload.json) : {};
  const status = textOf(told.status) ?? "";
  if (textOf(told.meetingNoteId) !== null) return /^meeting_note_(created|updated|deleted)$/.test(status);
  return textOf(told.meetingId) !== null && statuses.test(status);
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (!isObject(payload.json))
    return { unreadable: "The body is no JSON object; Salescaling sends one for each event." };
  const told = toldIn(payload.json);
  // Some of its own pages leave the beginning of the words out.
  const status = textOf(told.status)?.replace(/^meeting_(note_)?/, "") ?? null;
  const [noteId, meetingId] = [textOf(told.meetingNoteId), textOf(told.meetingId)];
  const id = noteId ?? meetingId;
  if (status === null || id === null) return withoutMeeting(payload.json);
  // It becomes part of an address that is asked with the portal's key.
  if (!salescalingId.test(id)) {
    return { unreadable: "The id is not like Salescaling’s: up to 200 letters, digits and dashes." };
  }
  const time = connection.receivedAt.toISOString();
  return noteId === null ? meetingReading(id, status, time) : noteReading(id, status, time);
}

/** A commercial signal has no documented shape; it is known by having none of a meeting's. */
function withoutMeeting(body: Json): Reading {
  const name = textOf(body.event) ?? textOf(body.eventType) ?? textOf(body.type);
  const isSignal = name === "commercial_signal_detected" || Object.keys(body).some((key) => /signal/i.test(key));
  if (!isSignal) {
    return {
      unreadable: "The body is not an event of Salescaling’s: a status with meetingId or meetingNoteId is needed.",
    };
  }
  return {
    ignored: "Salescaling reported a commercial signal; Hookswitch writes meetings and their notes.",
    type: "commercial_signal_detected",
  };
}

const types = new Map<string, "meeting.completed" | "meeting.analyzed">([
  ["transcript_done", "meeting.completed"],
  ["summary_done", "meeting.analyzed"],
  ["notes_done", "meeting.analyzed"],
]);

const silent = new Map([
  ["created", "Salescaling created a meeting. It is written when its transcript is done."],
  [
    "video_done",
    "Salescaling finished the video of a meeting, which its page shows. The page is linked with the summary.",
  ],
]);

function meetingReading(meetingId: string, status: string, time: string): Reading {
  const [subject, data] = [`salescaling/${meetingId}`, blankMeeting(meetingId)];
  if (status === "deleted") return { happenings: [{ type: "meeting.deleted", subject, time, data }] };
  const type = types.get(status);
  if (type === undefined) return ignored("meeting", status);
  return { happenings: [{ type, subject, time, thin: true, data: { ...data, ...newsOf(status, time) } }] };
}

/** Which meeting the note is of has to be asked, so that its own subject is for the time being only. */
function noteReading(noteId: string, status: string, time: string): Reading {
  if (!["created", "updated", "deleted"].includes(status)) return ignored("note of a meeting", status);
  const happening: Happening = {
    type: "meeting.analyzed",
    subject: `salescaling/note-${noteId}`,
    time,
    thin: true,
    data: { ...blankMeeting(`note-${noteId}`), meetingNoteId: noteId, ...newsOf(status, time) },
  };
  return { happenings: [happening] };
}

/** Events say no time of their own, and a meeting may change in the same way again: only this tells two of them apart. */
function newsOf(status: string, toldAt: string): { status: string; toldAt: string } {
  return { status, toldAt };
}

function ignored(what: string, status: string): Reading {
  const type = cut(status, 60);
  return {
    ignored: silent.get(status) ?? `Salescaling reported “${type}” of a ${what}, which says nothing new.`,
    type,
  };
}
