// Which part of a provider's list of calls a look compares, and when the next look is due. Pure.
import type { Window } from "../providers/call-log.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Calls are listed late, and long ones have begun long ago: each look goes over the last hours of the one before again. */
const overlapMs = 2 * hourMs;
const sweepEveryMs = dayMs;
const sweepReachMs = 2 * dayMs;
/** A list is compared a day at a time, so that after a long pause what is done stays done. */
const longestMs = dayMs;
/** A call that ended less than so long ago may still be told of by its webhook. */
export const webhookPatienceMs = 5 * minuteMs;

export interface Reached {
  checkedUntil: Date;
  sweptAt: Date;
}

/**
 * @param keptDays what was written longer ago is forgotten here, and would be taken for lost; a day less, because the
 * sender's clock is not ours
 */
export function windowOf({ checkedUntil, sweptAt }: Reached, keptDays: number, now: Date): Window {
  const oldest = now.getTime() - (keptDays - 1) * dayMs;
  const reached = Math.max(checkedUntil.getTime(), oldest);
  const sweep = isSweep(sweptAt, now) ? now.getTime() - sweepReachMs : Number.POSITIVE_INFINITY;
  const from = Math.max(Math.min(reached - overlapMs, sweep), oldest);
  return { from: new Date(from), to: new Date(Math.min(now.getTime(), reached + longestMs)) };
}

/** The state when that window has been compared to its end. */
export function reachedBy({ to }: Window, { sweptAt }: Reached, now: Date): Reached {
  const isWhole = to.getTime() === now.getTime() && isSweep(sweptAt, now);
  return { checkedUntil: to, sweptAt: isWhole ? now : sweptAt };
}

function isSweep(sweptAt: Date, now: Date): boolean {
  return now.getTime() - sweptAt.getTime() >= sweepEveryMs;
}

/** A quarter of an hour, give or take a minute, so that portals set up together do not stay together. */
export function nextLook(now: Date, chance: number): Date {
  return new Date(now.getTime() + 14 * minuteMs + chance * 2 * minuteMs);
}
