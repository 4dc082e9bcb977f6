// Own memory of numbers: number → contact id, because HubSpot's search lags behind its writes.
import type { E164, HubSpotId, PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export type NumberStore = ReturnType<typeof numberStore>;

export function numberStore(prisma: Prisma) {
  return {
    async recall(portalId: PortalId, numbers: E164[]): Promise<Map<E164, { contactId: HubSpotId; learnedAt: Date }>> {
      const rows = await prisma.knownNumber.findMany({ where: { portalId, number: { in: numbers } } });
      return new Map(rows.map((row) => [row.number as E164, { contactId: row.contactId, learnedAt: row.learnedAt }]));
    },

    async learn(portalId: PortalId, pairs: { number: E164; contactId: HubSpotId }[]): Promise<void> {
      if (pairs.length === 0) return;
      await prisma.$executeRaw`
        INSERT INTO "KnownNumber" ("portalId", "number", "contactId", "learnedAt")
        SELECT DISTINCT ON ("number") ${portalId}, "number", "contactId", now()
        FROM jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) AS p("number" text, "contactId" text)
        ON CONFLICT ("portalId", "number") DO UPDATE SET "contactId" = excluded."contactId", "learnedAt" = excluded."learnedAt"`;
    },

    async forget(portalId: PortalId, numbers: E164[]): Promise<void> {
      if (numbers.length > 0) await prisma.knownNumber.deleteMany({ where: { portalId, number: { in: numbers } } });
    },
  };
}
