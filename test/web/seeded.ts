// What tests of the pages put into the store, as a worker that has come so far would have left it.
import { v7 as uuid } from "uuid";
import { readConfig } from "../../src/config.ts";
import { portalId } from "../../src/model/ids.ts";
import type { Plan, Write } from "../../src/model/plan.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { LedgerEntry } from "../../src/store/ledger.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import type { TestApp } from "../hookswitch.ts";

export const portal = portalId.parse("1001");

export interface OpenStores extends Stores {
  close(): Promise<void>;
}

/** The stores of an app whose worker does nothing any more. */
export async function storesBeside(app: TestApp): Promise<OpenStores> {
  app.env.ROLE = "web";
  await app.restart();
  const database = openDatabase(app.databaseUrl);
  const stores = openStores(database, createCipher(readConfig(app.env).encryptionKeys));
  return { ...stores, close: () => database.close() };
}

export interface Seed {
  type: string;
  provider?: string;
  who?: string;
  thin?: true;
  data?: unknown;
  /** Absent: nothing has been decided. */
  writes?: Write[];
  /** By the key of the write, what became of it since. */
  entries?: Record<string, Pick<LedgerEntry, "state"> & { id?: string; because?: string }>;
  /** Absent: it waits. */
  settled?: { status: "done" | "ignored" | "parked"; because: string };
}

/** @returns the id of the event */
export async function seedEvent(stores: Stores, seed: Seed): Promise<string> {
  const { type, provider = "generic", who = "", data = {}, writes, entries = {}, settled } = seed;
  const id = uuid();
  const now = new Date();
  const subject = `${provider}/${id}`;
  const event = { id, provider, type, subject, dedupeKey: id, time: now.toISOString(), because: "", who, data };
  await stores.deliveries.accept({
    id: uuid(),
    portalId: portal,
    provider,
    method: "POST",
    query: "",
    headers: {},
    body: Buffer.from("{}"),
    trust: "address",
    receivedAt: now,
    events: [{ ...event, status: "waiting", dueAt: now, ...(seed.thin && { thin: seed.thin }) }],
  });
  if (writes) {
    const plan: Plan = { verdict: "write", because: "It was sent.", writes };
    await stores.ledger.savePlans(portal, [{ eventId: id, subject, plan }]);
    await stores.ledger.markSent(portal, keysIn(entries, "sent"));
    const finished = Object.entries(entries).flatMap(([key, { state, id: hubspotId = null, because }]) =>
      state === "done" || state === "refused" ? [{ key, state, hubspotId, ...(because && { because }) }] : [],
    );
    await stores.ledger.finish(portal, finished);
  }
  if (settled) await stores.events.settle(portal, [{ eventId: id, ...settled }], now);
  return id;
}

function keysIn(entries: NonNullable<Seed["entries"]>, wanted: string): string[] {
  return Object.entries(entries).flatMap(([key, { state }]) => (state === wanted ? [key] : []));
}
