// Reads the call detail records of Asterisk and FreePBX, which a small agent on the PBX posts (docs/asterisk.md).
import type { Happening } from "../model/event.ts";
import { asteriskCall } from "./asterisk-call.ts";
import { type Row, rowOf } from "./asterisk-row.ts";
import { blankCall } from "./blank-call.ts";
import { readJson } from "./payload.ts";
import type { Connection, Delivery, Provider, Reading } from "./provider.ts";
import { byAddress } from "./signature.ts";
import { cut, isObject, longestId, objectOf, textOf } from "./values.ts";

export const asterisk: Provider = {
  name: "asterisk",
  label: "Asterisk / FreePBX",
  signature: "address",
  setup: [
    "Asterisk sends no webhooks: an agent of some twenty lines on the PBX posts its call detail records instead.",
    "docs/asterisk.md in the source of Hookswitch has the agent, for plain Asterisk and for FreePBX. Copy it to the PBX.",
    "Let Asterisk record unanswered calls and linked ids too; the same page names the settings.",
    "Put the webhook address of this page into the agent's first lines, and let cron run it every minute.",
    "Here, set the time zone to that of the PBX: it writes times without an offset.",
    "On the Employees page enter the extension of everybody: it is how Asterisk knows them.",
    "Make a test call. It appears on the Activity page within a minute of hanging up.",
  ],
  verify: () => byAddress,
  read,
  recognises,
  settleSeconds: 5,
};

/** The agent posts a call at a time, so that more come from nobody who follows docs/asterisk.md. */
const mostRows = 1_000;

/** Together these columns are nobody else's. */
function recognises(delivery: Delivery): boolean {
  if (!delivery.body.includes("lastapp")) return false;
  const payload = readJson(delivery);
  const rows = "json" in payload ? [payload.json].flat() : [];
  const columns = ["uniqueid", "channel", "dcontext", "lastapp", "disposition"];
  return rows.length > 0 && rows.every((row) => isObject(row) && columns.every((name) => row[name] !== undefined));
}

function read(delivery: Delivery, connection: Connection): Reading {
  const payload = readJson(delivery);
  if ("unreadable" in payload) return payload;
  if (payload.json === undefined)
    return { unreadable: "The body is not JSON; rows of call detail records are needed." };
  const values: unknown[] = [payload.json].flat();
  if (values.length === 0) return { ignored: "The array holds no rows." };
  if (values.length > mostRows) {
    return { unreadable: `The array holds ${values.length} rows; at most ${mostRows} fit into one delivery.` };
  }
  const event = values.length === 1 ? eventOf(values[0]) : null;
  if (event !== null) return { ignored: `Asterisk reported ${event}; Hookswitch writes calls.`, type: event };
  return readRows(values, connection);
}

/** AMI and ARI events and channel event logging (CEL) name what happened; records of calls do not. */
function eventOf(value: unknown): string | null {
  const { event, eventtype, type, disposition } = objectOf(value);
  const name = textOf(event) ?? textOf(eventtype) ?? textOf(type);
  return name === null || textOf(disposition) !== null ? null : cut(name, 60);
}

function readRows(values: unknown[], connection: Connection): Reading {
  const calls = new Map<string, Row[]>();
  const leftOut: string[] = [];
  for (const [index, value] of values.entries()) {
    const row = rowOf(value, connection.timeZone);
    const because = row === null ? "it has neither linkedid nor uniqueid" : unusable(row);
    if (row === null || because !== null) leftOut.push(`Row ${index + 1} is left out: ${because}.`);
    else calls.set(row.callId, [...(calls.get(row.callId) ?? []), row]);
  }
  const happenings = [...calls].flatMap(([callId, rows]) => happeningsOf(callId, rows, connection));
  const [first, ...rest] = happenings;
  if (first) return { happenings: [first, ...rest], ...(leftOut.length > 0 && { leftOut }) };
  if (leftOut.length > 0) return { unreadable: leftOut.slice(0, 3).join(" ") };
  return { ignored: "These rows tell nothing of a client: colleagues spoke with each other, or a phone did not ring." };
}

function unusable(row: Row): string | null {
  if (row.callId.length > longestId) return `its linkedid is longer than ${longestId} characters`;
  const saysNothing = row.disposition === null && row.recordingUrl === null;
  return saysNothing ? "it has neither a disposition nor the address of a recording" : null;
}

function happeningsOf(callId: string, rows: Row[], connection: Connection): Happening[] {
  const subject = `asterisk/${callId}`;
  const receivedAt = connection.receivedAt.toISOString();
  const recordingUrl = rows.map((row) => row.recordingUrl).find((url) => url !== null) ?? null;
  const records = rows.filter(({ disposition }) => disposition !== null);
  if (records.length === 0) {
    return [{ type: "call.recording_ready", subject, time: receivedAt, data: { ...blankCall(callId), recordingUrl } }];
  }
  const told = asteriskCall(callId, records);
  if (told === null) return [];
  return [{ type: told.type, subject, time: told.endedAt ?? receivedAt, data: { ...told.data, recordingUrl } }];
}
