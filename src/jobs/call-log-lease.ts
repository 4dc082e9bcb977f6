// Keeps a look at a list of calls this worker's alone for as long as it takes, and notices when it no longer is.
import type { CallLogStore, ClaimedLook, Progress } from "../store/call-logs.ts";

export interface Lease {
  /** Before each request: asks for more time when some of it is used up. Rejects when the look is no longer ours. */
  turn(): Promise<void>;
  /** Before anything is stored: asks in any case. */
  hold(): Promise<void>;
  /** Another worker has taken over, or the account was removed or entered anew. */
  isLost(): boolean;
  note(progress: Progress): Promise<void>;
  release(ended?: { dueAt: Date; problem: string | null }): Promise<void>;
}

/** Of the 10 minutes of a lease; the longest wait between two requests is 5 minutes and a half. */
const enoughMs = 8 * 60_000;

export function leaseOf(claimed: ClaimedLook, callLogs: CallLogStore, now: () => Date): Lease {
  let held = claimed;
  let isLost = false;
  let holding = Promise.resolve();
  const extend = async (): Promise<void> => {
    const extended = await callLogs.hold(held, now());
    isLost = extended === null;
    if (!extended) throw new Error("The look is no longer this worker's.");
    held = extended;
  };
  /** One after the other: each names the lease that the one before was given. */
  const hold = (): Promise<void> => {
    holding = holding.then(extend);
    return holding;
  };
  return {
    turn: async () => {
      if (held.claimedUntil.getTime() - now().getTime() < enoughMs) await hold();
    },
    hold,
    isLost: () => isLost,
    note: (progress) => callLogs.note(held, progress),
    release: (ended) => callLogs.release(held, ended),
  };
}
