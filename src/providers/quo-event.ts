// Says what each of Quo's events means for its call, whichever generation of webhooks sent it.
import type { CallData, CallType } from "../model/event.ts";
import { blankAnalysis } from "./blank-call.ts";
import { basicData, completedData, type QuoEvent, recordingOf, timeOf, userOf } from "./quo-call.ts";
import { textOf, textsOf, webAddressOf } from "./values.ts";

export type Moment = { type: CallType; data: CallData } | { ignored: string };
type Mapping = (event: QuoEvent, callId: string) => Moment;

const started: Mapping = (event, callId) => ({
  type: "call.started",
  data: { ...basicData(event, callId), startedAt: timeOf(event.resource.createdAt) },
});

/** Of an outgoing call it may also be a voicemail that picked up. */
const answered: Mapping = (event, callId) => ({
  type: "call.answered",
  data: {
    ...basicData(event, callId),
    agent: userOf(textOf(event.resource.answeredByUserId)),
    answeredAt: timeOf(event.resource.answeredAt),
  },
});

const forwarded: Mapping = (event, callId) => {
  const from = userOf(textOf(event.resource.forwardedFrom));
  const agent = userOf(textOf(event.resource.forwardedTo));
  return { type: "call.forwarded", data: { ...basicData(event, callId), agent, ...(from && { forwardedFrom: from }) } };
};

const completed: Mapping = (event, callId) => {
  const data = completedData(event, callId);
  if (data.outcome === "in_progress") return { ignored: "Quo reported a call that is still going on." };
  return { type: "call.completed", data };
};

const recording: Mapping = (event, callId) => {
  const recordingUrl = recordingOf(event.resource);
  if (recordingUrl === null) return { ignored: "Quo reported a recording without its address." };
  return { type: "call.recording_ready", data: { ...basicData(event, callId), recordingUrl } };
};

const voicemail: Mapping = (event, callId) => {
  const { recordingUrl, transcript } = event.resource;
  const summary = textOf(transcript);
  const data = { ...basicData(event, callId), outcome: "voicemail" as const, talkSeconds: 0 };
  const analysis = summary === null ? {} : { analysis: { ...blankAnalysis, summary } };
  return { type: "call.updated", data: { ...data, recordingUrl: webAddressOf(recordingUrl), ...analysis } };
};

const summary: Mapping = (event, callId) => {
  const { resource } = event;
  const lines = textsOf(resource.summary);
  const steps = textsOf(resource.nextSteps);
  if (lines.length + steps.length === 0) return { ignored: "Quo reported a summary that holds no text." };
  const nextSteps = steps.map((text) => ({ text, assignee: null, due: null }));
  const analysis = { ...blankAnalysis, summary: lines.join("\n") || null, nextSteps };
  return { type: "call.analyzed", data: { ...basicData(event, callId), analysis } };
};

/** call.missed is left out: call.completed comes as well, and knows of a voicemail. */
const mappings = new Map<string, Mapping>([
  ["call.ringing", started],
  ["call.answered", answered],
  ["call.forwarded", forwarded],
  ["call.completed", completed],
  ["call.recording.completed", recording],
  ["call.voicemail.completed", voicemail],
  ["call.summary.completed", summary],
  // The name that webhooks had which the API made before 2026.
  ["callSummary", summary],
]);

/** null: an event of no call, or one that says nothing HubSpot shows. */
export function mappingOf(type: string): Mapping | null {
  return mappings.get(type) ?? null;
}

/** A voicemail, a summary and a transcript name the call they belong to; a voicemail has an id of its own besides. */
export function callIdOf({ type, resource }: QuoEvent): string | null {
  const own = type === "call.voicemail.completed" || type === "callSummary" || type === "call.summary.completed";
  return own ? textOf(resource.callId) : textOf(resource.id);
}

/** The moment itself; of a call that is over its end. */
export function momentTime({ type, resource }: QuoEvent): string | null {
  return type === "call.completed" ? timeOf(resource.completedAt) : null;
}
