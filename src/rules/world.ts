// The world as a plan will leave it: what the next event of the batch is decided in the light of.
import { type KnownCall, nothingWritten, type RecordRef, type Snapshot } from "../model/crm.ts";
import { type Event, isCallEvent } from "../model/event.ts";
import type { AssociateWrite, CreateWrite, Plan, UpdateWrite, UseWrite, Write } from "../model/plan.ts";
import { endTime, isEnd } from "./moments.ts";
import { isSameRecord } from "./record-ref.ts";
import { contactWith, withContact, withLinkedContact } from "./world-contacts.ts";
import { withCompany, withCustomRecord, withDeal, withFilled } from "./world-records.ts";

/** The snapshot as it will be once the plan is carried out. */
export function withPlan(snapshot: Snapshot, event: Event, plan: Plan): Snapshot {
  const planned = plan.writes.reduce<Snapshot>((world, write) => withWrite(world, event, write), snapshot);
  const ended = plan.verdict === "write" && planned.moments.get(event.subject)?.some(isEnd);
  return ended ? withWritten(planned, event, { ended }) : planned;
}

function withWrite(world: Snapshot, event: Event, write: Write): Snapshot {
  if (write.do === "create") return withCreated(world, event, write);
  if (write.do === "update") return withUpdated(world, event, write);
  if (write.do === "associate") return withAssociated(world, event, write);
  if (write.do === "use") return withUsed(world, event, write);
  if (write.do === "upsert") return withCustomRecord(world, write);
  return world;
}

function withCreated(world: Snapshot, event: Event, write: CreateWrite): Snapshot {
  const written = { ref: { key: write.key }, properties: write.properties, links: write.associate };
  switch (write.what) {
    case "contact":
      return withCustomer(
        withWritten(withContact(world, event, write), event, { contact: written }),
        event,
        "contact",
        written.ref,
      );
    case "company":
      return withCustomer(withCompany(world, event, write), event, "company", written.ref);
    case "deal":
      return withWritten(withDeal(world, event, write), event, { deal: { ...written, isOurs: true } });
    case "call":
      return withWritten(world, event, { call: written });
    case "meeting":
      return withWritten(world, event, { meeting: written });
    case "note":
    case "communication":
      return withWritten(world, event, { activity: { ...written, what: write.what } });
    case "task":
      return write.callbackFor ? withTask(world, write.callbackFor, event, write) : world;
  }
}

function withUpdated(world: Snapshot, event: Event, write: UpdateWrite): Snapshot {
  if (write.closes) return withoutTask(world, write.closes);
  const filled = withFilled(world, write);
  const place = placeOf(write.what);
  return place ? withNews(filled, event, place, write.properties) : filled;
}

function withWritten(world: Snapshot, { subject }: Event, change: Partial<KnownCall>): Snapshot {
  const known = world.calls.get(subject) ?? nothingWritten;
  return { ...world, calls: new Map(world.calls).set(subject, { ...known, ...change }) };
}

function withUsed(world: Snapshot, event: Event, { what, ref }: UseWrite): Snapshot {
  if (what === "contact" || what === "company") return withCustomer(world, event, what, ref);
  if (what !== "deal") return world;
  return world.calls.get(event.subject)?.deal
    ? world
    : withWritten(world, event, { deal: { ref, properties: {}, links: [], isOurs: false } });
}

/** Whose records a sign-up made or found, for the next news of the same customer. */
function withCustomer(
  world: Snapshot,
  { type, subject }: Event,
  what: "contact" | "company",
  ref: RecordRef,
): Snapshot {
  if (!type.startsWith("customer.")) return world;
  const known = world.customers.get(subject) ?? { contact: null, company: null };
  const customer =
    what === "contact"
      ? { ...known, contact: contactWith(world, ref) ?? known.contact }
      : { ...known, company: world.companies.find((company) => isSameRecord(company.ref, ref)) ?? known.company };
  return { ...world, customers: new Map(world.customers).set(subject, customer) };
}

function withAssociated(world: Snapshot, event: Event, write: AssociateWrite): Snapshot {
  if (write.what === "contact") return withLinkedContact(world, write.ref, write.associate);
  const place = placeOf(write.what);
  const written = place && world.calls.get(event.subject)?.[place];
  if (!place || !written) return world;
  return withWritten(world, event, { [place]: { ...written, links: [...written.links, ...write.associate] } });
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

type Place = "call" | "deal" | "activity" | "meeting";

function placeOf(what: Write["what"]): Place | null {
  if (what === "note" || what === "communication") return "activity";
  return what === "call" || what === "deal" || what === "meeting" ? what : null;
}

/** The properties that hold the text of an activity. */
const bodies = ["hs_call_body", "hs_note_body", "hs_communication_body", "hs_meeting_body"];

function withNews(world: Snapshot, event: Event, place: Place, properties: Record<string, string>): Snapshot {
  const written = world.calls.get(event.subject)?.[place];
  if (!written) return world;
  const now = { ...written, properties: { ...written.properties, ...properties } };
  const body = bodies.map((name) => properties[name]).find((text) => text !== undefined);
  return withWritten(world, event, { [place]: body === undefined ? now : { ...now, body } });
}
