// JustCall's events: which of them tell something of a call, and why the others are left.
import type { CallDirection, CallOutcome, CallType } from "../model/event.ts";
import { cut } from "./values.ts";

export interface JustcallEvent {
  type: CallType;
  /** What the event itself says, where the call does not. */
  direction: CallDirection | null;
  outcome: CallOutcome | null;
}

const tells = (type: CallType, direction: CallDirection | null = null, outcome: CallOutcome | null = null) => ({
  type,
  direction,
  outcome,
});

const events = new Map<string, JustcallEvent>([
  ["call.incoming", tells("call.started", "in")],
  ["call.initiated", tells("call.started", "out")],
  ["call.answered", tells("call.answered", "in")],
  ["call.completed", tells("call.completed", null, "unknown")],
  ["call.missed", tells("call.completed", "in", "missed")],
  ["call.voicemail", tells("call.completed", "in", "voicemail")],
  ["call.updated", tells("call.updated")],
  ["call.ai_generated", tells("call.analyzed")],
]);

/** JustCall writes call.completed, jc.call_completed and, of the Sales Dialer, sd.call_completed. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/^(?:jc|sd)\./, "")
    .replace(/^call_/, "call.");
}

/** null: not an event that says anything of a call. */
export function eventNamed(word: string): JustcallEvent | null {
  const event = events.get(plain(word)) ?? null;
  // The Sales Dialer only calls out.
  return event && word.toLowerCase().startsWith("sd.") ? { ...event, direction: "out" } : event;
}

const others = new Map([
  ["call.enters_queue", "a caller in the queue; the call goes on"],
  ["call.exits_queue", "a caller in the queue; the call goes on"],
  ["call.ai_voice_agent", "what its voice agent asked; the call itself comes as call.completed"],
  ["contact_status_updated", "a contact; Hookswitch writes calls"],
]);

const families = new Map([
  ["sms", "a text message; Hookswitch writes calls"],
  ["whatsapp", "a text message; Hookswitch writes calls"],
  ["appointment", "an appointment; Hookswitch writes calls"],
]);

export function reasonAgainst(word: string): string {
  const name = plain(word);
  const known = others.get(name) ?? families.get(name.split(".")[0] ?? "");
  return known
    ? `JustCall reported ${known}.`
    : `JustCall reported "${cut(word, 60)}", which Hookswitch does not know.`;
}
