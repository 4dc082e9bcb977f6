// What becomes known of a call after it: rating, tags, note, analysis. In the call's body each is one line.
import type { Analysis, CallData } from "../model/event.ts";
import { escapeHtml, factsOf, lines, link, paragraph } from "./html.ts";

export interface Fact {
  label: string;
  html: string;
  /** The last word counts; without it the new line stands beside the old one. */
  replaces: boolean;
}

export function factsAfter({ rating, tags, note, analysis, recordingUrl }: CallData): Fact[] {
  const by = rating?.by ? ` by ${rating.by}` : "";
  return [
    ...fact("Category", rating?.category),
    ...fact("Rating", rating?.value && `${rating.value}${by}`),
    ...fact("Tags", tags.join(", ")),
    ...fact("Note", note, false),
    ...(analysis ? analysisFacts(analysis) : []),
    ...(recordingUrl && !isPlayable(recordingUrl) ? address("Recording", recordingUrl) : []),
  ];
}

function analysisFacts({ summary, topics, nextSteps, mood, score, transcriptUrl }: Analysis): Fact[] {
  const points = score && `${score.value}${score.max === null ? "" : ` of ${score.max}`}`;
  const steps = nextSteps.map(({ text, assignee }) => `${text}${assignee ? ` (${assignee})` : ""}`);
  return [
    ...fact("Summary", summary),
    ...fact("Topics", topics.join(", ")),
    ...fact("Next steps", steps.join("\n")),
    ...fact("Client's mood", mood.client),
    ...fact("Employee's mood", mood.agent),
    ...fact("Mood", mood.overall),
    ...fact("Score", points && `${points}${score?.details ? `: ${score.details}` : ""}`),
    ...(transcriptUrl ? address("Transcript", transcriptUrl) : []),
  ];
}

/** HubSpot plays https addresses only; another one is linked from the body. */
export function isPlayable(recordingUrl: string): boolean {
  return /^https:\/\//i.test(recordingUrl);
}

function address(label: string, url: string): Fact[] {
  return [{ label, html: `${label}: ${link(url, "open")}`, replaces: true }];
}

export function fact(label: string, text: string | null | undefined, replaces = true): Fact[] {
  return text ? [{ label, html: `${escapeHtml(label)}: ${paragraph(text)}`, replaces }] : [];
}

/** The body with these facts in it, and those of them that it lacked. */
export function withFacts(body: string, facts: readonly Fact[]): { body: string; added: Fact[] } {
  const said = factsOf(body);
  const added = facts.filter(({ html }) => !said.includes(html));
  for (const { label, html, replaces } of added) {
    const before = replaces ? said.findIndex((line) => line.startsWith(`${escapeHtml(label)}: `)) : -1;
    if (before >= 0) said[before] = html;
    else said.push(html);
  }
  return { body: lines(said), added };
}
