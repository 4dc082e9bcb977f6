// Deliveries at several processes at once: stored once, and none waits for another in a circle, nor for a large one.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores } from "../../src/store/stores.ts";
import { createDatabase } from "../database.ts";
import { newPortal, openGround, rowsOf, storeEvent } from "../jobs/setup.ts";

test("deliveries repeated to two processes in opposite order do not lock each other out", async () => {
  const url = await createDatabase();
  const cipher = createCipher([{ id: "test", key: randomBytes(32) }]);
  const [one, other] = [openDatabase(url), openDatabase(url)];
  const grounds = [one, other].map((database) => ({ database, stores: openStores(database, cipher) }));
  const [ground, second] = grounds;
  assert.ok(ground && second);
  const { id } = await newPortal(ground);
  for (let round = 0; round < 10; round++) {
    const keys = Array.from({ length: 300 }, (_, n) => `${round}-${n}`);
    const now = new Date();
    await Promise.all([
      ...keys.map((dedupeKey) => storeEvent(ground, id, now, { dedupeKey })),
      ...keys.toReversed().map((dedupeKey) => storeEvent(second, id, now, { dedupeKey })),
    ]);
  }
  assert.equal(await rowsOf(ground, "Event", id), 3_000);
  const { rows } = await one.pool.query<{ deadlocks: number }>(
    "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
  );
  assert.deepEqual(rows, [{ deadlocks: 0 }]);
  await one.close();
  await other.close();
});

test("a large delivery keeps none waiting that comes after it, and is stored as soon as it can be", async () => {
  const ground = await openGround();
  const { id } = await newPortal(ground);
  const now = new Date();
  // Another transaction that may yet store the same event holds the large one's statement up for as long as we want.
  const other = await ground.database.pool.connect();
  await other.query("BEGIN");
  await other.query(
    `INSERT INTO "Event" ("id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time", "receivedAt",
       "status", "dueAt", "data")
     VALUES ('held', $1, 'held', 'generic', 'form.submitted', 'held', 'large', now(), now(), 'waiting', now(), '{}')`,
    [id],
  );
  const body = Buffer.alloc(5 * 1024 * 1024, "a transcript ");
  const large = storeEvent(ground, id, now, { dedupeKey: "large" }, body);
  const next = storeEvent(ground, id, now, { dedupeKey: "large too" }, body);
  for (let n = 0; n < 5; n++) await storeEvent(ground, id, now, { dedupeKey: `small ${n}` });
  assert.equal(await rowsOf(ground, "Delivery", id), 5);
  await other.query("ROLLBACK");
  other.release();
  await Promise.all([large, next]);
  assert.equal(await rowsOf(ground, "Delivery", id), 7);
  const { rows } = await ground.database.pool.query<{ body: Buffer }>(
    'SELECT d."body" FROM "Delivery" d JOIN "Event" e ON e."deliveryId" = d."id" WHERE e."dedupeKey" = $1',
    ["large"],
  );
  assert.ok(rows[0]?.body.equals(body));
  await ground.database.close();
});
