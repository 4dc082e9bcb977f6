// Deletes what has been kept for long enough, in small pieces, so that no statement holds others up.
import type { PortalId } from "../model/ids.ts";
import { settings } from "../model/settings.ts";
import type { Prisma } from "./database.ts";

/** Rows per statement. */
export const pieceSize = 5_000;

export type PurgeStore = ReturnType<typeof purgeStore>;

export function purgeStore(prisma: Prisma) {
  return {
    /** A worker's sweep: how many days each portal keeps what it received. */
    async retentions(): Promise<{ portalId: PortalId; days: number }[]> {
      const rows = await prisma.portal.findMany({ select: { id: true, settings: true } });
      return rows.map((row) => ({ portalId: row.id as PortalId, days: settings.parse(row.settings).retentionDays }));
    },

    /**
     * Settled events, their ledger entries and the further ids of calls of which nothing is left; waiting ones stay,
     * however old. An event was due before it was settled, so the index on dueAt finds the old ones.
     */
    async events(portalId: PortalId, before: Date): Promise<number> {
      let deleted = 0;
      for (const status of ["done", "ignored", "parked"]) {
        const rows = await prisma.$queryRaw<{ subject: string }[]>`
          WITH old AS (
            SELECT "id" FROM "Event"
            WHERE "portalId" = ${portalId} AND "status" = ${status} AND "dueAt" < ${before}
              AND coalesce("settledAt", "receivedAt") < ${before}
            ORDER BY "dueAt" LIMIT ${pieceSize} FOR UPDATE SKIP LOCKED
          ), entries AS (
            DELETE FROM "LedgerEntry" USING old WHERE "portalId" = ${portalId} AND "eventId" = old."id"
          )
          DELETE FROM "Event" USING old WHERE "Event"."portalId" = ${portalId} AND "Event"."id" = old."id"
          RETURNING "Event"."subject"`;
        deleted += rows.length;
        await prisma.$executeRaw`
          DELETE FROM "CallId" c USING unnest(${rows.map((row) => row.subject)}::text[]) AS s("subject")
          WHERE c."portalId" = ${portalId} AND c."subject" = s."subject"
            AND NOT EXISTS (SELECT 1 FROM "Event" e WHERE e."portalId" = ${portalId} AND e."subject" = c."subject")`;
      }
      return deleted;
    },

    /** Deliveries, raw bytes included, of which no event is left. */
    async deliveries(portalId: PortalId, before: Date): Promise<number> {
      return prisma.$executeRaw`
        DELETE FROM "Delivery" WHERE "portalId" = ${portalId} AND "id" IN (
          SELECT d."id" FROM "Delivery" d
          WHERE d."portalId" = ${portalId} AND d."receivedAt" < ${before}
            AND NOT EXISTS (SELECT 1 FROM "Event" WHERE "deliveryId" = d."id")
          ORDER BY d."receivedAt" LIMIT ${pieceSize})`;
    },

    /** Notes of ours that serve nothing any more: counts of long gone days, old tasks to call back. */
    async notes(portalId: PortalId, before: Date): Promise<void> {
      const day = before.toISOString().slice(0, 10);
      await prisma.requestCount.deleteMany({ where: { portalId, day: { lt: day } } });
      await prisma.callbackTask.deleteMany({ where: { portalId, createdAt: { lt: before } } });
    },

    /** A worker's sweep: portals disconnected since before then. */
    async gone(before: Date): Promise<PortalId[]> {
      const rows = await prisma.portal.findMany({
        where: { state: "disconnected", disconnectedAt: { lt: before } },
        select: { id: true },
      });
      return rows.map((row) => row.id as PortalId);
    },

    /** One piece of a portal that is gone; nothing once somebody has connected it again. */
    async piece(portalId: PortalId, before: Date): Promise<number> {
      const gone = prisma.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "Portal"
        WHERE "id" = ${portalId} AND "state" = 'disconnected' AND "disconnectedAt" < ${before}`;
      if ((await gone).length === 0) return 0;
      const events = await prisma.$executeRaw`
        DELETE FROM "Event" WHERE "id" IN (SELECT "id" FROM "Event" WHERE "portalId" = ${portalId} LIMIT ${pieceSize})`;
      const entries = await prisma.$executeRaw`
        DELETE FROM "LedgerEntry" WHERE "portalId" = ${portalId} AND "key" IN (
          SELECT "key" FROM "LedgerEntry" WHERE "portalId" = ${portalId} LIMIT ${pieceSize})`;
      // Events go first: one without its delivery could no longer be read again.
      const deliveries =
        events > 0
          ? 0
          : await prisma.$executeRaw`
              DELETE FROM "Delivery" WHERE "id" IN (
                SELECT "id" FROM "Delivery" WHERE "portalId" = ${portalId} LIMIT ${pieceSize})`;
      return events + entries + deliveries;
    },

    /** The portal itself, and with it its settings, employees, numbers, tokens, addresses and secrets. */
    async portal(portalId: PortalId, before: Date): Promise<boolean> {
      const { count } = await prisma.portal.deleteMany({
        where: { id: portalId, state: "disconnected", disconnectedAt: { lt: before } },
      });
      if (count === 0) return false;
      // What came in between: no constraint ties it to the portal.
      await prisma.event.deleteMany({ where: { portalId } });
      await prisma.delivery.deleteMany({ where: { portalId } });
      return true;
    },
  };
}
