// Tasks to call somebody back that we made and nobody has dealt with, by the caller's number.
import type { OpenTask } from "../model/crm.ts";
import type { E164, PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export interface NumberedTask extends OpenTask {
  number: E164;
}

export type CallbackTaskStore = ReturnType<typeof callbackTaskStore>;

export function callbackTaskStore(prisma: Prisma) {
  return {
    async open(portalId: PortalId, numbers: E164[]): Promise<NumberedTask[]> {
      if (numbers.length === 0) return [];
      const tasks = await prisma.callbackTask.findMany({
        where: { portalId, number: { in: numbers }, closedAt: null },
        orderBy: { createdAt: "asc" },
      });
      const entries = await prisma.ledgerEntry.findMany({
        where: { portalId, key: { in: tasks.map((task) => task.key) }, state: { not: "refused" } },
        select: { key: true, hubspotId: true, subject: true },
      });
      const ends = await prisma.event.groupBy({
        by: ["subject"],
        where: { portalId, type: "call.completed", subject: { in: entries.map((entry) => entry.subject) } },
        _min: { time: true },
      });
      const written = new Map(entries.map((entry) => [entry.key, entry]));
      const times = new Map(ends.map((end) => [end.subject, end._min.time]));
      return tasks.flatMap(({ key, number, createdAt }) => {
        const entry = written.get(key);
        if (!entry) return [];
        const ref = entry.hubspotId ? { id: entry.hubspotId } : { key };
        return [{ key, number: number as E164, ref, since: (times.get(entry.subject) ?? createdAt).toISOString() }];
      });
    },

    /** A person has completed or deleted them in HubSpot. */
    async close(portalId: PortalId, keys: string[], now: Date): Promise<void> {
      await prisma.callbackTask.updateMany({
        where: { portalId, key: { in: keys }, closedAt: null },
        data: { closedAt: now },
      });
    },
  };
}
