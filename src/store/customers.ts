// The records of customers who signed up: which contact and which company their events made or found.
import type { HubSpotId, PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export interface CustomerRecords {
  contactId: HubSpotId | null;
  companyId: HubSpotId | null;
}

export type CustomerStore = ReturnType<typeof customerStore>;

export function customerStore(prisma: Prisma) {
  return {
    /** By the subject of the sign-up; the newest record counts, for an older one may have been deleted. */
    async of(portalId: PortalId, subjects: string[]): Promise<Map<string, CustomerRecords>> {
      if (subjects.length === 0) return new Map();
      const rows = await prisma.ledgerEntry.findMany({
        where: {
          portalId,
          subject: { in: subjects },
          what: { in: ["contact", "company"] },
          do: { in: ["create", "use"] },
          state: "done",
          hubspotId: { not: null },
        },
        select: { subject: true, what: true, hubspotId: true },
        orderBy: [{ updatedAt: "desc" }, { eventId: "desc" }],
      });
      const of = (subject: string, what: string) =>
        rows.find((row) => row.subject === subject && row.what === what)?.hubspotId ?? null;
      const known = [...new Set(rows.map(({ subject }) => subject))];
      return new Map(
        known.map((subject) => [subject, { contactId: of(subject, "contact"), companyId: of(subject, "company") }]),
      );
    },
  };
}
