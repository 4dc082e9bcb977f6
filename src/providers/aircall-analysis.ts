// What Aircall's AI made of a call: its summary, topics and next steps, and the client's mood.
import type { Analysis } from "../model/event.ts";
import { linkedIdsOf } from "./aircall-call.ts";
import type { Told } from "./aircall-moment.ts";
import { blankAnalysis, blankCall } from "./blank-call.ts";
import type { Connection, Reading } from "./provider.ts";
import { listOf, longestId, objectOf, textOf, textsOf } from "./values.ts";

type Findings = Partial<Pick<Analysis, "summary" | "topics" | "nextSteps" | "mood">>;

const findings = new Map<string, (data: Told["data"]) => Findings>([
  ["summary.created", ({ content }) => ({ summary: textOf(content) })],
  ["custom_summary.result_created", ({ content }) => ({ summary: textOf(content) })],
  ["custom_summary.result_updated", ({ content }) => ({ summary: textOf(content) })],
  ["topics.created", ({ content }) => ({ topics: textsOf(content) })],
  ["sentiment.created", ({ participants }) => ({ mood: moodOf(participants) })],
  ["action_item.created", ({ content }) => ({ nextSteps: stepsOf(content) })],
]);

/** null: not an event of Aircall's AI that is known. */
export function aircallAnalysis({ event, data, sentAt }: Told, connection: Connection): Reading | null {
  const find = findings.get(event);
  if (!find) return null;
  const callId = textOf(data.call_id);
  if (callId === null) return { unreadable: "The call's id is missing; Aircall names the call by it." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  const found = find(data);
  if (isEmpty(found)) return { ignored: `Aircall reported ${event} without its content.`, type: event };
  const analysis: Analysis = { ...blankAnalysis, ...found };
  return {
    happenings: [
      {
        type: "call.analyzed",
        subject: `aircall/${callId}`,
        time: sentAt ?? connection.receivedAt.toISOString(),
        data: { ...blankCall(callId), ...linkedIdsOf(data), analysis },
      },
    ],
  };
}

function isEmpty({ summary, topics = [], nextSteps = [], mood }: Findings): boolean {
  return !summary && topics.length === 0 && nextSteps.length === 0 && !mood?.client;
}

/** Only those outside the company have a mood; of several, each one's. */
function moodOf(participants: unknown): Analysis["mood"] {
  const outside = listOf(participants)
    .map(objectOf)
    .filter(({ type }) => type === "external");
  const moods = new Set(textsOf(outside.map(({ value }) => value)));
  return { client: moods.size === 0 ? null : [...moods].join(", "), agent: null, overall: null };
}

/** One step as text, or a list of them. */
function stepsOf(content: unknown): Analysis["nextSteps"] {
  const texts = textsOf(Array.isArray(content) ? content : [content]);
  return texts.map((text) => ({ text, assignee: null, due: null }));
}
