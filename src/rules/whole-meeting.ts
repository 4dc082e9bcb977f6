// All that is known of a meeting, whatever the order in which its events came.
import type { Analysis, Event } from "../model/event.ts";
import { type MeetingData, type MeetingNote, meetingData } from "../model/meeting.ts";
import { unionOfPeople } from "./meeting-people.ts";

export type WholeMeeting = MeetingData & {
  /** When its note-taker said that it was deleted; null: it is there. */
  deletedAt: string | null;
  /** Somebody made something of it: an analysis, notes, clips. */
  isAnalysed: boolean;
  /** When it was first told of: stands in where nobody says when the meeting was. */
  toldAt: string;
};

/** Later news wins field by field where it says something. */
export function wholeMeeting(events: readonly Event[]): WholeMeeting {
  const sorted = events.filter(({ type }) => type.startsWith("meeting.")).toSorted(byTime);
  const parts = sorted.flatMap(({ data }) => meetingData.safeParse(data).data ?? []);
  const [first] = sorted;
  const last = parts.at(-1);
  if (!first || !last) throw new Error("A meeting without events");
  const newest = <Value>(field: (part: MeetingData) => Value | null): Value | null =>
    parts.map(field).findLast((value) => value !== null) ?? null;
  const analysis = parts.flatMap((part) => part.analysis ?? []).reduce<Analysis | null>(merged, null);
  const notes = notesOf(parts);
  return {
    meetingId: last.meetingId,
    title: newest(({ title }) => title),
    startedAt: newest(({ startedAt }) => startedAt),
    endedAt: newest(({ endedAt }) => endedAt),
    url: newest(({ url }) => url),
    recordingUrl: newest(({ recordingUrl }) => recordingUrl),
    organizer: newest(({ organizer }) => organizer),
    participants: unionOfPeople(parts.flatMap(({ participants }) => participants)),
    analysis,
    notes,
    allNotes: parts.some(({ allNotes }) => allNotes),
    deletedAt: deletedAt(sorted),
    isAnalysed: notes.length > 0 || (analysis !== null && saysSomething(analysis)),
    toldAt: first.time,
  };
}

function byTime(a: Event, b: Event): number {
  return Date.parse(a.time) - Date.parse(b.time) || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** What is told of it after its deletion brings it back. */
function deletedAt(sorted: readonly Event[]): string | null {
  const back = sorted.findLastIndex(({ type }) => type !== "meeting.deleted");
  return sorted[back + 1]?.time ?? null;
}

function merged(older: Analysis | null, newer: Analysis): Analysis {
  if (older === null) return newer;
  return {
    summary: newer.summary ?? older.summary,
    topics: newer.topics.length > 0 ? newer.topics : older.topics,
    nextSteps: newer.nextSteps.length > 0 ? newer.nextSteps : older.nextSteps,
    mood: saysMood(newer) ? newer.mood : older.mood,
    score: newer.score ?? older.score,
    transcriptUrl: newer.transcriptUrl ?? older.transcriptUrl,
  };
}

function saysMood({ mood }: Analysis): boolean {
  return Object.values(mood).some((value) => value !== null);
}

function saysSomething(analysis: Analysis): boolean {
  const { summary, topics, nextSteps, score, transcriptUrl } = analysis;
  const told = [summary, score, transcriptUrl, topics[0], nextSteps[0]].some((value) => value != null);
  return told || saysMood(analysis);
}

/** A note that bears the id of an older one corrects it, in its place; the same note twice is one. */
function notesOf(parts: readonly MeetingData[]): MeetingNote[] {
  const notes = new Map<string, MeetingNote>();
  const told = parts.slice(
    Math.max(
      parts.findLastIndex(({ allNotes }) => allNotes),
      0,
    ),
  );
  for (const note of told.flatMap((part) => part.notes)) {
    const { noteId, category, text, atSeconds, link } = note;
    const key = noteId === null ? JSON.stringify([category, text, atSeconds, link]) : `id ${noteId}`;
    const older = notes.get(key);
    notes.set(key, {
      noteId,
      category: category ?? older?.category ?? null,
      text: text ?? older?.text ?? null,
      atSeconds: atSeconds ?? older?.atSeconds ?? null,
      link: link ?? older?.link ?? null,
    });
  }
  return [...notes.values()].filter(({ text, link }) => text !== null || link !== null);
}
