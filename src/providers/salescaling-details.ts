// Asks Salescaling's REST API for the meeting of which a webhook has told that there is news.
import { Refused } from "../errors.ts";
import { answerOf } from "./answer.ts";
import type { Ask } from "./call-log.ts";
import type { Details, Found } from "./details.ts";
import type { AccountField } from "./provider.ts";
import { salescalingMeeting } from "./salescaling-meeting.ts";
import { isObject, longestId, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export const salescalingAccount: readonly AccountField[] = [
  { name: "apiKey", label: "API key", hint: "In Salescaling under Settings, API Keys, with the scope meetings:read." },
];

/**
 * The reference that could be read has the key, its scopes and the answers for calls (GET /calls). Meetings are asked in the
 * same way, a meeting's id in the address; that a note can be asked so as well is taken from nothing but that.
 */
const root = "https://api.salescaling.com/api/v1";

export const salescalingDetails: Details = {
  // There is a limit, of which the number could not be read: this is one question in two seconds.
  perMinute: 30,
  async find(thin, { apiKey = "" }, ask, { timeZone }) {
    const asked = question(ask, apiKey.trim());
    const noteId = textOf(objectOf(thin.data).meetingNoteId);
    const meetingId =
      noteId === null ? thin.subject.slice("salescaling/".length) : meetingIn(await asked("meeting-notes", noteId));
    if (meetingId === null || meetingId.length > longestId) return noteOfNobody;

    const meeting = await asked("meetings", meetingId);
    if (meeting === null) return { notYet: "Salescaling knows no such meeting under this API key, or not yet." };
    const data = salescalingMeeting(meetingId, meeting, timeZone);
    const type = data.analysis === null && data.notes.length === 0 ? "meeting.completed" : "meeting.analyzed";
    return { happening: { type, subject: `salescaling/${meetingId}`, time: thin.time, data } };
  },
};

const noteOfNobody: Found = {
  ignored:
    "Salescaling does not say which meeting the note is of: it may have been deleted. The meeting’s next news brings it up to date.",
};

function meetingIn(note: Json | null): string | null {
  return textOf(note?.meetingId) ?? textOf(objectOf(note?.meeting).meetingId) ?? textOf(objectOf(note?.meeting).id);
}

/** What is asked for by its id; null: it is not there, or not yet. */
function question(ask: Ask, apiKey: string): (what: "meetings" | "meeting-notes", id: string) => Promise<Json | null> {
  return async (what, id) => {
    const url = `${root}/${what}/${encodeURIComponent(id)}`;
    const { status, json } = await ask({
      method: "GET",
      url,
      headers: { "x-api-key": apiKey, accept: "application/json" },
    });
    if (status === 404) return null;
    if (status === 401)
      throw new Refused("Salescaling refused the API key (401). It may have expired: create a new one.");
    if (status === 403) throw new Refused("Salescaling refused the API key (403): it needs the scope meetings:read.");
    if (status !== 200) throw new Error(`Salescaling answered ${status} when asked for a meeting.`);
    // { statusCode, count, error, data }; of lists the data is said to be a list, and shown as one of its members.
    const { data } = answerOf(json) ?? {};
    const [inner] = Array.isArray(data) ? data : [data];
    if (!isObject(inner)) throw new Error("Salescaling answered with something that is no meeting.");
    return inner;
  };
}
