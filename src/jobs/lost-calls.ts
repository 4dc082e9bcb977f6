// Compares the calls of a provider's own list with what is known here, and gathers those of which no webhook told.
import type { CallHappening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { CallLog } from "../providers/call-log.ts";
import type { Connection, Provider, Reading } from "../providers/provider.ts";
import type { CallLogStore } from "../store/call-logs.ts";
import { webhookPatienceMs } from "./call-log-window.ts";

/** A provider that has a list of calls. */
export type LoggingProvider = Provider & { log: CallLog };

/** Stores a call as if it had been delivered; false when it was there already. */
export type KeepCall = (
  portalId: PortalId,
  provider: LoggingProvider,
  call: unknown,
  reading: Reading,
  receivedAt: Date,
) => Promise<boolean>;

/** A call of the list that can be told apart from others. */
interface ListedCall {
  call: unknown;
  reading: Reading;
  ended: CallHappening;
  /** From then on its webhook is no longer waited for. */
  ripeAt: number;
  /** Under which it may be known here. */
  subjects: string[];
}

/** What a look has seen of one window of the list. */
export interface Comparison {
  /** Calls that came up for comparison for the first time. */
  checked: number;
  lost: Map<string, ListedCall>;
  /** Why calls of the list could not be read. */
  unreadable: string[];
}

export function newComparison(): Comparison {
  return { checked: 0, lost: new Map(), unreadable: [] };
}

export interface Comparing {
  portalId: PortalId;
  provider: LoggingProvider;
  connection: Connection;
  callLogs: CallLogStore;
  /** Calls that were ripe by then were counted by an earlier look. */
  countedUntil: Date;
  now: Date;
}

export async function comparePage(page: unknown[], comparison: Comparison, comparing: Comparing): Promise<void> {
  const { portalId, provider, connection, callLogs, countedUntil, now } = comparing;
  const ripe: ListedCall[] = [];
  for (const call of page) {
    const reading = provider.log.read(call, connection);
    if ("unreadable" in reading) comparison.unreadable.push(reading.unreadable);
    const listed = listedCall(call, reading, provider.name);
    if (listed && listed.ripeAt <= now.getTime()) ripe.push(listed);
  }
  const known = await callLogs.known(
    portalId,
    ripe.flatMap(({ subjects }) => subjects),
  );
  for (const listed of ripe) {
    const isKnown = listed.subjects.some((subject) => known.has(subject));
    if (!isKnown && !comparison.lost.has(listed.ended.subject)) comparison.lost.set(listed.ended.subject, listed);
    if (!isKnown || listed.ripeAt > countedUntil.getTime()) comparison.checked++;
  }
}

/** null: nothing that has ended, such as a call that goes on. */
function listedCall(call: unknown, reading: Reading, provider: string): ListedCall | null {
  if (!("happenings" in reading)) return null;
  const ended = reading.happenings.find((each): each is CallHappening => each.type === "call.completed");
  if (!ended) return null;
  const { endedAt, linkedIds = [] } = ended.data;
  const subjects = [ended.subject, ...linkedIds.map((id) => `${provider}/${id}`)];
  return { call, reading, ended, subjects, ripeAt: Date.parse(endedAt ?? ended.time) + webhookPatienceMs };
}

/**
 * Stores what was lost, oldest first: who called first is the new client. Asked once more right before, for the list
 * took its time and webhooks went on.
 */
export async function keepLost(lost: Comparison["lost"], comparing: Comparing, keep: KeepCall): Promise<number> {
  if (lost.size === 0) return 0;
  const { portalId, provider, callLogs, now } = comparing;
  const calls = [...lost.values()].sort((a, b) => Date.parse(a.ended.time) - Date.parse(b.ended.time));
  const known = await callLogs.known(
    portalId,
    calls.flatMap(({ subjects }) => subjects),
  );
  const unknown = calls.filter(({ subjects }) => !subjects.some((subject) => known.has(subject)));
  const kept = await Promise.all(unknown.map(({ call, reading }) => keep(portalId, provider, call, reading, now)));
  return kept.filter(Boolean).length;
}
