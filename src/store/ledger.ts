// The ledger: every write of every plan and the record it became, so that a retry carries on and never repeats.
import type { KnownCall } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import type { Plan, Write } from "../model/plan.ts";
import type { Prisma as Client } from "./database.ts";
import { Prisma } from "./generated/client.ts";
import { storable, toJson } from "./json.ts";
import { recordIds, withLinkedIds } from "./links.ts";
import { writtenOf } from "./written.ts";

export interface LedgerEntry {
  key: string;
  eventId: string;
  do: string;
  what: string;
  state: "planned" | "sent" | "done" | "refused";
  hubspotId: string | null;
  because: string;
  updatedAt: Date;
}

export interface DecidedEvent {
  eventId: string;
  subject: string;
  plan: Plan;
}

export type LedgerStore = ReturnType<typeof ledgerStore>;

function refId(write: Write): string | null {
  return "ref" in write && "id" in write.ref ? write.ref.id : null;
}

export function ledgerStore(prisma: Client) {
  return {
    /** Saves plans with their writes before the first request goes out. */
    async savePlans(portalId: PortalId, decided: DecidedEvent[]): Promise<void> {
      const plans = toJson(decided.map(({ eventId, plan }) => ({ eventId, plan })));
      const entries = decided.flatMap(({ eventId, subject, plan }) =>
        plan.writes.map((write, position) => ({
          key: write.key,
          eventId,
          subject,
          position,
          do: write.do,
          what: write.what,
          state: write.do === "use" ? "done" : "planned",
          hubspotId: refId(write),
          because: write.because,
          properties: "properties" in write ? write.properties : {},
          links: "associate" in write ? write.associate : [],
        })),
      );
      const writes = decided.flatMap(({ plan }) => plan.writes);
      const callbacks = writes.flatMap((write) =>
        write.do === "create" && write.callbackFor ? [{ portalId, key: write.key, number: write.callbackFor }] : [],
      );
      const closed = writes.flatMap((write) => (write.do === "update" && write.closes ? [write.closes] : []));
      await prisma.$transaction([
        prisma.$executeRaw`
          UPDATE "Event" SET "plan" = p."plan"
          FROM jsonb_to_recordset(${plans}::jsonb) AS p("eventId" text, "plan" jsonb)
          WHERE "Event"."portalId" = ${portalId} AND "Event"."id" = p."eventId"`,
        prisma.$executeRaw`
          INSERT INTO "LedgerEntry" ("portalId", "key", "eventId", "subject", "position", "do", "what", "state", "hubspotId",
            "because", "properties", "links")
          SELECT ${portalId}, "key", "eventId", "subject", "position", "do", "what", "state", "hubspotId", "because",
            "properties", "links"
          FROM jsonb_to_recordset(${toJson(entries)}::jsonb) AS e("key" text, "eventId" text, "subject" text, "position" int,
            "do" text, "what" text, "state" text, "hubspotId" text, "because" text, "properties" jsonb, "links" jsonb)
          ON CONFLICT DO NOTHING`,
        prisma.callbackTask.createMany({ data: callbacks, skipDuplicates: true }),
        prisma.callbackTask.updateMany({ where: { portalId, key: { in: closed } }, data: { closedAt: new Date() } }),
      ]);
    },

    /** Of these events nothing was written: they will be decided anew. */
    async forgetPlans(portalId: PortalId, eventIds: string[]): Promise<void> {
      await prisma.$transaction([
        prisma.ledgerEntry.deleteMany({ where: { portalId, eventId: { in: eventIds } } }),
        prisma.event.updateMany({ where: { portalId, id: { in: eventIds } }, data: { plan: Prisma.DbNull } }),
      ]);
    },

    /** The entries of these events, by key. */
    async entries(portalId: PortalId, eventIds: string[]): Promise<Map<string, LedgerEntry>> {
      const rows = await prisma.ledgerEntry.findMany({
        where: { portalId, eventId: { in: eventIds } },
        orderBy: { position: "asc" },
      });
      return new Map(rows.map((row) => [row.key, { ...row, state: row.state as LedgerEntry["state"] }]));
    },

    /** Ids of the records that other events' writes made. */
    recordIds(portalId: PortalId, keys: string[]): Promise<Map<string, string>> {
      return recordIds(prisma, portalId, keys);
    },

    async markSent(portalId: PortalId, keys: string[]): Promise<void> {
      await prisma.ledgerEntry.updateMany({
        where: { portalId, key: { in: keys }, state: "planned" },
        data: { state: "sent", updatedAt: new Date() },
      });
    },

    /** HubSpot certainly did not carry these out. */
    async markUnsent(portalId: PortalId, keys: string[]): Promise<void> {
      await prisma.ledgerEntry.updateMany({
        where: { portalId, key: { in: keys }, state: "sent", hubspotId: null },
        data: { state: "planned" },
      });
    },

    /** These events are parked: nothing may count on what they were still to write. */
    async giveUp(portalId: PortalId, eventIds: string[], because: string): Promise<void> {
      await prisma.ledgerEntry.updateMany({
        where: { portalId, eventId: { in: eventIds }, state: "planned" },
        data: { state: "refused", because: storable(because), updatedAt: new Date() },
      });
    },

    async finish(
      portalId: PortalId,
      outcomes: { key: string; state: "done" | "refused"; hubspotId: string | null; because?: string }[],
    ): Promise<void> {
      if (outcomes.length === 0) return;
      await prisma.$executeRaw`
        UPDATE "LedgerEntry" SET "state" = o."state", "hubspotId" = coalesce(o."hubspotId", "LedgerEntry"."hubspotId"),
          "because" = coalesce(o."because", "LedgerEntry"."because"), "updatedAt" = now()
        FROM jsonb_to_recordset(${toJson(outcomes)}::jsonb) AS o("key" text, "state" text, "hubspotId" text, "because" text)
        WHERE "LedgerEntry"."portalId" = ${portalId} AND "LedgerEntry"."key" = o."key"`;
    },

    /** What we wrote or are about to write of these calls, by subject, with properties as last written. */
    async calls(portalId: PortalId, subjects: string[]): Promise<Map<string, KnownCall>> {
      const rows = await prisma.ledgerEntry.findMany({
        where: {
          portalId,
          subject: { in: subjects },
          what: { in: ["contact", "deal", "call", "note", "communication", "meeting"] },
          state: { not: "refused" },
        },
        // Several updates of one batch are finished in the same moment; event ids sort by time.
        orderBy: [{ updatedAt: "asc" }, { eventId: "asc" }],
      });
      return writtenOf(await withLinkedIds(prisma, portalId, rows));
    },
  };
}
