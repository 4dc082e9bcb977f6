// Webhook addresses and signing secrets: a token in, the portal and what it takes to read its deliveries out.
import { createHash, randomBytes } from "node:crypto";
import type { FieldMap } from "../model/field-map.ts";
import type { PortalId } from "../model/ids.ts";
import { type Settings, settings } from "../model/settings.ts";
import type { Prisma } from "./database.ts";
import { toMap } from "./field-maps.ts";
import type { Cipher } from "./secrets.ts";

/** Days for which a rotated address goes on working. */
export const graceDays = 7;

export interface Addressee {
  portalId: PortalId;
  settings: Settings;
  /** By provider name. */
  secrets: Record<string, string>;
  /** By provider name, the newest version of each. */
  maps: Record<string, FieldMap | null>;
}

interface AddressRow {
  portalId: PortalId;
  settings: unknown;
  secrets: Record<string, string>;
  maps: Record<string, unknown>;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

const isHash = /^[\w-]{43}$/;

export type AddressStore = ReturnType<typeof addressStore>;

export function addressStore(prisma: Prisma, cipher: Cipher) {
  const create = async (portalId: PortalId): Promise<string> => {
    const token = randomBytes(32).toString("base64url");
    await prisma.webhookAddress.create({ data: { tokenHash: hashOf(token), portalId, token: cipher.encrypt(token) } });
    return token;
  };

  const current = async (portalId: PortalId): Promise<string> => {
    const row = await prisma.webhookAddress.findFirst({
      where: { portalId, expiresAt: null },
      orderBy: { createdAt: "desc" },
    });
    return row ? cipher.decrypt(row.token) : create(portalId);
  };

  const findByHash = async (tokenHash: string, now: Date): Promise<Addressee | null> => {
    const [row] = await prisma.$queryRaw<AddressRow[]>`
      SELECT a."portalId", p."settings",
        (SELECT coalesce(jsonb_object_agg(s."provider", s."secret"), '{}') FROM "ProviderSecret" s
          WHERE s."portalId" = p."id") AS "secrets",
        (SELECT coalesce(jsonb_object_agg(m."provider", m."map"), '{}') FROM (
          SELECT DISTINCT ON ("provider") "provider", "map" FROM "FieldMap"
          WHERE "portalId" = p."id" ORDER BY "provider", "version" DESC) m) AS "maps"
      FROM "WebhookAddress" a JOIN "Portal" p ON p."id" = a."portalId"
      WHERE a."tokenHash" = ${tokenHash} AND (a."expiresAt" IS NULL OR a."expiresAt" > ${now})`;
    if (!row) return null;
    const secrets = Object.entries(row.secrets).map(([provider, secret]) => [provider, cipher.decrypt(secret)]);
    const maps = Object.entries(row.maps).map(([provider, map]) => [provider, toMap(map)]);
    return {
      portalId: row.portalId,
      settings: settings.parse(row.settings),
      secrets: Object.fromEntries(secrets),
      maps: Object.fromEntries(maps),
    };
  };

  return {
    /** The token of the portal's current address; made when there is none. */
    current,

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
    find: (token: string, now: Date) => findByHash(hashOf(token), now),

    /**
     * The token that stands in web pages, where everybody reads it: the hash of the secret one, from which nobody gets
     * back to it, so that a page gives away the address of its forms and not that of the calls.
     */
    inPages: async (portalId: PortalId) => hashOf(await current(portalId)),

    /** Whose address of forms this is, by the token in pages or by the secret one. */
    async findForms(token: string, now: Date): Promise<Addressee | null> {
      const byPage = isHash.test(token) ? await findByHash(token, now) : null;
      return byPage ?? findByHash(hashOf(token), now);
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

    /** The providers of which the portal has a signing secret. */
    async secretNames(portalId: PortalId): Promise<string[]> {
      const rows = await prisma.providerSecret.findMany({ where: { portalId }, select: { provider: true } });
      return rows.map((row) => row.provider);
    },
  };
}
