// Events on their way: what waits, what was decided, and how it ended. Every query names the portal. Thin events, which
// only announce something, are not on their way yet: thin.ts has them completed first.
import { type Event, happening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import { type Plan, plan } from "../model/plan.ts";
import type { Prisma as Client } from "./database.ts";
import type { Prisma } from "./generated/client.ts";
import { toJson } from "./json.ts";

export interface ClaimedEvent {
  event: Event;
  /** Already decided, by an earlier attempt that did not finish. */
  plan: Plan | null;
  attempts: number;
}

/** What waits for the calls of a batch; what is left over is woken by them. */
const newsAtMost = 1_000;

export interface Settlement {
  eventId: string;
  status: "done" | "ignored" | "parked";
  because: string;
}

export type EventRow = Awaited<ReturnType<Client["event"]["findMany"]>>[number];

/** null when the stored event is of a shape that this version does not know. */
export function toEvent(row: EventRow): Event | null {
  const read = happening.safeParse({
    subject: row.subject,
    time: row.time.toISOString(),
    type: row.type,
    data: row.data,
  });
  if (!read.success) return null;
  const known = read.data;
  return { ...known, id: row.id, provider: row.provider, receivedAt: row.receivedAt.toISOString() };
}

function toClaimed(row: EventRow): ClaimedEvent | null {
  const event = toEvent(row);
  const saved = plan.safeParse(row.plan);
  return event && { event, plan: saved.success ? saved.data : null, attempts: row.attempts };
}

export type EventStore = ReturnType<typeof eventStore>;

export function eventStore(prisma: Client) {
  return {
    /**
     * The oldest waiting events that are due, and whatever else is told of the calls that end among them. The portal's
     * lane is the only one to ask, so nothing is locked.
     */
    async claim(portalId: PortalId, limit: number, now: Date): Promise<ClaimedEvent[]> {
      const orderBy: Prisma.EventOrderByWithRelationInput[] = [{ receivedAt: "asc" }, { id: "asc" }];
      const waiting = { portalId, status: "waiting", thin: false };
      const due = await prisma.event.findMany({ where: { ...waiting, dueAt: { lte: now } }, orderBy, take: limit });
      const ended = due.filter((row) => row.type === "call.completed").map((row) => row.subject);
      const later = { ...waiting, dueAt: { gt: now }, subject: { in: ended } };
      const news = ended.length > 0 ? await prisma.event.findMany({ where: later, orderBy, take: newsAtMost }) : [];
      const rows = [...due, ...news].sort(
        (a, b) => a.receivedAt.getTime() - b.receivedAt.getTime() || (a.id < b.id ? -1 : 1),
      );
      await prisma.event.updateMany({
        where: { portalId, id: { in: rows.map((row) => row.id) } },
        data: { attempts: { increment: 1 } },
      });
      const strange = rows.filter((row) => toEvent(row) === null).map((row) => row.id);
      if (strange.length > 0) {
        const because = "It was stored by another version of Hookswitch and cannot be read by this one. Replay it.";
        await prisma.event.updateMany({
          where: { portalId, id: { in: strange } },
          data: { status: "parked", because },
        });
      }
      return rows.flatMap((row) => toClaimed({ ...row, attempts: row.attempts + 1 }) ?? []);
    },

    /** A claimed event as it stands now, with its plan if it was decided meanwhile; null when it waits no more. */
    async stillWaiting(portalId: PortalId, id: string): Promise<ClaimedEvent | null> {
      const row = await prisma.event.findFirst({ where: { portalId, id, status: "waiting", thin: false } });
      return row && toClaimed(row);
    },

    async settle(portalId: PortalId, settlements: Settlement[], now: Date): Promise<void> {
      const rows = toJson(settlements);
      await prisma.$executeRaw`
        UPDATE "Event" SET "status" = s."status", "because" = s."because", "settledAt" = ${now}
        FROM jsonb_to_recordset(${rows}::jsonb) AS s("eventId" text, "status" text, "because" text)
        WHERE "Event"."portalId" = ${portalId} AND "Event"."id" = s."eventId" AND "Event"."status" = 'waiting'`;
    },

    /** Looks at these again later; their plans, if any, are dropped. */
    async postpone(portalId: PortalId, eventIds: string[], dueAt: Date, because: string): Promise<void> {
      await prisma.event.updateMany({ where: { portalId, id: { in: eventIds } }, data: { dueAt, because } });
    },

    /** News that waited for these calls may go now; an end that waits for other pieces of its call waits on. */
    async wakeSubjects(portalId: PortalId, subjects: string[], now: Date): Promise<number> {
      const type = { not: "call.completed" };
      const woken = await prisma.event.updateMany({
        where: { portalId, status: "waiting", thin: false, subject: { in: subjects }, dueAt: { gt: now }, type },
        data: { dueAt: now },
      });
      return woken.count;
    },

    /** Portals whose lane may run and has something due, for the sweep. */
    async portalsWithDueEvents(now: Date): Promise<PortalId[]> {
      const rows = await prisma.$queryRaw<{ portalId: PortalId }[]>`
        SELECT "Portal"."id" AS "portalId" FROM "Portal"
        WHERE "state" = 'connected' AND NOT coalesce(("settings"->>'paused')::boolean, false)
          AND ("sleepsUntil" IS NULL OR "sleepsUntil" <= ${now})
          AND EXISTS (SELECT 1 FROM "Event" WHERE "portalId" = "Portal"."id" AND "status" = 'waiting' AND NOT "thin"
            AND "dueAt" <= ${now})`;
      return rows.map((row) => row.portalId);
    },
  };
}
