// Binotel's words for how a call ended and what each means (developers.binotel.ua).
import type { CallDirection, CallOutcome } from "../model/event.ts";
import { textOf } from "./values.ts";

const outcomes = new Map<string, [incoming: CallOutcome, outgoing: CallOutcome]>([
  ["ANSWER", ["answered", "answered"]],
  ["TRANSFER", ["answered", "answered"]],
  ["BUSY", ["busy", "busy"]],
  ["NOANSWER", ["missed", "no_answer_by_client"]],
  ["CANCEL", ["abandoned", "no_answer_by_client"]],
  ["CONGESTION", ["failed", "failed"]],
  ["CHANUNAVAIL", ["failed", "failed"]],
  // Voicemail in which nothing was said, and in which something was.
  ["VM", ["missed", "missed"]],
  ["VM-SUCCESS", ["voicemail", "voicemail"]],
  ["ONLINE", ["in_progress", "in_progress"]],
  ["CALLING", ["in_progress", "in_progress"]],
]);

/** Binotel lists text messages and faxes among the calls. */
const otherThings = new Map([
  ["SMS-SENDING", "a text message"],
  ["SMS-SUCCESS", "a text message"],
  ["SMS-FAILED", "a text message"],
  ["SUCCESS", "a fax"],
  ["FAILED", "a fax"],
]);

export function binotelOutcome(disposition: unknown, direction: CallDirection | null): CallOutcome {
  const [incoming, outgoing] = outcomes.get(wordOf(disposition)) ?? ["unknown", "unknown"];
  return direction === "out" ? outgoing : incoming;
}

/** What it was, if it was no call. */
export function notACall(disposition: unknown): string | null {
  return otherThings.get(wordOf(disposition)) ?? null;
}

function wordOf(disposition: unknown): string {
  return textOf(disposition)?.toUpperCase() ?? "";
}
