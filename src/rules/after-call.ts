// What becomes known of a call after it: rating, tags, note, analysis. In the call's body each is one line.
import type { Analysis, CallData } from "../model/event.ts";
import { escapeHtml, link, paragraph } from "./html.ts";

export interface Fact {
  label: string;
  html: string;
}

export function factsAfter({ rating, tags, note, worth, analysis, ...call }: CallData): Fact[] {
  const by = rating?.by ? ` by ${rating.by}` : "";
  return [
    ...fact("Category", rating?.category && `${rating.category}${rating.value ? "" : by}`),
    ...fact("Rating", rating?.value && `${rating.value}${by}`),
    ...fact("Tags", tags.join(", ")),
    ...fact("Note", note),
    ...fact("Worth", worth && [worth.amount, worth.currency].filter((part) => part !== null).join(" ")),
    ...(analysis ? analysisFacts(analysis) : []),
    ...(call.recordingUrl && !isPlayable(call) ? address("Recording", call.recordingUrl) : []),
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

/** HubSpot plays what anybody can fetch over https; the rest is linked from the body, for people who have a login. */
export function isPlayable({
  recordingUrl,
  recordingProtected,
}: Pick<CallData, "recordingUrl" | "recordingProtected">): boolean {
  return !recordingProtected && /^https:\/\//i.test(recordingUrl ?? "");
}

function address(label: string, url: string): Fact[] {
  return [{ label, html: `${label}: ${link(url, "open")}` }];
}

export function fact(label: string, text: string | null | undefined): Fact[] {
  return text ? [{ label, html: `${escapeHtml(label)}: ${paragraph(text)}` }] : [];
}
