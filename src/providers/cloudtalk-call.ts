// Maps the fields of a CloudTalk template to the data of one call.
import type { CallData, CallDirection, CallOutcome, CallType } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import type { CloudtalkFields } from "./cloudtalk-fields.ts";
import { utcOf } from "./local-time.ts";
import { flagOf, internationalOf, longestId, secondsOf, webAddressOf } from "./values.ts";

const directions = new Map<string | undefined, CallDirection>([
  ["incoming", "in"],
  ["inbound", "in"],
  ["outgoing", "out"],
  ["outbound", "out"],
  ["internal", "internal"],
]);

export function cloudtalkCall(callId: string, fields: CloudtalkFields, type: CallType, timeZone: string): CallData {
  const blank = blankCall(callId);
  const direction = directions.get(fields("direction")?.toLowerCase()) ?? null;
  const agent = agentOf({ id: fields("agentId"), email: fields("agentEmail"), name: fields("agentName") });
  return {
    ...blank,
    ...linkedIdsOf(callId, fields("callUuid")),
    direction,
    client: {
      ...blank.client,
      phone: internationalOf(fields("client")),
      name: fields("clientName"),
      email: fields("clientEmail"),
    },
    line: { phone: internationalOf(fields("line")), name: fields("lineName") },
    agent,
    startedAt: utcOf(fields("startedAt"), timeZone),
    answeredAt: utcOf(fields("answeredAt"), timeZone),
    ...(type === "call.completed" && endOf(fields, direction, timeZone)),
    recordingUrl: webAddressOf(fields("recording")),
    cardUrl: webAddressOf(fields("card")),
    tags: tagsOf(fields("tags")),
    note: fields("note"),
  };
}

function linkedIdsOf(callId: string, uuid: string | null): Pick<CallData, "linkedIds"> {
  return uuid !== null && uuid !== callId && uuid.length <= longestId ? { linkedIds: [uuid] } : {};
}

function endOf(fields: CloudtalkFields, direction: CallDirection | null, timeZone: string): Partial<CallData> {
  const outcome = outcomeOf(fields, direction);
  const [talk, wait] = [secondsOf(fields("talkSeconds")), secondsOf(fields("waitSeconds"))];
  const isAnswered = outcome === "answered";
  return {
    outcome,
    providerStatus: fields("status"),
    answeredAt: isAnswered ? utcOf(fields("answeredAt"), timeZone) : null,
    endedAt: utcOf(fields("endedAt"), timeZone),
    talkSeconds: isAnswered || outcome === "unknown" ? talk : 0,
    totalSeconds: talk === null || wait === null ? null : talk + wait,
  };
}

/** CloudTalk's API knows two, and tells voicemails apart by a flag. */
const statuses = new Map<string | undefined, CallOutcome>([
  ["answered", "answered"],
  ["missed", "missed"],
  ["voicemail", "voicemail"],
]);

function outcomeOf(fields: CloudtalkFields, direction: CallDirection | null): CallOutcome {
  if (flagOf(fields("isVoicemail"))) return "voicemail";
  const outcome = statuses.get(fields("status")?.toLowerCase()) ?? byTalk(secondsOf(fields("talkSeconds")));
  return outcome === "missed" && direction === "out" ? "no_answer_by_client" : outcome;
}

/** The talking time counts from when an agent and the client are connected. */
function byTalk(seconds: number | null): CallOutcome {
  if (seconds === null) return "unknown";
  return seconds > 0 ? "answered" : "missed";
}

/** A list of tags arrives as lines, or as one text with commas. */
function tagsOf(text: string | null): string[] {
  const tags = (text ?? "").split(/[\n,;]/).map((tag) => tag.trim());
  return [...new Set(tags)].filter((tag) => tag !== "");
}
