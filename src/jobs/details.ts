// Completes thin events, which only announce something: asks their sender for the rest, with the portal's key.
import type { Log } from "../log.ts";
import type { Happening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { Provider } from "../providers/provider.ts";
import type { NewEvent } from "../store/deliveries.ts";
import type { Stores } from "../store/stores.ts";
import type { Patience } from "./ask.ts";
import { holdMs } from "./details-hold.ts";
import type { Outcome } from "./details-outcome.ts";
import { askAll } from "./details-round.ts";
import { noAccount, noSuchProvider } from "./details-words.ts";
import { every } from "./every.ts";
import type { Send } from "./secure-request.ts";

/** A provider that can be asked. */
export type DetailedProvider = Provider & { details: NonNullable<Provider["details"]> };

export interface DetailsJob {
  stores: Pick<Stores, "accounts" | "portals" | "thin">;
  providers: readonly DetailedProvider[];
  send: Send;
  /** As the webhook address makes an event of what it read. */
  toEvent(provider: Provider, happening: Happening, receivedAt: Date, id: string): NewEvent;
  wake(portalId: PortalId): void;
  /** For the metrics. */
  counted(provider: string, result: Outcome["result"]): void;
  clock: Patience["clock"];
  log: Log;
}

/** A look is two questions to an index that is empty nearly always. */
const lookMs = 1_000;
/** Accounts in whose name a process asks one sender at a time: a slow one keeps no other sender's waiting. */
const atOnce = 20;

/** @returns stops asking; what is under way is asked again elsewhere */
export function startDetails(job: DetailsJob): () => Promise<void> {
  const stop = new AbortController();
  const asking = createAsking(job, stop.signal);
  const end = every(lookMs, "details", asking.look, job.log);
  return async () => {
    stop.abort();
    await end();
    await asking.ended();
  };
}

export interface Asking {
  /** Begins a round for each account in whose name something is to be asked. */
  look(): Promise<void>;
  /** All rounds that have begun are over. */
  ended(): Promise<void>;
}

export function createAsking(job: DetailsJob, signal: AbortSignal): Asking {
  const { thin } = job.stores;
  const names = job.providers.map(({ name }) => name);
  const rounds = new Map<Promise<void>, string>();
  const free = () => names.filter((name) => [...rounds.values()].filter((each) => each === name).length < atOnce);
  return {
    async look() {
      const now = () => new Date(job.clock.now());
      for (const { id, portalId, provider: name, type } of await thin.unaskable(names, now())) {
        const provider = job.providers.find((each) => each.name === name);
        const because = provider ? noAccount(provider.label, type) : noSuchProvider(name);
        await thin.settle(portalId, id, "parked", because, now());
      }
      while (!signal.aborted) {
        const account = await thin.hold(free(), now(), new Date(job.clock.now() + holdMs));
        if (!account) return;
        const round = askAll(account, job, signal).finally(() => rounds.delete(round));
        rounds.set(round, account.provider);
      }
    },
    async ended() {
      await Promise.all(rounds.keys());
    },
  };
}
