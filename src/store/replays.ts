// Replays: what was parked or ignored waits again, with today's settings, or stays for the reason of today.
import { happening } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma as Client } from "./database.ts";
import type { NewEvent } from "./deliveries.ts";
import { Prisma } from "./generated/client.ts";

/** States of a write that HubSpot has never seen carried out. */
const unwritten = ["planned", "refused"];

export type ReplayStore = ReturnType<typeof replayStore>;

export function replayStore(prisma: Client) {
  return {
    /** Read again without avail: it stays parked or ignored, for the reason of today. */
    async restate(portalId: PortalId, eventId: string, because: string): Promise<void> {
      await prisma.event.updateMany({
        where: { id: eventId, portalId, status: { in: ["parked", "ignored"] } },
        data: { because },
      });
    },

    /**
     * Back to waiting. A plan of which nothing was written is decided afresh, from `reading` if the delivery was read
     * again; one half written is carried on, unless its call has been logged by another event meanwhile.
     */
    async replay(portalId: PortalId, eventId: string, now: Date, reading: NewEvent | null): Promise<boolean> {
      return prisma.$transaction(async (tx) => {
        const row = await tx.event.findFirst({
          where: { id: eventId, portalId, status: { in: ["parked", "ignored"] } },
        });
        if (!row) return false;
        const written = await tx.ledgerEntry.count({
          where: { portalId, eventId, state: { in: ["sent", "done"] }, do: { not: "use" } },
        });
        const ofCall = { portalId, subject: row.subject, what: "call", do: "create" };
        const unlogged = await tx.ledgerEntry.count({ where: { ...ofCall, eventId, state: { in: unwritten } } });
        const logged = await tx.ledgerEntry.count({
          where: { ...ofCall, eventId: { not: eventId }, state: { in: ["sent", "done"] } },
        });
        const waiting = { status: "waiting", dueAt: now, because: "Replayed by hand", settledAt: null };
        const isThin = reading ? reading.thin === true : row.thin;
        if (written > 0 && (unlogged === 0 || logged === 0)) {
          await tx.ledgerEntry.updateMany({
            where: { portalId, eventId, state: "refused" },
            data: { state: "planned" },
          });
          await tx.event.update({ where: { id: eventId }, data: waiting });
          return true;
        }
        await tx.ledgerEntry.deleteMany({
          where: { portalId, eventId, OR: [{ state: { in: unwritten } }, { do: "use" }] },
        });
        await tx.event.update({
          where: { id: eventId },
          data: {
            ...waiting,
            ...(reading ? afresh(reading) : {}),
            ...(isThin ? { thin: true, attempts: 0, because: reading?.because ?? waiting.because } : { thin: false }),
            plan: Prisma.DbNull,
          },
        });
        return true;
      });
    },
  };
}

/** What a second reading may change; the key stays, so the delivery remains one event. */
function afresh({ type, subject, time, who, data }: NewEvent) {
  return { type, subject, time, who, data: happening.parse({ type, subject, time, data }).data };
}
