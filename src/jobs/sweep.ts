// Finds portals with due events whose wake-up was lost: the queue only wakes, the events table is the truth.
import type { Log } from "../log.ts";
import type { PortalId } from "../model/ids.ts";
import type { EventStore } from "../store/events.ts";

const everyMs = 5_000;

/** @returns stops the sweep */
export function startSweep(
  events: EventStore,
  wake: (portal: PortalId) => void,
  now: () => Date,
  log: Log,
): () => void {
  let running = false;
  const sweep = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      for (const portal of await events.portalsWithDueEvents(now())) wake(portal);
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : String(error) }, "sweep failed");
    } finally {
      running = false;
    }
  };
  void sweep();
  const timer = setInterval(sweep, everyMs);
  return () => clearInterval(timer);
}
