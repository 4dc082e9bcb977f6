// Reads one call of RingCentral's call log with all its legs: the last word on how the call went and who took it.
import type { Agent, CallData, CallDirection, CallOutcome } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { later, utcOf } from "./local-time.ts";
import type { Connection, Reading } from "./provider.ts";
import { type RecordingAddress, recordingAt } from "./recording-address.ts";
import { outcomeOfResult } from "./ringcentral-outcome.ts";
import { isObject, listOf, longestId, numberOf, objectOf, textOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

export function readRecord(record: unknown, connection: Connection): Reading {
  if (!isObject(record)) return { unreadable: "A call of the log is not a JSON object." };
  if (textOf(record.type) === "Fax") return { ignored: "RingCentral's log lists a fax; Hookswitch writes calls." };
  // The older id of the session is among the linked ids of what webhooks tell.
  const [session, legacy] = [idOf(record.telephonySessionId), idOf(record.sessionId)];
  const callId = session ?? legacy;
  if (callId === null) return { unreadable: "telephonySessionId is missing." };
  const data = {
    ...recordData(record, callId, connection.timeZone),
    ...(session !== null && legacy !== null && { linkedIds: [legacy] }),
  };
  if (data.outcome === "in_progress") return { ignored: "The call is still going on." };
  const time = data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: "call.completed", subject: `ringcentral/${callId}`, time, data }] };
}

function idOf(value: unknown): string | null {
  const id = textOf(value);
  return id === null || id.length > longestId ? null : id;
}

function recordData(record: Json, callId: string, timeZone: string): CallData {
  const [from, to] = [objectOf(record.from), objectOf(record.to)];
  const legs = listOf(record.legs).filter(isObject);
  const direction = directionOf(record, from, to);
  const result = textOf(record.result);
  const outcome = outcomeOfResult(result, direction);
  const startedAt = utcOf(textOf(record.startTime), timeZone);
  const totalSeconds = secondsOf(record);
  const spoke = legs.filter((leg) => outcomeOfResult(textOf(leg.result), direction) === "answered").at(-1);
  const blank = blankCall(callId);
  const [outside, ours] = direction === "out" ? [to, from] : [from, to];
  return {
    ...blank,
    direction,
    outcome,
    providerStatus: result,
    // Names of outside callers are what their carrier sends along, often a place: no contact should be called so.
    client: { ...blank.client, phone: direction === "internal" ? null : textOf(outside.phoneNumber) },
    line: { phone: textOf(ours.phoneNumber), name: null },
    ...peopleOf(record, legs, direction, outcome),
    startedAt,
    endedAt: later(startedAt, totalSeconds),
    talkSeconds: talkOf(outcome, secondsOf(spoke ?? {}) ?? totalSeconds),
    totalSeconds,
    ...recordingOf([record, ...legs]),
    callback: result === "Callback requested",
  };
}

/** Internal, when the other side is an extension too. */
function directionOf(record: Json, from: Json, to: Json): CallDirection | null {
  const word = textOf(record.direction);
  if (word !== "Inbound" && word !== "Outbound") return null;
  const other = word === "Inbound" ? from : to;
  const isExtension = textOf(other.extensionId) ?? textOf(other.extensionNumber);
  if (isExtension !== null && !textOf(other.phoneNumber)?.startsWith("+")) return "internal";
  return word === "Inbound" ? "in" : "out";
}

function secondsOf(part: Json): number | null {
  const milliseconds = numberOf(part.durationMs);
  return milliseconds === null ? numberOf(part.duration) : milliseconds / 1000;
}

function talkOf(outcome: CallOutcome, seconds: number | null): number | null {
  if (outcome === "unknown") return null;
  return outcome === "answered" ? seconds : 0;
}

/** Addresses of its API, which wants the app's token. */
const guarded = /(^|\.)ringcentral\.(com|biz|eu)$/;

function recordingOf(parts: Json[]): RecordingAddress {
  return recordingAt(parts.map((part) => objectOf(part.recording).contentUri).find(webAddressOf), guarded);
}

type People = Pick<CallData, "agent" | "rang">;

/** Each phone that rang is a leg; a queue or a menu is the first leg, and who took the call from there a later one. */
function peopleOf(record: Json, legs: Json[], direction: CallDirection | null, outcome: CallOutcome): People {
  if (direction !== "in") return { agent: employeeOf(record, objectOf(record.from)) };
  const reached = legs.flatMap((leg) => {
    const agent = employeeOf(leg, objectOf(textOf(leg.direction) === "Outbound" ? leg.from : leg.to));
    return agent === null ? [] : [{ agent, took: outcomeOfResult(textOf(leg.result), direction) === "answered" }];
  });
  const took = reached.filter((each) => each.took).map(({ agent }) => agent);
  const vain = reached.filter((each) => !each.took).map(({ agent }) => agent);
  const isNew = (agent: Agent, index: number) =>
    ![...took, ...vain.slice(0, index)].some((other) => other.id === agent.id);
  const rang = vain.filter(isNew);
  const agent = outcome === "answered" ? (took.at(-1) ?? employeeOf(record, objectOf(record.to))) : null;
  return { agent, ...(rang.length > 0 && { rang }) };
}

function employeeOf(part: Json, end: Json): Agent | null {
  const id = textOf(objectOf(part.extension).id) ?? textOf(end.extensionId);
  return id === null ? null : agentOf({ id, name: textOf(end.name), extension: textOf(end.extensionNumber) });
}
