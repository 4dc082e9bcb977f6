// Portals: the tenants, with their settings, matrix and what HubSpot last said of them.
import { type Directory, directory } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import { caseKeys, type Matrix, type MatrixChange, matrixChange, recommendedMatrix } from "../model/matrix.ts";
import { type Prepared, prepared } from "../model/prepared.ts";
import { type PropertyMap, propertyMap } from "../model/property-map.ts";
import { type Settings, type SettingsChange, settings } from "../model/settings.ts";
import type { Prisma } from "./database.ts";
import { storable } from "./json.ts";

export interface Portal {
  id: PortalId;
  state: "connected" | "disconnected";
  stateBecause: string | null;
  settings: Settings;
  matrix: Matrix;
  propertyMap: PropertyMap;
  directory: Directory | null;
  directoryAt: Date | null;
  prepared: Prepared | null;
  uiDomain: string | null;
  sleepsUntil: Date | null;
  sleepsBecause: string | null;
}

type Row = NonNullable<Awaited<ReturnType<Prisma["portal"]["findUnique"]>>>;

function mergeMatrix(changes: MatrixChange): Matrix {
  const entries = caseKeys.map((key) => [key, { ...recommendedMatrix[key], ...changes[key] }] as const);
  return { ...recommendedMatrix, ...Object.fromEntries(entries) };
}

function toPortal(row: Row): Portal {
  return {
    id: row.id as PortalId,
    state: row.state === "connected" ? "connected" : "disconnected",
    stateBecause: row.stateBecause,
    settings: settings.parse(row.settings),
    matrix: mergeMatrix(matrixChange.parse(row.matrix)),
    propertyMap: propertyMap.parse(row.propertyMap),
    directory: row.directory === null ? null : directory.parse(row.directory),
    directoryAt: row.directoryAt,
    prepared: row.prepared === null ? null : prepared.parse(row.prepared),
    uiDomain: row.uiDomain,
    sleepsUntil: row.sleepsUntil,
    sleepsBecause: row.sleepsBecause,
  };
}

export type PortalStore = ReturnType<typeof portalStore>;

export function portalStore(prisma: Prisma) {
  const find = async (id: PortalId): Promise<Portal | null> => {
    const row = await prisma.portal.findUnique({ where: { id } });
    return row ? toPortal(row) : null;
  };
  return {
    find,

    /** A first install or a return: settings, matrix and employees stay as they were. */
    async connect(id: PortalId, uiDomain: string | null): Promise<void> {
      const awake = { sleepsUntil: null, sleepsBecause: null };
      const connected = { state: "connected", stateBecause: null, disconnectedAt: null, uiDomain, ...awake };
      await prisma.portal.upsert({ where: { id }, create: { id, ...connected }, update: connected });
    },

    async disconnect(id: PortalId, because: string): Promise<void> {
      // Told twice, it still counts from the first time: the purge goes by it.
      await prisma.$executeRaw`
        UPDATE "Portal" SET "state" = 'disconnected', "stateBecause" = ${storable(because)},
          "disconnectedAt" = coalesce("disconnectedAt", now())
        WHERE "id" = ${id}`;
    },

    /** Begins a run of the lane; every older one has lost its turn. */
    async beginRun(id: PortalId): Promise<number | null> {
      const [row] = await prisma.$queryRaw<{ laneRun: number }[]>`
        UPDATE "Portal" SET "laneRun" = "laneRun" + 1 WHERE "id" = ${id} RETURNING "laneRun"`;
      return row?.laneRun ?? null;
    },

    async currentRun(id: PortalId): Promise<number | null> {
      const row = await prisma.portal.findUnique({ where: { id }, select: { laneRun: true } });
      return row?.laneRun ?? null;
    },

    async sleep(id: PortalId, until: Date | null, because: string | null): Promise<void> {
      await prisma.portal.updateMany({
        where: { id },
        data: { sleepsUntil: until, sleepsBecause: because && storable(because) },
      });
    },

    /** Ends a sleep of which the reason begins so; one for another reason goes on. */
    async endSleep(id: PortalId, because: string): Promise<void> {
      await prisma.portal.updateMany({
        where: { id, sleepsBecause: { startsWith: because } },
        data: { sleepsUntil: null, sleepsBecause: null },
      });
    },

    /** Locks the row, so that two admins saving at once lose nothing of each other. */
    async changeSettings(id: PortalId, change: SettingsChange): Promise<Settings> {
      return prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM "Portal" WHERE id = ${id} FOR UPDATE`;
        const row = await tx.portal.findUniqueOrThrow({ where: { id } });
        const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
        const next = settings.parse({ ...settings.parse(row.settings), ...given });
        await tx.portal.update({ where: { id }, data: { settings: next } });
        return next;
      });
    },

    async changeMatrix(id: PortalId, change: MatrixChange): Promise<Matrix> {
      return prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM "Portal" WHERE id = ${id} FOR UPDATE`;
        const row = await tx.portal.findUniqueOrThrow({ where: { id } });
        const stored = matrixChange.parse(row.matrix);
        const next = Object.fromEntries(caseKeys.map((key) => [key, { ...stored[key], ...change[key] }]));
        await tx.portal.update({ where: { id }, data: { matrix: next } });
        return mergeMatrix(matrixChange.parse(next));
      });
    },

    async resetMatrix(id: PortalId): Promise<Matrix> {
      await prisma.portal.updateMany({ where: { id }, data: { matrix: {} } });
      return recommendedMatrix;
    },

    /** @returns null when `change` says that there is nothing to change: another admin may have removed it */
    async changePropertyMap(
      id: PortalId,
      change: (map: PropertyMap) => PropertyMap | null,
    ): Promise<PropertyMap | null> {
      return prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT id FROM "Portal" WHERE id = ${id} FOR UPDATE`;
        const row = await tx.portal.findUniqueOrThrow({ where: { id } });
        const next = change(propertyMap.parse(row.propertyMap));
        if (next) await tx.portal.update({ where: { id }, data: { propertyMap: next } });
        return next;
      });
    },

    async saveDirectory(id: PortalId, listed: Directory, readAt: Date): Promise<void> {
      await prisma.portal.updateMany({ where: { id }, data: { directory: listed, directoryAt: readAt } });
    },

    async savePrepared(id: PortalId, outcome: Prepared): Promise<void> {
      await prisma.portal.updateMany({ where: { id }, data: { prepared: outcome } });
    },
  };
}
