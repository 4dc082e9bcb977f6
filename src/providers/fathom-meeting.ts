// Maps a meeting of Fathom's: its people, what its AI made of it, and the moments that somebody marked.
import type { Analysis } from "../model/event.ts";
import type { MeetingData, MeetingNote, Participant } from "../model/meeting.ts";
import { blankAnalysis } from "./blank-call.ts";
import { blankMeeting, blankNote, eachOnce, pageOf, participantOf, personOf, secondsInto } from "./blank-meeting.ts";
import { utcOf } from "./local-time.ts";
import { isObject, listOf, objectOf, textOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

/** What Fathom found of it in a CRM (crm_matches) is left alone: HubSpot is asked itself. */
export function fathomMeeting(meetingId: string, body: Json, timeZone: string): MeetingData {
  const time = (name: string) => utcOf(textOf(body[name]), timeZone);
  const [url, shareUrl] = [pageOf(body.url), pageOf(body.share_url)];
  return {
    ...blankMeeting(meetingId),
    title: textOf(body.title) ?? textOf(body.meeting_title),
    startedAt: time("recording_start_time") ?? time("scheduled_start_time"),
    endedAt: time("recording_end_time") ?? time("scheduled_end_time"),
    url: url ?? shareUrl,
    recordingUrl: shareUrl ?? url,
    organizer: personOf(body.recorded_by),
    participants: participantsOf(body),
    analysis: analysisOf(body),
    notes: listOf(body.highlights)
      .filter(isObject)
      .flatMap((highlight) => noteOf(highlight, url)),
    allNotes: Array.isArray(body.highlights),
  };
}

/**
 * calendar_invitees_domains_type is not asked: it says only_internal of every meeting without a calendar event, whoever
 * took part. Without one nobody can be told to be internal either, and only those who spoke show that others were there.
 */
function participantsOf(body: Json): Participant[] {
  const invitees = listOf(body.calendar_invitees).filter(isObject);
  const hasCalendar = body.meeting_url !== null && invitees.length > 0;
  const invited = invitees.map((invitee) => participantOf(invitee, isInternal(invitee, hasCalendar)));
  const known = new Set([body.recorded_by, ...invitees].flatMap(namesOf));
  const isHeard = ({ email, name }: Participant) => email !== null || !(hasCalendar || known.has(name ?? ""));
  return eachOnce([...invited, ...speakersOf(body).filter(isHeard)]);
}

/** Each once, however often they spoke; with an address if they bear the very name of an invitee. */
function speakersOf(body: Json): Participant[] {
  const speakers = new Map<string, Participant>();
  for (const entry of listOf(body.transcript)) {
    const { display_name: name, matched_calendar_invitee_email: email } = objectOf(objectOf(entry).speaker);
    const speaker = participantOf({ name, email });
    if (speaker) speakers.set(speaker.email ?? speaker.name ?? "", speaker);
  }
  return [...speakers.values()];
}

function namesOf(person: unknown): string[] {
  const { name, matched_speaker_display_name: spoken } = objectOf(person);
  return [textOf(name), textOf(spoken)].filter((each) => each !== null);
}

/** An invitee of whom no address is known is compared with nothing, so that his is_external says nothing. */
function isInternal({ is_external, email }: Json, hasCalendar: boolean): boolean | null {
  if (is_external === true) return false;
  return is_external === false && hasCalendar && textOf(email) !== null ? true : null;
}

function analysisOf(body: Json): Analysis | null {
  const summary = textOf(objectOf(body.default_summary).markdown_formatted);
  const nextSteps = listOf(body.action_items).filter(isObject).flatMap(nextStepOf);
  return summary === null && nextSteps.length === 0 ? null : { ...blankAnalysis, summary, nextSteps };
}

/** What is done already is no next step. */
function nextStepOf(item: Json): Analysis["nextSteps"] {
  const text = textOf(item.description);
  if (text === null || item.completed === true) return [];
  const link = webAddressOf(item.recording_playback_url);
  const { name, email } = objectOf(item.assignee);
  return [{ text, assignee: textOf(name) ?? textOf(email), due: null, ...(link && { link }) }];
}

/** Bookmarks have the labels that the team gave them, such as "Objection". */
function noteOf(highlight: Json, url: string | null): MeetingNote[] {
  const [summary, whole] = [textOf(highlight.summary), textOf(highlight.text)];
  const text = [summary, whole === summary ? null : whole].filter((each) => each !== null).join("\n");
  const atSeconds = secondsInto(highlight.start_time);
  if (text === "") return [];
  const category = textOf(highlight.type) ?? "Highlights";
  return [{ ...blankNote, category, text, atSeconds, link: linkTo(url, atSeconds) }];
}

/** Highlights come without an address of their own; those of action items are the meeting's with ?timestamp=645. */
function linkTo(url: string | null, atSeconds: number | null): string | null {
  if (url === null || atSeconds === null) return url;
  const link = new URL(url);
  link.searchParams.set("timestamp", String(atSeconds));
  return link.href;
}
