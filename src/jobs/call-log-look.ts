// One look at a provider's list of calls in the name of a portal: page by page, what was lost is stored, what went wrong noted.
import { Refused } from "../errors.ts";
import type { Connection } from "../providers/provider.ts";
import type { ClaimedLook } from "../store/call-logs.ts";
import type { Portal } from "../store/portals.ts";
import { createAsk } from "./ask.ts";
import { type Lease, leaseOf } from "./call-log-lease.ts";
import { nextLook, type Reached, reachedBy, windowOf } from "./call-log-window.ts";
import type { CallLogs } from "./call-logs.ts";
import { type Comparing, comparePage, keepLost, type LoggingProvider, newComparison } from "./lost-calls.ts";

export async function takeLook(look: ClaimedLook, job: CallLogs, signal: AbortSignal): Promise<void> {
  const now = () => new Date(job.clock.now());
  const { portalId, provider: name } = look;
  const lease = leaseOf(look, job.stores.callLogs, now);
  try {
    const provider = job.providers.find((each) => each.name === name);
    const portal = await job.stores.portals.find(portalId);
    if (!provider || !portal) return;
    const problem = await compareList(look, lease, portal, provider, job, signal);
    await lease.release({ dueAt: nextLook(now(), job.chance()), problem });
  } catch (error) {
    if (lease.isLost()) return;
    // Still due: whoever is there next goes on.
    if (signal.aborted) return await lease.release();
    job.log.warn(
      { portalId, provider: name, error: error instanceof Error ? error.message : String(error) },
      "call log",
    );
    await lease.release({ dueAt: nextLook(now(), job.chance()), problem: problemOf(error) });
  }
}

/** @returns what an admin should know although the look went well */
async function compareList(
  look: ClaimedLook,
  lease: Lease,
  portal: Portal,
  provider: LoggingProvider,
  job: CallLogs,
  signal: AbortSignal,
): Promise<string | null> {
  const { stores, send, clock, keep, log } = job;
  const { timeZone, retentionDays } = portal.settings;
  const account = await stores.accounts.find(portal.id, provider.name);
  if (!account) return null;
  const ask = createAsk({ send, perMinute: provider.log.perMinute, clock, signal, turn: lease.turn });
  const now = new Date(clock.now());
  const connection: Connection = { timeZone, secret: null, receivedAt: now, url: job.baseUrl, map: null };
  const plain = { portalId: portal.id, provider, connection, callLogs: stores.callLogs, now };
  const unreadable: string[] = [];

  let reached: Reached = look;
  do {
    const window = windowOf(reached, retentionDays, now);
    const comparing: Comparing = { ...plain, countedUntil: reached.checkedUntil };
    const comparison = newComparison();
    for await (const page of provider.log.pages(window, account, ask, { timeZone })) {
      signal.throwIfAborted();
      await comparePage(page, comparison, comparing);
    }
    await lease.hold();
    const foundCalls = await keepLost(comparison.unknown, comparing, keep);
    if (foundCalls > 0) {
      job.wake(portal.id);
      job.counted(provider.name, foundCalls);
    }
    reached = reachedBy(window, reached, now);
    const checkedCalls = comparison.checked.size;
    await lease.note({ ...reached, checkedCalls, foundCalls });
    log.info({ portalId: portal.id, provider: provider.name, checkedCalls, foundCalls }, "call log");
    unreadable.push(...comparison.unreadable);
  } while (reached.checkedUntil < now);
  return unreadableText(unreadable);
}

function unreadableText([first, ...others]: string[]): string | null {
  if (first === undefined) return null;
  const count = others.length === 0 ? "1 call" : `${others.length + 1} calls`;
  return `${count} in the list could not be read: ${first}`;
}

/** Plain errors are the words of a provider or of our asking; any other is a bug, whose words help nobody. */
function problemOf(error: unknown): string {
  return error instanceof Refused || (error instanceof Error && error.name === "Error")
    ? error.message
    : "The list of calls was not understood. Whoever hosts Hookswitch finds the reason in its log.";
}
