// Events on their way: what waits, what was decided, and how it ended. Every query names the portal.
import { type Event, happening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import { type Plan, plan } from "../model/plan.ts";
import type { Prisma } from "./database.ts";

export interface ClaimedEvent {
  event: Event;
  /** Already decided, by an earlier attempt that did not finish. */
  plan: Plan | null;
  attempts: number;
}

export interface Settlement {
  eventId: string;
  status: "done" | "ignored" | "parked";
  because: string;
}

type Row = Awaited<ReturnType<Prisma["event"]["findMany"]>>[number];

function toEvent(row: Row): Event {
  const known = happening.parse({ subject: row.subject, time: row.time.toISOString(), type: row.type, data: row.data });
  return { ...known, id: row.id, provider: row.provider, receivedAt: row.receivedAt.toISOString() };
}

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore(prisma: Prisma) {
  return {
    /** The oldest waiting events that are due. The portal's lane is the only one to ask, so nothing is locked. */
    async claim(portalId: PortalId, limit: number, now: Date): Promise<ClaimedEvent[]> {
      const rows = await prisma.event.findMany({
        where: { portalId, status: "waiting", dueAt: { lte: now } },
        orderBy: [{ receivedAt: "asc" }, { id: "asc" }],
        take: limit,
      });
      await prisma.event.updateMany({
        where: { portalId, id: { in: rows.map((row) => row.id) } },
        data: { attempts: { increment: 1 } },
      });
      return rows.map((row) => ({
        event: toEvent(row),
        plan: row.plan === null ? null : plan.parse(row.plan),
        attempts: row.attempts + 1,
      }));
    },

    async settle(portalId: PortalId, settlements: Settlement[], now: Date): Promise<void> {
      const rows = JSON.stringify(settlements);
      await prisma.$executeRaw`
        UPDATE "Event" SET "status" = s."status", "because" = s."because", "settledAt" = ${now}
        FROM jsonb_to_recordset(${rows}::jsonb) AS s("eventId" text, "status" text, "because" text)
        WHERE "Event"."portalId" = ${portalId} AND "Event"."id" = s."eventId"`;
    },

    /** Looks at these again later; their plans, if any, are dropped. */
    async postpone(portalId: PortalId, eventIds: string[], dueAt: Date, because: string): Promise<void> {
      await prisma.event.updateMany({ where: { portalId, id: { in: eventIds } }, data: { dueAt, because } });
    },

    /** News that waited for these calls may go now. */
    async wakeSubjects(portalId: PortalId, subjects: string[], now: Date): Promise<number> {
      const woken = await prisma.event.updateMany({
        where: { portalId, status: "waiting", subject: { in: subjects }, dueAt: { gt: now } },
        data: { dueAt: now },
      });
      return woken.count;
    },

    /** When the portal's next waiting event is due; null when none waits. */
    async nextDue(portalId: PortalId): Promise<Date | null> {
      const row = await prisma.event.findFirst({
        where: { portalId, status: "waiting" },
        orderBy: { dueAt: "asc" },
        select: { dueAt: true },
      });
      return row?.dueAt ?? null;
    },

    /** Connected portals that have something due, for the sweep. */
    async portalsWithDueEvents(now: Date): Promise<PortalId[]> {
      const rows = await prisma.event.findMany({
        where: { status: "waiting", dueAt: { lte: now }, portal: { state: "connected" } },
        distinct: ["portalId"],
        select: { portalId: true },
      });
      return rows.map((row) => row.portalId as PortalId);
    },

    /** Back to waiting. A plan of which nothing was written is decided afresh; one half written is carried on. */
    async replay(portalId: PortalId, eventId: string, now: Date): Promise<boolean> {
      return prisma.$transaction(async (tx) => {
        const row = await tx.event.findFirst({ where: { id: eventId, portalId, status: { in: ["parked", "ignored"] } } });
        if (!row || row.type === "unreadable") return false;
        const written = await tx.ledgerEntry.count({ where: { portalId, eventId, state: { in: ["sent", "done"] }, do: { not: "use" } } });
        if (written === 0) await tx.ledgerEntry.deleteMany({ where: { portalId, eventId } });
        else await tx.ledgerEntry.updateMany({ where: { portalId, eventId, state: "refused" }, data: { state: "planned" } });
        await tx.event.update({
          where: { id: eventId },
          data: { status: "waiting", dueAt: now, because: "Replayed by hand", settledAt: null, ...(written === 0 ? { plan: undefined } : {}) },
        });
        if (written === 0) await tx.$executeRaw`UPDATE "Event" SET "plan" = NULL WHERE "id" = ${eventId} AND "portalId" = ${portalId}`;
        return true;
      });
    },
  };
}
