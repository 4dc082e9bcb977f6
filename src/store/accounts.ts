// A portal's access to its providers' own APIs (lists of calls, recordings), encrypted as a whole.
import { z } from "zod";
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import type { Cipher } from "./secrets.ts";

/** By the names of the provider's own account fields. */
export type StoredAccount = Readonly<Record<string, string>>;

const storedAccount = z.record(z.string(), z.string());

export type AccountStore = ReturnType<typeof accountStore>;

export function accountStore(prisma: Prisma, cipher: Cipher) {
  return {
    async find(portalId: PortalId, provider: string): Promise<StoredAccount | null> {
      const row = await prisma.providerAccount.findUnique({ where: { portalId_provider: { portalId, provider } } });
      return row ? storedAccount.parse(JSON.parse(cipher.decrypt(row.account))) : null;
    },

    /** Replaces what was there, field by field: what is not given is gone. */
    async save(portalId: PortalId, provider: string, account: StoredAccount): Promise<void> {
      const sealed = cipher.encrypt(JSON.stringify(account));
      await prisma.providerAccount.upsert({
        where: { portalId_provider: { portalId, provider } },
        create: { portalId, provider, account: sealed },
        update: { account: sealed },
      });
    },

    async remove(portalId: PortalId, provider: string): Promise<void> {
      await prisma.providerAccount.deleteMany({ where: { portalId, provider } });
    },

    /** The providers that the portal has given access to. */
    async names(portalId: PortalId): Promise<string[]> {
      const rows = await prisma.providerAccount.findMany({
        where: { portalId },
        select: { provider: true },
        orderBy: { provider: "asc" },
      });
      return rows.map((row) => row.provider);
    },
  };
}
