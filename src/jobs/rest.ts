// What follows when a batch fails: the lane sleeps, the portal is disconnected, or the event at fault is found and parked.
import { Disconnected, Later, Refused } from "../errors.ts";
import { isDatabaseAway } from "../store/away.ts";
import type { ClaimedEvent } from "../store/events.ts";
import type { Portal } from "../store/portals.ts";
import type { Lane } from "./lane.ts";
import { Superseded } from "./turn.ts";

/** Neither HubSpot nor a bug is asked again at once: the wait doubles with each attempt. */
const longestBackoffMs = 300_000;
/** HubSpot moves accounts within a day; it is not believed if it asks for more. */
const dayMs = 86_400_000;
/** A failure of our own that comes back this often is the event's. */
const attemptsAtMost = 5;

/**
 * "one by one": one event of several is at fault, so each is tried alone.
 * "go on": the event at fault is parked.
 * "stop": the lane rests.
 */
export async function restAfter(
  error: unknown,
  portal: Portal,
  claimed: ClaimedEvent[],
  lane: Lane,
): Promise<"one by one" | "go on" | "stop"> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Superseded) {
    lane.log.warn({ portalId: portal.id, because: message }, "lane given up");
    return "stop";
  }
  if (isDatabaseAway(error)) {
    // No event is to blame; the queue gives the lane out again when the database is back.
    lane.log.warn({ portalId: portal.id, because: message }, "the database is away");
    throw error;
  }
  if (error instanceof Disconnected) {
    lane.log.warn({ portalId: portal.id, because: message }, "portal disconnected");
    await lane.stores.portals.disconnect(portal.id, message);
    return "stop";
  }
  if (error instanceof Later) {
    const ms = error.inDoubt ? backoff(error.ms, claimed) : Math.min(error.ms, dayMs);
    lane.log.warn({ portalId: portal.id, ms, because: message }, "lane sleeps");
    await sleep(portal, ms, message, lane);
    return "stop";
  }
  if (error instanceof Refused && (error.forAll || claimed.length === 1)) {
    await park(portal, claimed, message, lane);
    return error.forAll ? "stop" : "go on";
  }
  lane.log.error({ portalId: portal.id, error: error instanceof Error ? error.stack : message }, "batch failed");
  if (claimed.length > 1) return "one by one";
  if (claimed.some(({ attempts }) => attempts >= attemptsAtMost)) {
    await park(portal, claimed, "Hookswitch failed on this event; why is in its log. Replay it after an update.", lane);
    return "go on";
  }
  await sleep(portal, backoff(1_000, claimed), "Something went wrong on our side; it is in the log", lane);
  return "stop";
}

function backoff(ms: number, claimed: ClaimedEvent[]): number {
  const attempts = Math.max(1, ...claimed.map((item) => item.attempts));
  return Math.min(ms * 2 ** Math.min(attempts - 1, 10), longestBackoffMs);
}

async function sleep({ id }: Portal, ms: number, because: string, lane: Lane): Promise<void> {
  await lane.stores.portals.sleep(id, new Date(lane.now().getTime() + ms), because);
  lane.wakeLater(id, ms);
}

async function park({ id }: Portal, claimed: ClaimedEvent[], because: string, lane: Lane): Promise<void> {
  const settlements = claimed.map(({ event }) => ({ eventId: event.id, status: "parked" as const, because }));
  await lane.stores.ledger.giveUp(
    id,
    settlements.map(({ eventId }) => eventId),
    because,
  );
  await lane.stores.events.settle(id, settlements, lane.now());
  lane.log.warn({ portalId: id, events: claimed.length, because }, "parked");
}
