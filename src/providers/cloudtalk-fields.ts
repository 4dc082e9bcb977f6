// The keys of a CloudTalk template: those that the setup names, and those of CloudTalk's own API that stand for the same.
import { textOf } from "./values.ts";

/** Compared by their letters only: Call_id and callId are one. */
const keys = {
  event: ["event"],
  callId: ["callid", "cdrid"],
  callUuid: ["calluuid", "uuid"],
  direction: ["direction", "calldirection", "type", "calltype"],
  status: ["status", "callstatus"],
  client: ["externalnumber", "publicexternal"],
  clientName: ["contactname"],
  clientEmail: ["contactemail"],
  line: ["internalnumber", "publicinternal"],
  lineName: ["internalname"],
  agentId: ["agentid", "userid"],
  agentName: ["agentname", "agentfullname"],
  agentEmail: ["agentemail"],
  startedAt: ["startedat"],
  answeredAt: ["answeredat"],
  endedAt: ["endedat"],
  talkSeconds: ["talkingtime"],
  waitSeconds: ["waitingtime"],
  isVoicemail: ["isvoicemail"],
  recording: ["recordingurl"],
  card: ["recordinglink"],
  tags: ["tags", "calltags"],
  note: ["notes", "callnotes", "note"],
} as const;

export type CloudtalkFields = (field: keyof typeof keys) => string | null;

export function cloudtalkFields(fields: ReadonlyMap<string, string>): CloudtalkFields {
  const byName = new Map<string, string>();
  for (const [name, value] of fields) {
    const key = name.toLowerCase().replace(/[^a-z]/g, "");
    const text = textOf(value);
    if (text !== null && !byName.has(key)) byName.set(key, text);
  }
  return (field) => keys[field].map((key) => byName.get(key)).find((value) => value !== undefined) ?? null;
}
