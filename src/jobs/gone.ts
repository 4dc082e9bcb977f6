// A half-written event is never decided anew. What its next record was to be put on may be gone by now, after an outage
// perhaps: then the record is written without that, so long as something is left that it belongs to.
import type { CreateInput, Outcome } from "../hubspot/gateway.ts";
import type { ObjectType } from "../model/crm.ts";
import type { Batch, Work } from "./carry-out.ts";
import { idOf } from "./record-ids.ts";

/** @returns the outcomes, those of records that were written at the second try included */
export async function writtenWithoutGone(
  what: ObjectType,
  work: readonly Work[],
  inputs: readonly CreateInput[],
  outcomes: readonly Outcome[],
  batch: Batch,
): Promise<Outcome[]> {
  const refused = new Set(outcomes.flatMap((outcome) => ("refused" in outcome ? [outcome.key] : [])));
  if (refused.size === 0) return [...outcomes];
  const dispensable = new Map(work.map((item) => [item.write.key, dispensableOf(item, batch)]));
  const open = inputs.filter(({ key }) => refused.has(key) && (dispensable.get(key) ?? "nothing") !== "nothing");
  const again = (await withoutGone(what, open, batch)).filter(
    ({ input, contactsGone }) => dispensable.get(input.key) === "all" || contactsGone === 0,
  );
  if (again.length === 0) return [...outcomes];
  const second = await batch.gateway.create(
    what,
    again.map(({ input }) => input),
  );
  const keys = new Set(again.map(({ input }) => input.key));
  return [...outcomes.filter(({ key }) => !keys.has(key)), ...second];
}

/** More than a contact and a deal were brought by them: of an event of which nothing is written only those may be left out. */
const directLinks = 2;

function dispensableOf({ write, event }: Work, { entries, ids }: Batch): "all" | "brought" | "nothing" {
  if (write.do !== "create") return "nothing";
  const isHalfWritten = [...entries.values()].some(
    (entry) => entry.eventId === event.id && entry.do === "create" && ids.has(entry.key),
  );
  if (isHalfWritten || (write.withoutGone ?? write.optional)) return "all";
  return write.associate.length > directLinks ? "brought" : "nothing";
}

/** Those that hang on something gone, without it. */
async function withoutGone(
  record: ObjectType,
  inputs: readonly CreateInput[],
  { gateway }: Batch,
): Promise<{ input: CreateInput; contactsGone: number }[]> {
  const present = new Map<ObjectType, Set<string>>();
  for (const [what, links] of Map.groupBy(
    inputs.flatMap(({ associate }) => associate),
    (link) => link.what,
  ))
    present.set(what, await gateway.present(what, [...new Set(links.map(({ id }) => id))]));
  return inputs.flatMap((input) => {
    const associate = input.associate.filter(({ what, id }) => present.get(what)?.has(id));
    const belongs = associate.length > 0 || record === "contact";
    const contacts = (links: CreateInput["associate"]) => links.filter(({ what }) => what === "contact").length;
    const contactsGone = contacts(input.associate) - contacts(associate);
    return belongs && associate.length < input.associate.length
      ? [{ input: { ...input, associate }, contactsGone }]
      : [];
  });
}

/** Keys of refused updates whose activity or deal people have deleted: what is told of it later is nobody's loss. */
export async function goneAmong(
  what: ObjectType,
  work: readonly Work[],
  outcomes: readonly Outcome[],
  { gateway, ids }: Batch,
): Promise<Set<string>> {
  if (what === "contact" || what === "company") return new Set();
  const refused = new Set(outcomes.flatMap((outcome) => ("refused" in outcome ? [outcome.key] : [])));
  const updated = work.flatMap(({ write }) => {
    const id = write.do === "update" && refused.has(write.key) ? idOf(write.ref, ids) : null;
    return id ? [{ key: write.key, id }] : [];
  });
  if (updated.length === 0) return new Set();
  const present = await gateway.present(what, [...new Set(updated.map(({ id }) => id))]);
  return new Set(updated.flatMap(({ key, id }) => (present.has(id) ? [] : [key])));
}
