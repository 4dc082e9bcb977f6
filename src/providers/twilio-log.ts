// Twilio's own list of calls: the Calls resource of its REST API, each call with the legs that <Dial> made for it.
import type { Ask, CallLog, Window } from "./call-log.ts";
import type { Account } from "./provider.ts";
import { mailTime } from "./twilio-leg.ts";
import { readListed } from "./twilio-listed.ts";
import { listOf, objectOf, textOf } from "./values.ts";

export const twilioLog: CallLog = {
  // Twilio limits requests at the same time, not by the minute; a page of 1,000 calls every two seconds is far below.
  perMinute: 30,
  pages,
  read: readListed,
};

const api = "https://api.twilio.com";
const dayMs = 86_400_000;

type Json = Record<string, unknown>;

/**
 * A <Dial> puts its legs into the list as calls of their own. A call is given with its legs, for alone it does not say
 * whether somebody answered; it waits for one page more, because its legs may be on the next.
 */
async function* pages(window: Window, account: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const { accountSid = "", authToken = "" } = account;
  if (accountSid === "" || authToken === "") throw new Error("Enter the Account SID and the Auth Token of Twilio.");
  const legs = new Map<string, Json[]>();
  let waiting: Json[] = [];
  for (let url: string | null = firstPage(window, accountSid); url !== null; ) {
    const { calls, next } = await pageAt(url, accountSid, authToken, ask);
    for (const call of calls) {
      const parent = textOf(call.parent_call_sid);
      if (parent !== null) legs.set(parent, [...(legs.get(parent) ?? []), call]);
    }
    if (waiting.length > 0) yield waiting.map((call) => withLegs(call, legs));
    waiting = calls.filter((call) => textOf(call.parent_call_sid) === null && beganIn(window, call));
    url = next;
  }
  if (waiting.length > 0) yield waiting.map((call) => withLegs(call, legs));
}

/** The list is documented to be narrowed by days in UTC; the hours are cut out here. */
function firstPage({ from, to }: Window, accountSid: string): string {
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  const query = new URLSearchParams({
    "StartTime>": day(from.getTime()),
    "StartTime<": day(to.getTime() + dayMs),
    PageSize: "1000",
  });
  return `${api}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls.json?${query}`;
}

async function pageAt(
  url: string,
  accountSid: string,
  authToken: string,
  ask: Ask,
): Promise<{ calls: Json[]; next: string | null }> {
  const { status, json } = await ask({ method: "GET", url, headers: basic(accountSid, authToken) });
  if (status === 401) throw new Error("Twilio refused the account SID or the auth token (401).");
  if (status === 404) throw new Error("Twilio knows no account with this account SID (404).");
  if (status !== 200) throw new Error(`Twilio answered the question for the list of calls with ${status}.`);
  const next = textOf(objectOf(json).next_page_uri);
  return {
    calls: listOf(objectOf(json).calls).map(objectOf),
    // Always a path; an address of another host would get the account's token.
    next: next?.startsWith("/2010-04-01/") ? api + next : null,
  };
}

export function basic(accountSid: string, authToken: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}` };
}

/** A call that is still queued has no start yet. */
function beganIn({ from, to }: Window, call: Json): boolean {
  const start = Date.parse(mailTime(textOf(call.start_time)) ?? "");
  return start >= from.getTime() && start <= to.getTime();
}

function withLegs(call: Json, legs: ReadonlyMap<string, Json[]>): Json {
  return { ...call, legs: legs.get(textOf(call.sid) ?? "") ?? [] };
}
