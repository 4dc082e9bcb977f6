// What a portal's admins are to be warned of, told from the state of the portal. Pure.
import { clockIn, spanText } from "../rules/day.ts";
import { type Habit, unusualSilence } from "./silence.ts";

export const alertKinds = ["disconnected", "throttled", "silent", "parked"] as const;
export type AlertKind = (typeof alertKinds)[number];

export interface Alert {
  kind: AlertKind;
  text: string;
}

export interface Condition {
  connected: boolean;
  because: string | null;
  paused: boolean;
  timeZone: string;
  sleepsUntil: Date | null;
  sleepsBecause: string | null;
  /** Due events that wait, and since when the oldest does. */
  waiting: number;
  oldest: Date | null;
  /** Null when nothing ever came, or something came within the last hours. */
  habit: Habit | null;
  parked: { count: number; latest: Date; because: string } | null;
  /** The alert of parked events as it stands. */
  parkedAlert: { since: Date; endedAt: Date | null } | null;
}

const throttledMs = 15 * 60_000;
/** Parked events that trickle in are one alert, until none came for so long. */
const calmMs = 60 * 60_000;

export function alertsFor(state: Condition, now: Date): Alert[] {
  const texts: Record<AlertKind, string | null> = {
    disconnected: disconnected(state),
    throttled: throttled(state, now),
    silent: silent(state, now),
    parked: parked(state, now),
  };
  return alertKinds.flatMap((kind) => (texts[kind] === null ? [] : [{ kind, text: texts[kind] }]));
}

function disconnected({ connected, because, waiting }: Condition): string | null {
  if (connected) return null;
  return [
    "Hookswitch is disconnected from HubSpot, so nothing is written.",
    sentence(because ?? "HubSpot gave no reason."),
    `Webhooks are still accepted and wait (${eventsText(waiting)} now). Install Hookswitch again within 30 days to carry on; then everything is written.`,
  ].join(" ");
}

/** The lane sleeps for long, or does not keep up. */
function throttled(state: Condition, now: Date): string | null {
  const { connected, paused, sleepsUntil, sleepsBecause, waiting, oldest, timeZone } = state;
  if (!connected || paused) return null;
  const waitsMs = oldest ? now.getTime() - oldest.getTime() : 0;
  const sleepsMs = sleepsUntil ? sleepsUntil.getTime() - now.getTime() : 0;
  if (waitsMs <= throttledMs && sleepsMs <= throttledMs) return null;
  const wait = oldest
    ? `${eventsText(waiting)} wait${waiting === 1 ? "s" : ""}, the oldest for ${spanText(waitsMs)}.`
    : "Nothing waits yet.";
  const why =
    sleepsMs > 0 && sleepsUntil
      ? `${sentence(sleepsBecause ?? "HubSpot asked for a pause.")} It goes on by itself at ${clockIn(timeZone, sleepsUntil)}.`
      : "More comes in than HubSpot's limits let through. It goes on by itself.";
  return `Writing into HubSpot is held up: ${wait} ${why} Nothing is lost; the dashboard shows how far it is.`;
}

function silent({ habit, timeZone }: Condition, now: Date): string | null {
  const usualMs = habit ? unusualSilence(habit, timeZone, now) : null;
  if (!habit || usualMs === null) return null;
  return [
    `Nothing has come in since ${clockIn(timeZone, habit.last)}.`,
    `In the week before, no gap at comparable hours was longer than ${spanText(usualMs)}.`,
    "Check in your phone system that its webhooks still go to the address on the settings page.",
  ].join(" ");
}

/** New parked events since the last alert; it lasts until none came for an hour. */
function parked({ parked: found, parkedAlert }: Condition, now: Date): string | null {
  if (!found) return null;
  const lasts = parkedAlert !== null && parkedAlert.endedAt === null;
  const isNew = lasts
    ? found.latest.getTime() > now.getTime() - calmMs || parkedAlert.since.getTime() > now.getTime() - calmMs
    : parkedAlert?.endedAt == null || found.latest > parkedAlert.endedAt;
  if (!isNew) return null;
  const needs = found.count === 1 ? "is parked and needs" : "are parked and need";
  return `${eventsText(found.count)} ${needs} a look. The latest: ${sentence(found.because)} Open the activity page, set right what it names, and press Replay.`;
}

function eventsText(count: number): string {
  return `${count.toLocaleString("en-US")} event${count === 1 ? "" : "s"}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
