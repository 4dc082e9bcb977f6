// Captures: since when a portal's admin looks for a delivery to map, and the deliveries that he may map or have read again.
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

/** How calls out of a provider's own list are stored; they were never sent, so there is nothing to map. */
const listed = "LOG";

export type CaptureStore = ReturnType<typeof captureStore>;

export function captureStore(prisma: Prisma) {
  return {
    async start(portalId: PortalId, now: Date): Promise<void> {
      await prisma.portal.updateMany({ where: { id: portalId }, data: { captureSince: now } });
    },

    async since(portalId: PortalId): Promise<Date | null> {
      const row = await prisma.portal.findUnique({ where: { id: portalId }, select: { captureSince: true } });
      return row?.captureSince ?? null;
    },

    /** Newest first, raw. */
    async deliveries(portalId: PortalId, limit: number) {
      return prisma.delivery.findMany({
        where: { portalId, method: { not: listed } },
        orderBy: { receivedAt: "desc" },
        take: limit,
      });
    },

    /** The newest events of the provider that can be read again, of all its deliveries or of some; oldest first. */
    async replayable(
      portalId: PortalId,
      provider: string,
      which: "unreadable" | "all",
      limit: number,
      deliveryIds?: string[],
    ): Promise<string[]> {
      const rows = await prisma.event.findMany({
        where: {
          portalId,
          provider,
          status: { in: ["parked", "ignored"] },
          ...(which === "unreadable" ? { type: "unreadable" } : {}),
          ...(deliveryIds ? { deliveryId: { in: deliveryIds } } : {}),
        },
        orderBy: { id: "desc" },
        take: limit,
        select: { id: true },
      });
      return rows.map(({ id }) => id).reverse();
    },
  };
}
