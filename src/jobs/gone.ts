// A half-written event is never decided anew. What its next record was to be put on may be gone by now, after an outage
// perhaps: then the record is written without that, so long as something is left that it belongs to.
import type { CreateInput, Outcome } from "../hubspot/gateway.ts";
import type { ObjectType } from "../model/crm.ts";
import type { Batch, Work } from "./carry-out.ts";

/** @returns the outcomes, those of records that were written at the second try included */
export async function writtenWithoutGone(
  what: ObjectType,
  work: readonly Work[],
  inputs: readonly CreateInput[],
  outcomes: readonly Outcome[],
  batch: Batch,
): Promise<Outcome[]> {
  const refused = new Set(outcomes.flatMap((outcome) => ("refused" in outcome ? [outcome.key] : [])));
  const events = new Map(work.map(({ write, event }) => [write.key, event.id]));
  const open = inputs.filter(({ key }) => refused.has(key) && isHalfWritten(events.get(key), batch));
  const again = open.length > 0 ? await withoutGone(what, open, batch) : [];
  if (again.length === 0) return [...outcomes];
  const second = await batch.gateway.create(what, again);
  const keys = new Set(again.map(({ key }) => key));
  return [...outcomes.filter(({ key }) => !keys.has(key)), ...second];
}

function isHalfWritten(eventId: string | undefined, { entries, ids }: Batch): boolean {
  return [...entries.values()].some(
    (entry) => entry.eventId === eventId && entry.do === "create" && ids.has(entry.key),
  );
}

/** Those that hang on something gone, without it. */
async function withoutGone(
  record: ObjectType,
  inputs: readonly CreateInput[],
  { gateway }: Batch,
): Promise<CreateInput[]> {
  const present = new Map<ObjectType, Set<string>>();
  for (const [what, links] of Map.groupBy(
    inputs.flatMap(({ associate }) => associate),
    (link) => link.what,
  ))
    present.set(what, await gateway.present(what, [...new Set(links.map(({ id }) => id))]));
  return inputs.flatMap((input) => {
    const associate = input.associate.filter(({ what, id }) => present.get(what)?.has(id));
    const belongs = associate.length > 0 || record === "contact";
    return belongs && associate.length < input.associate.length ? [{ ...input, associate }] : [];
  });
}
