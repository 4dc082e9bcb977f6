// Maps a recording of Grain's with whatever is included of it, as hooks and API write it alike (developers.grain.com, v2).
import type { Analysis } from "../model/event.ts";
import type { MeetingData, MeetingNote } from "../model/meeting.ts";
import { blankAnalysis } from "./blank-call.ts";
import { blankMeeting, blankNote, eachOnce, participantOf, secondsInto } from "./blank-meeting.ts";
import { later, utcOf } from "./local-time.ts";
import { isObject, listOf, longestId, numberOf, objectOf, textOf, textsOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

export function grainMeeting(meetingId: string, recording: Json, timeZone: string): MeetingData {
  const startedAt = utcOf(textOf(recording.start_datetime), timeZone);
  return {
    ...blankMeeting(meetingId),
    title: textOf(recording.title),
    startedAt,
    endedAt: utcOf(textOf(recording.end_datetime), timeZone) ?? later(startedAt, seconds(recording.duration_ms)),
    url: webAddressOf(recording.url),
    participants: eachOnce(
      listOf(recording.participants)
        .filter(isObject)
        .map((person) => participantOf(person, scopes.get(textOf(person.scope) ?? "") ?? null)),
    ),
    analysis: analysisOf(recording, timeZone),
    notes: listOf(recording.highlights).filter(isObject).flatMap(noteOf),
    allNotes: Array.isArray(recording.highlights),
  };
}

/** The third is "unknown". */
const scopes = new Map([
  ["internal", true],
  ["external", false],
]);

export function isAnalysed({ analysis, notes }: MeetingData): boolean {
  return analysis !== null || notes.length > 0;
}

function analysisOf(recording: Json, timeZone: string): Analysis | null {
  const summary = textOf(objectOf(recording.ai_summary).text) ?? textOf(recording.ai_summary);
  const nextSteps = listOf(recording.ai_action_items).flatMap((item) => nextStepOf(item, timeZone));
  return summary === null && nextSteps.length === 0 ? null : { ...blankAnalysis, summary, nextSteps };
}

/** Grain does not document what an action item holds; others read a text alone, or its text and assignee. */
function nextStepOf(item: unknown, timeZone: string): Analysis["nextSteps"] {
  const { text, assignee, due_date, url, completed } = isObject(item) ? item : objectOf({ text: item });
  const words = textOf(text);
  if (words === null || completed === true) return [];
  const { name, email } = objectOf(assignee);
  const link = webAddressOf(url);
  const who = textOf(name) ?? textOf(email) ?? textOf(assignee);
  return [{ text: words, assignee: who, due: utcOf(textOf(due_date), timeZone), ...(link && { link }) }];
}

/** A clip with the words that its maker gave it, hashtags among them, which are its tags; times are milliseconds. */
function noteOf(highlight: Json): MeetingNote[] {
  const id = textOf(highlight.id);
  const text = textOf(highlight.text) ?? textOf(highlight.transcript);
  const link = webAddressOf(highlight.url);
  if (text === null && link === null) return [];
  return [
    {
      ...blankNote,
      noteId: id !== null && id.length <= longestId ? id : null,
      category: textsOf(highlight.tags)[0] ?? "Highlights",
      text,
      atSeconds: secondsInto(seconds(highlight.timestamp)),
      link,
    },
  ];
}

function seconds(milliseconds: unknown): number | null {
  const number = numberOf(milliseconds);
  return number === null ? null : number / 1000;
}
