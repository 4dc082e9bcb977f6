// Makes one call of its rows, or news of a call of the rows of its later legs alone.
import type { CallData, CallDirection, CallHappening } from "../model/event.ts";
import { endingOf } from "./asterisk-outcome.ts";
import { asteriskPeople, directionOf, isConsultation, talksOf } from "./asterisk-people.ts";
import { isOutside, type Row } from "./asterisk-row.ts";
import { blankCall } from "./blank-call.ts";
import { longestId } from "./values.ts";

type Told = Pick<CallHappening, "type" | "data"> & { endedAt: string | null };

const mostLinkedIds = 50;

/** null: nothing that concerns a client. */
export function asteriskCall(callId: string, unordered: Row[]): Told | null {
  const all = unordered.toSorted((a, b) => order(a.startedAt, b.startedAt) || a.sequence - b.sequence);
  const first = all.find(({ isRoot }) => isRoot);
  const direction = first ? directionOf(first) : null;
  const rows = all.filter((row) => !isConsultation(row, all, first, direction));
  const { outcome, word } = endingOf(rows, direction);
  const { rang, ...people } = asteriskPeople(rows, first, direction);
  const talks = talksOf(rows);
  const endedAt = rows.map((row) => row.endedAt).reduce((one, other) => (order(one, other) < 0 ? other : one), null);
  const blank = { ...blankCall(callId), ...linkedIdsOf(all, callId), ...(rang && { rang }) };
  const told = {
    ...blank,
    ...people,
    outcome,
    providerStatus: word,
    answeredAt: talks[0]?.answeredAt ?? null,
    talkSeconds: talkSecondsOf(talks),
  };

  // The rows of later legs alone do not tell how the call began, nor whether somebody else took it.
  if (!first && outcome === "answered") return { type: "call.updated", data: told, endedAt };
  if (!first) return rang ? { type: "call.forwarded", data: blank, endedAt } : null;

  const { startedAt } = first;
  const data = {
    ...told,
    direction,
    client: direction === "internal" ? blank.client : clientOf(first, direction),
    line: { phone: lineOf(first, direction), name: null },
    startedAt,
    endedAt,
    totalSeconds: startedAt && endedAt ? Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)) / 1000 : null,
  };
  return { type: "call.completed", data, endedAt };
}

/** Unknown times come first. */
function order(one: string | null, other: string | null): number {
  return (one ?? "").localeCompare(other ?? "");
}

function linkedIdsOf(rows: Row[], callId: string): Pick<CallData, "linkedIds"> {
  const ids = rows.flatMap(({ uniqueId }) => (uniqueId === null || uniqueId === callId ? [] : [uniqueId]));
  const linkedIds = [...new Set(ids)].filter((id) => id.length <= longestId).slice(0, mostLinkedIds);
  return linkedIds.length > 0 ? { linkedIds } : {};
}

function clientOf(first: Row, direction: CallDirection | null): CallData["client"] {
  if (direction !== "out") return { phone: first.callerNumber, otherPhones: [], name: first.callerName, email: null };
  // What was dialled may begin with a digit for the outside line; what went to the trunk does not.
  const sent = /\/(\+?\d{7,20})(?=[@,&]|$)/.exec(first.appData ?? "")?.[1];
  const otherPhones = sent === undefined || sent === first.dialled ? [] : [sent];
  return { phone: first.dialled, otherPhones, name: null, email: null };
}

function lineOf(first: Row, direction: CallDirection | null): string | null {
  if (direction === "internal") return null;
  if (direction === "out") return first.outboundNumber ?? (isOutside(first.source) ? first.source : null);
  return first.did ?? (isOutside(first.dialled) ? first.dialled : null);
}

/** Talks overlap where three speak, so that their seconds cannot just be added up. */
function talkSecondsOf(talks: Row[]): number {
  let [until, seconds] = [0, 0];
  for (const { answeredAt, endedAt, billSeconds } of talks) {
    if (answeredAt === null || endedAt === null) {
      seconds = Math.max(seconds, billSeconds ?? 0);
    } else {
      const [from, to] = [Math.max(Date.parse(answeredAt), until), Date.parse(endedAt)];
      seconds += Math.max(0, to - from) / 1000;
      until = Math.max(until, to);
    }
  }
  return seconds;
}
