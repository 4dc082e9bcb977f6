// What stands in HubSpot after the moments of one call, cut into batches, as a lane would decide them.
import { callsFirst } from "../../src/jobs/late-news.ts";
import { type Contact, nothingWritten, type Snapshot } from "../../src/model/crm.ts";
import { type CallEvent, type CallType, type Event, isCallEvent } from "../../src/model/event.ts";
import { decideBatch } from "../../src/rules/fold.ts";
import { hasEnded } from "../../src/rules/moments.ts";
import { withPlan } from "../../src/rules/world.ts";
import { callEvent, rulebook, snapshot } from "./given.ts";

export type Change = Parameters<typeof callEvent>[0];

const subject = "generic/c-1";
const silent = { outcome: null, direction: null, talkSeconds: null, totalSeconds: null, agent: null, line: {} };

let ids = 0;

export function moment(type: CallType, second: number, change: Change = {}): CallEvent {
  const time = new Date(Date.UTC(2026, 9, 9, 9, 30, second)).toISOString();
  const own = type === "call.completed" ? {} : { ...silent, startedAt: null, endedAt: null };
  return callEvent({ ...own, ...change }, { id: `event-${++ids}`, type, time, subject });
}

/** News that waits is offered again. */
export function outcomeOf(batches: readonly CallEvent[][], book = rulebook(), contacts: readonly Contact[] = []) {
  let world: Snapshot = snapshot(contacts);
  let waiting: Event[] = [];
  let made = 0;
  for (const batch of [...batches, []]) {
    const decisions = decideBatch(callsFirst([...waiting, ...batch]), world, book);
    waiting = decisions.flatMap(({ event, plan }) => (plan.verdict === "wait" ? [event] : []));
    const kept = decisions.filter(({ plan }) => plan.verdict === "write" || plan.verdict === "ignore");
    const told = kept.map(({ event }) => event).filter(isCallEvent);
    made += kept.flatMap(({ plan }) => plan.writes).filter((write) => write.do === "create").length;
    const moments = new Map([[subject, [...(world.moments.get(subject) ?? []), ...told]]]);
    world = kept.reduce<Snapshot>((standing, { event, plan }) => withPlan(standing, event, plan), {
      ...world,
      moments,
    });
    const isOver = kept.some(({ event, plan }) => plan.verdict === "write" && isCallEvent(event) && hasEnded(event));
    if (isOver) {
      const known = world.calls.get(subject) ?? nothingWritten;
      world = { ...world, calls: new Map(world.calls).set(subject, { ...known, ended: true }) };
    }
  }
  const { call, contact, deal } = world.calls.get(subject) ?? nothingWritten;
  const { hookswitch_key: _key, ...dealProperties } = deal?.properties ?? {};
  return {
    call: call?.properties,
    contact: contact?.properties,
    deal: dealProperties,
    made,
    toCallBack: [...world.openTasks.values()].flat().length,
    waiting: waiting.length,
  };
}
