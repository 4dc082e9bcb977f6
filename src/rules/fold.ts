// A batch is a fold: each event is decided in the light of what the plans before it will make.
import type { Contact, Deal, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { CreateWrite, Plan, UpdateWrite } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { decide } from "./decide.ts";

export interface Decision {
  event: Event;
  plan: Plan;
}

export function decideBatch(events: readonly Event[], snapshot: Snapshot, rulebook: Rulebook): Decision[] {
  const decisions: Decision[] = [];
  let world = snapshot;
  for (const event of events) {
    const plan = decideSafely(event, world, rulebook);
    decisions.push({ event, plan });
    world = withPlan(world, event, plan);
  }
  return decisions;
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

/** The snapshot as it will be once the plan is carried out. */
export function withPlan(snapshot: Snapshot, event: Event, plan: Plan): Snapshot {
  return plan.writes.reduce<Snapshot>((world, write) => {
    if (write.do === "create") return withCreated(world, event, write);
    if (write.do === "update" && write.what === "call") return withNews(world, event, write.properties);
    if (write.do === "update" && write.what === "contact") return withFilled(world, write);
    if (write.do === "update" && write.closes) return withoutTask(world, write.closes);
    return world;
  }, snapshot);
}

function withCreated(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  if (write.what === "contact") return withContact(world, event, write);
  if (write.what === "deal") return withDeal(world, event, write);
  if (write.callbackFor) return withTask(world, write.callbackFor, write);
  if (write.what === "call") {
    return {
      ...world,
      calls: new Map(world.calls).set(event.subject, { ref: { key: write.key }, properties: write.properties }),
    };
  }
  return world;
}

function withTask(world: Snapshot, number: string, write: CreateWrite): Snapshot {
  const tasks = [...(world.openTasks.get(number) ?? []), { key: write.key, ref: { key: write.key } }];
  return { ...world, openTasks: new Map(world.openTasks).set(number, tasks) };
}

function withoutTask(world: Snapshot, closed: string): Snapshot {
  const left = [...world.openTasks].map(
    ([number, tasks]) => [number, tasks.filter(({ key }) => key !== closed)] as const,
  );
  return { ...world, openTasks: new Map(left) };
}

function withContact(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const { phone = "", firstname = "", lastname = "", hubspot_owner_id: ownerId = null } = write.properties;
  const contact: Contact = {
    ref: { key: write.key },
    name: `${firstname} ${lastname}`.trim(),
    phones: [phone],
    ownerId,
    createdAt: event.receivedAt,
    lastActivityAt: event.receivedAt,
    values: write.properties,
    deals: [],
  };
  return { ...world, contacts: new Map(world.contacts).set(phone, [...(world.contacts.get(phone) ?? []), contact]) };
}

function withDeal(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const deal: Deal = {
    ref: { key: write.key },
    name: write.properties.dealname ?? "",
    open: true,
    ownerId: write.properties.hubspot_owner_id ?? null,
    updatedAt: event.receivedAt,
  };
  const linked = write.associate.filter((link) => link.what === "contact").map((link) => link.ref);
  return withEach(world, linked, (contact) => ({ ...contact, deals: [...contact.deals, deal] }));
}

function withFilled(world: Snapshot, write: UpdateWrite): Snapshot {
  return withEach(world, [write.ref], (contact) => {
    const values = { ...contact.values, ...write.properties };
    const name = `${values.firstname ?? ""} ${values.lastname ?? ""}`.trim();
    return { ...contact, values, name: name || contact.name };
  });
}

/** A contact with several numbers stands under each of them. */
function withEach(world: Snapshot, refs: readonly RecordRef[], change: (contact: Contact) => Contact): Snapshot {
  const names = refs.map((ref) => JSON.stringify(ref));
  const contacts = new Map(
    [...world.contacts].map(([number, candidates]) => [
      number,
      candidates.map((contact) => (names.includes(JSON.stringify(contact.ref)) ? change(contact) : contact)),
    ]),
  );
  return { ...world, contacts };
}

function withNews(world: Snapshot, event: Event, properties: Record<string, string>): Snapshot {
  const known = world.calls.get(event.subject);
  if (!known) return world;
  const calls = new Map(world.calls).set(event.subject, {
    ...known,
    properties: { ...known.properties, ...properties },
  });
  return { ...world, calls };
}
