// Maps what Fireflies' API tells of a meeting: who took part, the summary in Markdown, who will do what, and the clips.
import type { Analysis } from "../model/event.ts";
import type { MeetingData, MeetingNote, Participant } from "../model/meeting.ts";
import { attendeeOf } from "./attendee.ts";
import { blankAnalysis } from "./blank-call.ts";
import { blankMeeting, blankNote, eachOnce, longestShared, pageOf, personOf, secondsInto } from "./blank-meeting.ts";
import { later, utcOf } from "./local-time.ts";
import { cut, isObject, listOf, objectOf, textOf, textsOf } from "./values.ts";

type Json = Record<string, unknown>;

export function firefliesMeeting(meetingId: string, transcript: Json, bites: readonly unknown[]): MeetingData {
  const startedAt = utcOf(textOf(transcript.date), "UTC");
  const minutes = typeof transcript.duration === "number" && transcript.duration >= 0 ? transcript.duration : null;
  const url = pageOf(transcript.transcript_url);
  return {
    ...blankMeeting(meetingId),
    title: textOf(transcript.title),
    startedAt,
    endedAt: later(startedAt, minutes && minutes * 60),
    url,
    organizer: personOf({ email: transcript.organizer_email }),
    participants: participantsOf(transcript),
    analysis: analysisOf(objectOf(transcript.summary)),
    notes: bites.filter(isObject).flatMap((bite) => clipOf(bite, url)),
    // An empty list may as well be one that Fireflies did not give.
    allNotes: bites.length > 0,
  };
}

/** Attendees are those of the calendar; participants may be more, and one entry of theirs may hold several addresses. */
function participantsOf(transcript: Json): Participant[] {
  const colleagues = new Set(textsOf(transcript.workspace_users).map((email) => email.toLowerCase()));
  const internal = (email: string | null) => (email !== null && colleagues.has(email.toLowerCase()) ? true : null);
  const attendees = listOf(transcript.meeting_attendees)
    .filter(isObject)
    .map((attendee) => {
      const email = textOf(attendee.email);
      const name = textOf(attendee.displayName) ?? textOf(attendee.name);
      return attendeeOf({ name, email, phone: textOf(attendee.phoneNumber), internal: internal(email) });
    });
  const others = textsOf(transcript.participants)
    .flatMap((entry) => entry.split(","))
    .map((entry) => attendeeOf({ email: textOf(entry), internal: internal(textOf(entry)) }));
  return eachOnce([...attendees, ...others]);
}

/** The API's reference has texts where older answers have lists. */
function wordsOf(value: unknown): string | null {
  return textOf(value) ?? (textsOf(value).join("\n") || null);
}

function analysisOf(told: Json): Analysis | null {
  const parts = [
    wordsOf(told.short_summary) ?? wordsOf(told.gist),
    wordsOf(told.overview),
    wordsOf(told.shorthand_bullet) ?? wordsOf(told.bullet_gist),
  ];
  const summary = [...new Set(parts.filter((part) => part !== null))].join("\n\n") || null;
  const discussed = listed(told.topics_discussed);
  const topics = discussed.length > 0 ? discussed : listed(told.keywords);
  const nextSteps = stepsIn(wordsOf(told.action_items) ?? "");
  if (summary === null && topics.length === 0 && nextSteps.length === 0) return null;
  return { ...blankAnalysis, summary, topics, nextSteps };
}

function listed(value: unknown): string[] {
  const items = typeof value === "string" ? value.split(/[,\n]/) : listOf(value);
  return textsOf(items);
}

/**
 * Who will do it stands above in bold, on a line of its own: **Sample Agent**, or **Unassigned**. The time into the
 * meeting that ends a line, such as (04:14), is left there.
 */
function stepsIn(text: string): Analysis["nextSteps"] {
  let assignee: string | null = null;
  return text.split("\n").flatMap((line) => {
    const name = /^\s*\*\*(.+?):?\*\*:?\s*$/.exec(line)?.[1];
    if (name !== undefined) {
      assignee = /^unassigned$/i.test(name.trim()) ? null : textOf(cut(name, longestShared));
      return [];
    }
    const step = textOf(line.replace(/^\s*[-*•]\s+/, ""));
    return step === null ? [] : [{ text: step, assignee, due: null }];
  });
}

/** A clip has no lasting address of its own that the reference would name; the meeting's page lists it. */
function clipOf(bite: Json, url: string | null): MeetingNote[] {
  const [name, summary] = [textOf(bite.name), textOf(bite.summary)];
  const text = [name, summary === name ? null : summary].filter((part) => part !== null).join("\n");
  if (text === "") return [];
  const atSeconds = secondsInto(bite.start_time);
  return [{ ...blankNote, noteId: textOf(bite.id), category: "Clips", text, atSeconds, link: url }];
}
