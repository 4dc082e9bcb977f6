// Carries saved plans out by stages, in batches, and notes every record; a retry goes on at the first write missing.
import { Later } from "../errors.ts";
import type { CreateInput, Gateway, Outcome, UpdateInput } from "../hubspot/gateway.ts";
import type { ObjectType, RecordRef } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import { type E164, e164, type PortalId } from "../model/ids.ts";
import type { CreateWrite, Plan, UpdateWrite, Write } from "../model/plan.ts";
import type { LedgerEntry, LedgerStore } from "../store/ledger.ts";
import type { NumberStore } from "../store/numbers.ts";
import { recoverDoubtful } from "./in-doubt.ts";

export interface PlannedEvent {
  event: Event;
  plan: Plan;
}

export interface Outcomes {
  /** Why an event could not be written whole, by event id. */
  refusals: Map<string, string>;
}

type Stage = { do: "create" | "update"; what: ObjectType };

/** Records come before what hangs on them; HubSpot's update cannot associate, so creates carry their links. */
const stages: readonly Stage[] = [
  { do: "create", what: "contact" },
  { do: "update", what: "contact" },
  { do: "create", what: "deal" },
  { do: "create", what: "call" },
  { do: "create", what: "task" },
  { do: "update", what: "call" },
];

interface Work {
  write: CreateWrite | UpdateWrite;
  event: Event;
  entry: LedgerEntry;
}

export async function carryOut(
  portalId: PortalId,
  planned: PlannedEvent[],
  gateway: Gateway,
  stores: { ledger: LedgerStore; numbers: NumberStore },
): Promise<Outcomes> {
  const { ledger, numbers } = stores;
  const entries = await ledger.entries(
    portalId,
    planned.map(({ event }) => event.id),
  );
  const ids = await knownIds(portalId, planned, entries, ledger);
  const refusals = new Map<string, string>();

  for (const stage of stages) {
    const work = planned.flatMap(({ event, plan }) =>
      plan.writes.flatMap((write) => workOf(write, event, entries, stage)),
    );
    if (work.length === 0) continue;
    const ready = await settleOrphans(portalId, work, ids, refusals, ledger);
    const open =
      stage.do === "create" ? await recoverDoubtful(portalId, stage.what, ready, ids, gateway, ledger) : ready;
    if (open.length === 0) continue;
    const outcomes = await send(portalId, stage, open, ids, gateway, ledger);
    await note(portalId, stage, open, outcomes, ids, refusals, ledger);
    if (stage.what === "contact" && stage.do === "create") await numbers.learn(portalId, learned(open, ids));
  }
  return { refusals };
}

function workOf(write: Write, event: Event, entries: Map<string, LedgerEntry>, stage: Stage): Work[] {
  if (write.do !== stage.do || write.what !== stage.what) return [];
  const entry = entries.get(write.key);
  return entry && (entry.state === "planned" || entry.state === "sent") ? [{ write, event, entry }] : [];
}

/** HubSpot ids by write key: of this batch's finished writes and of other events' writes that these refer to. */
async function knownIds(
  portalId: PortalId,
  planned: PlannedEvent[],
  entries: Map<string, LedgerEntry>,
  ledger: LedgerStore,
): Promise<Map<string, string>> {
  const own = [...entries.values()].flatMap((entry) =>
    entry.hubspotId ? [[entry.key, entry.hubspotId] as const] : [],
  );
  const referred = planned
    .flatMap(({ plan }) => plan.writes.flatMap(refsOf))
    .flatMap((ref) => ("key" in ref && !entries.has(ref.key) ? [ref.key] : []));
  return new Map([...own, ...(await ledger.recordIds(portalId, referred))]);
}

function refsOf(write: Write): RecordRef[] {
  return write.do === "create" ? write.associate.map((link) => link.ref) : [write.ref];
}

export function idOf(ref: RecordRef, ids: Map<string, string>): string | null {
  return "id" in ref ? ref.id : (ids.get(ref.key) ?? null);
}

/** A write whose record was refused cannot be carried out either. */
async function settleOrphans(
  portalId: PortalId,
  work: Work[],
  ids: Map<string, string>,
  refusals: Map<string, string>,
  ledger: LedgerStore,
): Promise<Work[]> {
  const orphans = work.filter(({ write }) => refsOf(write).some((ref) => idOf(ref, ids) === null));
  for (const { event } of orphans)
    if (!refusals.has(event.id)) refusals.set(event.id, "The record it belongs to could not be written.");
  await ledger.finish(
    portalId,
    orphans.map(({ write }) => ({
      key: write.key,
      state: "refused",
      hubspotId: null,
      because: "the record it belongs to could not be written",
    })),
  );
  return work.filter((item) => !orphans.includes(item));
}

async function send(
  portalId: PortalId,
  stage: Stage,
  work: Work[],
  ids: Map<string, string>,
  gateway: Gateway,
  ledger: LedgerStore,
): Promise<Outcome[]> {
  const keys = work.map(({ write }) => write.key);
  await ledger.markSent(portalId, keys);
  try {
    return stage.do === "create"
      ? await gateway.create(
          stage.what,
          work.flatMap(({ write }) => createInput(write, ids)),
        )
      : await gateway.update(
          stage.what,
          work.flatMap(({ write }) => updateInput(write, ids)),
        );
  } catch (error) {
    if (error instanceof Later && !error.inDoubt) await ledger.markUnsent(portalId, keys);
    throw error;
  }
}

function createInput(write: CreateWrite | UpdateWrite, ids: Map<string, string>): CreateInput[] {
  if (write.do !== "create") return [];
  const associate = write.associate.flatMap(({ what, ref }) => {
    const id = idOf(ref, ids);
    return id ? [{ what, id }] : [];
  });
  return [{ key: write.key, properties: write.properties, associate }];
}

function updateInput(write: CreateWrite | UpdateWrite, ids: Map<string, string>): UpdateInput[] {
  const id = write.do === "update" ? idOf(write.ref, ids) : null;
  return id ? [{ key: write.key, id, properties: write.properties }] : [];
}

async function note(
  portalId: PortalId,
  stage: Stage,
  work: Work[],
  outcomes: Outcome[],
  ids: Map<string, string>,
  refusals: Map<string, string>,
  ledger: LedgerStore,
): Promise<void> {
  const events = new Map(work.map(({ write, event }) => [write.key, event.id]));
  await ledger.finish(
    portalId,
    outcomes.map((outcome) => {
      if ("refused" in outcome) {
        const eventId = events.get(outcome.key);
        if (eventId) refusals.set(eventId, `HubSpot refused to ${stage.do} the ${stage.what}: ${outcome.refused}`);
        return { key: outcome.key, state: "refused", hubspotId: null, because: outcome.refused };
      }
      ids.set(outcome.key, outcome.id);
      const because = outcome.made === "found" ? { because: "HubSpot already had it, so nothing was made twice" } : {};
      return { key: outcome.key, state: "done", hubspotId: outcome.id, ...because };
    }),
  );
}

function learned(work: Work[], ids: Map<string, string>): { number: E164; contactId: string }[] {
  return work.flatMap(({ write }) => {
    const number = e164.safeParse(write.properties.phone);
    const contactId = ids.get(write.key);
    return number.success && contactId ? [{ number: number.data, contactId }] : [];
  });
}
