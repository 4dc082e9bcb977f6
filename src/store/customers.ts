// The records of customers who signed up: which contact and which company their events made or found.
import type { HubSpotId, PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export interface CustomerRecords {
  contactId: HubSpotId | null;
  companyId: HubSpotId | null;
}

export interface LearnedCustomer extends CustomerRecords {
  /** Of the sign-up. */
  subject: string;
}

export type CustomerStore = ReturnType<typeof customerStore>;

export function customerStore(prisma: Prisma) {
  return {
    /** By the subject of the sign-up. */
    async of(portalId: PortalId, subjects: string[]): Promise<Map<string, CustomerRecords>> {
      if (subjects.length === 0) return new Map();
      const rows = await prisma.customerRecord.findMany({ where: { portalId, subject: { in: subjects } } });
      return new Map(rows.map(({ subject, contactId, companyId }) => [subject, { contactId, companyId }]));
    },

    /** What is null now is not forgotten: the newest record counts, for an older one may have been deleted. */
    async learn(portalId: PortalId, learned: LearnedCustomer[]): Promise<void> {
      if (learned.length === 0) return;
      await prisma.$executeRaw`
        INSERT INTO "CustomerRecord" ("portalId", "subject", "contactId", "companyId", "learnedAt")
        SELECT ${portalId}, "subject", "contactId", "companyId", now()
        FROM jsonb_to_recordset(${JSON.stringify(learned)}::jsonb)
          AS c("subject" text, "contactId" text, "companyId" text)
        ON CONFLICT ("portalId", "subject") DO UPDATE SET
          "contactId" = coalesce(excluded."contactId", "CustomerRecord"."contactId"),
          "companyId" = coalesce(excluded."companyId", "CustomerRecord"."companyId"), "learnedAt" = now()`;
    },
  };
}
