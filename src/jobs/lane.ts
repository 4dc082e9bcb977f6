// The lane: the one place where a portal's events are decided and carried out, one batch at a time.
import type { GatewayFor } from "../hubspot/gateway.ts";
import type { Log } from "../log.ts";
import type { PortalId } from "../model/ids.ts";
import type { ClaimedEvent } from "../store/events.ts";
import type { Portal } from "../store/portals.ts";
import type { Stores } from "../store/stores.ts";
import { runBatch } from "./batch.ts";
import type { Budget } from "./budget.ts";
import { restAfter } from "./rest.ts";
import type { Place, Traffic } from "./traffic.ts";
import { type Turn, takeTurn } from "./turn.ts";

export interface Lane {
  stores: Stores;
  gatewayFor: GatewayFor;
  budget: Budget;
  traffic: Traffic;
  log: Log;
  /** Our app's id in HubSpot; null where there is none, as in a sandbox of one's own. */
  appId: string | null;
  now(): Date;
  /** The process is asked to stop: the running batch ends, no other begins. */
  isStopping(): boolean;
  /** For the metrics. */
  counted(events: number, ms: number): void;
  /** Asks for another run after `ms`; the sweep asks anyway if this process dies. */
  wakeLater(portalId: PortalId, ms: number): void;
}

const batchSize = 100;
/** Then the lane yields, so that one flooded portal does not keep a worker from the others. */
const batchesPerRun = 10;

export async function runLane(portalId: PortalId, lane: Lane): Promise<void> {
  const place = lane.traffic.enter();
  try {
    await run(portalId, place, lane);
  } finally {
    place.leave();
  }
}

async function run(portalId: PortalId, place: Place, lane: Lane): Promise<void> {
  const turn = await takeTurn(portalId, lane.stores.portals, place.giveWay, lane.now);
  if (!turn) return;
  for (let batches = 0; batches < batchesPerRun && !lane.isStopping(); batches++) {
    const portal = await lane.stores.portals.find(portalId);
    if (portal?.state !== "connected" || portal.settings.paused) return;
    if (portal.sleepsUntil && portal.sleepsUntil > lane.now()) return;
    if (await lane.budget.isSpent(portal)) return;
    const claimed = await lane.stores.events.claim(portalId, batchSize, lane.now());
    if (claimed.length === 0) return;
    place.setBacklog(claimed.length >= batchSize);
    const next = await attempt(portal, turn, claimed, lane);
    if (next === "rest") return;
    // Whatever came meanwhile has woken the lane anew.
    if (next === "done" && claimed.length < batchSize) return;
  }
  lane.wakeLater(portalId, 0);
}

/** What follows a batch: the lane rests, something is due at once, or all that was due is done. */
type Next = "rest" | "more" | "done";

async function attempt(portal: Portal, turn: Turn, claimed: ClaimedEvent[], lane: Lane): Promise<Next> {
  try {
    return await runBatch(portal, turn, claimed, lane);
  } catch (error) {
    const next = await restAfter(error, portal, claimed, lane);
    if (next !== "one by one") return next === "go on" ? "more" : "rest";
    for (const { event } of claimed) {
      if (lane.isStopping()) break;
      // Read again: what was decided before the batch failed is carried on, never decided anew.
      const alone = await lane.stores.events.stillWaiting(portal.id, event.id);
      if (alone && (await attempt(portal, turn, [alone], lane)) === "rest") return "rest";
    }
    return "more";
  }
}
