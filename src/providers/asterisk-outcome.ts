// What the dispositions of a call's rows mean together (Asterisk's CDR specification).
import type { CallDirection, CallOutcome } from "../model/event.ts";
import type { Row } from "./asterisk-row.ts";

interface Ending {
  outcome: CallOutcome;
  /** Asterisk's own word. */
  word: string | null;
}

/**
 * Where nobody answered: the first of these words that any row has decides. ANSWERED without a second party is a menu,
 * a queue's music or an announcement.
 */
const incoming: [word: string, outcome: CallOutcome][] = [
  ["NO ANSWER", "missed"],
  ["ANSWERED", "missed"],
  ["BUSY", "busy"],
  ["CONGESTION", "failed"],
  ["FAILED", "failed"],
];
const outgoing: [word: string, outcome: CallOutcome][] = [
  ["BUSY", "busy"],
  ["NO ANSWER", "no_answer_by_client"],
  ["CONGESTION", "failed"],
  ["FAILED", "failed"],
  ["ANSWERED", "failed"],
];

export function endingOf(rows: Row[], direction: CallDirection | null): Ending {
  if (rows.some(isAnswered)) return { outcome: "answered", word: "ANSWERED" };
  const recorded = rows.some((row) => row.disposition === "ANSWERED" && isMailbox(row));
  if (recorded && direction !== "out") return { outcome: "voicemail", word: "ANSWERED" };
  for (const [word, outcome] of direction === "out" ? outgoing : incoming) {
    if (rows.some(({ disposition }) => disposition === word)) return { outcome, word };
  }
  return { outcome: "unknown", word: rows[0]?.disposition ?? null };
}

/** Somebody answered, and not only Asterisk itself. */
export function isAnswered(row: Row): boolean {
  return row.disposition === "ANSWERED" && row.partyB !== null && !isMailbox(row);
}

/**
 * VoiceMail records; VoiceMailMain, by which employees listen, does not. FreePBX's dialplan goes on after it, but the
 * mailbox stays what was dialled: vmu101.
 */
function isMailbox({ app, dialled }: Row): boolean {
  return app === "VoiceMail" || /^vm[bisu]\d+$/.test(dialled ?? "");
}
