// Maps a call as Quo's webhooks write it, of both generations, to the data of one call.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import { outcomeOf } from "./quo-outcome.ts";
import { flagOf, isObject, listOf, numberOf, objectOf, textOf, textsOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

/** What a webhook is about, wherever its generation puts it. */
export interface QuoEvent {
  type: string;
  /** The call, or what belongs to it. */
  resource: Json;
  /** Whose it is; of older webhooks it stands in the call itself. */
  context: Json;
  /** The call's page in the Quo app. */
  link: string | null;
}

/** What every event of a call tells of it. */
export function basicData({ resource, context, link }: QuoEvent, callId: string): CallData {
  const direction = directionOf(resource);
  return { ...blankCall(callId), direction, ...sidesOf(resource, context, direction), cardUrl: link };
}

export function completedData(event: QuoEvent, callId: string): CallData {
  const { resource } = event;
  const data = basicData(event, callId);
  const [answeredAt, endedAt] = [timeOf(resource.answeredAt), timeOf(resource.completedAt)];
  const startedAt = timeOf(resource.createdAt);
  const voicemail = objectOf(resource.voicemail);
  const status = textOf(resource.status);
  const hasVoicemail = flagOf(resource.hasVoicemail) === true || webAddressOf(voicemail.url) !== null;
  const outcome = outcomeOf({ status, direction: data.direction, isAnswered: answeredAt !== null, hasVoicemail });
  const people = status !== "ai-handled" && textOf(resource.aiHandled) === null;
  const spoken = secondsBetween(answeredAt, endedAt) ?? numberOf(resource.duration);
  return {
    ...data,
    outcome,
    providerStatus: status,
    agent: people ? speakerOf(event, data.direction, outcome) : null,
    startedAt,
    answeredAt: outcome === "answered" ? answeredAt : null,
    endedAt,
    talkSeconds: outcome === "unknown" ? null : outcome === "answered" && people ? spoken : 0,
    totalSeconds: secondsBetween(startedAt, endedAt),
    recordingUrl: outcome === "voicemail" ? webAddressOf(voicemail.url) : recordingOf(resource),
  };
}

/** Several, if recording was paused; the first is where the call begins. */
export function recordingOf(resource: Json): string | null {
  const files = [...listOf(resource.recordings), ...listOf(resource.media)].filter(isObject);
  return files.map((file) => webAddressOf(file.url)).find((address) => address !== null) ?? null;
}

function directionOf(resource: Json): CallDirection | null {
  const word = textOf(resource.direction);
  return word === "incoming" ? "in" : word === "outgoing" ? "out" : null;
}

type Sides = Pick<CallData, "client" | "line">;

function sidesOf(resource: Json, context: Json, direction: CallDirection | null): Sides {
  const { external, workspace } = objectOf(context.participants);
  const [from, to] = [textOf(resource.from), textOf(resource.to)];
  const [theirs, ours] = direction === "out" ? [to, from] : [from, to];
  // Webhooks that the API made before 2026 list the numbers of a call without saying whose they are.
  const listed = [...textsOf(external), ...(theirs === null ? [] : [theirs]), ...textsOf(resource.participants)];
  const [phone = null, ...otherPhones] = [...new Set(listed)];
  return {
    client: { phone, otherPhones, name: null, email: null },
    line: { phone: textsOf(workspace)[0] ?? ours, name: null },
  };
}

/** Of a shared number's call Quo names the number's owner, and who took it in an event of its own. */
function speakerOf(event: QuoEvent, direction: CallDirection | null, outcome: CallOutcome): Agent | null {
  const { resource, context } = event;
  const user = textOf(context.userId) ?? textOf(resource.userId);
  if (direction === "out") return userOf(textOf(resource.initiatedBy) ?? user);
  if (outcome !== "answered") return null;
  const isShared = textOf(context.phoneNumberType) === "shared";
  return userOf(textOf(resource.answeredBy) ?? (isShared ? null : user));
}

/** Ids that begin with SYU are Quo's own, such as its AI agent's; whom a call was forwarded to may also be a number. */
export function userOf(id: string | null): Agent | null {
  if (id === null) return null;
  if (/^US/.test(id)) return agentOf({ id });
  return /^\+\d+$/.test(id) ? agentOf({ phone: id }) : null;
}

export function timeOf(value: unknown): string | null {
  return utcOf(textOf(value), "UTC");
}

function secondsBetween(start: string | null, end: string | null): number | null {
  const milliseconds = start !== null && end !== null ? Date.parse(end) - Date.parse(start) : -1;
  return milliseconds < 0 ? null : milliseconds / 1000;
}
