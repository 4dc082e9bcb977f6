// HubSpot requests per portal and day, for the daily budget.
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export type RequestStore = ReturnType<typeof requestStore>;

export function requestStore(prisma: Prisma) {
  return {
    /** For a portal that has gone meanwhile nothing is counted. */
    async add(portalId: PortalId, day: string, requests: number): Promise<void> {
      await prisma.$executeRaw`
        INSERT INTO "RequestCount" ("portalId", "day", "requests")
        SELECT "id", ${day}, ${requests} FROM "Portal" WHERE "id" = ${portalId}
        ON CONFLICT ("portalId", "day") DO UPDATE SET "requests" = "RequestCount"."requests" + excluded."requests"`;
    },

    async on(portalId: PortalId, day: string): Promise<number> {
      const row = await prisma.requestCount.findUnique({ where: { portalId_day: { portalId, day } } });
      return row?.requests ?? 0;
    },
  };
}
