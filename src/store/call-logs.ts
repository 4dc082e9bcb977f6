// How far each provider's own list of calls has been compared with what its webhooks told. A look is leased to one worker.
import { type PortalId, portalId as portalIdSchema } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import { storable } from "./json.ts";

/** What the pages show. */
export interface CallLogState {
  provider: string;
  checkedUntil: Date | null;
  checkedCalls: number;
  foundCalls: number;
  problem: string | null;
}

/** A look that this worker alone may take, until `claimedUntil`. */
export interface ClaimedLook {
  portalId: PortalId;
  provider: string;
  checkedUntil: Date;
  sweptAt: Date;
  claimedUntil: Date;
}

export interface Progress {
  checkedUntil: Date;
  sweptAt: Date;
  checkedCalls: number;
  foundCalls: number;
}

/** Longer than a look ever goes without asking for more; a worker that died is replaced after it. */
const leaseMs = 10 * 60_000;
/** A sweep comes 24 h after the one before and looks back 48 h; the first one must not reach to before the account was entered. */
const headStartMs = 22 * 3_600_000;

export type CallLogStore = ReturnType<typeof callLogStore>;

export function callLogStore(prisma: Prisma) {
  const mine = ({ portalId, provider, claimedUntil }: ClaimedLook) => ({ portalId, provider, claimedUntil });

  return {
    /** An account was entered: calls are looked for from now on. One entered anew is tried at once, whoever tries the old one. */
    async begin(portalId: PortalId, provider: string, now: Date): Promise<void> {
      const sweptAt = new Date(now.getTime() + headStartMs);
      await prisma.callLogCheck.upsert({
        where: { portalId_provider: { portalId, provider } },
        create: { portalId, provider, checkedUntil: now, sweptAt, dueAt: now },
        update: { dueAt: now, problem: null, claimedUntil: null },
      });
    },

    async end(portalId: PortalId, provider: string): Promise<void> {
      await prisma.callLogCheck.deleteMany({ where: { portalId, provider } });
    },

    async list(portalId: PortalId): Promise<CallLogState[]> {
      return prisma.callLogCheck.findMany({
        where: { portalId },
        select: { provider: true, checkedUntil: true, checkedCalls: true, foundCalls: true, problem: true },
        orderBy: { provider: "asc" },
      });
    },

    /** A worker's job: the look that has been due for longest, of any portal; no other worker gets it while the lease lasts. */
    async claim(providers: readonly string[], now: Date): Promise<ClaimedLook | null> {
      const claimedUntil = new Date(now.getTime() + leaseMs);
      const [row] = await prisma.$queryRaw<ClaimedLook[]>`
        UPDATE "CallLogCheck" SET "claimedUntil" = ${claimedUntil}
        WHERE ("portalId", "provider") IN (
          SELECT c."portalId", c."provider" FROM "CallLogCheck" c
            JOIN "Portal" p ON p."id" = c."portalId" AND p."state" = 'connected'
            JOIN "ProviderAccount" a ON a."portalId" = c."portalId" AND a."provider" = c."provider"
          WHERE c."dueAt" <= ${now} AND (c."claimedUntil" IS NULL OR c."claimedUntil" <= ${now})
            AND c."provider" = ANY(${providers})
          ORDER BY c."dueAt" LIMIT 1 FOR UPDATE OF c SKIP LOCKED)
        RETURNING "portalId", "provider", coalesce("checkedUntil", ${now}::timestamptz) AS "checkedUntil",
          coalesce("sweptAt", ${now}::timestamptz) AS "sweptAt", "claimedUntil"`;
      return row ? { ...row, portalId: portalIdSchema.parse(row.portalId) } : null;
    },

    /** Holds the look for longer; null when it is no longer this worker's. */
    async hold(look: ClaimedLook, now: Date): Promise<ClaimedLook | null> {
      const claimedUntil = new Date(now.getTime() + leaseMs);
      const { count } = await prisma.callLogCheck.updateMany({ where: mine(look), data: { claimedUntil } });
      return count === 0 ? null : { ...look, claimedUntil };
    },

    /** A part of the list has been compared to its end. */
    async note(look: ClaimedLook, { checkedCalls, foundCalls, ...reached }: Progress): Promise<void> {
      await prisma.callLogCheck.updateMany({
        where: mine(look),
        data: { ...reached, checkedCalls: { increment: checkedCalls }, foundCalls: { increment: foundCalls } },
      });
    },

    /** The look has ended, well or with a problem. Without a time it stays due: another worker carries on. */
    async release(look: ClaimedLook, ended?: { dueAt: Date; problem: string | null }): Promise<void> {
      const problem = ended?.problem ? storable(ended.problem) : null;
      const data = { claimedUntil: null, ...(ended && { dueAt: ended.dueAt, problem }) };
      await prisma.callLogCheck.updateMany({ where: mine(look), data });
    },

    /** Which of these calls are known to have ended, under their own id or under that of the call they are a part of. */
    async known(portalId: PortalId, subjects: string[]): Promise<Set<string>> {
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT i."id" FROM unnest(${subjects}::text[]) AS i("id")
        WHERE EXISTS (SELECT 1 FROM "Event" e
          WHERE e."portalId" = ${portalId} AND e."type" = 'call.completed'
            AND e."data"->>'outcome' IS DISTINCT FROM 'in_progress'
            AND e."subject" IN (i."id",
              (SELECT c."subject" FROM "CallId" c WHERE c."portalId" = ${portalId} AND c."id" = i."id")))`;
      return new Set(rows.map((row) => row.id));
    },

    /** How many calls have come since then by one method: those of a list of calls are what no webhook told of. */
    async received(portalId: PortalId, method: string, since: Date): Promise<number> {
      const [row] = await prisma.$queryRaw<{ calls: number }[]>`
        SELECT count(DISTINCT e."subject")::int AS "calls" FROM "Delivery" d JOIN "Event" e ON e."deliveryId" = d."id"
        WHERE d."portalId" = ${portalId} AND d."receivedAt" >= ${since} AND d."method" = ${method}
          AND e."portalId" = ${portalId} AND e."type" = 'call.completed'`;
      return row?.calls ?? 0;
    },
  };
}
