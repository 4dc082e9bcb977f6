// Maps a meeting of Salescaling's: its people, the summary with the AI score, and the notes by their category.
import type { Analysis } from "../model/event.ts";
import type { MeetingData, MeetingNote, Participant } from "../model/meeting.ts";
import { attendeeOf } from "./attendee.ts";
import { blankAnalysis } from "./blank-call.ts";
import { blankMeeting, blankNote, eachOnce, secondsInto } from "./blank-meeting.ts";
import { later, utcOf } from "./local-time.ts";
import { flagOf, isObject, listOf, numberOf, objectOf, textOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

/**
 * name, startDateTime, endDateTime, duration, description, aiScore and url are documented, for calls. How the API names
 * people, topics, next steps and notes could not be read anywhere: they are taken under any of the usual names.
 */
export function salescalingMeeting(meetingId: string, meeting: Json, timeZone: string): MeetingData {
  const startedAt = utcOf(textOf(meeting.startDateTime), timeZone);
  return {
    ...blankMeeting(meetingId),
    title: textOf(meeting.name) ?? textOf(meeting.title),
    startedAt,
    endedAt: utcOf(textOf(meeting.endDateTime), timeZone) ?? later(startedAt, numberOf(meeting.duration)),
    url: webAddressOf(meeting.url),
    organizer: organizerOf(firstOf(meeting, ["organizer", "owner", "host", "user"])),
    participants: eachOnce(listUnder(meeting, ["participants", "attendees", "contacts"]).map(participantOf)),
    analysis: analysisOf(meeting, timeZone),
    notes: listUnder(meeting, ["notes", "meetingNotes"]).flatMap(noteOf),
    allNotes: listUnder(meeting, ["notes", "meetingNotes"]).length > 0,
  };
}

function firstOf(json: Json, names: readonly string[]): unknown {
  return json[names.find((name) => json[name] !== undefined && json[name] !== null) ?? ""];
}

function listUnder(json: Json, names: readonly string[]): unknown[] {
  return listOf(firstOf(json, names));
}

function textUnder(value: unknown, names: readonly string[]): string | null {
  if (!isObject(value)) return textOf(value);
  return names.map((name) => textOf(value[name])).find((text) => text !== null) ?? null;
}

function organizerOf(value: unknown): MeetingData["organizer"] {
  const attendee = participantOf(value);
  if (attendee === null) return null;
  const { internal: _, ...person } = attendee;
  return person;
}

/** Some lists of people are addresses alone. */
function participantOf(value: unknown): Participant | null {
  if (!isObject(value)) return attendeeOf({ email: textOf(value) });
  const names = [textOf(value.firstName), textOf(value.lastName)].filter((name) => name !== null).join(" ");
  return attendeeOf({
    name: textOf(value.name) ?? (names || null),
    email: textOf(value.email),
    phone: textOf(value.phone) ?? textOf(value.phoneNumber),
    company: textUnder(value.company, ["name"]),
    internal: flagOf(value.isInternal) ?? flagOf(value.internal),
  });
}

function analysisOf(meeting: Json, timeZone: string): Analysis | null {
  const summary = textUnder(meeting.summary, ["text", "content", "markdown", "summary"]);
  const within = (names: readonly string[]) =>
    [meeting, objectOf(meeting.summary)].map((part) => listUnder(part, names)).find((list) => list.length > 0) ?? [];
  const topics = within(["mainTopics", "topics"]).flatMap((topic) => textUnder(topic, topicNames) ?? []);
  const nextSteps = within(["nextSteps", "actionItems"]).flatMap((step) => nextStepOf(step, timeZone));
  // A score alone is none yet: 0 may stand for it until the meeting has been looked at.
  if (summary === null && topics.length === 0 && nextSteps.length === 0) return null;
  return { ...blankAnalysis, summary, topics, nextSteps, score: scoreOf(meeting.aiScore) };
}

const topicNames = ["name", "title", "topic", "text"];

/** From 0 to 1, with as many decimals as a machine writes. */
function scoreOf(value: unknown): Analysis["score"] {
  const score = typeof value === "number" ? value : numberOf(value);
  if (score === null || !Number.isFinite(score) || score < 0) return null;
  return { value: score, max: score <= 1 ? 1 : null, details: null };
}

function nextStepOf(step: unknown, timeZone: string): Analysis["nextSteps"] {
  const text = textUnder(step, ["text", "description", "title", "name", "content"]);
  if (text === null) return [];
  const told = objectOf(step);
  const assignee = textUnder(firstOf(told, ["assignee", "owner", "responsible"]), ["name", "email"]);
  const due = utcOf(textUnder(firstOf(told, ["due", "dueDate"]), []), timeZone);
  const link = webAddressOf(told.url);
  return [{ text, assignee, due, ...(link && { link }) }];
}

function noteOf(note: unknown): MeetingNote[] {
  const text = textUnder(note, ["text", "content", "note", "description"]);
  if (text === null) return [];
  const told = objectOf(note);
  return [
    {
      ...blankNote,
      noteId: textUnder(firstOf(told, ["meetingNoteId", "noteId", "id"]), []),
      category: textUnder(firstOf(told, ["category", "noteType", "type"]), ["name", "title"]),
      text,
      atSeconds: secondsInto(firstOf(told, ["startTime", "timestamp", "time"])),
      link: webAddressOf(firstOf(told, ["url", "link", "clipUrl"])),
    },
  ];
}
