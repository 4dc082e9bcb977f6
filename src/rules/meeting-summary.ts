// The first activity of a meeting: HubSpot's meeting, with what was agreed and the whole summary.
import type { Analysis } from "../model/event.ts";
import { activityBody, type Content, type Edited, harmless } from "./activity-body.ts";
import { type Fact, fact } from "./after-call.ts";
import { cut, escapeHtml } from "./html.ts";
import { markdownBlocks, markdownInline } from "./markdown.ts";
import {
  dateText,
  deletedLine,
  meetingTitle,
  noteTakersHeading,
  participantsText,
  webAddress,
  webLink,
  wholeAt,
} from "./meeting-facts.ts";
import type { WholeMeeting } from "./whole-meeting.ts";

/**
 * @param key of the write that made the activity: its reference ends the body
 * @param source the note-taker's name
 * @param edited the activity as it is in HubSpot, if it is there already
 */
export function meetingSummary(
  meeting: WholeMeeting,
  key: string,
  source: string,
  edited: Edited | null = null,
): Record<string, string> {
  const { startedAt, endedAt, toldAt, url } = meeting;
  const page = webAddress(url);
  const content: Content = {
    heading: noteTakersHeading,
    blocks: () => blocksOf(meeting, source),
    whole: { url: wholeAt(meeting), source },
    key,
  };
  return {
    hs_timestamp: new Date(startedAt ?? endedAt ?? toldAt).toISOString(),
    hs_meeting_title: harmless(cut(meetingTitle(meeting), 255)),
    hs_meeting_body: activityBody(content, edited),
    ...(startedAt ? { hs_meeting_start_time: new Date(startedAt).toISOString() } : {}),
    ...(endedAt ? { hs_meeting_end_time: new Date(endedAt).toISOString() } : {}),
    ...(page ? { hs_meeting_external_url: page } : {}),
    hs_meeting_outcome: "COMPLETED",
  };
}

/** The summary comes last: it alone is long, and what is cut is what comes last. */
function* blocksOf(meeting: WholeMeeting, source: string): Generator<string> {
  yield* deletedLine(meeting, source);
  const facts = factsOf(meeting);
  if (facts.length > 0) yield `<p>${facts.map(({ html }) => html).join("<br>")}</p>`;
  const { summary = null, topics = [], nextSteps = [] } = meeting.analysis ?? {};
  yield* list("Agreed next steps", nextSteps.map(stepOf));
  yield* list("Main topics", topics.map(escapeHtml));
  if (summary === null) {
    yield `<p>No summary of this meeting has come from ${escapeHtml(source)} yet.</p>`;
    return;
  }
  yield "<h3>Summary</h3>";
  yield* markdownBlocks(summary);
}

function factsOf(meeting: WholeMeeting): Fact[] {
  const { mood, score, transcriptUrl } = meeting.analysis ?? {};
  return [
    ...address("Recording", meeting.recordingUrl),
    ...address("Meeting’s page", meeting.url),
    ...address("Transcript", transcriptUrl),
    ...fact("Score", score && `${scoreText(score)}${score.details ? `: ${score.details}` : ""}`),
    ...fact("Client’s mood", mood?.client),
    ...fact("Employee’s mood", mood?.agent),
    ...fact("Mood", mood?.overall),
    ...fact("Participants", participantsText(meeting)),
  ];
}

function address(label: string, url: string | null | undefined): Fact[] {
  const html = webLink(url, "open");
  return html === "" ? [] : [{ label, html: `${label}: ${html}` }];
}

/** A scale that ends at 1 is a share of the best. */
export function scoreText({ value, max }: NonNullable<Analysis["score"]>): string {
  if (max === 1) return `${Math.round(value * 100)}%`;
  const points = String(Number(value.toFixed(2)));
  return max === null ? points : `${points} of ${max}`;
}

function stepOf({ text, assignee, due, link }: Analysis["nextSteps"][number]): string {
  const by = [assignee && escapeHtml(assignee), due && `by ${dateText(due)}`].filter(Boolean).join(", ");
  return [markdownInline(text), by && `(${by})`, webLink(link, "open")].filter(Boolean).join(" ");
}

function list(heading: string, items: readonly string[]): string[] {
  const said = items.filter((item) => item.trim() !== "");
  return said.length > 0 ? [`<h3>${heading}</h3>`, `<ul>${said.map((item) => `<li>${item}</li>`).join("")}</ul>`] : [];
}
