// What was told of calls and dialogues before: all of it, and of one that is told of without end the newest.
import type { Event } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma as Client } from "./database.ts";
import { type EventRow, toEvent } from "./events.ts";
import type { Prisma } from "./generated/client.ts";

export interface Moment {
  event: Event;
  status: "done" | "ignored";
}

/** A batch of a hundred calls has a few hundred; a sender that repeats itself without end must not fill the memory. */
const momentsAtMost = 5_000;
/** Then so many ends of each call, and as much other news: one call must not cost the others what is known of them. */
const newestAtMost = 200;
const ends = ["call.completed", "dialog.ended"];

export type MomentStore = ReturnType<typeof momentStore>;

export function momentStore(prisma: Client) {
  const settled = (portalId: PortalId, subjects: string[]) => ({
    portalId,
    subject: { in: subjects },
    status: { in: ["done", "ignored"] },
    // One that stayed thin told nothing.
    thin: false,
  });

  const newestOf = async (portalId: PortalId, subject: string): Promise<EventRow[]> => {
    const newest = (type: Prisma.StringFilter) => {
      const where = { ...settled(portalId, [subject]), type };
      return prisma.event.findMany({ where, orderBy: { id: "desc" }, take: newestAtMost });
    };
    const rows = [...(await newest({ in: ends })), ...(await newest({ notIn: ends }))];
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  return {
    /** By subject; nothing that was parked. */
    async of(portalId: PortalId, subjects: string[]): Promise<Map<string, Moment[]>> {
      const where = settled(portalId, subjects);
      const all = await prisma.event.findMany({ where, orderBy: { id: "asc" }, take: momentsAtMost });
      const isTooMuch = all.length === momentsAtMost;
      const rows = isTooMuch ? (await Promise.all(subjects.map((each) => newestOf(portalId, each)))).flat() : all;
      const moments = rows.flatMap((row) => {
        const event = toEvent(row);
        return event ? [{ event, status: row.status as Moment["status"] }] : [];
      });
      return Map.groupBy(moments, ({ event }) => event.subject);
    },
  };
}
