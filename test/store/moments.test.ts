// What was told of a call before: all of it, and of one that is told of without end the newest.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { callData } from "../../src/model/event.ts";
import { type Ground, minute, newPortal, openGround, receive } from "../jobs/setup.ts";

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

test("a sender that tells of one call without end does not cost the others what is known of them", async () => {
  const { database, stores } = ground;
  const { id } = await newPortal(ground);
  const now = new Date();
  const data = callData.parse({ callId: "c", client: {}, line: {}, attribution: {}, outcome: "answered" });
  const events = [];
  for (const age of [60, 0]) events.push(await receive(ground, id, new Date(now.getTime() - age * minute), "done"));
  const [endless, ended] = events.map((event) => `generic/${event}`);
  assert.ok(endless && ended);
  await database.pool.query('UPDATE "Event" SET "data" = $1 WHERE "portalId" = $2', [data, id]);
  await database.pool.query(
    `INSERT INTO "Event" ("id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time", "receivedAt",
       "status", "dueAt", "data")
     SELECT 'endless-' || n, $1, 'd', 'generic', 'call.updated', $2, 'endless-' || n, now(), now(), 'done', now(), $3
     FROM generate_series(1, 5001) AS n`,
    [id, endless, data],
  );
  const moments = await stores.moments.of(id, [endless, ended]);
  assert.deepEqual(
    moments.get(ended)?.map(({ event }) => event.type),
    ["call.completed"],
  );
  assert.equal(
    moments.get(endless)?.some(({ event }) => event.type === "call.completed"),
    true,
    "its end is known",
  );
  assert.equal(moments.get(endless)?.length, 201);
});
