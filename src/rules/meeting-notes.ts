// The second activity of a meeting: a note with all its notes and clips by category, each with a link to its clip.
import type { MeetingNote } from "../model/meeting.ts";
import { activityBody, type Content, type Edited } from "./activity-body.ts";
import { cut, escapeHtml } from "./html.ts";
import { markdownInline } from "./markdown.ts";
import { deletedLine, noteTakersHeading, webLink, wholeAt } from "./meeting-facts.ts";
import type { WholeMeeting } from "./whole-meeting.ts";

/** Takes what meetingSummary takes. */
export function meetingNotes(
  meeting: WholeMeeting,
  key: string,
  source: string,
  edited: Edited | null = null,
): Record<string, string> {
  const { startedAt, endedAt, toldAt } = meeting;
  const content: Content = {
    heading: noteTakersHeading,
    blocks: () => blocksOf(meeting, source),
    whole: { url: wholeAt(meeting), source },
    key,
  };
  return {
    hs_timestamp: new Date(endedAt ?? startedAt ?? toldAt).toISOString(),
    hs_note_body: activityBody(content, edited),
  };
}

function* blocksOf(meeting: WholeMeeting, source: string): Generator<string> {
  yield* deletedLine(meeting, source);
  yield `<h3>${escapeHtml(cut(`Notes by category: ${meeting.title ?? "Meeting"}`, 300))}</h3>`;
  if (meeting.notes.length === 0) {
    const page = webLink(meeting.recordingUrl ?? meeting.url, "Open the recording");
    yield `<p>No notes or clips were taken in this meeting.${page && ` ${page}`}</p>`;
  }
  for (const { heading, notes } of byCategory(meeting.notes)) {
    yield `<h4>${escapeHtml(heading)}</h4>`;
    for (const note of notes) yield noteBlock(note);
  }
}

function noteBlock({ atSeconds, text, link }: MeetingNote): string {
  const time = atSeconds === null ? "" : `<strong>${timeText(atSeconds)}</strong>`;
  return `<p>${[time, text && markdownInline(text), webLink(link, "Clip")].filter(Boolean).join(" ")}</p>`;
}

interface Category {
  heading: string;
  notes: MeetingNote[];
}

/** Those that name none come last. */
export function byCategory(notes: readonly MeetingNote[]): Category[] {
  const groups = Map.groupBy(notes, ({ category }) => category?.trim().toLowerCase() ?? null);
  const unnamed = groups.get(null) ?? [];
  groups.delete(null);
  const named = [...groups.values()].map((group) => ({ heading: group[0]?.category ?? "", notes: byTime(group) }));
  return unnamed.length > 0 ? [...named, { heading: "Other notes", notes: byTime(unnamed) }] : named;
}

function byTime(notes: readonly MeetingNote[]): MeetingNote[] {
  const at = ({ atSeconds }: MeetingNote) => atSeconds ?? Number.MAX_VALUE;
  return notes.toSorted((a, b) => at(a) - at(b));
}

/** "02:05", "1:02:05" */
export function timeText(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (count: number) => String(count).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(whole % 60)}`;
}
