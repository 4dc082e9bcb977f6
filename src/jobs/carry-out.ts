// Carries saved plans out by stages, in batches, and notes every record; a retry goes on at the first write missing.
import type { Gateway } from "../hubspot/gateway.ts";
import type { Directory, ObjectType } from "../model/crm.ts";
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
import type { CustomerStore } from "../store/customers.ts";
import type { LedgerEntry, LedgerStore } from "../store/ledger.ts";
import type { NumberStore } from "../store/numbers.ts";
import { useDealsOfFound } from "./found-contacts.ts";
import { recoverDoubtful } from "./in-doubt.ts";
import { learnCustomers } from "./learn-customers.ts";
import { learnNumbers } from "./learn-numbers.ts";
import { settleOrphans } from "./orphans.ts";
import { knownIds } from "./record-ids.ts";
import { sendStage } from "./send.ts";
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
  customers: CustomerStore;
  /** Values that the portal gives to properties which its HubSpot requires. */
  defaults: Settings["defaults"];
  /** As last read; null: every deal counts as open. */
  directory: Directory | null;
  /** Every write of the batch's plans, by key. */
  entries: ReadonlyMap<string, LedgerEntry>;
  /** HubSpot ids by write key. */
  ids: Map<string, string>;
  refusals: Map<string, string>;
  refused: { eventId: string; write: CreateWrite }[];
  /** Why HubSpot refused a write, by key. */
  reasons: Map<string, string>;
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
  tools: Pick<
    Batch,
    "portalId" | "turn" | "now" | "gateway" | "ledger" | "numbers" | "customers" | "defaults" | "directory"
  >,
): Promise<Outcomes> {
  const { portalId, ledger, gateway } = tools;
  const eventIds = planned.map(({ event }) => event.id);
  const entries = await ledger.entries(portalId, eventIds);
  const ids = await knownIds(portalId, planned, entries, ledger);
  const writes = planned.flatMap(({ plan }) => plan.writes);
  const optional = new Set(writes.flatMap((write) => (isOptional(write) ? [write.key] : [])));
  const batch: Batch = {
    ...tools,
    entries,
    ids,
    refusals: new Map(),
    refused: [],
    reasons: new Map(),
    found: new Set(),
    optional,
  };

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
  await learnCustomers(planned, batch);
  const written = new Set(
    [...entries.values()].filter((entry) => entry.do === "create" && ids.has(entry.key)).map((entry) => entry.eventId),
  );
  const untouched = batch.refused.filter(({ eventId }) => !written.has(eventId));
  return { refusals: batch.refusals, stale: await staleEvents(untouched, gateway) };
}

/** Gaps were not marked by releases that wrote no meetings: their plans may still be carried on. */
function isOptional(write: Write): boolean {
  return "optional" in write || (write.do === "update" && write.what === "contact" && write.key.endsWith("-gaps"));
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
