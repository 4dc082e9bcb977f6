// Keeps an account this worker's alone for as long as it asks in its name, and notices when it no longer is.
import type { HeldAccount, ThinStore } from "../store/thin.ts";

export interface Hold {
  /** Before each step, which may take `ms` longer than a question does. Rejects when the account is no longer ours. */
  keep(ms?: number): Promise<void>;
  /** It is not ours any more, or the database did not say so. */
  isBroken(): boolean;
  /** Others may have it from then on. */
  letGo(until: Date): Promise<void>;
}

/** Longer than a question takes, which is given up after 30 seconds; a worker that dies is replaced after it. */
export const holdMs = 2 * 60_000;

export function holdOf(account: HeldAccount, thin: Pick<ThinStore, "keep">, now: () => number): Hold {
  let held = account;
  let isBroken = false;
  let holding = Promise.resolve();
  /** One after the other: each names the time that the one before has set. */
  const holdUntil = (until: () => number): Promise<void> => {
    holding = holding
      .then(async () => {
        const kept = await thin.keep(held, new Date(until()));
        if (!kept) throw new Error("The account is no longer this worker's to ask in the name of.");
        held = kept;
      })
      .catch((error: unknown) => {
        isBroken = true;
        throw error;
      });
    return holding;
  };
  return {
    keep: (ms = 0) => holdUntil(() => now() + ms + holdMs),
    isBroken: () => isBroken,
    letGo: (until) => holdUntil(() => until.getTime()),
  };
}
