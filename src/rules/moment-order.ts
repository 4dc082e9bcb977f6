// In which order the moments of a call count, whatever the order in which they came.
import type { CallEvent, CallType } from "../model/event.ts";

/** What is said later in a call's life counts more; news beside corrections only fills gaps of the call itself. */
const ranks: Record<CallType, number> = {
  "call.started": 0,
  "call.forwarded": 1,
  "call.answered": 2,
  "call.recording_ready": 3,
  "call.analyzed": 3,
  "call.rated": 3,
  "call.completed": 4,
  "call.updated": 5,
};

/** Told of the call itself, by its end or by a correction. */
export function isOwn({ type }: CallEvent): boolean {
  return ranks[type] >= ranks["call.completed"];
}

export function byLife(a: CallEvent, b: CallEvent): number {
  return ranks[a.type] - ranks[b.type] || compareTimes(a, b);
}

export function byTime(moments: readonly CallEvent[]): CallEvent[] {
  return moments.toSorted((a, b) => compareTimes(a, b) || ranks[a.type] - ranks[b.type]);
}

/** Told apart by what they say where they happened at once: never by when they were received. */
function compareTimes(a: CallEvent, b: CallEvent): number {
  const [left, right] = [Date.parse(a.time), Date.parse(b.time)];
  return left - right || compareTexts(JSON.stringify(a.data), JSON.stringify(b.data));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function earliest(moments: readonly CallEvent[], field: (moment: CallEvent) => string | null): string | null {
  const times = moments.flatMap((moment) => field(moment) ?? []);
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
