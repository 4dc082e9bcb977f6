// A meeting of which nothing is known but its id, and people as note-takers name them: a provider fills in what it is told.
import type { MeetingData, MeetingNote, Participant } from "../model/meeting.ts";
import type { Person } from "../model/person.ts";
import { objectOf, secondsOf, textOf, webAddressOf } from "./values.ts";

export function blankMeeting(meetingId: string): MeetingData {
  return {
    meetingId,
    title: null,
    startedAt: null,
    endedAt: null,
    url: null,
    recordingUrl: null,
    organizer: null,
    participants: [],
    analysis: null,
    notes: [],
    allNotes: false,
  };
}

/**
 * Of what all notes of a meeting repeat, such as its page or the title they stand under: it is sent once, so that only
 * something this short stays small when it is written as often as there are notes, thousands in one body.
 */
export const longestShared = 500;

/** A meeting's page, to which its notes link. */
export function pageOf(value: unknown): string | null {
  const address = webAddressOf(value);
  return address !== null && address.length <= longestShared ? address : null;
}

export const blankNote: MeetingNote = { noteId: null, category: null, text: null, atSeconds: null, link: null };

/** By the name and the e-mail address, which note-takers write alike; null where neither is told. */
export function personOf(value: unknown): Person | null {
  const { name, email } = objectOf(value);
  const known = { name: textOf(name), email: textOf(email) };
  if (known.name === null && known.email === null) return null;
  return { id: null, ...known, phone: null, company: null, emails: [], phones: [] };
}

export function participantOf(value: unknown, internal: boolean | null = null): Participant | null {
  const person = personOf(value);
  return person && { ...person, internal };
}

/** One for each e-mail address, as told of first; people without an address stay apart. */
export function eachOnce(people: readonly (Participant | null)[]): Participant[] {
  const addresses = new Set<string>();
  return people.flatMap((person) => {
    const address = person?.email?.toLowerCase();
    if (person === null || (address !== undefined && addresses.has(address))) return [];
    if (address !== undefined) addresses.add(address);
    return [person];
  });
}

/** Whole seconds into a meeting, which machines write with a dozen decimals. */
export function secondsInto(value: unknown): number | null {
  const seconds = typeof value === "number" ? value : secondsOf(value);
  return seconds !== null && seconds >= 0 && Number.isFinite(seconds) ? Math.floor(seconds) : null;
}
