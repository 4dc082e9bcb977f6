// Carries saved plans out by stages, in batches, and notes every record; a retry goes on at the first write missing.
import type { Gateway } from "../hubspot/gateway.ts";
import type { Directory, ObjectType, RecordRef } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type {
  AnnounceWrite,
  AssociateWrite,
  CreateWrite,
  Plan,
  UpdateWrite,
  UpsertWrite,
  Write,
} from "../model/plan.ts";
import type { Settings } from "../model/settings.ts";
import type { LedgerEntry, LedgerStore } from "../store/ledger.ts";
import type { NumberStore } from "../store/numbers.ts";
import { useDealsOfFound } from "./found-contacts.ts";
import { recoverDoubtful } from "./in-doubt.ts";
import { learnNumbers, sendStage } from "./send.ts";
import { staleEvents } from "./stale.ts";
import type { Turn } from "./turn.ts";

export interface PlannedEvent {
  event: Event;
  plan: Plan;
}

export interface Outcomes {
  /** Why an event could not be written whole, by event id. */
  refusals: Map<string, string>;
  /** Events of which nothing was written because a record was merged or deleted meanwhile: to be decided anew. */
  stale: Set<string>;
}

export type Stage =
  | { do: "create" | "update" | "associate" | "announce"; what: ObjectType }
  | { do: "upsert"; what: "custom" };

/** A write that is still to be carried out. */
export interface Work {
  write: CreateWrite | UpdateWrite | AssociateWrite | UpsertWrite | AnnounceWrite;
  event: Event;
  entry: LedgerEntry;
}

export function propertiesOf({ write }: Work): Record<string, string> {
  return "properties" in write ? write.properties : {};
}

/** What the stages of one batch share. */
export interface Batch {
  portalId: PortalId;
  turn: Turn;
  now(): Date;
  gateway: Gateway;
  ledger: LedgerStore;
  numbers: NumberStore;
  /** Values that the portal gives to properties which its HubSpot requires. */
  defaults: Settings["defaults"];
  /** As last read; null: every deal counts as open. */
  directory: Directory | null;
  /** HubSpot ids by write key. */
  ids: Map<string, string>;
  refusals: Map<string, string>;
  refused: { eventId: string; write: CreateWrite }[];
  /** Keys of creates for which HubSpot already had the record. */
  found: Set<string>;
  /** Keys of writes without which the rest of their plan is written all the same. */
  optional: ReadonlySet<string>;
}

/** Records come before what hangs on them; HubSpot's update cannot associate, so creates carry their links. */
const stages: readonly Stage[] = [
  { do: "create", what: "company" },
  { do: "update", what: "company" },
  { do: "create", what: "contact" },
  { do: "update", what: "contact" },
  { do: "associate", what: "contact" },
  { do: "create", what: "deal" },
  { do: "create", what: "call" },
  { do: "create", what: "meeting" },
  { do: "create", what: "note" },
  { do: "create", what: "communication" },
  { do: "create", what: "task" },
  { do: "update", what: "deal" },
  { do: "update", what: "call" },
  { do: "update", what: "meeting" },
  { do: "update", what: "note" },
  { do: "update", what: "communication" },
  { do: "associate", what: "meeting" },
  { do: "associate", what: "note" },
  { do: "upsert", what: "custom" },
  { do: "announce", what: "call" },
  { do: "update", what: "task" },
];

export async function carryOut(
  planned: PlannedEvent[],
  tools: Pick<Batch, "portalId" | "turn" | "now" | "gateway" | "ledger" | "numbers" | "defaults" | "directory">,
): Promise<Outcomes> {
  const { portalId, ledger, gateway } = tools;
  const eventIds = planned.map(({ event }) => event.id);
  const entries = await ledger.entries(portalId, eventIds);
  const ids = await knownIds(portalId, planned, entries, ledger);
  const writes = planned.flatMap(({ plan }) => plan.writes);
  const optional = new Set(writes.flatMap((write) => ("optional" in write ? [write.key] : [])));
  const batch: Batch = { ...tools, ids, refusals: new Map(), refused: [], found: new Set(), optional };

  for (const stage of stages) {
    const work = planned.flatMap(({ event, plan }) =>
      plan.writes.flatMap((write) => workOf(write, event, entries, stage)),
    );
    const ready = await settleOrphans(work, batch);
    const open = stage.do === "create" ? await recoverDoubtful(stage.what, ready, batch) : ready;
    if (open.length > 0) await sendStage(stage, open, batch);
    if (stage.do === "create" && stage.what === "contact") {
      // Of an earlier attempt's contacts too: it may have ended between HubSpot's answer and this.
      await learnNumbers(planned, batch);
      await useDealsOfFound(open, planned, entries, batch);
    }
  }

  await noteUsed(planned, batch);
  const written = new Set(
    [...entries.values()].filter((entry) => entry.do === "create" && ids.has(entry.key)).map((entry) => entry.eventId),
  );
  const untouched = batch.refused.filter(({ eventId }) => !written.has(eventId));
  return { refusals: batch.refusals, stale: await staleEvents(untouched, gateway) };
}

/** A record that another plan of the batch made, and this one uses, is known by its id from now on. */
async function noteUsed(planned: PlannedEvent[], { portalId, ids, ledger }: Batch): Promise<void> {
  const used = planned.flatMap(({ plan }) => plan.writes).filter(({ do: kind }) => kind === "use");
  const made = used.flatMap((write) => {
    const id = "ref" in write && "key" in write.ref ? ids.get(write.ref.key) : undefined;
    return id ? [{ key: write.key, state: "done" as const, hubspotId: id }] : [];
  });
  await ledger.finish(portalId, made);
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
  const refs = planned.flatMap(({ plan }) => plan.writes.flatMap(refsOf));
  const elsewhere = refs.flatMap((ref) => ("key" in ref && !entries.has(ref.key) ? [ref.key] : []));
  return new Map([...own, ...(await ledger.recordIds(portalId, elsewhere))]);
}

function refsOf(write: Write): RecordRef[] {
  if (write.do === "create" || write.do === "upsert") return write.associate.map((link) => link.ref);
  if (write.do === "associate") return [write.ref, ...write.associate.map((link) => link.ref)];
  return [write.ref];
}

export function idOf(ref: RecordRef, ids: Map<string, string>): string | null {
  return "id" in ref ? ref.id : (ids.get(ref.key) ?? null);
}

/** A write whose record was refused cannot be carried out either; returns the others. */
async function settleOrphans(work: Work[], batch: Batch): Promise<Work[]> {
  const { portalId, refusals, ledger } = batch;
  const orphans = work.filter(({ write }) => isOrphan(write, batch));
  for (const { event } of orphans) {
    if (!refusals.has(event.id)) refusals.set(event.id, "The record it belongs to could not be written.");
  }
  const because = "the record it belongs to could not be written";
  const outcomes = orphans.map(({ write }) => ({
    key: write.key,
    state: "refused" as const,
    hubspotId: null,
    because,
  }));
  await ledger.finish(portalId, outcomes);
  return work.filter((item) => !orphans.includes(item));
}

/** It does without records that are optional, so long as it still belongs to something. */
function isOrphan(write: Write, { ids, optional }: Batch): boolean {
  const refs = refsOf(write);
  const missing = refs.filter((ref) => idOf(ref, ids) === null);
  if (missing.length === 0) return false;
  const isOptional = (ref: RecordRef) => "key" in ref && optional.has(ref.key);
  const standsAlone =
    write.do === "upsert" || (write.do === "create" && (write.what === "contact" || write.what === "company"));
  const needed = standsAlone ? 0 : write.do === "associate" ? 2 : 1;
  return !missing.every(isOptional) || refs.length - missing.length < needed;
}
