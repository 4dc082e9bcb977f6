// How a portal stands, in plain words: what waits, until when, and how many HubSpot requests the day has cost.
import type { Backlog } from "../model/backlog.ts";
import { spanText } from "../rules/day.ts";
import { momentText } from "./words.ts";

/** Null when nothing waits. */
export function backlogText(
  { waiting, oldest, perMinute, endsAt }: Backlog,
  timeZone: string,
  now: Date,
): string | null {
  if (waiting === 0 || !oldest) return null;
  const since = `The oldest has waited for ${spanText(now.getTime() - oldest.getTime())}.`;
  if (perMinute === null || !endsAt) return since;
  const soon = endsAt.getTime() - now.getTime() < 60_000;
  const end = soon ? "within a minute" : `by ${momentText(endsAt, timeZone, now)}`;
  return `${since} At the pace of the last minutes, ${paceText(perMinute)}, everything is written ${end}.`;
}

function paceText(perMinute: number): string {
  return perMinute < 1 ? "less than one a minute" : `about ${Math.round(perMinute).toLocaleString("en-US")} a minute`;
}

export function requestsText(today: number, dailyBudget: number | null): string {
  const count = today.toLocaleString("en-US");
  if (dailyBudget === null) return `${count} today. There is no daily budget.`;
  const text = `${count} of ${dailyBudget.toLocaleString("en-US")} today.`;
  return today < dailyBudget ? text : `${text} What comes now waits until midnight; nothing is lost.`;
}
