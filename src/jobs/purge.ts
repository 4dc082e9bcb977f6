// Deletes what is older than a portal's retention, and whole portals that have been disconnected for 30 days.
import type { Log } from "../log.ts";
import type { PurgeStore } from "../store/purge.ts";

const dayMs = 86_400_000;
/** The settings page promises it, word for word. */
const disconnectedDays = 30;

/** @param stopping asked between two pieces, so that a process that is told to end need not finish first */
export async function purge(store: PurgeStore, now: Date, log: Log, stopping: () => boolean): Promise<void> {
  const untilNone = async (piece: () => Promise<number>): Promise<number> => {
    let deleted = 0;
    for (let count = -1; count !== 0 && !stopping(); deleted += count) count = await piece();
    return deleted;
  };

  const gone = new Date(now.getTime() - disconnectedDays * dayMs);
  for (const portalId of await store.gone(gone)) {
    const rows = await untilNone(() => store.piece(portalId, gone));
    if (stopping()) return;
    if (await store.portal(portalId, gone)) log.info({ portalId, rows }, "portal purged");
  }
  for (const { portalId, days } of await store.retentions()) {
    const before = new Date(now.getTime() - days * dayMs);
    const events = await untilNone(() => store.events(portalId, before));
    const deliveries = await untilNone(() => store.deliveries(portalId, before));
    if (stopping()) return;
    await store.notes(portalId, before);
    if (events + deliveries > 0) log.info({ portalId, days, events, deliveries }, "purged");
  }
}
