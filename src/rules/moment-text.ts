// A date or a moment as people and programs write it, where it can mean only one.
import { dayIn } from "./day.ts";

/** YYYY-MM-DD: HubSpot takes it for midnight in UTC, on which its dates stand. */
export function dateOf(text: string, timeZone: string): string | null {
  const day = dayOf(text.trim());
  if (day !== null) return day;
  const instant = instantOf(text, timeZone);
  return instant === null ? null : dayIn(timeZone, new Date(instant));
}

/** ISO 8601 in UTC. A time without an offset is the time zone's, a day begins there. */
export function instantOf(text: string, timeZone: string): string | null {
  const written = text.trim();
  const milliseconds = unixTime(written) ?? calendarTime(written, timeZone);
  return milliseconds === null || !isSensible(milliseconds) ? null : new Date(milliseconds).toISOString();
}

/** HubSpot's pages show no other years. */
function isSensible(milliseconds: number): boolean {
  return milliseconds >= Date.UTC(1000, 0, 1) && milliseconds < Date.UTC(10_000, 0, 1);
}

/** 13 digits are milliseconds, 10 seconds. */
function unixTime(text: string): number | null {
  if (/^\d{13}$/.test(text)) return Number(text);
  return /^\d{10}$/.test(text) ? Number(text) * 1000 : null;
}

const shape =
  /^(?<date>[\d./-]{8,10})(?:[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)? ?(?<offset>Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

function calendarTime(text: string, timeZone: string): number | null {
  const parts = shape.exec(text)?.groups;
  const day = dayOf(parts?.date ?? "");
  if (!parts || day === null) return null;
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map((part) => Number(part ?? 0));
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const wall =
    Date.parse(`${day}T00:00:00Z`) +
    ((hour * 60 + minute) * 60 + second) * 1000 +
    Math.floor(Number(`0.${parts.fraction ?? 0}`) * 1000);
  if (parts.offset === undefined) return inZone(wall, timeZone);
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})/.exec(parts.offset) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === "-" ? wall + ahead : wall - ahead;
}

/** Years first, days before months with points; with slashes only where one of the two cannot be a month. */
function dayOf(text: string): string | null {
  const iso = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (iso) return calendarDay(iso[1], iso[3], iso[4]);
  const pointed = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (pointed) return calendarDay(pointed[3], pointed[2], pointed[1]);
  const [, first = "", second = "", year] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text) ?? [];
  if (Number(first) > 12) return calendarDay(year, second, first);
  return Number(second) > 12 || Number(first) === Number(second) ? calendarDay(year, first, second) : null;
}

/** null for the 31st of June. */
function calendarDay(year = "", month = "", day = ""): string | null {
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? null : iso;
}

/** The moment at which the zone's clocks show this; an hour that they skip is counted on from before it. */
function inZone(wall: number, timeZone: string): number {
  const day = 86_400_000;
  const ahead = (at: number) => shownIn(timeZone, at) - at;
  const [before, after] = [wall - ahead(wall - day), wall - ahead(wall + day)];
  return [before, after].find((at) => shownIn(timeZone, at) === wall) ?? before;
}

function shownIn(timeZone: string, at: number): number {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  return Date.parse(`${format.format(new Date(at)).replace(" ", "T")}Z`);
}
