// What the tests of the jobs share: a real database of their own, portals in it, and deliveries with their events.
import { randomBytes } from "node:crypto";
import { v7 as uuid } from "uuid";
import { createLog } from "../../src/log.ts";
import { type PortalId, portalId } from "../../src/model/ids.ts";
import type { SettingsChange } from "../../src/model/settings.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import type { NewEvent } from "../../src/store/deliveries.ts";
import type { Portal } from "../../src/store/portals.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import { createDatabase } from "../database.ts";

export const log = createLog("silent");
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export interface Ground {
  database: Database;
  stores: Stores;
}

export async function openGround(): Promise<Ground> {
  const database = openDatabase(await createDatabase());
  return { database, stores: openStores(database, createCipher([{ id: "test", key: randomBytes(32) }])) };
}

let portals = 1000;

export async function newPortal({ stores }: Ground, settings: SettingsChange = {}): Promise<Portal> {
  const id = portalId.parse(String(++portals));
  await stores.portals.connect(id, null);
  await stores.portals.changeSettings(id, settings);
  return portalAsIs(stores, id);
}

export async function portalAsIs(stores: Stores, id: PortalId): Promise<Portal> {
  const portal = await stores.portals.find(id);
  if (!portal) throw new Error(`There is no portal ${id}.`);
  return portal;
}

type Ending = "waiting" | "done" | "ignored" | "parked";

/** One delivery with one event that waits; returns the event's id. */
export async function storeEvent(
  { stores }: Pick<Ground, "stores">,
  id: PortalId,
  receivedAt: Date,
  event: Partial<NewEvent> = {},
  body = Buffer.from("{}"),
): Promise<string> {
  const [deliveryId, eventId] = [uuid(), uuid()];
  const plain = {
    id: eventId,
    provider: "generic",
    type: "call.completed",
    subject: `generic/${eventId}`,
    dedupeKey: eventId,
    time: receivedAt.toISOString(),
    dueAt: receivedAt,
    status: "waiting" as const,
    because: "",
    who: "",
    data: {},
  };
  await stores.deliveries.accept({
    id: deliveryId,
    portalId: id,
    provider: "generic",
    method: "POST",
    query: "",
    headers: {},
    body,
    trust: "address",
    receivedAt,
    events: [{ ...plain, ...event }],
  });
  return eventId;
}

/** The same, settled at once unless it waits. */
export async function receive(
  { stores }: Ground,
  id: PortalId,
  receivedAt: Date,
  status: Ending = "waiting",
  settledAt = receivedAt,
  because = "",
): Promise<string> {
  const event = await storeEvent({ stores }, id, receivedAt, { because });
  if (status !== "waiting") await stores.events.settle(id, [{ eventId: event, status, because }], settledAt);
  return event;
}

/** Rows of a table that belong to the portal. */
export async function rowsOf({ database }: Ground, table: string, id: PortalId): Promise<number> {
  const column = table === "Portal" ? "id" : "portalId";
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM "${table}" WHERE "${column}" = $1`,
    [id],
  );
  return rows[0]?.count ?? 0;
}
