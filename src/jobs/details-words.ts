// What the activity page says of an event that its sender only announced, while it is asked for and when that leads nowhere.
import { clockIn } from "../rules/day.ts";

const nouns: Record<string, string> = {
  call: "call",
  form: "form",
  dialog: "dialogue",
  meeting: "meeting",
  customer: "sign-up",
};

export const strange = "It was stored by another version of Hookswitch and cannot be read by this one. Replay it.";

export function noAccount(label: string, type: string): string {
  const noun = nouns[type.split(".")[0] ?? ""] ?? "event";
  return `${label} only announced this ${noun}. Enter its API key under Settings, where ${label} is set up: it is asked for at once.`;
}

export function noSuchProvider(name: string): string {
  return `This version of Hookswitch cannot ask ${name} for what it only announced. Replay this event after an update.`;
}

export function askedAgain(because: string, timeZone: string, at: Date): string {
  return `${sentence(because)} Hookswitch asks again at ${clockIn(timeZone, at)}.`;
}

export function givenUp(because: string): string {
  return `${sentence(because)} Hookswitch has asked often enough. Replay this event to have it asked for again.`;
}

export function refusedFor(because: string): string {
  return `${sentence(because)} Put that right, then replay this event.`;
}

function sentence(text: string): string {
  return /[.!?”]$/.test(text) ? text : `${text}.`;
}
