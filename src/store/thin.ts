// Thin events, which only announce something: in whose name their sender is asked for the rest, and what came of it.
import { type Happening, happening } from "../model/event.ts";
import { type PortalId, portalId as portalIdSchema } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import type { NewEvent } from "./deliveries.ts";
import { storable, toJson } from "./json.ts";

/** An account in whose name this worker alone asks, until then. */
export interface HeldAccount {
  portalId: PortalId;
  provider: string;
  heldUntil: Date;
}

export interface ThinEvent {
  id: string;
  receivedAt: Date;
  /** How often it was asked for. */
  asked: number;
  /** What was announced; null when it is of a shape that this version does not know. */
  announced: Happening | null;
}

/** A thin event of whose sender nobody can ask. */
export interface UnaskableEvent {
  id: string;
  portalId: PortalId;
  provider: string;
  type: string;
}

interface WaitingRow {
  id: string;
  receivedAt: Date;
  attempts: number;
  type: string;
  subject: string;
  time: Date;
  data: unknown;
}

/** So many are parked at a time. */
const unaskableAtMost = 100;

export type ThinStore = ReturnType<typeof thinStore>;

export function thinStore(prisma: Prisma) {
  return {
    /** A worker's job: of the accounts in whose name something is to be asked, the one that has waited for longest. */
    async hold(providers: readonly string[], now: Date, heldUntil: Date): Promise<HeldAccount | null> {
      const [row] = await prisma.$queryRaw<HeldAccount[]>`
        UPDATE "ProviderAccount" SET "heldUntil" = ${heldUntil}
        WHERE ("portalId", "provider") IN (
          SELECT a."portalId", a."provider" FROM "ProviderAccount" a JOIN (
            SELECT "portalId", "provider", min("dueAt") AS "dueAt" FROM "Event"
            WHERE "thin" AND "status" = 'waiting' AND "dueAt" <= ${now} AND "provider" = ANY(${providers})
            GROUP BY 1, 2) due USING ("portalId", "provider")
          WHERE a."heldUntil" IS NULL OR a."heldUntil" <= ${now}
          ORDER BY due."dueAt" LIMIT 1 FOR UPDATE OF a SKIP LOCKED)
        RETURNING "portalId", "provider", "heldUntil"`;
      return row ? { ...row, portalId: portalIdSchema.parse(row.portalId) } : null;
    },

    /** Holds the account until then instead; null when it is no longer this worker's. */
    async keep({ heldUntil: held, ...account }: HeldAccount, heldUntil: Date): Promise<HeldAccount | null> {
      const where = { ...account, heldUntil: held };
      const { count } = await prisma.providerAccount.updateMany({ where, data: { heldUntil } });
      return count === 0 ? null : { ...account, heldUntil };
    },

    /** The event of the account that has been due for longest. */
    async next({ portalId, provider }: HeldAccount, now: Date): Promise<ThinEvent | null> {
      const [row] = await prisma.$queryRaw<WaitingRow[]>`
        SELECT "id", "receivedAt", "attempts", "type", "subject", "time", "data" FROM "Event"
        WHERE "portalId" = ${portalId} AND "provider" = ${provider} AND "thin" AND "status" = 'waiting' AND "dueAt" <= ${now}
        ORDER BY "dueAt", "id" LIMIT 1`;
      if (!row) return null;
      const { id, receivedAt, attempts: asked, type, subject, time, data } = row;
      const read = happening.safeParse({ type, subject, time: time.toISOString(), data, thin: true });
      return { id, receivedAt, asked, announced: read.success ? read.data : null };
    },

    /** From now on the lane may have it. Its key stays, so that the delivery remains one event. */
    async complete(portalId: PortalId, { id, type, subject, time, who, data }: NewEvent, now: Date): Promise<void> {
      await prisma.$executeRaw`
        UPDATE "Event" e SET "type" = f."type", "subject" = f."subject", "time" = f."time", "who" = f."who",
          "data" = f."data", "thin" = false, "dueAt" = ${now}, "because" = '', "attempts" = 0
        FROM jsonb_to_record(${toJson({ type, subject, time, who, data })}::jsonb)
          AS f("type" text, "subject" text, "time" timestamptz, "who" text, "data" jsonb)
        WHERE e."portalId" = ${portalId} AND e."id" = ${id} AND e."thin" AND e."status" = 'waiting'`;
    },

    async askAgain(portalId: PortalId, id: string, dueAt: Date, because: string): Promise<void> {
      const data = { dueAt, because: storable(because), attempts: { increment: 1 } };
      await prisma.event.updateMany({ where: { portalId, id, thin: true, status: "waiting" }, data });
    },

    /** It stays thin, so that it is asked for when it is replayed. */
    async settle(
      portalId: PortalId,
      id: string,
      status: "ignored" | "parked",
      because: string,
      now: Date,
    ): Promise<void> {
      const data = { status, because: storable(because), settledAt: now };
      await prisma.event.updateMany({ where: { portalId, id, thin: true, status: "waiting" }, data });
    },

    /** A worker's job: due events without an account, and those of a provider that is none of these. */
    async unaskable(providers: readonly string[], now: Date): Promise<UnaskableEvent[]> {
      const rows = await prisma.$queryRaw<UnaskableEvent[]>`
        SELECT e."id", e."portalId", e."provider", e."type" FROM "Event" e
          LEFT JOIN "ProviderAccount" a ON a."portalId" = e."portalId" AND a."provider" = e."provider"
        WHERE e."thin" AND e."status" = 'waiting' AND e."dueAt" <= ${now}
          AND (a."provider" IS NULL OR e."provider" <> ALL(${providers}))
        LIMIT ${unaskableAtMost}`;
      return rows.map((row) => ({ ...row, portalId: portalIdSchema.parse(row.portalId) }));
    },

    /**
     * An account was entered, perhaps another one: all that is still thin is asked for at once, what was parked for want of
     * it too. Whoever asks in the old one's name is overtaken.
     */
    async askAnew(portalId: PortalId, provider: string, because: string, now: Date): Promise<number> {
      const [, { count }] = await prisma.$transaction([
        prisma.providerAccount.updateMany({ where: { portalId, provider }, data: { heldUntil: null } }),
        prisma.event.updateMany({
          where: { portalId, provider, thin: true, status: { in: ["waiting", "parked"] } },
          data: { status: "waiting", because, dueAt: now, attempts: 0, settledAt: null },
        }),
      ]);
      return count;
    },
  };
}
