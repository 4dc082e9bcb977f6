// Field maps by portal and provider: every change is a version of its own, the newest one counts.
import { type FieldMap, fieldMap } from "../model/field-map.ts";
import type { PortalId } from "../model/ids.ts";
import type { Prisma } from "./database.ts";
import { toJson } from "./json.ts";

export interface MapVersion {
  version: number;
  map: FieldMap;
  createdAt: Date;
}

type Row = Awaited<ReturnType<Prisma["fieldMap"]["findMany"]>>[number];

/** null for a map that a newer version of Hookswitch has written in words that this one does not know. */
export function toMap(stored: unknown): FieldMap | null {
  const read = fieldMap.safeParse(stored);
  return read.success ? read.data : null;
}

function toVersion({ version, map, createdAt }: Row): MapVersion {
  return { version, map: toMap(map) ?? { rules: [] }, createdAt };
}

export type FieldMapStore = ReturnType<typeof fieldMapStore>;

export function fieldMapStore(prisma: Prisma) {
  return {
    async newest(portalId: PortalId, provider: string): Promise<MapVersion | null> {
      const row = await prisma.fieldMap.findFirst({ where: { portalId, provider }, orderBy: { version: "desc" } });
      return row && toVersion(row);
    },

    async find(portalId: PortalId, provider: string, version: number): Promise<MapVersion | null> {
      const row = await prisma.fieldMap.findFirst({ where: { portalId, provider, version } });
      return row && toVersion(row);
    },

    /** Newest first, without the maps themselves. */
    async versions(portalId: PortalId, provider: string, limit: number): Promise<Omit<MapVersion, "map">[]> {
      return prisma.fieldMap.findMany({
        where: { portalId, provider },
        orderBy: { version: "desc" },
        take: limit,
        select: { version: true, createdAt: true },
      });
    },

    /**
     * The next version, made from version `base`; null: whatever there is.
     * @returns null when somebody else has saved meanwhile
     */
    async save(portalId: PortalId, provider: string, map: FieldMap, base: number | null): Promise<number | null> {
      const [row] = await prisma.$queryRaw<{ version: number }[]>`
        WITH newest AS (
          SELECT coalesce(max("version"), 0) AS "version" FROM "FieldMap"
          WHERE "portalId" = ${portalId} AND "provider" = ${provider})
        INSERT INTO "FieldMap" ("portalId", "provider", "version", "map")
        SELECT ${portalId}, ${provider}, "version" + 1, ${toJson(map)}::jsonb FROM newest
        WHERE ${base}::int IS NULL OR "version" = ${base}::int
        ON CONFLICT DO NOTHING
        RETURNING "version"`;
      return row?.version ?? null;
    },
  };
}
