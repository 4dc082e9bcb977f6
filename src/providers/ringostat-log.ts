// Asks for Ringostat's own list of calls (GET /calls/list, help article 6312678): it sends no webhook a second time.
import type { Ask, Window } from "./call-log.ts";
import { wallClock } from "./local-time.ts";
import type { Account, AccountField, Connection } from "./provider.ts";
import { textOf } from "./values.ts";

export const ringostatAccount: readonly AccountField[] = [
  {
    name: "authKey",
    label: "Auth-key",
    hint: "In Ringostat open your project's Integration page and choose Ringostat API: it shows the Auth-key.",
  },
];

/** Ringostat names no limit. */
export const ringostatPerMinute = 10;

const address = "https://api.ringostat.net/calls/list";
/** No answer holds more; a longer list must be asked for in parts. */
const mostCalls = 6_500;
const second = 1_000;

/** Named one by one: without them the answer is short, and userfield and recording_wav are refused. */
const fields = [
  ...["uniqueid", "calldate", "call_type", "caller", "caller_number", "dst", "connected_with", "disposition"],
  ...["duration", "billsec", "waittime", "recording", "has_recording", "call_card", "scheme_name"],
  ...["employee_fio", "employee_number", "additional_number", "department", "proper_flag", "repeated_flag"],
  ...["category_mark", "category_number", "employee_mark"],
  ...["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "client_id"],
];

export async function* ringostatPages(
  { from, to }: Window,
  account: Account,
  ask: Ask,
  { timeZone }: Pick<Connection, "timeZone">,
): AsyncGenerator<unknown[]> {
  const authKey = textOf(account.authKey);
  if (authKey === null) throw new Error("Enter the Auth-key of Ringostat's API.");
  const windows = [wholeSeconds(from, to)];
  for (let next = windows.pop(); next; next = windows.pop()) {
    const calls = await callsOf(next, authKey, ask, timeZone);
    const middle = Math.floor((next.from + next.to) / 2 / second) * second;
    if (calls.length < mostCalls || middle === next.from) yield calls;
    // Both halves hold the second between them, for it is not said whether `to` is included.
    else windows.push({ from: middle, to: next.to }, { from: next.from, to: middle });
  }
}

interface Seconds {
  from: number;
  to: number;
}

function wholeSeconds(from: Date, to: Date): Seconds {
  return {
    from: Math.floor(from.getTime() / second) * second,
    to: Math.ceil(to.getTime() / second) * second,
  };
}

async function callsOf(window: Seconds, authKey: string, ask: Ask, timeZone: string): Promise<unknown[]> {
  const query = new URLSearchParams({ export_type: "json", ...inProjectTime(window, timeZone), fields: fields.join() });
  const { status, json } = await ask({ method: "GET", url: `${address}?${query}`, headers: { "auth-key": authKey } });
  if (status === 401 || status === 403) throw new Error(`Ringostat refused the Auth-key (${status}).`);
  if (status !== 200) throw new Error(`Ringostat answered ${status} to the question for its list of calls.`);
  if (!Array.isArray(json)) throw new Error("Ringostat answered something else than a list of calls.");
  return json;
}

/** Where clocks were set back within the window, its hours are shown twice: then it is asked for with an hour around it. */
function inProjectTime({ from, to }: Seconds, timeZone: string): { from: string; to: string } {
  const [shownFrom, shownTo] = [shownAt(from, timeZone), shownAt(to, timeZone)];
  const setBack = Math.max(0, to - from - (shownTo - shownFrom));
  return { from: written(shownFrom - setBack), to: written(shownTo + setBack) };
}

function shownAt(instant: number, timeZone: string): number {
  return Date.parse(`${wallClock(new Date(instant), timeZone).replace(" ", "T")}Z`);
}

function written(wall: number): string {
  return new Date(wall).toISOString().slice(0, 19).replace("T", " ");
}
