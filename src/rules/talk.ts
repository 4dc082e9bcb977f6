// How long people spoke in all where a call was taken on several legs: by one employee, then by the one it was passed on to.
import type { CallData, CallEvent } from "../model/event.ts";

interface Talk {
  legs: readonly string[];
  from: number;
  until: number;
}

/**
 * What overlaps counts once, and so does a leg that is told of again: then what was told of it last.
 * @param moments in the order in which they count, the last most
 * @returns null where fewer than two legs say when they were answered and for how long
 */
export function secondsOnLegs(moments: readonly CallEvent[]): number | null {
  const told = moments.flatMap(({ data }) => talkOf(data) ?? []);
  const talks = [...new Map(told.map((talk) => [JSON.stringify(talk.legs), talk])).values()];
  if (talks.length < 2) return null;
  let [spoken, counted] = [0, Number.NEGATIVE_INFINITY];
  for (const { from, until } of talks.filter((talk) => !isWithin(talk, talks)).sort((a, b) => a.from - b.from)) {
    spoken += Math.max(0, until - Math.max(from, counted));
    counted = Math.max(counted, until);
  }
  return spoken / 1000;
}

function talkOf({ outcome, answeredAt, talkSeconds, linkedIds = [] }: CallData): Talk | null {
  if (outcome !== "answered" || answeredAt === null || talkSeconds === null) return null;
  const from = Date.parse(answeredAt);
  return { legs: linkedIds.toSorted(), from, until: from + talkSeconds * 1000 };
}

/** Whoever tells of several legs at once has counted each of them. */
function isWithin({ legs }: Talk, talks: readonly Talk[]): boolean {
  const holds = (other: Talk) => other.legs.length > legs.length && legs.every((leg) => other.legs.includes(leg));
  return legs.length > 0 && talks.some(holds);
}
