// The calls of a scenario as phone systems report them: one call, in the words of Ringostat or of our own JSON.
import { type Call, classic, descriptive, nested } from "../ringostat.ts";
import type { Random } from "./random.ts";

/** What is sent to a portal's webhook address. */
export interface Message {
  portal: number;
  path: "ringostat" | "generic";
  contentType: string;
  body: string;
  /** How the event that it becomes is found again: by subject and type, or by a word in its raw body. */
  becomes: { subject: string; type: string } | { marker: string };
}

export interface PlannedCall {
  portal: number;
  id: string;
  /** Digits with the country code; "anonymous" hides it. */
  from: string;
  direction: "in" | "out";
  answered: boolean;
  agent: string | null;
  at: Date;
  status: string;
  talk: number;
  utm: Record<string, string>;
  recording: string | null;
}

export const families = ["nested", "classic", "descriptive"] as const;
export type Family = (typeof families)[number];

const json = "application/json";
const line = "380441112233";

/** As the clocks in the portal's time zone, which is UTC here, show it. */
function wallTime(at: Date): string {
  return at.toISOString().slice(0, 19).replace("T", " ");
}

export function ringostatCall(call: PlannedCall, family: Family): Message {
  const { portal, id, from, direction, agent, status, talk, utm, recording } = call;
  const fields: Call = { id, from, line, direction, status, email: agent, talk, total: talk + 15, utm };
  if (recording) fields.recording = recording;
  const at = wallTime(call.at);
  const becomes = { subject: `ringostat/${id}`, type: "call.completed" };
  if (family === "nested") {
    const body = JSON.stringify({ ...Object(nested(fields)), calldate: at });
    return { portal, path: "ringostat", contentType: json, body, becomes };
  }
  const names = family === "classic" ? { ...classic(fields), date: at } : { ...descriptive(fields), call_date: at };
  const body = new URLSearchParams(names).toString();
  return { portal, path: "ringostat", contentType: "application/x-www-form-urlencoded", body, becomes };
}

export function ringostatNews(call: PlannedCall, type: "call.rated" | "call.recording_ready", random: Random): Message {
  const news =
    type === "call.rated"
      ? { category_mark: random.pick(["Target", "Spam", "Repeat"]), category_number: String(random.between(1, 9)) }
      : { recording_wav: `https://pbx.acme.test/rec/${call.id}-${random.between(1, 9)}.wav` };
  const body = JSON.stringify({ uniqueid: call.id, ...news });
  const becomes = { subject: `ringostat/${call.id}`, type };
  return { portal: call.portal, path: "ringostat", contentType: json, body, becomes };
}

function generic({ portal, id }: PlannedCall, type: string, name: string, at: Date, data: object): Message {
  const body = JSON.stringify({ type, id: `${id}-${name}`, time: at.toISOString(), data: { call_id: id, ...data } });
  return { portal, path: "generic", contentType: json, body, becomes: { subject: `generic/${id}`, type } };
}

export function genericCall(call: PlannedCall): Message {
  const { from, direction, answered, agent, at, talk, utm, recording } = call;
  const ended = new Date(at.getTime() + (talk + 15) * 1000);
  return generic(call, "call.completed", "end", ended, {
    direction,
    outcome: answered ? "answered" : direction === "out" ? "no_answer_by_client" : "missed",
    client: { phone: from === "anonymous" ? from : `+${from}` },
    line: { phone: `+${line}` },
    ...(agent ? { agent: { email: agent } } : {}),
    started_at: at.toISOString(),
    ended_at: ended.toISOString(),
    talk_seconds: talk,
    total_seconds: talk + 15,
    ...(recording ? { recording_url: recording } : {}),
    attribution: utm,
  });
}

export type GenericNews = "call.rated" | "call.recording_ready" | "call.analyzed" | "call.updated";

export function genericNews(call: PlannedCall, type: GenericNews, random: Random): Message {
  const url = `https://pbx.acme.test/rec/${call.id}-${random.between(1, 9)}.mp3`;
  const data = {
    "call.rated": { rating: { category: random.pick(["Sale", "Support"]), value: random.between(1, 5) } },
    "call.recording_ready": { recording_url: url },
    "call.updated": { note: random.pick(["Wants an offer", "Ask again in May"]), tags: [random.pick(["hot", "cold"])] },
    "call.analyzed": { analysis: { summary: `Talked about ${random.pick(["prices", "delivery", "a refund"])}` } },
  }[type];
  return generic(call, type, `${type}-${random.between(1, 999_999)}`, new Date(call.at.getTime() + 300_000), data);
}

/** A first call that nobody answered: it makes a contact, a deal, a call and a task. */
export function missedCall(portal: number, client: number): Message {
  const nobody = { agent: null, answered: false, talk: 0, utm: {}, recording: null };
  const call = {
    portal,
    id: `missed-${client}`,
    from: `38050${2_000_000 + client}`,
    direction: "in",
    status: "NO ANSWER",
  } as const;
  return ringostatCall({ ...call, ...nobody, at: new Date("2026-10-09T10:00:00Z") }, "nested");
}

/** What a phone system sends when it is set up wrongly, or what comes along on the open net. */
export function malformed(portal: number, marker: string, random: Random): Message {
  const bodies: Pick<Message, "path" | "contentType" | "body">[] = [
    { path: "generic", contentType: json, body: `{"type":"call.completed","id":"${marker}","data":` },
    { path: "generic", contentType: json, body: JSON.stringify({ type: "call.completed", marker }) },
    { path: "generic", contentType: json, body: JSON.stringify([{ marker }, marker]) },
    { path: "ringostat", contentType: json, body: JSON.stringify({ marker, hello: "world" }) },
    { path: "ringostat", contentType: "text/plain", body: `${marker} \u0000 is no call` },
  ];
  return { portal, ...random.pick(bodies), becomes: { marker } };
}
