// What the ledger's records are linked with: links to records that other writes made become links to their ids.
import { z } from "zod";
import { type Link, objectTypes } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import type { WrittenRow } from "./written.ts";

type Row = Awaited<ReturnType<Prisma["ledgerEntry"]["findMany"]>>[number];

const storedLinks = z.array(
  z.object({ what: z.enum(objectTypes), ref: z.union([z.object({ id: z.string() }), z.object({ key: z.string() })]) }),
);

export async function withLinkedIds(prisma: Prisma, portalId: PortalId, rows: readonly Row[]): Promise<WrittenRow[]> {
  const read = rows.map((row) => ({ ...row, links: storedLinks.parse(row.links) }));
  const keys = read.flatMap(({ links }) => links.flatMap(({ ref }) => ("key" in ref ? [ref.key] : [])));
  const ids = await recordIds(prisma, portalId, [...new Set(keys)]);
  // What HubSpot refused to make is linked with nothing.
  const withId = ({ what, ref }: Link): Link[] => {
    const id = "key" in ref ? ids.get(ref.key) : ref.id;
    return id === undefined ? [] : [{ what, ref: { id } }];
  };
  return read.map((row) => ({ ...row, links: row.links.flatMap(withId) }));
}

/** HubSpot ids by the keys of the writes that made or found the records. */
export async function recordIds(prisma: Prisma, portalId: PortalId, keys: string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await prisma.ledgerEntry.findMany({
    where: { portalId, key: { in: keys }, hubspotId: { not: null } },
    select: { key: true, hubspotId: true },
  });
  return new Map(rows.flatMap((row) => (row.hubspotId === null ? [] : [[row.key, row.hubspotId] as const])));
}
