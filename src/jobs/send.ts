// Sends one stage of a batch to HubSpot: marks before, notes after, learns the numbers of new contacts and the owners of new deals.
import { Later, Refused } from "../errors.ts";
import type { AssociateInput, CreateInput, Outcome, UpdateInput, UpsertInput } from "../hubspot/gateway.ts";
import type { Link, ObjectType } from "../model/crm.ts";
import { foundBecause } from "../model/plan.ts";
import type { Batch, Stage, Work } from "./carry-out.ts";
import { goneAmong, writtenWithoutGone } from "./gone.ts";
import { idOf } from "./record-ids.ts";

export async function sendStage(stage: Stage, work: Work[], batch: Batch): Promise<void> {
  const { portalId, turn, ledger } = batch;
  const keys = work.map(({ write }) => write.key);
  await turn.check();
  // A write found as sent but without an id is in doubt: HubSpot may have carried it out.
  await ledger.markSent(portalId, keys);
  try {
    const outcomes = await carried(stage, work, batch);
    const gone = stage.do === "update" ? await goneAmong(stage.what, work, outcomes, batch) : new Set<string>();
    await note(stage, work, outcomes, gone, batch);
    if (stage.do === "create" && stage.what === "deal") await learnDealOwners(work, batch);
  } catch (error) {
    if (error instanceof Later && !error.inDoubt) await ledger.markUnsent(portalId, keys);
    throw error;
  }
}

async function carried(stage: Stage, work: Work[], batch: Batch): Promise<Outcome[]> {
  try {
    return await asked(stage, work, batch);
  } catch (error) {
    // A portal may lack the permission for companies or custom objects: that must not park the calls beside them.
    const isForAll = error instanceof Refused && error.forAll;
    const isApart = stage.what === "company" || stage.do === "associate" || stage.do === "upsert";
    if (!isForAll || !isApart) throw error;
    return work.map(({ write }) => ({ key: write.key, refused: error.message }));
  }
}

function asked(stage: Stage, work: Work[], batch: Batch): Promise<Outcome[]> {
  const { gateway } = batch;
  if (stage.do === "upsert") return gateway.upsert(work.flatMap((item) => upsertInput(item, batch)));
  const { do: kind, what } = stage;
  if (kind === "announce") return announceRecordings(work, batch);
  if (kind === "associate") return gateway.associate(work.flatMap((item) => associateInput(item, batch)));
  if (kind === "create") return created(what, work, batch);
  return gateway.update(
    what,
    work.flatMap((item) => updateInput(item, batch)),
  );
}

async function created(what: ObjectType, work: Work[], batch: Batch): Promise<Outcome[]> {
  const inputs = work.flatMap((item) => createInput(item, batch));
  const outcomes = await batch.gateway.create(what, inputs);
  return writtenWithoutGone(what, work, inputs, outcomes, batch);
}

/** One request each: HubSpot has no batch of them. Repeating one does no harm. */
async function announceRecordings(work: Work[], { gateway, ids }: Batch): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { write } of work) {
    const id = write.do === "announce" ? idOf(write.ref, ids) : null;
    if (id === null) continue;
    try {
      await gateway.recordingReady(id);
      outcomes.push({ key: write.key, id, made: "updated" });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      outcomes.push({ key: write.key, refused: error.message });
    }
  }
  return outcomes;
}

function createInput({ write }: Work, { ids, defaults }: Batch): CreateInput[] {
  if (write.do !== "create") return [];
  const associate = linked(write.associate, ids);
  const required = defaults.filter(({ what }) => what === write.what).map(({ property, value }) => [property, value]);
  return [{ key: write.key, properties: { ...Object.fromEntries(required), ...write.properties }, associate }];
}

function associateInput({ write }: Work, { ids }: Batch): AssociateInput[] {
  if (write.do !== "associate") return [];
  const id = idOf(write.ref, ids);
  return id ? [{ key: write.key, what: write.what, id, associate: linked(write.associate, ids) }] : [];
}

function upsertInput({ write }: Work, { ids }: Batch): UpsertInput[] {
  if (write.do !== "upsert") return [];
  const { key, objectTypeId, idProperty, idValue, create, properties, associate } = write;
  return [{ key, objectTypeId, idProperty, idValue, create, properties, associate: linked(associate, ids) }];
}

function linked(links: readonly Link[], ids: Map<string, string>): { what: ObjectType; id: string }[] {
  return links.flatMap(({ what, ref }) => {
    const id = idOf(ref, ids);
    return id ? [{ what, id }] : [];
  });
}

function updateInput({ write }: Work, { ids }: Batch): UpdateInput[] {
  if (write.do !== "update") return [];
  const id = idOf(write.ref, ids);
  return id ? [{ key: write.key, id, properties: write.properties }] : [];
}

async function note(
  stage: Stage,
  work: Work[],
  outcomes: Outcome[],
  gone: ReadonlySet<string>,
  batch: Batch,
): Promise<void> {
  const { portalId, ledger, ids } = batch;
  const byKey = new Map(work.map((item) => [item.write.key, item]));
  const notes = outcomes.map((outcome) => {
    if ("refused" in outcome) {
      const because = gone.has(outcome.key) ? "somebody has deleted it in HubSpot" : outcome.refused;
      const item = byKey.get(outcome.key);
      batch.reasons.set(outcome.key, because);
      if (item && !gone.has(outcome.key)) noteRefusal(stage, item, because, batch);
      return { key: outcome.key, state: "refused" as const, hubspotId: null, because };
    }
    ids.set(outcome.key, outcome.id);
    if (outcome.made === "found") batch.found.add(outcome.key);
    const because = becauseOf(outcome, byKey.get(outcome.key)?.write.because ?? "");
    return { key: outcome.key, state: "done" as const, hubspotId: outcome.id, ...(because ? { because } : {}) };
  });
  await ledger.finish(portalId, notes);
}

/** What came of it that the plan could not know; null: nothing. */
function becauseOf({ made, because: leftOut }: Exclude<Outcome, { refused: string }>, planned: string): string | null {
  const found = made === "found" ? foundBecause : null;
  return leftOut ? `${found ?? planned}; ${leftOut}` : found;
}

/** A contact's gap that cannot be filled and a recording that is not wanted are noted; the call itself is written. */
function noteRefusal(stage: Stage, { write, event }: Work, reason: string, batch: Batch): void {
  const { refusals, refused, optional } = batch;
  if (stage.do === "announce" || optional.has(write.key)) return;
  const wanted = write.do === "upsert" ? `write the ${write.name}` : `${stage.do} the ${stage.what}`;
  refusals.set(event.id, `HubSpot refused to ${wanted}: ${reason}`);
  if (write.do === "create") refused.push({ eventId: event.id, write });
}

async function learnDealOwners(work: Work[], { portalId, numbers, ids }: Batch): Promise<void> {
  const deals = work.flatMap(({ write }) => {
    if (write.do !== "create" || !ids.has(write.key)) return [];
    const link = write.associate.find(({ what }) => what === "contact");
    const contactId = link ? idOf(link.ref, ids) : null;
    return contactId ? [{ contactId, ownerId: write.properties.hubspot_owner_id ?? null }] : [];
  });
  await numbers.learnDealOwners(portalId, deals);
}
