// Days as people in a time zone count them: which day a moment belongs to, when the next one begins, what the clock says.

/** YYYY-MM-DD */
export function dayIn(timeZone: string, at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}

/** A day with a change of clocks has up to 25 hours. */
const longestDayMs = 26 * 3_600_000;

/** The first moment of the next day, whatever the clocks do in between. */
export function nextMidnight(timeZone: string, at: Date): Date {
  const today = dayIn(timeZone, at);
  let [before, after] = [at.getTime(), at.getTime() + longestDayMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayIn(timeZone, new Date(middle)) === today) before = middle;
    else after = middle;
  }
  return new Date(after);
}

/** "9 Oct, 12:30" */
export function clockIn(timeZone: string, at: Date): string {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(at);
  return `${format({ day: "numeric", month: "short" })}, ${format({ hour: "2-digit", minute: "2-digit" })}`;
}

/** Hour of the day, and whether it is a Saturday or Sunday: what tells comparable hours. */
export function hourOfWeek(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", hourCycle: "h23" });
  return (at) => {
    const parts = format.formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
    return `${/^S/.test(part("weekday")) ? "weekend" : "weekday"} ${part("hour")}`;
  };
}

/** "3 minutes", "2 hours", "5 days": as exact as a person would say it. */
export function spanText(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return count(minutes, "minute");
  if (minutes < 48 * 60) return count(Math.round(minutes / 60), "hour");
  return count(Math.round(minutes / 1440), "day");
}
