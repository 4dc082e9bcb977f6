// Stores deliveries with their events in one statement; requests of the same few milliseconds share it.
// 250 connections on 2 cores: one insert each 3,900/s, grouped 11,800/s, bare Express 19,000/s (design measurement).
import type { PortalId } from "../model/ids.ts";
import type { Database } from "./database.ts";
import { toJson } from "./json.ts";

export interface NewEvent {
  id: string;
  provider: string;
  type: string;
  subject: string;
  dedupeKey: string;
  time: string;
  status: "waiting" | "ignored" | "parked";
  because: string;
  who: string;
  data: unknown;
  /** It only announces something: the sender has to be asked before it is decided about. */
  thin?: true;
  /** Decided about, or asked for, from then on. */
  dueAt: Date;
}

export interface NewDelivery {
  id: string;
  portalId: PortalId;
  provider: string;
  method: string;
  query: string;
  headers: Record<string, string>;
  body: Buffer;
  trust: string;
  receivedAt: Date;
  events: NewEvent[];
}

/** Statements under way at a time: what arrives meanwhile forms the next group, so groups grow with the load. */
const statements = 3;
/** A statement of its own beside one under way is worth its while from so many on. */
const groupMin = 60;
const groupMax = 400;
/** One statement carries this many bytes of bodies at most, for it is held in memory several times over. */
const groupBytes = 4_000_000;
/** What is larger takes a statement of its own, one after the other: 5 MB take 150 ms, which nobody else shall wait for. */
const aloneBytes = 1_000_000;

interface Waiting {
  delivery: NewDelivery;
  done(isNew: boolean): void;
  fail(error: unknown): void;
}

export type DeliveryStore = ReturnType<typeof deliveryStore>;

export function deliveryStore({ prisma, pool }: Database) {
  const waiting: Waiting[] = [];
  const large: Waiting[] = [];
  let isStoringLarge = false;
  let scheduled = false;
  let underWay = 0;

  /** At idle one turn of the event loop, which costs nothing; under load as soon as a statement returns. */
  const schedule = (): void => {
    if (scheduled || waiting.length === 0 || underWay >= statements) return;
    if (underWay > 0 && waiting.length < groupMin) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      const members = waiting.splice(0, groupSize(waiting));
      underWay++;
      void settle(members).finally(() => {
        underWay--;
        schedule();
      });
      schedule();
    });
  };

  const storeLarge = async (): Promise<void> => {
    if (isStoringLarge) return;
    isStoringLarge = true;
    for (let member = large.shift(); member; member = large.shift()) await settle([member]);
    isStoringLarge = false;
  };

  const settle = async (members: Waiting[]): Promise<void> => {
    try {
      const stored = await insert(
        pool,
        members.map((member) => member.delivery),
      );
      for (const member of members) member.done(stored.has(member.delivery.id));
    } catch (error) {
      // One bad row must not lose the others: each is tried alone.
      if (members.length === 1) members[0]?.fail(error);
      else await Promise.all(members.map((member) => settle([member])));
    }
  };

  return {
    /** @returns false when every event of the delivery was already there: the sender repeated itself */
    accept(delivery: NewDelivery): Promise<boolean> {
      return new Promise((done, fail) => {
        if (delivery.body.length > aloneBytes) {
          large.push({ delivery, done, fail });
          void storeLarge();
          return;
        }
        waiting.push({ delivery, done, fail });
        schedule();
      });
    },

    async find(portalId: PortalId, id: string) {
      return prisma.delivery.findFirst({ where: { id, portalId } });
    },
  };
}

/** How many of the first ones go out together; always at least one. */
function groupSize(waiting: Waiting[]): number {
  let bytes = 0;
  const tooMany = waiting.findIndex(({ delivery }, index) => {
    bytes += delivery.body.length;
    return index >= groupMax || (index > 0 && bytes > groupBytes);
  });
  return tooMany === -1 ? waiting.length : tooMany;
}

/** Past Prisma, which would copy the rows three times over on their way: they are most of what a webhook costs. */
async function insert(pool: Database["pool"], deliveries: NewDelivery[]): Promise<Set<string>> {
  const rows = deliveries.map(({ events, body, ...delivery }) => ({ ...delivery, body: body.toString("base64") }));
  const events = deliveries.flatMap((delivery) =>
    delivery.events.map((event) => ({
      ...event,
      portalId: delivery.portalId,
      deliveryId: delivery.id,
      receivedAt: delivery.receivedAt,
    })),
  );
  const stored = await pool.query<{ id: string }>(insertion, [toJson(rows), toJson(events)]);
  return new Set(stored.rows.map((row) => row.id));
}

/**
 * For a portal that was purged a moment ago nothing is stored: it would be kept for ever. Keys in one order, for two
 * statements with the same keys would else wait for each other until PostgreSQL ends one of them, a second later.
 */
const insertion = `
  WITH delivery AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS d(
      "id" text, "portalId" text, "provider" text, "method" text, "query" text, "headers" jsonb, "body" text,
      "trust" text, "receivedAt" timestamptz)
    WHERE "portalId" IN (SELECT "id" FROM "Portal")
  ), event AS (
    INSERT INTO "Event" ("id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time",
      "receivedAt", "status", "because", "who", "dueAt", "data", "thin")
    SELECT "id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time",
      "receivedAt", "status", "because", "who", "dueAt", "data", coalesce("thin", false)
    FROM jsonb_to_recordset($2::jsonb) AS e(
      "id" text, "portalId" text, "deliveryId" text, "provider" text, "type" text, "subject" text, "dedupeKey" text,
      "time" timestamptz, "receivedAt" timestamptz, "status" text, "because" text, "who" text, "dueAt" timestamptz, "data" jsonb,
      "thin" boolean)
    WHERE "deliveryId" IN (SELECT "id" FROM delivery)
    ORDER BY "dedupeKey" COLLATE "C"
    ON CONFLICT ("portalId", "dedupeKey") DO NOTHING
    RETURNING "deliveryId"
  )
  INSERT INTO "Delivery" ("id", "portalId", "provider", "method", "query", "headers", "body", "trust", "receivedAt")
  SELECT "id", "portalId", "provider", "method", "query", "headers", decode("body", 'base64'), "trust", "receivedAt"
  FROM delivery WHERE "id" IN (SELECT "deliveryId" FROM event)
  RETURNING "id"`;
