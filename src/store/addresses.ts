// Webhook addresses and signing secrets: a token in, the portal and what it takes to read its deliveries out.
import { createHash, randomBytes } from "node:crypto";
import type { PortalId } from "../model/ids.ts";
import { type Settings, settings } from "../model/settings.ts";
import type { Prisma } from "./database.ts";
import type { Cipher } from "./secrets.ts";

/** Days for which a rotated address goes on working. */
export const graceDays = 7;

export interface Addressee {
  portalId: PortalId;
  settings: Settings;
  /** By provider name. */
  secrets: Record<string, string>;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export type AddressStore = ReturnType<typeof addressStore>;

export function addressStore(prisma: Prisma, cipher: Cipher) {
  const create = async (portalId: PortalId): Promise<string> => {
    const token = randomBytes(32).toString("base64url");
    await prisma.webhookAddress.create({ data: { tokenHash: hashOf(token), portalId, token: cipher.encrypt(token) } });
    return token;
  };
  return {
    /** The token of the portal's current address; made when there is none. */
    async current(portalId: PortalId): Promise<string> {
      const row = await prisma.webhookAddress.findFirst({
        where: { portalId, expiresAt: null },
        orderBy: { createdAt: "desc" },
      });
      return row ? cipher.decrypt(row.token) : create(portalId);
    },

    /** A new address; the old ones work for the days of grace. */
    async rotate(portalId: PortalId, now: Date): Promise<string> {
      const expiresAt = new Date(now.getTime() + graceDays * 86_400_000);
      await prisma.webhookAddress.updateMany({ where: { portalId, expiresAt: null }, data: { expiresAt } });
      return create(portalId);
    },

    async oldAddressUntil(portalId: PortalId, now: Date): Promise<Date | null> {
      const row = await prisma.webhookAddress.findFirst({
        where: { portalId, expiresAt: { gt: now } },
        orderBy: { expiresAt: "desc" },
      });
      return row?.expiresAt ?? null;
    },

    /** Whose address this is; null for an unknown or expired one. */
    async find(token: string, now: Date): Promise<Addressee | null> {
      const row = await prisma.webhookAddress.findUnique({
        where: { tokenHash: hashOf(token) },
        include: { portal: { select: { id: true, settings: true, secrets: true } } },
      });
      if (!row || (row.expiresAt !== null && row.expiresAt <= now)) return null;
      return {
        portalId: row.portalId as PortalId,
        settings: settings.parse(row.portal.settings),
        secrets: Object.fromEntries(row.portal.secrets.map((entry) => [entry.provider, cipher.decrypt(entry.secret)])),
      };
    },

    async saveSecret(portalId: PortalId, provider: string, secret: string | null): Promise<void> {
      if (secret === null) {
        await prisma.providerSecret.deleteMany({ where: { portalId, provider } });
        return;
      }
      const sealed = cipher.encrypt(secret);
      await prisma.providerSecret.upsert({
        where: { portalId_provider: { portalId, provider } },
        create: { portalId, provider, secret: sealed },
        update: { secret: sealed },
      });
    },

    async hasSecret(portalId: PortalId, provider: string): Promise<boolean> {
      return (await prisma.providerSecret.count({ where: { portalId, provider } })) > 0;
    },
  };
}
