// Asks Salescaling's REST API for the meeting of which a webhook has told that there is news.
import { Refused } from "../errors.ts";
import { answerOf } from "./answer.ts";
import type { Ask } from "./call-log.ts";
import type { Details, Found } from "./details.ts";
import type { AccountField } from "./provider.ts";
import { salescalingMeeting } from "./salescaling-meeting.ts";
import { isObject, objectOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

export const salescalingAccount: readonly AccountField[] = [
  { name: "apiKey", label: "API key", hint: "In Salescaling under Settings, API Keys, with the scope meetings:read." },
];

/**
 * The reference that could be read has the key, its scopes and the answers for calls (GET /calls). Meetings are asked in the
 * same way, a meeting's id in the address; that a note can be asked so as well is taken from nothing but that.
 */
const root = "https://api.salescaling.com/api/v1";

/** Such as 5516cd47-2bd0-4f4f-adc2-22524e54ba4d. "." and ".." would lead to the list of all meetings. */
export const salescalingId = /^[\w-]{1,200}$/;

export const salescalingDetails: Details = {
  // There is a limit, of which the number could not be read: this is one question in two seconds.
  perMinute: 30,
  async find(thin, { apiKey = "" }, ask, { timeZone }) {
    const asked = question(ask, apiKey.trim());
    const { meetingNoteId, status } = objectOf(thin.data);
    const noteId = textOf(meetingNoteId);
    const meetingId =
      noteId === null ? thin.subject.slice("salescaling/".length) : meetingIn(await asked("meeting-notes", noteId));
    // That notes can be asked for is a guess, so that only of a deleted one it is certain that nothing more will be told.
    if (meetingId === null) return status === "deleted" ? noteIsGone : noteOfNobody;

    const meeting = await asked("meetings", meetingId);
    if (meeting === null) return { notYet: "Salescaling knows no such meeting under this API key, or not yet." };
    const data = salescalingMeeting(meetingId, meeting, timeZone);
    const type = data.analysis === null && data.notes.length === 0 ? "meeting.completed" : "meeting.analyzed";
    return { happening: { type, subject: `salescaling/${meetingId}`, time: thin.time, data } };
  },
};

const noteIsGone: Found = {
  ignored:
    "Salescaling does not say which meeting the note was of, which has been deleted. The meeting’s next news brings it up to date.",
};

const noteOfNobody: Found = {
  notYet: "Salescaling does not say under this API key which meeting the note is of, or not yet.",
};

function meetingIn(note: Json | null): string | null {
  const { meetingId, id } = objectOf(note?.meeting);
  const named = textOf(note?.meetingId) ?? textOf(meetingId) ?? textOf(id);
  return named !== null && salescalingId.test(named) ? named : null;
}

const names = { meetings: "meeting", "meeting-notes": "note" };

/** What is asked for by its id; null: it is not there, or not yet. */
function question(ask: Ask, apiKey: string): (what: keyof typeof names, id: string) => Promise<Json | null> {
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
    // { statusCode, count, error, data }. A list is the answer to another question, and its first meeting a stranger.
    const { data } = answerOf(json) ?? {};
    if (!isObject(data)) throw new Error(`Salescaling answered with something that is no ${names[what]}.`);
    const own = textOf(what === "meetings" ? data.meetingId : data.meetingNoteId) ?? textOf(data.id) ?? id;
    if (own.toLowerCase() !== id.toLowerCase()) {
      throw new Error(`Salescaling answered with another ${names[what]} than the one that it was asked for.`);
    }
    return data;
  };
}
