// One batch of a portal: read, decide, save the plans, carry them out, settle the events.
import type { Gateway } from "../hubspot/gateway.ts";
import type { PortalId } from "../model/ids.ts";
import { decideBatch } from "../rules/fold.ts";
import type { ClaimedEvent, Settlement } from "../store/events.ts";
import type { Portal } from "../store/portals.ts";
import { carryOut, type PlannedEvent } from "./carry-out.ts";
import type { Lane } from "./lane.ts";
import { callsFirst } from "./late-news.ts";
import { readRulebook, recordingsOf } from "./rulebook.ts";
import { underOneSubject } from "./same-call.ts";
import { readSnapshot } from "./snapshot.ts";
import type { Turn } from "./turn.ts";

/**
 * @returns "more" when something has become due by it
 * @throws what HubSpot or the database said; rest.ts decides what follows
 */
export async function runBatch(
  portal: Portal,
  turn: Turn,
  claimed: ClaimedEvent[],
  lane: Lane,
): Promise<"more" | "done"> {
  await turn.check();
  const started = lane.now();
  const { customers, events, ledger, numbers } = lane.stores;
  const portalId = portal.id;
  const gateway = lane.gatewayFor(portalId, () => turn.check());

  const unfinished = claimed.flatMap(({ event, plan }) => (plan ? [{ event, plan }] : []));
  const planned = unfinished.length > 0 ? unfinished : await decideClaimed(portal, turn, claimed, gateway, lane);
  const { settings, directory } = portal;
  const tools = {
    portalId,
    turn,
    now: lane.now,
    gateway,
    ledger,
    numbers,
    customers,
    defaults: settings.defaults,
    directory,
  };
  const { refusals, stale } = await carryOut(planned, tools);

  const again = claimed.filter(({ event, attempts }) => stale.has(event.id) && attempts < decisionsAtMost);
  const anew = new Set(again.map(({ event }) => event.id));
  await turn.check();
  if (anew.size > 0) await ledger.forgetPlans(portalId, [...anew]);
  const settled = planned.filter(({ event }) => !anew.has(event.id));
  const settlements = settled.map((item) => settlement(item, refusals));
  await events.settle(portalId, settlements, lane.now());
  const subjects = settled.map(({ event }) => event.subject);
  const woken = await events.wakeSubjects(portalId, subjects, lane.now());
  tell(portalId, claimed.length, unfinished.length, settlements, started, lane);
  const isWhole = unfinished.length === 0 || unfinished.length === claimed.length;
  return woken > 0 || anew.size > 0 || !isWhole ? "more" : "done";
}

/** A record that vanishes between decision and write again and again is a person's matter. */
const decisionsAtMost = 10;

/** One wide line per batch. */
function tell(
  portalId: PortalId,
  events: number,
  resumed: number,
  settlements: Settlement[],
  started: Date,
  lane: Lane,
): void {
  const count = (status: Settlement["status"]) => settlements.filter((each) => each.status === status).length;
  const ms = lane.now().getTime() - started.getTime();
  lane.counted(events, ms);
  const outcome = { done: count("done"), ignored: count("ignored"), parked: count("parked") };
  lane.log.info({ portalId, events, resumed, ...outcome, ms }, "batch");
}

/** Reads, decides and saves the plans of fresh events; news that waits for its call is put off. */
async function decideClaimed(
  portal: Portal,
  turn: Turn,
  claimed: ClaimedEvent[],
  gateway: Gateway,
  lane: Lane,
): Promise<PlannedEvent[]> {
  const { stores } = lane;
  const portalId = portal.id;
  const told = claimed.map(({ event }) => event);
  const events = callsFirst(await underOneSubject(portalId, told, stores.callIds));
  const rules = { ...(await readRulebook(portal, events, gateway, stores, lane.now())), recordings: null };
  await turn.check();
  const snapshot = await readSnapshot(portalId, events, rules, gateway, stores, lane.now());
  const whole = [...events, ...[...snapshot.moments.values()].flat()];
  const rulebook = { ...rules, recordings: await recordingsOf(portal, whole, stores, lane.appId) };
  await turn.check();
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
