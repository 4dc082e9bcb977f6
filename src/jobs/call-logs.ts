// Compares the providers' own lists of calls with what their webhooks told: every quarter of an hour, two days once a day.
import type { Log } from "../log.ts";
import type { PortalId } from "../model/ids.ts";
import type { Stores } from "../store/stores.ts";
import type { Patience } from "./ask.ts";
import { takeLook } from "./call-log-look.ts";
import { every } from "./every.ts";
import type { KeepCall, LoggingProvider } from "./lost-calls.ts";
import type { Send } from "./secure-request.ts";

export interface CallLogs {
  stores: Pick<Stores, "accounts" | "callLogs" | "portals">;
  providers: readonly LoggingProvider[];
  send: Send;
  keep: KeepCall;
  wake(portalId: PortalId): void;
  /** For the metrics. */
  counted(provider: string, found: number): void;
  baseUrl: string;
  clock: Patience["clock"];
  /** From 0 to 1. */
  chance(): number;
  log: Log;
}

const minuteMs = 60_000;
/** Looks that one process takes at a time: each mostly waits for its provider. */
const atOnce = 8;

/** @returns ends the looks under way, which are carried on elsewhere or later, and stops */
export function startCallLogs(job: CallLogs): () => Promise<void> {
  const stop = new AbortController();
  // Each for itself: a long look must not keep those of the other portals waiting.
  const jobs = Array.from({ length: atOnce }, () =>
    every(minuteMs, "call logs", () => takeDueLooks(job, stop.signal), job.log),
  );
  return async () => {
    stop.abort();
    await Promise.all(jobs.map((end) => end()));
  };
}

/** One look after the other, until none is due. */
export async function takeDueLooks(job: CallLogs, signal: AbortSignal): Promise<void> {
  const names = job.providers.map(({ name }) => name);
  while (!signal.aborted) {
    const look = await job.stores.callLogs.claim(names, new Date(job.clock.now()));
    if (!look) return;
    await takeLook(look, job, signal);
  }
}
