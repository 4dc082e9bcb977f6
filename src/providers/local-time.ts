// Reads the times that phone systems write, in many shapes and often without an offset, and gives UTC.

const clocks = new Map<string, Intl.DateTimeFormat>();

/** ISO 8601 writes years of more than four digits in another way, and 275,760 is the last that a Date holds. */
const latest = Date.UTC(9999, 0, 1);

/** ISO 8601 in UTC, or null for what is not a time. Without an offset the time is the time zone's wall clock. */
export function utcOf(text: string | null, timeZone: string): string | null {
  const written = text?.trim() ?? "";
  const milliseconds = unixTime(written) ?? calendarTime(written, timeZone);
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

export function later(iso: string | null, seconds: number | null): string | null {
  if (iso === null || seconds === null) return null;
  const milliseconds = Date.parse(iso) + seconds * 1000;
  return milliseconds >= 0 && milliseconds < latest ? new Date(milliseconds).toISOString() : null;
}

/** YYYY-MM-DD HH:MM:SS as the zone's clocks show it. */
export function wallClock(instant: Date, timeZone: string): string {
  return clockOf(timeZone).format(instant);
}

/** Unix time: 16 digits are microseconds, 13 milliseconds, 9 or 10 seconds. */
function unixTime(text: string): number | null {
  if (/^\d{16}$/.test(text)) return Math.floor(Number(text) / 1000);
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{9,10}(\.\d{1,9})?$/.test(text)) return Math.floor(Number(text) * 1000);
  return null;
}

const time = String.raw`(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?)?`;
// A plus sign that was not urlencoded arrives as a blank.
const offset = String.raw`(?: ?(?<utc>Z|UTC)|(?<sign>[+ -])(?<offsetHour>\d{2}):?(?<offsetMinute>\d{2}))?`;
const shapes = [
  new RegExp(String.raw`^(?<year>\d{4})([-/.])(?<month>\d{2})\2(?<day>\d{2})${time}${offset}$`, "i"),
  new RegExp(String.raw`^(?<day>\d{2})\.(?<month>\d{2})\.(?<year>\d{4})${time}${offset}$`, "i"),
];

function calendarTime(text: string, timeZone: string): number | null {
  const parts = shapes.map((shape) => shape.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return null;
  const number = (name: string) => Number(parts[name] ?? 0);
  const [year, month, day] = [number("year"), number("month"), number("day")];
  const [hour, minute, second] = [number("hour"), number("minute"), number("second")];
  const wall = Date.UTC(
    year,
    month - 1,
    day,
    hour,
    minute,
    second,
    Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1000),
  );
  const date = new Date(wall);
  // Date.UTC turns the 31st of June into the 1st of July.
  if (year < 1900 || wall >= latest || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  if (parts.utc) return wall;
  if (!parts.sign) return instantOf(wall, timeZone);
  const ahead = (number("offsetHour") * 60 + number("offsetMinute")) * 60_000;
  return parts.sign === "-" ? wall + ahead : wall - ahead;
}

/**
 * The instant at which the zone's clocks show `wall`. An hour that clocks show twice is taken the first time; an hour
 * that they skip is counted on from before the skip, so that 03:30 becomes 04:30. (RFC 5545 §3.3.5 says the same.)
 */
function instantOf(wall: number, timeZone: string): number {
  const day = 86_400_000;
  const before = wall - aheadOfUtc(wall - day, timeZone);
  const after = wall - aheadOfUtc(wall + day, timeZone);
  const real = [before, after].filter((instant) => instant + aheadOfUtc(instant, timeZone) === wall);
  return real.length > 0 ? Math.min(...real) : before;
}

function aheadOfUtc(instant: number, timeZone: string): number {
  const shown = Date.parse(`${wallClock(new Date(instant), timeZone).replace(" ", "T")}Z`);
  return shown - Math.floor(instant / 1000) * 1000;
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = newClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

/** Swedish dates are ISO dates. */
function newClock(timeZone: string): Intl.DateTimeFormat {
  const twoDigits = "2-digit";
  const shape: Intl.DateTimeFormatOptions = {
    year: "numeric",
    month: twoDigits,
    day: twoDigits,
    hour: twoDigits,
    minute: twoDigits,
    second: twoDigits,
    hourCycle: "h23",
  };
  try {
    return new Intl.DateTimeFormat("sv-SE", { ...shape, timeZone });
  } catch {
    // A zone that this machine does not know: a time some hours off is better than a lost call.
    return new Intl.DateTimeFormat("sv-SE", { ...shape, timeZone: "UTC" });
  }
}
