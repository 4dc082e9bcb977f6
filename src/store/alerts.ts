// Alerts: the state of the portals that want any, and each alert from its beginning until it has arrived and is over.
import { randomBytes } from "node:crypto";
import { type PortalId, portalId as portalIdSchema } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import type { Cipher } from "./secrets.ts";

/** Any fixed number: one worker at a time looks which alerts begin and end. */
const watchLock = 7_246_302;
const hourSeconds = 3_600;

export interface WatchedPortal {
  portalId: PortalId;
  connected: boolean;
  because: string | null;
  paused: boolean;
  timeZone: string;
  sleepsUntil: Date | null;
  sleepsBecause: string | null;
  waiting: number;
  oldest: Date | null;
  lastDelivery: Date | null;
  parkedCount: number;
  parkedLatest: Date | null;
  parkedBecause: string | null;
  parkedSince: Date | null;
  parkedEndedAt: Date | null;
}

export interface DueAlert {
  portalId: PortalId;
  kind: string;
  text: string;
  since: Date;
  sentTo: string[];
  /** This one included. */
  attempts: number;
}

export type AlertStore = ReturnType<typeof alertStore>;

export function alertStore(prisma: Prisma, cipher: Cipher) {
  const currentSecret = async (portalId: PortalId): Promise<string | null> => {
    const where = { portalId_provider: { portalId, provider: "outgoing" } };
    const row = await prisma.providerSecret.findUnique({ where });
    return row ? cipher.decrypt(row.secret) : null;
  };

  return {
    /** All portals with somebody to warn. A worker's sweep. */
    async watched(now: Date): Promise<WatchedPortal[]> {
      return prisma.$queryRaw<WatchedPortal[]>`
        SELECT p."id" AS "portalId", p."state" = 'connected' AS "connected", p."stateBecause" AS "because",
          coalesce((p."settings"->>'paused')::boolean, false) AS "paused",
          coalesce(p."settings"->>'timeZone', 'UTC') AS "timeZone", p."sleepsUntil", p."sleepsBecause",
          w."waiting", w."oldest", d."lastDelivery", k."parkedCount", k."parkedLatest", k."parkedBecause",
          a."since" AS "parkedSince", a."endedAt" AS "parkedEndedAt"
        FROM "Portal" p
          CROSS JOIN LATERAL (SELECT count(*)::int AS "waiting", min("dueAt") AS "oldest" FROM "Event"
            WHERE "portalId" = p."id" AND "status" = 'waiting' AND NOT "thin" AND "dueAt" <= ${now}) w
          CROSS JOIN LATERAL (SELECT max("receivedAt") AS "lastDelivery" FROM "Delivery" WHERE "portalId" = p."id") d
          CROSS JOIN LATERAL (SELECT count(*)::int AS "parkedCount", max(coalesce("settledAt", "receivedAt")) AS "parkedLatest",
            (array_agg("because" ORDER BY coalesce("settledAt", "receivedAt") DESC))[1] AS "parkedBecause"
            FROM "Event" WHERE "portalId" = p."id" AND "status" = 'parked') k
          LEFT JOIN "Alert" a ON a."portalId" = p."id" AND a."kind" = 'parked'
        WHERE p."settings"->>'alertEmail' IS NOT NULL OR p."settings"->>'alertWebhookUrl' IS NOT NULL`;
    },

    /** When deliveries came in the seven days up to the last one. */
    async habit(portalId: PortalId, last: Date): Promise<{ deliveries: number; busyHours: number[] }> {
      const rows = await prisma.$queryRaw<{ hour: number; deliveries: number }[]>`
        SELECT floor(extract(epoch FROM "receivedAt") / ${hourSeconds})::int AS "hour", count(*)::int AS "deliveries"
        FROM "Delivery"
        WHERE "portalId" = ${portalId} AND "receivedAt" <= ${last} AND "receivedAt" > ${last}::timestamptz - interval '7 days'
        GROUP BY 1`;
      const deliveries = rows.reduce((sum, row) => sum + row.deliveries, 0);
      return { deliveries, busyHours: rows.map((row) => row.hour) };
    },

    /**
     * Begins the alerts that are not under way, ends those that are over. One worker at a time decides, on what it sees
     * inside of the lock; the others leave it to that one.
     */
    async keep(now: Date, current: () => Promise<{ portalId: PortalId; kind: string; text: string }[]>): Promise<void> {
      await prisma.$transaction(
        async (tx) => {
          const [lock] = await tx.$queryRaw<
            { taken: boolean }[]
          >`SELECT pg_try_advisory_xact_lock(${watchLock}) AS "taken"`;
          if (!lock?.taken) return;
          const alerts = JSON.stringify(await current());
          await tx.$executeRaw`
            INSERT INTO "Alert" ("portalId", "kind", "text", "since")
            SELECT c."portalId", c."kind", c."text", ${now}::timestamptz
            FROM jsonb_to_recordset(${alerts}::jsonb) AS c("portalId" text, "kind" text, "text" text)
            ON CONFLICT ("portalId", "kind") DO UPDATE SET "text" = excluded."text", "since" = excluded."since",
              "endedAt" = NULL, "sentTo" = '{}', "sentAt" = NULL, "attempts" = 0, "claimedUntil" = NULL
            WHERE "Alert"."endedAt" IS NOT NULL`;
          await tx.$executeRaw`
            UPDATE "Alert" a SET "endedAt" = ${now}::timestamptz WHERE a."endedAt" IS NULL AND NOT EXISTS (
              SELECT 1 FROM jsonb_to_recordset(${alerts}::jsonb) AS c("portalId" text, "kind" text)
              WHERE c."portalId" = a."portalId" AND c."kind" = a."kind")`;
        },
        { timeout: 60_000 },
      );
    },

    /** Takes alerts to send; nobody else gets them until this attempt has had its time, longer after each failure. */
    async claim(now: Date, limit: number, mostAttempts: number): Promise<DueAlert[]> {
      const rows = await prisma.$queryRaw<DueAlert[]>`
        UPDATE "Alert" SET "attempts" = "attempts" + 1,
          "claimedUntil" = ${now}::timestamptz + interval '50 seconds' * 2 ^ "attempts"
        WHERE ("portalId", "kind") IN (
          SELECT "portalId", "kind" FROM "Alert"
          WHERE "sentAt" IS NULL AND "endedAt" IS NULL AND "attempts" < ${mostAttempts}
            AND ("claimedUntil" IS NULL OR "claimedUntil" <= ${now})
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING "portalId", "kind", "text", "since", "sentTo", "attempts"`;
      return rows.map((row) => ({ ...row, portalId: portalIdSchema.parse(row.portalId) }));
    },

    async note(alert: DueAlert, sentTo: string[], sentAt: Date | null): Promise<void> {
      const { portalId, kind, since } = alert;
      await prisma.alert.updateMany({ where: { portalId, kind, since }, data: { sentTo, sentAt } });
    },

    /** The secret that signs what goes out to the portal's own address; made when there is none. */
    async secret(portalId: PortalId): Promise<string> {
      const known = await currentSecret(portalId);
      if (known) return known;
      const made = { portalId, provider: "outgoing", secret: cipher.encrypt(newSecret()) };
      await prisma.providerSecret.createMany({ data: [made], skipDuplicates: true });
      return (await currentSecret(portalId)) ?? "";
    },

    async renewSecret(portalId: PortalId): Promise<string> {
      const fresh = newSecret();
      const secret = cipher.encrypt(fresh);
      await prisma.providerSecret.upsert({
        where: { portalId_provider: { portalId, provider: "outgoing" } },
        create: { portalId, provider: "outgoing", secret },
        update: { secret },
      });
      return fresh;
    },
  };
}

/** As the Standard Webhooks specification writes one. */
function newSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
