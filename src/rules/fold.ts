// A batch is a fold: each event is decided in the light of what the plans before it will make.
import type { Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { decide } from "./decide.ts";
import { withPlan } from "./world.ts";

export interface Decision {
  event: Event;
  plan: Plan;
}

export function decideBatch(events: readonly Event[], snapshot: Snapshot, rulebook: Rulebook): Decision[] {
  const decisions: Decision[] = [];
  let world = withMoments(snapshot, events);
  for (const event of events) {
    const plan = decideSafely(event, world, rulebook);
    decisions.push({ event, plan });
    world = withoutDecided(withPlan(world, event, plan), event);
  }
  return decisions;
}

/** The first decision about a call knows all that the batch tells of it. */
function withMoments(snapshot: Snapshot, events: readonly Event[]): Snapshot {
  const moments = new Map(snapshot.moments);
  for (const event of events) {
    moments.set(event.subject, [...(moments.get(event.subject) ?? []), event]);
  }
  return { ...snapshot, moments, undecided: new Set(events.map(({ id }) => id)) };
}

function withoutDecided(world: Snapshot, { id }: Event): Snapshot {
  const undecided = new Set(world.undecided);
  undecided.delete(id);
  return { ...world, undecided };
}

/** A rule that fails on one event must not cost the others: that one is parked. */
function decideSafely(event: Event, world: Snapshot, rulebook: Rulebook): Plan {
  try {
    return decide(event, world, rulebook);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const because = `No rule could decide this event (${reason}). It is kept and can be replayed after an update.`;
    return { verdict: "park", writes: [], because };
  }
}
