// The newest events of a kind, for pages that show what a setting would do with them.
import type { Event } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import { toEvent } from "./events.ts";

export type SampleStore = ReturnType<typeof sampleStore>;

export function sampleStore(prisma: Prisma) {
  return {
    /** Newest first; whatever became of them. */
    async newest(portalId: PortalId, types: readonly string[], limit: number): Promise<Event[]> {
      const rows = await prisma.event.findMany({
        where: { portalId, type: { in: [...types] }, thin: false },
        // UUIDv7 sorts by time.
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.flatMap((row) => toEvent(row) ?? []);
    },
  };
}
