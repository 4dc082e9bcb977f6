// Whether a portal has been silent for longer than usual. Only hours count in which deliveries usually come, weekdays and
// weekends apart: a night or a Sunday without calls is no silence, a Tuesday morning without them is.
import { hourOfWeek } from "../rules/day.ts";

/** Deliveries of the seven days up to the last one. */
export interface Habit {
  last: Date;
  deliveries: number;
  /** Hours since 1970 in which something came. */
  busyHours: number[];
}

const hourMs = 3_600_000;
const daysLooked = 7;
/** Fewer say nothing about habits. */
const fewest = 50;
const shortestMs = 4 * hourMs;

/** @returns the longest usual gap when the silence is longer than three of them, else null */
export function unusualSilence({ last, deliveries, busyHours }: Habit, timeZone: string, now: Date): number | null {
  if (deliveries < fewest) return null;
  const slotOf = hourOfWeek(timeZone);
  const slot = (hour: number) => slotOf(new Date(hour * hourMs));
  const busy = new Set(busyHours);
  const lastHour = Math.floor(last.getTime() / hourMs);
  const week = Array.from({ length: daysLooked * 24 }, (_, index) => lastHour - daysLooked * 24 + 1 + index);

  const usual = usualSlots(week, busy, slot);
  const longestMs = longestGap(week, busy, (hour) => usual.has(slot(hour)));
  const limitMs = Math.max(shortestMs, 3 * longestMs);
  let silentMs = 0;
  for (let hour = lastHour; hour * hourMs < now.getTime(); hour++) {
    if (!usual.has(slot(hour))) continue;
    silentMs += Math.min((hour + 1) * hourMs, now.getTime()) - Math.max(hour * hourMs, last.getTime());
    if (silentMs > limitMs) return longestMs;
  }
  return null;
}

/** Hours of the day that were busy on at least half of the weekdays, or of the weekend's days. */
function usualSlots(week: number[], busy: Set<number>, slot: (hour: number) => string): Set<string> {
  const bySlot = Map.groupBy(week, slot);
  const usual = [...bySlot].filter(([, hours]) => hours.filter((hour) => busy.has(hour)).length * 2 >= hours.length);
  return new Set(usual.map(([name]) => name));
}

/** Whole hours without a delivery, and one more for the parts of hours at both ends. */
function longestGap(week: number[], busy: Set<number>, isUsual: (hour: number) => boolean): number {
  let [longest, current] = [0, 0];
  for (const hour of week) {
    if (busy.has(hour)) current = 0;
    else if (isUsual(hour)) current += 1;
    longest = Math.max(longest, current);
  }
  return (longest + 1) * hourMs;
}
