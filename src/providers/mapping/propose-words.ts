// Proposes what the words of an unknown sender mean: its outcomes and its directions. Whole words only.

import { type CallDirection, type CallOutcome, callDirections, callOutcomes } from "../../model/event.ts";
import type { MapWord } from "../../model/field-map.ts";
import { isKnownStatus, statusNamed } from "../ringostat-status.ts";
import { comparable } from "./mapped.ts";

const outcomes: Partial<Record<CallOutcome, readonly string[]>> = {
  answered: ["answer", "completed", "complete", "success", "successful", "connected", "done", "ok", "finished"],
  missed: ["no answer", "noanswer", "not answered", "unanswered", "missed call", "lost", "timeout"],
  abandoned: ["abandon", "cancel", "cancelled", "canceled", "hung up", "dropped"],
  rejected: ["reject", "declined", "denied", "blocked"],
  failed: ["fail", "error", "congestion", "unavailable", "invalid number"],
  voicemail: ["voice mail", "vm", "message left"],
  in_progress: ["ringing", "started", "active", "queued"],
};

const directions: Record<CallDirection, readonly string[]> = {
  in: ["incoming", "inbound", "income", "transitin", "i"],
  out: ["outgoing", "outbound", "transitout", "o"],
  internal: ["local", "inner", "employee"],
};

/** Ringostat's statuses are known in full, its target and repeated calls too. */
export function proposedOutcome(word: string): MapWord {
  if (isKnownStatus(word)) {
    const { outcome, target, repeat } = statusNamed(word);
    return {
      theirs: word,
      ours: outcome,
      ...(target !== undefined && { target }),
      ...(repeat !== undefined && { repeat }),
    };
  }
  const found = callOutcomes.find((outcome) => [outcome, ...(outcomes[outcome] ?? [])].some(sameAs(word)));
  return { theirs: word, ours: found ?? "unknown" };
}

/** null: nothing that we know as a direction. */
export function directionOf(word: string): CallDirection | null {
  return callDirections.find((direction) => [direction, ...directions[direction]].some(sameAs(word))) ?? null;
}

export function proposedWords(ours: string, seen: readonly string[]): MapWord[] {
  if (ours === "outcome") return seen.map(proposedOutcome);
  // A word that needs no translation needs no line either.
  if (ours === "direction")
    return seen.flatMap((theirs) => {
      const direction = directionOf(theirs);
      return direction === null || sameAs(theirs)(direction) ? [] : [{ theirs, ours: direction }];
    });
  return [];
}

function sameAs(word: string): (known: string) => boolean {
  return (known) => comparable(known) === comparable(word);
}
