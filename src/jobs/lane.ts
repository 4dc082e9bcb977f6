// The lane: the one place where a portal's events are decided and carried out, one batch at a time.
import { Disconnected, Later, Refused } from "../errors.ts";
import type { Gateway, GatewayFor } from "../hubspot/gateway.ts";
import type { Log } from "../log.ts";
import type { PortalId } from "../model/ids.ts";
import type { Settings } from "../model/settings.ts";
import { decideBatch } from "../rules/fold.ts";
import type { ClaimedEvent, Settlement } from "../store/events.ts";
import type { Stores } from "../store/stores.ts";
import type { Budget } from "./budget.ts";
import { carryOut, type PlannedEvent } from "./carry-out.ts";
import { callsFirst } from "./late-news.ts";
import { readRulebook } from "./rulebook.ts";
import { readSnapshot } from "./snapshot.ts";
import { Superseded, type Turn, takeTurn } from "./turn.ts";

export interface Lane {
  stores: Stores;
  gatewayFor: GatewayFor;
  budget: Budget;
  log: Log;
  now(): Date;
  /** For the metrics. */
  counted(events: number, ms: number): void;
  /** Asks for another run after `ms`; the sweep asks anyway if this process dies. */
  wakeLater(portalId: PortalId, ms: number): void;
}

const batchSize = 100;
/** Then the lane yields, so that one flooded portal does not keep a worker from the others. */
const batchesPerRun = 10;

export async function runLane(portalId: PortalId, lane: Lane): Promise<void> {
  let turn: Turn | null = null;
  for (let batches = 0; batches < batchesPerRun; batches++) {
    const portal = await lane.stores.portals.find(portalId);
    if (portal?.state !== "connected" || portal.settings.paused) return;
    if (portal.sleepsUntil && portal.sleepsUntil > lane.now()) return;
    if (await lane.budget.isSpent(portal)) return;
    const claimed = await lane.stores.events.claim(portalId, batchSize, lane.now());
    if (claimed.length === 0) return;
    turn ??= await takeTurn(portalId, lane.stores.portals);
    if (!(await runBatch(portalId, turn, portal.settings.defaults, claimed, lane))) return;
  }
  lane.wakeLater(portalId, 0);
}

/** @returns false when the lane must rest */
async function runBatch(
  portalId: PortalId,
  turn: Turn,
  defaults: Settings["defaults"],
  claimed: ClaimedEvent[],
  lane: Lane,
): Promise<boolean> {
  const started = lane.now();
  const { stores } = lane;
  // Asked once more before each write: waiting for HubSpot's limits or for a token may take long.
  const gateway = lane.gatewayFor(portalId, () => turn.check());
  try {
    const unfinished = claimed.flatMap(({ event, plan }) => (plan ? [{ event, plan }] : []));
    const planned = unfinished.length > 0 ? unfinished : await decideClaimed(portalId, turn, claimed, gateway, lane);
    const { ledger, numbers } = stores;
    const { refusals, stale } = await carryOut(planned, { portalId, turn, gateway, ledger, numbers, defaults });
    const anew = new Set(
      claimed.filter(({ event, attempts }) => stale.has(event.id) && attempts < 5).map(({ event }) => event.id),
    );
    await turn.check();
    if (anew.size > 0) await ledger.forgetPlans(portalId, [...anew]);
    const settled = planned.filter(({ event }) => !anew.has(event.id));
    const settlements = settled.map((item) => settlement(item, refusals));
    await stores.events.settle(portalId, settlements, lane.now());
    const subjects = settled.map(({ event }) => event.subject);
    await stores.events.wakeSubjects(portalId, subjects, lane.now());
    const counts = Object.groupBy(settlements, ({ status }) => status);
    const ms = lane.now().getTime() - started.getTime();
    lane.counted(claimed.length, ms);
    lane.log.info(
      {
        portalId,
        events: claimed.length,
        resumed: unfinished.length,
        done: counts.done?.length ?? 0,
        ignored: counts.ignored?.length ?? 0,
        parked: counts.parked?.length ?? 0,
        ms,
      },
      "batch",
    );
    return true;
  } catch (error) {
    await rest(portalId, claimed, error, lane);
    return false;
  }
}

/** Reads, decides and saves the plans of fresh events; news that waits for its call is put off. */
async function decideClaimed(
  portalId: PortalId,
  turn: Turn,
  claimed: ClaimedEvent[],
  gateway: Gateway,
  lane: Lane,
): Promise<PlannedEvent[]> {
  const { stores } = lane;
  const events = callsFirst(claimed.map(({ event }) => event));
  const rulebook = await readRulebook(portalId, events, gateway, stores, lane.now());
  const snapshot = await readSnapshot(portalId, events, rulebook, gateway, stores, lane.now());
  const planned: PlannedEvent[] = [];
  for (const { event, plan } of decideBatch(events, snapshot, rulebook)) {
    if (plan.verdict !== "wait") {
      planned.push({ event, plan });
      continue;
    }
    const until = new Date(Date.parse(event.receivedAt) + plan.holdMinutes * 60_000);
    if (until > lane.now()) await stores.events.postpone(portalId, [event.id], until, plan.because);
    else
      planned.push({
        event,
        plan: { ...plan, verdict: "park", because: `${plan.because} Nothing came within ${plan.holdMinutes} minutes.` },
      });
  }
  await turn.check();
  await stores.ledger.savePlans(
    portalId,
    planned.map(({ event, plan }) => ({ eventId: event.id, subject: event.subject, plan })),
  );
  return planned;
}

function settlement({ event, plan }: PlannedEvent, refusals: Map<string, string>): Settlement {
  const refusal = refusals.get(event.id);
  if (refusal) return { eventId: event.id, status: "parked", because: refusal };
  const statuses = { write: "done", ignore: "ignored", park: "parked", wait: "parked" } as const;
  return { eventId: event.id, status: statuses[plan.verdict], because: plan.because };
}

/** Neither HubSpot nor a bug is asked again at once: the wait doubles with each attempt. */
const longestBackoffMs = 300_000;
/** HubSpot moves accounts within a day; it is not believed if it asks for more. */
const dayMs = 86_400_000;

async function rest(portalId: PortalId, claimed: ClaimedEvent[], error: unknown, lane: Lane): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Superseded) {
    lane.log.warn({ portalId, because: message }, "lane given up");
    return;
  }
  if (error instanceof Disconnected) {
    lane.log.warn({ portalId, because: message }, "portal disconnected");
    await lane.stores.portals.disconnect(portalId, message);
    return;
  }
  if (error instanceof Refused) {
    // The whole portal lacks something, such as a permission: every event of the batch says so.
    const now = lane.now();
    await lane.stores.events.settle(
      portalId,
      claimed.map(({ event }) => ({ eventId: event.id, status: "parked", because: message })),
      now,
    );
    lane.log.warn({ portalId, events: claimed.length, because: message }, "batch parked");
    return;
  }
  const doublings = Math.min(Math.max(1, ...claimed.map((item) => item.attempts)) - 1, 10);
  const backoff = (ms: number) => Math.min(ms * 2 ** doublings, longestBackoffMs);
  const ms = error instanceof Later ? (error.inDoubt ? backoff(error.ms) : Math.min(error.ms, dayMs)) : backoff(1_000);
  const until = new Date(lane.now().getTime() + ms);
  await lane.stores.portals.sleep(portalId, until, message);
  if (error instanceof Later) lane.log.warn({ portalId, ms, because: message }, "lane sleeps");
  else lane.log.error({ portalId, ms, error: error instanceof Error ? error.stack : message }, "lane failed");
  lane.wakeLater(portalId, ms);
}
