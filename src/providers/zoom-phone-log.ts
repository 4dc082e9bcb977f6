// Pages through Zoom Phone's call history of the whole account, signed in as a server-to-server OAuth app.
import { Buffer } from "node:buffer";
import type { Ask, CallLog, Window } from "./call-log.ts";
import type { Account, AccountField, Connection, Reading } from "./provider.ts";
import { isObject, listOf, longestId, objectOf, textOf } from "./values.ts";
import { entryOf } from "./zoom-phone-history.ts";

export const zoomPhoneAccount: readonly AccountField[] = [
  {
    name: "accountId",
    label: "Account ID",
    hint: "In the Zoom App Marketplace, on the page App Credentials of your app.",
  },
  { name: "clientId", label: "Client ID", hint: "Below the Account ID." },
  { name: "clientSecret", label: "Client Secret", hint: "Below the Client ID." },
];

export const zoomPhoneLog: CallLog = {
  // The call history is in the group Heavy: on the smallest plan 5 requests a second, but also 15,000 a day for the whole account.
  perMinute: 60,
  pages,
  read,
};

async function* pages({ from, to }: Window, account: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const { server, token } = await signIn(account, ask);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const range = { from: toSeconds(from), to: toSeconds(to) };
  for (let next = ""; ; ) {
    const query = new URLSearchParams({ ...range, page_size: "300", ...(next && { next_page_token: next }) });
    const { status, json } = await ask({ method: "GET", url: `${server}/phone/call_history?${query}`, headers });
    if (status !== 200) {
      throw new Error(
        `Zoom does not let the app read the call history (${status}): give it the scope phone:read:list_call_logs:admin and activate it.`,
      );
    }
    const page = objectOf(json);
    // Until November 2026 Zoom sends the same calls under the older name too.
    yield listOf(Array.isArray(page.call_history) ? page.call_history : page.call_logs);
    next = textOf(page.next_page_token) ?? "";
    if (next === "") return;
  }
}

/** Zoom reads no fractions of a second. */
function toSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}

async function signIn(account: Account, ask: Ask): Promise<{ server: string; token: string }> {
  const { accountId = "", clientId = "", clientSecret = "" } = account;
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const { status, json } = await ask({
    method: "POST",
    url: "https://zoom.us/oauth/token",
    headers: { authorization: `Basic ${credentials}`, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ grant_type: "account_credentials", account_id: accountId }).toString(),
  });
  const token = textOf(objectOf(json).access_token);
  if (token === null) {
    throw new Error(`Zoom refused the account ID, the client ID or the client secret (${status}).`);
  }
  return { server: serverOf(textOf(objectOf(json).api_url)), token };
}

/** Zoom names the region that serves the account; the token goes to Zoom only. */
function serverOf(address: string | null): string {
  const url = address !== null && URL.canParse(address) ? new URL(address) : null;
  const isZoom = url?.protocol === "https:" && /(^|\.)zoom\.us$/.test(url.hostname);
  return `${url !== null && isZoom ? url.origin : "https://api.zoom.us"}/v2`;
}

function read(call: unknown, connection: Connection): Reading {
  if (!isObject(call)) return { unreadable: "A call of the history is not a JSON object." };
  const callId = textOf(call.call_id);
  if (callId === null || callId.length > longestId) return { unreadable: "call_id is missing or too long." };
  const entry = entryOf(call, callId, connection.timeZone);
  if ("ignored" in entry) return entry;
  const time = entry.data.endedAt ?? entry.data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: entry.type, subject: `zoom-phone/${callId}`, time, data: entry.data }] };
}
