// Ringostat's call statuses and what each means (help article 6413217).
import type { CallOutcome } from "../model/event.ts";

export interface Status {
  outcome: CallOutcome;
  /** Where the same word means another thing of an outgoing call: there it is the client who did not pick up. */
  whenOutgoing?: CallOutcome;
  unfinished?: true;
  target?: boolean;
  repeat?: true;
}

const dispositions = new Map<string, Status>([
  ["ANSWERED", { outcome: "answered", target: false }],
  ["PROPER", { outcome: "answered", target: true }],
  ["REPEATED", { outcome: "answered", repeat: true }],
  ["NO ANSWER", { outcome: "missed", whenOutgoing: "no_answer_by_client" }],
  ["BUSY", { outcome: "busy" }],
  ["FAILED", { outcome: "failed" }],
  ["VOICEMAIL", { outcome: "voicemail" }],
  ["NO FORWARD", { outcome: "missed" }],
  ["NO EXTENSION", { outcome: "missed" }],
  ["WRONG EXTENSION", { outcome: "missed" }],
  ["CLIENT NO ANSWER", { outcome: "no_answer_by_client" }],
  ["FORBIDDEN DESTINATION", { outcome: "failed" }],
  ["IN PROGRESS", { outcome: "in_progress", unfinished: true }],
  ["CALLING", { outcome: "in_progress", unfinished: true }],
]);

/** Whole words only: "NO ANSWER" contains "ANSWER". A word we do not know still ends the call. */
export function statusNamed(text: string): Status {
  return (
    dispositions.get(
      text
        .toUpperCase()
        .split(/[\s+_-]+/)
        .join(" "),
    ) ?? { outcome: "unknown" }
  );
}

export function isKnownStatus(text: string): boolean {
  return statusNamed(text).outcome !== "unknown";
}
