// OAuth tokens, encrypted, with the lease that lets one process at a time refresh them.
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import type { Cipher } from "./secrets.ts";

export interface StoredTokens {
  access: string;
  refresh: string;
  expiresAt: Date;
  scopes: string[];
}

export type TokenStore = ReturnType<typeof tokenStore>;

export function tokenStore(prisma: Prisma, cipher: Cipher) {
  return {
    async load(portalId: PortalId): Promise<StoredTokens | null> {
      const row = await prisma.tokens.findUnique({ where: { portalId } });
      if (!row) return null;
      return {
        access: cipher.decrypt(row.access),
        refresh: cipher.decrypt(row.refresh),
        expiresAt: row.expiresAt,
        scopes: row.scopes,
      };
    },

    /** Stores whatever HubSpot gave back, a rotated refresh token included, and frees the lease. */
    async save(portalId: PortalId, tokens: StoredTokens): Promise<void> {
      const row = {
        access: cipher.encrypt(tokens.access),
        refresh: cipher.encrypt(tokens.refresh),
        expiresAt: tokens.expiresAt,
        scopes: tokens.scopes,
        leaseHolder: null,
        leaseUntil: null,
      };
      await prisma.tokens.upsert({ where: { portalId }, create: { portalId, ...row }, update: row });
    },

    /**
     * The same for a renewal, but only while the lease is held: an install meanwhile has stored tokens of its own.
     * @returns false when they were not stored
     */
    async saveRenewed(portalId: PortalId, holder: string, tokens: StoredTokens): Promise<boolean> {
      const renewed = await prisma.tokens.updateMany({
        where: { portalId, leaseHolder: holder },
        data: {
          access: cipher.encrypt(tokens.access),
          refresh: cipher.encrypt(tokens.refresh),
          expiresAt: tokens.expiresAt,
          leaseHolder: null,
          leaseUntil: null,
        },
      });
      return renewed.count === 1;
    },

    async remove(portalId: PortalId): Promise<void> {
      await prisma.tokens.deleteMany({ where: { portalId } });
    },

    /** A lease with an end, not a lock: no connection is held while HubSpot answers, and a dead holder frees it by dying. */
    async takeLease(portalId: PortalId, holder: string, ms: number): Promise<boolean> {
      const taken = await prisma.$executeRaw`
        UPDATE "Tokens" SET "leaseHolder" = ${holder}, "leaseUntil" = now() + ${ms} * interval '1 millisecond'
        WHERE "portalId" = ${portalId} AND ("leaseUntil" IS NULL OR "leaseUntil" < now())`;
      return taken === 1;
    },

    async freeLease(portalId: PortalId, holder: string): Promise<void> {
      await prisma.tokens.updateMany({
        where: { portalId, leaseHolder: holder },
        data: { leaseHolder: null, leaseUntil: null },
      });
    },
  };
}
