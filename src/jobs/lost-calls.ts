// Compares the calls of a provider's own list with what is known here, and gathers those of which no webhook told.
import { type CallHappening, callTypes, type Happening } from "../model/event.ts";
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

/** An entry of the list that tells of a call; some lists have several of one call, by the people who took part. */
interface Entry {
  call: unknown;
  reading: Reading;
  /** Under which the call may be known here; the first is its own. */
  subjects: [string, ...string[]];
  time: number;
  /** Whether it tells the end of the call. */
  ended: boolean;
  /** Until then a webhook may still come. */
  ripeAt: number;
}

/** What a look has seen of one window of the list. */
export interface Comparison {
  /** Calls that came up for comparison for the first time. */
  checked: Set<string>;
  /** Entries of calls that are not known here, by the call's subject. */
  unknown: Map<string, Entry[]>;
  /** Why entries of the list could not be read. */
  unreadable: string[];
}

export function newComparison(): Comparison {
  return { checked: new Set(), unknown: new Map(), unreadable: [] };
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
  const entries: Entry[] = [];
  for (const call of page) {
    const reading = provider.log.read(call, connection);
    if ("unreadable" in reading) comparison.unreadable.push(reading.unreadable);
    else entries.push(...entryOf(call, reading, provider.name));
  }
  const known = await callLogs.known(portalId, subjectsOf(entries));
  for (const entry of entries) {
    const [subject] = entry.subjects;
    const isKnown = entry.subjects.some((each) => known.has(each));
    if (!isKnown) comparison.unknown.set(subject, [...(comparison.unknown.get(subject) ?? []), entry]);
    const isRipe = entry.ripeAt <= now.getTime();
    if (isRipe && (!isKnown || entry.ripeAt > countedUntil.getTime())) comparison.checked.add(subject);
  }
}

const isCall = (happening: Happening): happening is CallHappening => callTypes.some((type) => type === happening.type);

/** None for what is no call. */
function entryOf(call: unknown, reading: Reading, provider: string): Entry[] {
  const [first, ...others] = "happenings" in reading ? reading.happenings.filter(isCall) : [];
  if (!first) return [];
  const linked = [first, ...others].flatMap(({ data }) => data.linkedIds ?? []);
  const end = [first, ...others].find(({ type, data }) => type === "call.completed" && data.outcome !== "in_progress");
  const ripeAt = end ? Date.parse(end.data.endedAt ?? end.time) + webhookPatienceMs : Number.NEGATIVE_INFINITY;
  return [
    {
      call,
      reading,
      subjects: [first.subject, ...linked.map((id) => `${provider}/${id}`)],
      time: Date.parse(first.time),
      ended: end !== undefined,
      ripeAt,
    },
  ];
}

function subjectsOf(entries: Entry[]): string[] {
  return [...new Set(entries.flatMap(({ subjects }) => subjects))];
}

/**
 * Stores the calls that have ended, oldest first: who called first is the new client. Asked once more right before, for
 * the list took its time and webhooks went on.
 * @returns how many calls
 */
export async function keepLost(unknown: Comparison["unknown"], comparing: Comparing, keep: KeepCall): Promise<number> {
  const { portalId, provider, callLogs, now } = comparing;
  const ended = [...unknown.values()].filter(
    (entries) => entries.some(({ ended }) => ended) && entries.every(({ ripeAt }) => ripeAt <= now.getTime()),
  );
  if (ended.length === 0) return 0;
  const entries = ended.flat().sort((a, b) => a.time - b.time);
  const known = await callLogs.known(portalId, subjectsOf(entries));
  const lost = entries.filter(({ subjects }) => !subjects.some((subject) => known.has(subject)));
  const kept = await Promise.all(
    lost.map(async ({ call, reading, subjects: [subject] }) => {
      const isNew = await keep(portalId, provider, call, reading, now);
      return isNew ? [subject] : [];
    }),
  );
  return new Set(kept.flat()).size;
}
