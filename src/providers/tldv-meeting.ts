// Maps a meeting of tl;dv's and the notes that its AI took of it, as webhooks and API write them alike.
import type { MeetingData, MeetingNote } from "../model/meeting.ts";
import { blankAnalysis } from "./blank-call.ts";
import {
  blankMeeting,
  blankNote,
  eachOnce,
  longestShared,
  pageOf,
  participantOf,
  personOf,
  secondsInto,
} from "./blank-meeting.ts";
import { later, utcOf } from "./local-time.ts";
import { cut, isObject, listOf, textOf } from "./values.ts";

type Json = Record<string, unknown>;

/** Whoever organised it may be the client, and is not always among the invitees. */
export function tldvMeeting(meetingId: string, meeting: Json, timeZone: string): MeetingData {
  const startedAt = timeOf(meeting.happenedAt, timeZone);
  return {
    ...blankMeeting(meetingId),
    title: textOf(meeting.name),
    startedAt,
    endedAt: later(startedAt, secondsInto(meeting.duration)),
    url: pageOf(meeting.url),
    organizer: personOf(meeting.organizer),
    participants: eachOnce([meeting.organizer, ...listOf(meeting.invitees)].map((person) => participantOf(person))),
  };
}

/** ISO 8601; also Wed Apr 15 2026 15:00:00 GMT+0000 (Coordinated Universal Time), which its API is seen to answer. */
function timeOf(value: unknown, timeZone: string): string | null {
  const text = textOf(value) ?? "";
  const spelt = /^\w{3} (\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4})\b/.exec(text)?.[1];
  const time = new Date(spelt ?? Number.NaN);
  return utcOf(Number.isNaN(time.getTime()) ? text : time.toISOString(), timeZone);
}

/** null: there is nothing in them, so that tl;dv is still at work or has no more to say. */
export function withNotes(meeting: MeetingData, notes: Json): MeetingData | null {
  const summary = textOf(notes.markdownContent);
  const topics = listOf(notes.topics).filter(isObject).sort(byOrder);
  // The first of two with the same id counts, as the later entries of a map replace the earlier ones.
  const titles = new Map(
    topics.toReversed().map(({ id, title }) => [textOf(id), textOf(cut(textOf(title) ?? "", longestShared))]),
  );
  const titleOf = (topicId: unknown) => (textOf(topicId) === null ? null : (titles.get(textOf(topicId)) ?? null));
  const taken = listOf(notes.structuredNotes)
    .filter(isObject)
    .flatMap((note) => noteOf(note, titleOf(note.topicId), meeting.url));
  const names = topics.flatMap(({ title }) => textOf(title) ?? []);
  if (summary === null && taken.length === 0 && names.length === 0) return null;
  return { ...meeting, analysis: { ...blankAnalysis, summary, topics: names }, notes: taken, allNotes: true };
}

function byOrder(one: Json, other: Json): number {
  return Number(one.order ?? 0) - Number(other.order ?? 0) || 0;
}

/**
 * A note has no id: segmentId names a stretch of the meeting, which notes may share. In what its timestamp counts is not
 * documented: in seconds, as the duration does and the transcript.
 */
function noteOf(note: Json, category: string | null, link: string | null): MeetingNote[] {
  const text = textOf(note.text);
  if (text === null) return [];
  return [{ ...blankNote, category, text, atSeconds: secondsInto(note.timestamp), link }];
}
