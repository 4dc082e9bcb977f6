// The world as a plan will leave it: what the next event of the batch is decided in the light of.
import {
  type Contact,
  type Deal,
  type KnownCall,
  nothingWritten,
  type RecordRef,
  type Snapshot,
} from "../model/crm.ts";
import { type Event, isCallEvent } from "../model/event.ts";
import type { CreateWrite, Plan, UpdateWrite, UseWrite } from "../model/plan.ts";
import { endTime, isEnd } from "./moments.ts";

/** The snapshot as it will be once the plan is carried out. */
export function withPlan(snapshot: Snapshot, event: Event, plan: Plan): Snapshot {
  const planned = plan.writes.reduce<Snapshot>((world, write) => {
    if (write.do === "create") return withCreated(world, event, write);
    if (write.do === "update" && write.what !== "contact" && write.what !== "task") {
      return withNews(world, event, placeOf(write.what), write.properties);
    }
    if (write.do === "use" && write.what === "deal") return withUsedDeal(world, event, write);
    if (write.do === "update" && write.what === "contact") return withFilled(world, write);
    if (write.do === "update" && write.closes) return withoutTask(world, write.closes);
    return world;
  }, snapshot);
  const ended = plan.verdict === "write" && planned.moments.get(event.subject)?.some(isEnd);
  return ended ? withWritten(planned, event, { ended }) : planned;
}

function withCreated(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const written = { ref: { key: write.key }, properties: write.properties };
  if (write.what === "contact") return withWritten(withContact(world, event, write), event, { contact: written });
  if (write.what === "deal")
    return withWritten(withDeal(world, event, write), event, {
      deal: { ...written, isOurs: true },
    });
  if (write.what === "call") return withWritten(world, event, { call: written });
  if (write.what === "note" || write.what === "communication") {
    return withWritten(world, event, { activity: { ...written, what: write.what } });
  }
  return write.callbackFor ? withTask(world, write.callbackFor, event, write) : world;
}

function withWritten(world: Snapshot, { subject }: Event, change: Partial<KnownCall>): Snapshot {
  const known = world.calls.get(subject) ?? nothingWritten;
  return { ...world, calls: new Map(world.calls).set(subject, { ...known, ...change }) };
}

function withUsedDeal(world: Snapshot, event: Event, { ref }: UseWrite): Snapshot {
  return world.calls.get(event.subject)?.deal
    ? world
    : withWritten(world, event, {
        deal: { ref, properties: {}, isOurs: false },
      });
}

function withTask(world: Snapshot, number: string, { subject, time }: Event, { key }: CreateWrite): Snapshot {
  const since = endTime((world.moments.get(subject) ?? []).filter(isCallEvent)) ?? time;
  const tasks = [...(world.openTasks.get(number) ?? []), { key, ref: { key }, since }];
  return { ...world, openTasks: new Map(world.openTasks).set(number, tasks) };
}

function withoutTask(world: Snapshot, closed: string): Snapshot {
  const left = [...world.openTasks].map(
    ([number, tasks]) => [number, tasks.filter(({ key }) => key !== closed)] as const,
  );
  return { ...world, openTasks: new Map(left) };
}

function withContact(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const { phone, email, firstname = "", lastname = "", hubspot_owner_id: ownerId = null } = write.properties;
  const contact: Contact = {
    ref: { key: write.key },
    name: `${firstname} ${lastname}`.trim() || email || "",
    phones: phone ? [phone] : [],
    emails: email ? [email.toLowerCase()] : [],
    ownerId,
    createdAt: event.receivedAt,
    lastActivityAt: event.receivedAt,
    values: write.properties,
    deals: [],
  };
  return {
    ...world,
    contacts: contact.phones.reduce((contacts, number) => withOne(contacts, number, contact), world.contacts),
    byEmail: contact.emails.reduce((contacts, address) => withOne(contacts, address, contact), world.byEmail),
  };
}

type Holders = ReadonlyMap<string, readonly Contact[]>;

function withOne(holders: Holders, key: string, contact: Contact): Holders {
  return new Map(holders).set(key, [...(holders.get(key) ?? []), contact]);
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

/** A contact with several numbers and addresses stands under each of them. */
function withEach(world: Snapshot, refs: readonly RecordRef[], change: (contact: Contact) => Contact): Snapshot {
  const names = refs.map((ref) => JSON.stringify(ref));
  const each = (holders: Holders): Holders =>
    new Map(
      [...holders].map(([key, candidates]) => [
        key,
        candidates.map((contact) => (names.includes(JSON.stringify(contact.ref)) ? change(contact) : contact)),
      ]),
    );
  return { ...world, contacts: each(world.contacts), byEmail: each(world.byEmail) };
}

function placeOf(what: UpdateWrite["what"]): "call" | "deal" | "activity" {
  return what === "call" || what === "deal" ? what : "activity";
}

function withNews(
  world: Snapshot,
  event: Event,
  place: "call" | "deal" | "activity",
  properties: Record<string, string>,
): Snapshot {
  const written = world.calls.get(event.subject)?.[place];
  if (!written) return world;
  const now = { ...written, properties: { ...written.properties, ...properties } };
  const body = properties.hs_call_body;
  return withWritten(world, event, { [place]: body === undefined ? now : { ...now, body } });
}
