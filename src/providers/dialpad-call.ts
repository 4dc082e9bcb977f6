// Maps what Dialpad tells of one leg of a call to the data of the call: it makes a leg for each phone that rings.
import type { Agent, CallData, CallDirection } from "../model/event.ts";
import { agentOf, blankCall } from "./blank-call.ts";
import { utcOf } from "./local-time.ts";
import { type RecordingAddress, recordingAt } from "./recording-address.ts";
import { flagOf, isObject, listOf, longestId, numberOf, objectOf, textOf, textsOf, webAddressOf } from "./values.ts";

type Json = Record<string, unknown>;

export interface Leg {
  /** The id that all legs of one human call share. */
  root: string;
  isRoot: boolean;
  /** A menu or a queue alone answers nobody: there an operator's leg shows that somebody took the call. */
  isAnswered: boolean;
  /** null: the leg is a menu's, a queue's or a department's. */
  employee: Agent | null;
  /** What this leg tells of the call, whatever its state. */
  data: CallData;
}

/** null: it names no call. */
export function legOf(json: Json): Leg | null {
  const own = idOf(json.call_id);
  const [entry, master] = [idOf(json.entry_point_call_id), idOf(json.master_call_id)];
  const root = entry ?? master ?? own;
  if (own === null || root === null) return null;
  const others = [own, master, idOf(json.operator_call_id)].flatMap((id) => (id === null || id === root ? [] : [id]));
  const linkedIds = [...new Set(others)];
  const employee = employeeOf(objectOf(json.target));
  const data = { ...dataOf(json, root), ...(linkedIds.length > 0 && { linkedIds }) };
  const isConnected = timeOf(json.date_connected) !== null;
  const isAnswered = isConnected && (employee !== null || idOf(json.operator_call_id) !== null);
  return { root, isRoot: own === root, isAnswered, employee, data };
}

function idOf(value: unknown): string | null {
  const id = textOf(value);
  return id === null || id === "0" || id.length > longestId ? null : id;
}

function dataOf(json: Json, callId: string): CallData {
  const [contact, target] = [objectOf(json.contact), objectOf(json.target)];
  const direction = directionOf(json, contact);
  const name = textOf(contact.name);
  const ours = textOf(json.internal_number);
  const entry = textOf(objectOf(json.entry_point_target).name);
  return {
    ...blankCall(callId),
    direction,
    client: {
      phone: direction === "internal" ? null : (textOf(json.external_number) ?? textOf(contact.phone)),
      otherPhones: [],
      // Who is in no address book is "named" by the number.
      name: direction !== "internal" && name !== null && /\p{L}/u.test(name) ? name : null,
      email: direction === "internal" ? null : textOf(contact.email),
    },
    line: {
      phone: ours !== null && /^\+?\d/.test(ours) ? ours : null,
      name: entry ?? (isUser(target) ? null : textOf(target.name)),
    },
    tags: textsOf(json.labels),
    cardUrl:
      [...textsOf(json.call_recording_share_links), ...textsOf(json.admin_call_recording_share_links)]
        .map(webAddressOf)
        .find((address) => address !== null) ?? null,
    callback: flagOf(json.callback_requested) ?? false,
  };
}

function directionOf(json: Json, contact: Json): CallDirection | null {
  if (flagOf(json.is_internal) === true || textOf(contact.type) === "user") return "internal";
  const word = textOf(json.direction);
  return word === "inbound" ? "in" : word === "outbound" ? "out" : null;
}

function employeeOf(target: Json): Agent | null {
  if (!isUser(target)) return null;
  return agentOf({
    id: textOf(target.id),
    email: textOf(target.email),
    name: textOf(target.name),
    phone: textOf(target.phone),
  });
}

/** Else it is a department, a call center or the main line. */
function isUser(target: Json): boolean {
  return textOf(target.type)?.toLowerCase() === "user";
}

/** Milliseconds since 1970. */
export function timeOf(value: unknown): string | null {
  return utcOf(textOf(value), "UTC");
}

/** Dialpad counts in milliseconds, with fractions of any length. */
export function secondsOf(value: unknown): number | null {
  const milliseconds = typeof value === "number" ? numberOf(Math.round(value)) : numberOf(value);
  return milliseconds === null ? null : milliseconds / 1000;
}

/** Time in which two people spoke; without holding, where Dialpad tells it. */
export function talkSecondsOf(json: Json): number | null {
  return secondsOf(json.talk_time) ?? secondsOf(json.duration);
}

/** Recordings open to an API key or to whoever is signed in. */
export const dialpadHosts = /(^|\.)dialpad\.com$/;

export function recordingOf(json: Json, voicemail: boolean): RecordingAddress {
  const files = listOf(json.recording_details).filter(isObject);
  const fitting = files.filter((file) => (textOf(file.recording_type) === "voicemail") === voicemail);
  const link = voicemail ? (webAddressOf(json.voicemail_link) ?? webAddressOf(json.voicemail_share_link)) : null;
  return recordingAt(link ?? fitting.map(({ url }) => url).find(webAddressOf), dialpadHosts);
}
