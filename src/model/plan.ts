// The plan: the ordered writes decided for one event, each with the reason a person reads on the activity page.
import { z } from "zod";
import { objectTypes } from "./crm.ts";
import { e164 } from "./ids.ts";

const ref = z.union([z.object({ id: z.string() }), z.object({ key: z.string() })]);
const what = z.enum(objectTypes);
const because = z.string();

/** Creates carry their associations inline: HubSpot's update and upsert cannot associate. */
export const createWrite = z.object({
  do: z.literal("create"),
  what,
  /** Names this write for ever: `<event id>/<what>`; HubSpot's objectWriteTraceId and our ledger use it. */
  key: z.string(),
  properties: z.record(z.string(), z.string()),
  associate: z.array(z.object({ what, ref })),
  /** Hangs on what another activity was put on before: what is gone of that by now is left out. */
  withoutGone: z.literal(true).optional(),
  /** What hangs on it is written even if HubSpot does not take it: one participant must not cost a meeting. */
  optional: z.literal(true).optional(),
  /** A task to call this number back: later calls of the number complete it, and repeated misses do not stack. */
  callbackFor: e164.optional(),
  because,
});
export const updateWrite = z.object({
  do: z.literal("update"),
  what,
  key: z.string(),
  ref,
  properties: z.record(z.string(), z.string()),
  /** Nothing is lost without it: a gap that HubSpot does not let us fill. */
  optional: z.literal(true).optional(),
  /** The write that made the callback task which this one completes. */
  closes: z.string().optional(),
  because,
});
/** Writes nothing: says which existing record the event belongs to, and why that one. */
export const useWrite = z.object({ do: z.literal("use"), what, key: z.string(), ref, name: z.string(), because });

/** Links a record that exists, or that another write makes, with others; repeating it does no harm. */
export const associateWrite = z.object({
  do: z.literal("associate"),
  what,
  key: z.string(),
  ref,
  associate: z.array(z.object({ what, ref })),
  because,
});

/** A record of a custom object, known by a value that HubSpot keeps unique: writing it and its links again does no harm. */
export const upsertWrite = z.object({
  do: z.literal("upsert"),
  what: z.literal("custom"),
  key: z.string(),
  objectTypeId: z.string(),
  /** What one of it is called: Subscription. */
  name: z.string(),
  idProperty: z.string(),
  idValue: z.string(),
  /** False: one that is not there is not made. */
  create: z.boolean(),
  properties: z.record(z.string(), z.string()),
  associate: z.array(z.object({ what, ref })),
  because,
});

/** Tells HubSpot that it may fetch the recording of the call from us now. */
export const announceWrite = z.object({ do: z.literal("announce"), what, key: z.string(), ref, because });

export const write = z.discriminatedUnion("do", [
  createWrite,
  updateWrite,
  useWrite,
  associateWrite,
  upsertWrite,
  announceWrite,
]);
export type AssociateWrite = z.infer<typeof associateWrite>;
export type AnnounceWrite = z.infer<typeof announceWrite>;
export type CreateWrite = z.infer<typeof createWrite>;
export type UpdateWrite = z.infer<typeof updateWrite>;
export type UpsertWrite = z.infer<typeof upsertWrite>;
export type UseWrite = z.infer<typeof useWrite>;
export type Write = z.infer<typeof write>;

/** Begins what is said of a create for which HubSpot had the record already. */
export const foundBecause = "HubSpot already had it, so nothing was made twice";

export const plan = z.discriminatedUnion("verdict", [
  z.object({ verdict: z.literal("write"), because, writes: z.array(write) }),
  z.object({ verdict: z.literal("ignore"), because, writes: z.array(write) }),
  z.object({ verdict: z.literal("park"), because, writes: z.array(write) }),
  /** News of a call that has not come yet: looked at again until `holdMinutes` after it was received, then parked. */
  z.object({ verdict: z.literal("wait"), because, holdMinutes: z.number(), writes: z.array(write) }),
]);
export type Plan = z.infer<typeof plan>;
