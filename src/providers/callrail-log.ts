// CallRail's own list of calls, to find those of which no webhook came (GET /v3/a/{account_id}/calls.json).
import type { Ask, CallLog, Window } from "./call-log.ts";
import { callrailCall, isOver } from "./callrail-call.ts";
import type { Account, Connection, Reading } from "./provider.ts";
import { listOf, longestId, objectOf, textOf } from "./values.ts";

export const callrailLog: CallLog = {
  // 1,000 an hour and 10,000 a day for all that uses the account; 10,000 a day are not quite 7 a minute.
  perMinute: 6,
  pages,
  read,
};

const origin = "https://api.callrail.com";
const pageSize = 250;

/** Beyond what CallRail gives unasked. Summaries are left out: not every plan may ask for them. */
const fields = [
  ...["agent_email", "call_type", "first_call", "lead_status", "note", "tags", "value", "timeline_url"],
  ...["source", "source_name", "medium", "campaign", "keywords", "gclid", "ga", "milestones"],
  ...["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"],
];

async function* pages(window: Window, account: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const headers = { authorization: `Token token="${(account.api_key ?? "").trim()}"` };
  let url = firstPage(window, account.account_id ?? "");
  while (true) {
    const { status, json } = await ask({ method: "GET", url, headers });
    if (status === 401 || status === 403) throw new Error(`CallRail refused the API key (${status}).`);
    if (status === 404)
      throw new Error("CallRail knows no account with this account id, or the API key may not see it.");
    if (status !== 200) throw new Error(`CallRail answered ${status} to the question for its list of calls.`);
    const page = objectOf(json);
    const calls = listOf(page.calls);
    if (calls.length > 0) yield calls;
    if (page.has_next_page !== true || calls.length === 0) return;
    url = nextPage(page.next_page);
  }
}

/** Relative paging is what CallRail advises for calls; oldest first, so that new calls do not shift the pages. */
function firstPage({ from, to }: Window, accountId: string): string {
  const query = new URLSearchParams({
    start_date: minute(from),
    end_date: minute(new Date(to.getTime() + 59_999)),
    time_zone: "Etc/UTC",
    sort: "start_time",
    order: "asc",
    relative_pagination: "true",
    per_page: String(pageSize),
    fields: fields.join(","),
  });
  return `${origin}/v3/a/${encodeURIComponent(accountId.trim())}/calls.json?${query}`;
}

/** CallRail's address of the next page is to be used as it is; the API key goes nowhere else. */
function nextPage(value: unknown): string {
  const url = textOf(value) ?? "";
  if (URL.parse(url)?.origin !== origin)
    throw new Error("CallRail's list of calls goes on at an address of another host.");
  return url;
}

/** 2026-10-09T09:30, as the reference writes times of day. */
function minute(time: Date): string {
  return time.toISOString().slice(0, 16);
}

/** CallRail holds a call's webhook back for so long while the recording is made. */
const webhookPatienceMs = 20 * 60_000;

function read(json: unknown, connection: Connection): Reading {
  const call = objectOf(json);
  const callId = textOf(call.id);
  if (callId === null) return { unreadable: "The call in CallRail's list has no id." };
  if (callId.length > longestId) return { unreadable: `The call's id is longer than ${longestId} characters.` };
  if (!isOver(call)) return { ignored: "The call in CallRail's list has not ended yet." };
  const data = callrailCall(callId, call, connection.timeZone);
  const now = connection.receivedAt;
  const time = data.endedAt ?? data.startedAt ?? now.toISOString();
  if (data.endedAt !== null && now.getTime() - Date.parse(data.endedAt) < webhookPatienceMs) {
    return { ignored: "The call ended less than 20 minutes ago, so that its webhook may still come." };
  }
  return { happenings: [{ type: "call.completed", subject: `callrail/${callId}`, time, data }] };
}
