// Further ids of one human call, such as its transfer legs': news under any of them belongs to one subject.
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";

export type CallIdStore = ReturnType<typeof callIdStore>;

export function callIdStore(prisma: Prisma) {
  return {
    /** The subjects that these ids are known to belong to, by id; most ids are nobody's but their own. */
    async subjects(portalId: PortalId, ids: string[]): Promise<Map<string, string>> {
      const rows = await prisma.callId.findMany({ where: { portalId, id: { in: ids } } });
      return new Map(rows.map(({ id, subject }) => [id, subject]));
    },

    /** From now on all of these ids are this subject's, and so is what was stored under them before. */
    async join(portalId: PortalId, subject: string, ids: string[]): Promise<void> {
      const others = ids.filter((id) => id !== subject);
      await prisma.$transaction([
        prisma.callId.createMany({ data: ids.map((id) => ({ portalId, id, subject })), skipDuplicates: true }),
        prisma.callId.updateMany({
          where: { portalId, OR: [{ id: { in: ids } }, { subject: { in: others } }] },
          data: { subject },
        }),
        prisma.event.updateMany({ where: { portalId, subject: { in: others } }, data: { subject } }),
        prisma.ledgerEntry.updateMany({ where: { portalId, subject: { in: others } }, data: { subject } }),
      ]);
    },
  };
}
