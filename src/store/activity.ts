// What the activity page and the dashboard show: events with their records, newest first.
import type { PortalId } from "../model/ids.ts";
import { type Plan, plan } from "../model/plan.ts";
import type { Prisma } from "./database.ts";

export const statuses = ["waiting", "done", "ignored", "parked"] as const;
export type Status = (typeof statuses)[number];

export interface ActivityRow {
  id: string;
  deliveryId: string;
  provider: string;
  type: string;
  subject: string;
  status: Status;
  receivedAt: Date;
  because: string;
  who: string;
  attempts: number;
  plan: Plan | null;
  entries: { key: string; do: string; what: string; state: string; hubspotId: string | null; because: string }[];
}

export interface ActivityFilter {
  status?: Status | undefined;
  type?: string | undefined;
  q?: string | undefined;
  /** The id of the last event of the page before. */
  after?: string | undefined;
}

/** What was told is long, of a meeting with all its notes say, and shown nowhere: the raw delivery is. */
const omit = { data: true } as const;

type Row = Omit<Awaited<ReturnType<Prisma["event"]["findMany"]>>[number], "data">;

export const pageSize = 50;

export type ActivityStore = ReturnType<typeof activityStore>;

export function activityStore(prisma: Prisma) {
  const withEntries = async (portalId: PortalId, rows: Row[]): Promise<ActivityRow[]> => {
    const entries = await prisma.ledgerEntry.findMany({
      where: { portalId, eventId: { in: rows.map((row) => row.id) } },
      orderBy: { position: "asc" },
    });
    return rows.map((row) => ({
      id: row.id,
      deliveryId: row.deliveryId,
      provider: row.provider,
      type: row.type,
      subject: row.subject,
      status: statuses.find((status) => status === row.status) ?? "waiting",
      receivedAt: row.receivedAt,
      because: row.because,
      who: row.who,
      attempts: row.attempts,
      plan: row.plan === null ? null : plan.parse(row.plan),
      entries: entries.filter((entry) => entry.eventId === row.id),
    }));
  };

  return {
    async page(portalId: PortalId, filter: ActivityFilter): Promise<{ rows: ActivityRow[]; next: string | null }> {
      const text = filter.q ? { contains: filter.q, mode: "insensitive" as const } : undefined;
      const rows = await prisma.event.findMany({
        where: {
          portalId,
          ...(filter.status ? { status: filter.status } : {}),
          ...(filter.type ? { type: filter.type } : {}),
          ...(text ? { OR: [{ who: text }, { because: text }, { subject: text }] } : {}),
          ...(filter.after ? { id: { lt: filter.after } } : {}),
        },
        // UUIDv7 sorts by time.
        orderBy: { id: "desc" },
        take: pageSize + 1,
        omit,
      });
      const shown = rows.slice(0, pageSize);
      return {
        rows: await withEntries(portalId, shown),
        next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null,
      };
    },

    async find(portalId: PortalId, id: string): Promise<ActivityRow | null> {
      const row = await prisma.event.findFirst({ where: { id, portalId }, omit });
      const [found] = row ? await withEntries(portalId, [row]) : [];
      return found ?? null;
    },

    async counts(portalId: PortalId): Promise<Record<Status, number>> {
      const groups = await prisma.event.groupBy({ by: ["status"], where: { portalId }, _count: true });
      const count = (status: Status) => groups.find((group) => group.status === status)?._count ?? 0;
      return { waiting: count("waiting"), done: count("done"), ignored: count("ignored"), parked: count("parked") };
    },

    async types(portalId: PortalId): Promise<string[]> {
      const groups = await prisma.event.groupBy({ by: ["type"], where: { portalId } });
      return groups.map((group) => group.type).sort();
    },

    /** When each provider sent last, of what is still kept. */
    async lastReceivedBy(portalId: PortalId): Promise<Map<string, Date>> {
      const groups = await prisma.event.groupBy({ by: ["provider"], where: { portalId }, _max: { receivedAt: true } });
      return new Map(groups.flatMap(({ provider, _max }) => (_max.receivedAt ? [[provider, _max.receivedAt]] : [])));
    },

    async lastReceivedAt(portalId: PortalId): Promise<Date | null> {
      const row = await prisma.event.findFirst({
        where: { portalId },
        orderBy: { id: "desc" },
        select: { receivedAt: true },
      });
      return row?.receivedAt ?? null;
    },
  };
}
