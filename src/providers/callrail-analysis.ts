// What CallRail's AI made of a call: the summary with the call itself, Convert Assist's action plan later.
import type { Analysis } from "../model/event.ts";
import { blankAnalysis, blankCall } from "./blank-call.ts";
import type { Connection, Reading } from "./provider.ts";
import { listOf, longestId, objectOf, textOf, textsOf } from "./values.ts";

type Json = Record<string, unknown>;

/** null: the call was not analysed, or the plan of the account leaves it out. */
export function analysisOf(call: Json): Analysis | null {
  const summary = textOf(call.call_summary) ?? (textsOf(call.call_summary).join("\n") || null);
  const overall = textOf(call.sentiment);
  const topics = textsOf(call.call_highlights);
  if (summary === null && overall === null && topics.length === 0) return null;
  return { ...blankAnalysis, summary, topics, mood: { ...blankAnalysis.mood, overall } };
}

/** Convert Assist: answers to set questions about a person's calls, texts and forms up to now. */
export function assistReading(body: Json, connection: Connection): Reading {
  const type = "Convert Assist";
  const callId = textOf(body.last_interaction_resource_id);
  if (callId === null || textOf(body.last_interaction_type)?.toLowerCase() !== "call") {
    return { ignored: "CallRail reported Convert Assist on something other than a call.", type };
  }
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  const plan = listOf(body.answers)
    .map(objectOf)
    .find(({ answer_key }) => answer_key === "Action plan");
  const nextSteps = stepsOf(textOf(plan?.answer_text));
  if (nextSteps.length === 0) return { ignored: "CallRail reported Convert Assist without an action plan.", type };
  return {
    happenings: [
      {
        type: "call.analyzed",
        subject: `callrail/${callId}`,
        time: connection.receivedAt.toISOString(),
        data: { ...blankCall(callId), analysis: { ...blankAnalysis, nextSteps } },
      },
    ],
  };
}

/** Numbered lines. */
function stepsOf(text: string | null): Analysis["nextSteps"] {
  const lines = (text ?? "").split("\n").map((line) => line.replace(/^\s*(?:\d{1,2}[.)]|[-•*])\s+/, "").trim());
  return lines.filter((line) => line !== "").map((line) => ({ text: line, assignee: null, due: null }));
}
