// Pages through Dialpad's list of calls that have ended, leg by leg, with an administrator's API key.
import type { Ask, CallLog, Window } from "./call-log.ts";
import { legOf, timeOf } from "./dialpad-call.ts";
import { legEnded } from "./dialpad-moment.ts";
import type { Account, AccountField, Connection, Reading } from "./provider.ts";
import { isObject, listOf, objectOf, textOf } from "./values.ts";

export const dialpadAccount: readonly AccountField[] = [
  {
    name: "apiKey",
    label: "API key",
    hint: "In Dialpad's admin portal under My Company, Authentication, API Keys, with the scopes calls:list and recordings_export.",
  },
];

export const dialpadLog: CallLog = {
  // Dialpad allows 1,200 requests a minute.
  perMinute: 120,
  pages,
  read,
};

const server = "https://dialpad.com/api/v2";

async function* pages({ from, to }: Window, { apiKey = "" }: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const headers = { authorization: `Bearer ${apiKey}`, accept: "application/json" };
  const range = { started_after: String(from.getTime()), started_before: String(to.getTime()) };
  for (let cursor = ""; ; ) {
    const query = new URLSearchParams({ ...range, ...(cursor && { cursor }) });
    const { status, json } = await ask({ method: "GET", url: `${server}/call?${query}`, headers });
    if (status === 401 || status === 403) {
      throw new Error(
        `Dialpad refused the API key (${status}): it must be an administrator's, with the scope calls:list.`,
      );
    }
    if (status !== 200) throw new Error(`Dialpad answered ${status} when asked for the list of calls.`);
    yield listOf(objectOf(json).items);
    cursor = textOf(objectOf(json).cursor) ?? "";
    if (cursor === "") return;
  }
}

/** The list holds only what has ended, whatever state it names. */
function read(call: unknown, connection: Connection): Reading {
  const leg = isObject(call) ? legOf(call) : null;
  if (!isObject(call) || leg === null) return { unreadable: "A call of the list has no call_id." };
  const moment = legEnded(leg, call);
  if ("ignored" in moment) return moment;
  const time = timeOf(call.date_ended) ?? timeOf(call.date_started) ?? connection.receivedAt.toISOString();
  return { happenings: [{ ...moment, subject: `dialpad/${leg.root}`, time }] };
}
