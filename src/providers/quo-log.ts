// Pages through Quo's list of calls with the workspace's API key, and reads one of them.
import type { CallData } from "../model/event.ts";
import type { Ask, CallLog, Window } from "./call-log.ts";
import type { Account, AccountField, Connection, Reading } from "./provider.ts";
import { completedData } from "./quo-call.ts";
import { isObject, listOf, longestId, objectOf, textOf, webAddressOf } from "./values.ts";

export const quoAccount: readonly AccountField[] = [
  { name: "apiKey", label: "API key", hint: "In the Quo app under Settings, API; only owners and admins see it." },
];

export const quoLog: CallLog = {
  // Quo allows an API key 10 requests a second.
  perMinute: 120,
  pages,
  read,
};

/** Version 1 of the API lists the calls with one number at a time only. */
const version = "2026-03-30";

async function* pages({ from, to }: Window, { apiKey = "" }: Account, ask: Ask): AsyncGenerator<unknown[]> {
  const headers = { authorization: apiKey, "quo-api-version": version, accept: "application/json" };
  const range = { "createdAt[gte]": from.toISOString(), "createdAt[lte]": to.toISOString() };
  for (let after = ""; ; ) {
    const query = new URLSearchParams({ ...range, include: "voicemail", limit: "50", ...(after && { after }) });
    const { status, json } = await ask({ method: "GET", url: `https://api.quo.com/calls?${query}`, headers });
    if (status === 401 || status === 403) throw new Error(`Quo refused the API key (${status}).`);
    if (status !== 200) throw new Error(`Quo answered ${status} when asked for the list of calls.`);
    yield listOf(objectOf(json).data);
    after = textOf(objectOf(json).nextCursor) ?? "";
    if (after === "") return;
  }
}

function read(call: unknown, connection: Connection): Reading {
  if (!isObject(call)) return { unreadable: "A call of the list is not a JSON object." };
  const callId = textOf(call.id);
  if (callId === null || callId.length > longestId) return { unreadable: "A call of the list has no id." };
  const data = listedData(call, callId);
  if (data.outcome === "in_progress") return { ignored: "The call is still going on." };
  const time = data.endedAt ?? data.startedAt ?? connection.receivedAt.toISOString();
  return { happenings: [{ type: "call.completed", subject: `quo/${callId}`, time, data }] };
}

/** The list names everybody on the call; who is not of the workspace has no actorId. */
function listedData(call: Record<string, unknown>, callId: string): CallData {
  const people = listOf(call.participants).filter(isObject);
  const numbers = (ours: boolean) => [
    ...new Set(
      people.flatMap((person) => {
        const number = textOf(person.phoneNumber);
        return number !== null && (textOf(person.actorId) !== null) === ours ? [number] : [];
      }),
    ),
  ];
  const workspace = numbers(true);
  const external = numbers(false).filter((number) => !workspace.includes(number));
  const address = webAddressOf(objectOf(call.voicemail).recordingUrl);
  const resource = { ...call, participants: [], voicemail: { url: address }, hasVoicemail: isObject(call.voicemail) };
  const context = { participants: { external, workspace }, userId: call.actorId };
  return completedData({ type: "call.completed", resource, context, link: null }, callId);
}
