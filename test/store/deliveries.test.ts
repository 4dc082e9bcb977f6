// The same deliveries at several processes at once: stored once, and no statement waits for another in a circle.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores } from "../../src/store/stores.ts";
import { createDatabase } from "../database.ts";
import { newPortal, rowsOf, storeEvent } from "../jobs/setup.ts";

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
