// Rows of the ledger → what we wrote of each call or dialogue, with properties as last written.
import type { KnownCall, Link, ObjectType, WrittenRecord } from "../model/crm.ts";
import type { Prisma } from "./database.ts";

type Row = Awaited<ReturnType<Prisma["ledgerEntry"]["findMany"]>>[number];

/** With its links as ids, as far as they are known. */
export type WrittenRow = Omit<Row, "links"> & { links: Link[] };

/** By subject; nothing for one of which nothing was written. */
export function writtenOf(rows: readonly WrittenRow[]): Map<string, KnownCall> {
  const calls = new Map<string, KnownCall>();
  for (const [subject, ofCall] of Map.groupBy(rows, (row) => row.subject)) {
    const call = writtenIn(ofCall, "call");
    const contact = writtenIn(ofCall, "contact");
    const deal = dealIn(ofCall);
    const activity = activityIn(ofCall);
    const meeting = writtenIn(ofCall, "meeting");
    if (call ?? contact ?? deal ?? activity ?? meeting)
      calls.set(subject, { call, contact, deal, activity, meeting, ended: false });
  }
  return calls;
}

/** The record that was made first, with what was written to it since: legs may have been logged apart. */
function writtenIn(rows: readonly WrittenRow[], what: ObjectType): WrittenRecord | null {
  const made = rows.find((row) => row.what === what && row.do === "create");
  if (!made) return null;
  const isItsOwn = ({ hubspotId }: WrittenRow) => hubspotId === null || hubspotId === made.hubspotId;
  const ofIt = rows.filter((row) => row.what === what && isItsOwn(row));
  const updates = ofIt.filter((row) => row.do === "update");
  const linked = [made, ...ofIt.filter((row) => row.do === "associate")];
  return {
    ref: refOf(made),
    properties: propertiesOf([made, ...updates]),
    links: linked.flatMap(({ links }) => links),
  };
}

function activityIn(rows: readonly WrittenRow[]): KnownCall["activity"] {
  for (const what of ["note", "communication"] as const) {
    const made = writtenIn(rows, what);
    if (made) return { ...made, what };
  }
  return null;
}

function dealIn(rows: readonly WrittenRow[]): KnownCall["deal"] {
  const made = writtenIn(rows, "deal");
  if (made) return { ...made, isOurs: true };
  const used = rows.find((row) => row.what === "deal" && row.do === "use" && row.hubspotId !== null);
  const properties = propertiesOf(rows.filter((row) => row.what === "deal"));
  return used ? { ref: refOf(used), properties, links: [], isOurs: false } : null;
}

function refOf({ hubspotId, key }: WrittenRow): WrittenRecord["ref"] {
  return hubspotId ? { id: hubspotId } : { key };
}

function propertiesOf(rows: readonly WrittenRow[]): Record<string, string> {
  return Object.assign({}, ...rows.map(({ properties }) => properties as Record<string, string>));
}
