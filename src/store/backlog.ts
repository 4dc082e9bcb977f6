// What waits for the lane, of one portal for its dashboard and of all portals for the metrics. A thin event waits for its
// sender, for hours if need be: it neither holds the lane up nor says anything of its pace.
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

/** As the pages call the state of a lane. */
export type LaneState = "running" | "sleeping" | "paused" | "disconnected";

/** The pace is measured on the latest settled events; more of them would not make it truer. */
const sample = 500;

export type BacklogStore = ReturnType<typeof backlogStore>;

export function backlogStore(prisma: Prisma) {
  return {
    /** The lane takes the oldest first, so the settled events that were due last were settled last: the index knows them. */
    async of(portalId: PortalId, now: Date): Promise<{ waiting: number; oldest: Date | null; settledAt: Date[] }> {
      const settled = (status: string) => prisma.$queryRaw<{ settledAt: Date }[]>`
        SELECT "settledAt" FROM (
          SELECT "settledAt" FROM "Event" WHERE "portalId" = ${portalId} AND "status" = ${status}
          ORDER BY "dueAt" DESC LIMIT ${sample}) s WHERE "settledAt" IS NOT NULL`;
      const [{ _count, _min }, ...rows] = await Promise.all([
        prisma.event.aggregate({
          where: { portalId, status: "waiting", thin: false, dueAt: { lte: now } },
          _count: true,
          _min: { dueAt: true },
        }),
        settled("done"),
        settled("ignored"),
        settled("parked"),
      ]);
      return { waiting: _count, oldest: _min.dueAt, settledAt: rows.flat().map((row) => row.settledAt) };
    },

    /** Waiting events of all portals, thin ones and those of paused and disconnected portals too. */
    async waiting(): Promise<number> {
      const [row] = await prisma.$queryRaw<{ waiting: number }[]>`
        SELECT coalesce(sum(w."waiting"), 0)::float8 AS "waiting" FROM "Portal" p,
          LATERAL (SELECT count(*) AS "waiting" FROM "Event" WHERE "portalId" = p."id" AND "status" = 'waiting') w`;
      return row?.waiting ?? 0;
    },

    /** Seconds for which the oldest due event waits, of the portals whose lane may run; 0 when nothing waits. */
    async oldestSeconds(now: Date): Promise<number> {
      const [row] = await prisma.$queryRaw<{ oldest: Date | null }[]>`
        SELECT min(w."oldest") AS "oldest" FROM "Portal" p,
          LATERAL (SELECT min("dueAt") AS "oldest" FROM "Event"
            WHERE "portalId" = p."id" AND "status" = 'waiting' AND NOT "thin") w
        WHERE p."state" = 'connected' AND NOT coalesce((p."settings"->>'paused')::boolean, false)`;
      return row?.oldest ? Math.max(0, (now.getTime() - row.oldest.getTime()) / 1000) : 0;
    },

    async lanes(now: Date): Promise<Record<LaneState, number>> {
      const rows = await prisma.$queryRaw<{ state: LaneState; lanes: number }[]>`
        SELECT CASE WHEN "state" <> 'connected' THEN 'disconnected'
          WHEN coalesce(("settings"->>'paused')::boolean, false) THEN 'paused'
          WHEN "sleepsUntil" > ${now} THEN 'sleeping' ELSE 'running' END AS "state", count(*)::int AS "lanes"
        FROM "Portal" GROUP BY 1`;
      const none = { running: 0, sleeping: 0, paused: 0, disconnected: 0 };
      return { ...none, ...Object.fromEntries(rows.map(({ state, lanes }) => [state, lanes])) };
    },
  };
}
