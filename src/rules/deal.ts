// The deal of a call: the newest open one, or a new one in the portal's pipeline.
import type { Contact, RecordRef } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { CreateWrite, UpdateWrite, UseWrite } from "../model/plan.ts";
import { callCategory, dealKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { attributionOf } from "./attribution.ts";
import { openDealOf } from "./case.ts";
import type { Ownership } from "./owner.ts";

interface Client {
  ref: RecordRef;
  name: string;
  known: Contact | null;
}

export function dealFor(
  event: CallEvent,
  rule: MatrixRow["deal"],
  client: Client,
  owner: Ownership,
  rulebook: Rulebook,
): CreateWrite | UseWrite | null {
  const properties = {
    dealname: dealName(event, client.name),
    ...categoryAndValue(event, true, rulebook),
    ...attributionOf(event.data.attribution, rulebook.prepared.deal),
  };
  return openOrNewDeal(
    { eventId: event.id, first: "this is the client's first call", properties },
    rule,
    client,
    owner,
    rulebook,
  );
}

/** @param wanted what a new deal would say, and why there would be one for a client whom nobody knows */
export function openOrNewDeal(
  wanted: { eventId: string; first: string; properties: Record<string, string> },
  rule: MatrixRow["deal"],
  client: Client,
  owner: Ownership,
  rulebook: Rulebook,
): CreateWrite | UseWrite | null {
  const key = `${wanted.eventId}/deal`;
  if (rule === "none") return null;
  const open = client.known && openDealOf(client.known);
  if (open) {
    const others = (client.known?.deals.filter((deal) => deal.open).length ?? 1) - 1;
    const because =
      others > 0
        ? `“${open.name}” is the newest of ${others + 1} open deals`
        : `“${open.name}” is the client's open deal`;
    return { do: "use", what: "deal", key, ref: open.ref, name: open.name, because };
  }
  if (rule === "existing") return null;
  const stage = newDealStage(rulebook);
  if (!stage) return null;
  return {
    do: "create",
    what: "deal",
    key,
    properties: {
      ...wanted.properties,
      pipeline: stage.pipelineId,
      dealstage: stage.stageId,
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
      ...(rulebook.prepared.deal.includes(dealKey) ? { [dealKey]: wanted.eventId } : {}),
    },
    associate: [{ what: "contact", ref: client.ref }],
    because: `${client.known ? "the client has no open deal" : wanted.first}, and ${owner.because}`,
  };
}

/** What the call says of a deal that there was before it; null when that is nothing new. */
export function updateDeal(
  event: CallEvent,
  { ref }: UseWrite,
  written: Record<string, string>,
  rulebook: Rulebook,
): UpdateWrite | null {
  const said = Object.entries(categoryAndValue(event, false, rulebook)).filter(
    ([name, value]) => written[name] !== value,
  );
  if (said.length === 0) return null;
  const because = "the call was given its category or value";
  return {
    do: "update",
    what: "deal",
    key: `${event.id}/deal-news`,
    ref,
    properties: Object.fromEntries(said),
    because,
  };
}

/**
 * The category and the value that a call was given, in the deal's properties that the portal has chosen for them. Our own
 * category property tells of the call for which the deal was made, and no other call changes it.
 */
export function categoryAndValue(
  { data }: CallEvent,
  isOwnDeal: boolean,
  { settings, prepared }: Rulebook,
): Record<string, string> {
  const { rating, worth } = data;
  const ours = isOwnDeal && prepared.deal.includes(callCategory) ? callCategory : null;
  const categoryProperty = settings.dealCategoryProperty ?? ours;
  const value = worth ? String(worth.amount) : rating?.value;
  return {
    ...(rating?.category && categoryProperty ? { [categoryProperty]: rating.category } : {}),
    ...(value && settings.dealValueProperty ? { [settings.dealValueProperty]: value } : {}),
  };
}

function dealName(event: CallEvent, clientName: string): string {
  const { line, direction } = event.data;
  const ours = line.name ?? line.phone;
  return ours ? `${clientName}, call ${direction === "out" ? "from" : "to"} ${ours}` : `${clientName}, call`;
}

/** The stage from the settings; one that no longer exists falls back to the pipeline's first open stage. */
function newDealStage(rulebook: Rulebook): { pipelineId: string; stageId: string } | null {
  const { pipelines } = rulebook.directory;
  const pipeline = pipelines.find((candidate) => candidate.id === rulebook.settings.pipelineId) ?? pipelines[0];
  const stage =
    pipeline?.stages.find((candidate) => candidate.id === rulebook.settings.stageId) ??
    pipeline?.stages.find((candidate) => !candidate.closed);
  return pipeline && stage ? { pipelineId: pipeline.id, stageId: stage.id } : null;
}
