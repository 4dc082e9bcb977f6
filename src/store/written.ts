// Rows of the ledger → what we wrote of each call or dialogue, with properties as last written.
import type { KnownCall, ObjectType, WrittenRecord } from "../model/crm.ts";
import type { Prisma } from "./database.ts";

type Row = Awaited<ReturnType<Prisma["ledgerEntry"]["findMany"]>>[number];

/** By subject; nothing for one of which nothing was written. */
export function writtenOf(rows: readonly Row[]): Map<string, KnownCall> {
  const calls = new Map<string, KnownCall>();
  for (const [subject, ofCall] of Map.groupBy(rows, (row) => row.subject)) {
    const call = writtenIn(ofCall, "call");
    const contact = writtenIn(ofCall, "contact");
    const deal = dealIn(ofCall);
    const activity = activityIn(ofCall);
    if (call ?? contact ?? deal ?? activity) calls.set(subject, { call, contact, deal, activity, ended: false });
  }
  return calls;
}

/** The record that was made first, with what was written to it since: legs may have been logged apart. */
function writtenIn(rows: readonly Row[], what: ObjectType): WrittenRecord | null {
  const made = rows.find((row) => row.what === what && row.do === "create");
  if (!made) return null;
  const isItsOwn = ({ hubspotId }: Row) => hubspotId === null || hubspotId === made.hubspotId;
  const updates = rows.filter((row) => row.what === what && row.do === "update" && isItsOwn(row));
  return { ref: refOf(made), properties: propertiesOf([made, ...updates]) };
}

function activityIn(rows: readonly Row[]): KnownCall["activity"] {
  for (const what of ["note", "communication"] as const) {
    const made = writtenIn(rows, what);
    if (made) return { ...made, what };
  }
  return null;
}

function dealIn(rows: readonly Row[]): KnownCall["deal"] {
  const made = writtenIn(rows, "deal");
  if (made) return { ...made, isOurs: true };
  const used = rows.find((row) => row.what === "deal" && row.do === "use" && row.hubspotId !== null);
  const properties = propertiesOf(rows.filter((row) => row.what === "deal"));
  return used ? { ref: refOf(used), properties, isOurs: false } : null;
}

function refOf({ hubspotId, key }: Row): WrittenRecord["ref"] {
  return hubspotId ? { id: hubspotId } : { key };
}

function propertiesOf(rows: readonly Row[]): Record<string, string> {
  return Object.assign({}, ...rows.map(({ properties }) => properties as Record<string, string>));
}
