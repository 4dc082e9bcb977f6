// Own memory of numbers: number → contact id and who is responsible, because HubSpot's search lags behind its writes.
import type { E164, HubSpotId, PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

/** Null: HubSpot has none, or we do not know; what was remembered before is replaced. */
export interface Responsible {
  ownerId: string | null;
  /** Owner of the newest open deal. */
  dealOwnerId: string | null;
}

export interface LearnedNumber extends Responsible {
  number: E164;
  contactId: HubSpotId;
}

export type NumberStore = ReturnType<typeof numberStore>;

export function numberStore(prisma: Prisma) {
  return {
    async recall(portalId: PortalId, numbers: E164[]): Promise<Map<E164, { contactId: HubSpotId; learnedAt: Date }>> {
      const rows = await prisma.knownNumber.findMany({ where: { portalId, number: { in: numbers } } });
      return new Map(rows.map((row) => [row.number as E164, { contactId: row.contactId, learnedAt: row.learnedAt }]));
    },

    /** Who is responsible for the caller, as last read or written; null for a number that we do not know. */
    async responsible(portalId: PortalId, number: E164): Promise<Responsible | null> {
      return prisma.knownNumber.findUnique({
        where: { portalId_number: { portalId, number } },
        select: { ownerId: true, dealOwnerId: true },
      });
    },

    async learn(portalId: PortalId, learned: LearnedNumber[]): Promise<void> {
      if (learned.length === 0) return;
      await prisma.$executeRaw`
        INSERT INTO "KnownNumber" ("portalId", "number", "contactId", "ownerId", "dealOwnerId", "learnedAt")
        SELECT DISTINCT ON ("number") ${portalId}, "number", "contactId", "ownerId", "dealOwnerId", now()
        FROM jsonb_to_recordset(${JSON.stringify(learned)}::jsonb)
          AS p("number" text, "contactId" text, "ownerId" text, "dealOwnerId" text)
        ON CONFLICT ("portalId", "number") DO UPDATE SET "contactId" = excluded."contactId",
          "ownerId" = excluded."ownerId", "dealOwnerId" = excluded."dealOwnerId", "learnedAt" = excluded."learnedAt"`;
    },

    /** After deals were made: all numbers of their contacts. */
    async learnDealOwners(
      portalId: PortalId,
      deals: { contactId: HubSpotId; ownerId: string | null }[],
    ): Promise<void> {
      if (deals.length === 0) return;
      await prisma.$executeRaw`
        UPDATE "KnownNumber" SET "dealOwnerId" = d."ownerId"
        FROM jsonb_to_recordset(${JSON.stringify(deals)}::jsonb) AS d("contactId" text, "ownerId" text)
        WHERE "portalId" = ${portalId} AND "KnownNumber"."contactId" = d."contactId"`;
    },

    async forget(portalId: PortalId, numbers: E164[]): Promise<void> {
      if (numbers.length > 0) await prisma.knownNumber.deleteMany({ where: { portalId, number: { in: numbers } } });
    },
  };
}
