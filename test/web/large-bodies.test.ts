// Large webhooks that come all at once: a few are opened at a time, some wait, the others are told when to come again.
import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { createServer, request, type Server } from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import express from "express";
import { readConfig } from "../../src/config.ts";
import { createMetrics } from "../../src/metrics.ts";
import type { NewDelivery } from "../../src/store/deliveries.ts";
import { hook } from "../../src/web/hook.ts";
import { largeBodies, type Room } from "../../src/web/large-bodies.ts";
import { type Ground, log, newPortal, openGround, rowsOf } from "../jobs/setup.ts";

const megabyte = 1024 * 1024;
const limit = 6 * megabyte;

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

type Accept = Ground["stores"]["deliveries"]["accept"];

/** A server of its own with so much room; `accept` may hold up what is to be stored, or fail. */
async function serve(room: Room, accept: Accept = ground.stores.deliveries.accept) {
  const { id } = await newPortal(ground);
  const token = await ground.stores.addresses.current(id);
  const large = largeBodies(room);
  const inside = Object.assign(new EventEmitter(), { now: 0, most: 0 });
  const counting: typeof large = {
    async enter(bytes, response) {
      const release = await large.enter(bytes, response);
      if (!release) return null;
      inside.most = Math.max(inside.most, ++inside.now);
      inside.emit("entered");
      return () => {
        inside.now--;
        release();
      };
    },
  };
  const nothing = async () => 0;
  const surroundings = {
    stores: { ...ground.stores, deliveries: { ...ground.stores.deliveries, accept } },
    now: () => new Date(),
    config: readConfig({}),
    log,
    metrics: createMetrics({ waiting: nothing, oldestSeconds: nothing, lanes: async () => ({}) }),
    queue: { wake: () => undefined },
    live: { publish: () => undefined },
  };
  const server: Server = createServer(express().use(hook(surroundings, counting).router));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    id,
    inside,
    async post(
      path: string,
      body: Buffer,
      encoding = "identity",
    ): Promise<[status: number, retryAfter: string | null]> {
      const response = await fetch(`http://127.0.0.1:${port}/hooks/${token}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", "content-encoding": encoding },
        body: new Uint8Array(body),
      });
      await response.arrayBuffer();
      return [response.status, response.headers.get("retry-after")];
    },
    /** Says that 5 MB will come, and sends none of them. */
    announce() {
      const headers = { "content-type": "application/json", "content-length": String(5 * megabyte) };
      const announced = request({ port, path: `/hooks/${token}/tldv`, method: "POST", headers });
      announced.on("error", () => undefined).flushHeaders();
      return announced;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A meeting with a transcript, as tl;dv sends it, of so many bytes. */
function meeting(id: string, bytes: number): Buffer {
  const event = {
    event: "MeetingReady",
    executedAt: "2026-11-23T12:00:00Z",
    data: { id, name: "Demo", happenedAt: "2026-11-23T11:00:00Z", transcript: "" },
  };
  event.data.transcript = "a".repeat(Math.max(0, bytes - JSON.stringify(event).length));
  return Buffer.from(JSON.stringify(event));
}

const patient = { waitMs: 600_000 };

test("of 60 at once two are opened, six wait and the others are put off; small ones go by, and each 200 is stored", async () => {
  const gate = Promise.withResolvers<void>();
  const accept = async (delivery: NewDelivery): Promise<boolean> => {
    if (delivery.body.length > megabyte) await gate.promise;
    return ground.stores.deliveries.accept(delivery);
  };
  const { id, inside, post, close } = await serve({ bytes: 2 * limit, waiting: 6, ...patient }, accept);
  const putOff = Promise.withResolvers<void>();
  let refused = 0;
  const answers = Array.from({ length: 60 }, async (_, n) => {
    const answer = await post("/tldv", gzipSync(meeting(`large ${n}`, 5 * megabyte)), "gzip");
    if (answer[0] === 503 && ++refused === 52) putOff.resolve();
    return answer;
  });
  await putOff.promise;
  for (const path of ["/tldv", "/generic", ""]) {
    assert.deepEqual(await post(path, meeting(`small${path}`, 0)), [200, null], path);
  }
  assert.equal(inside.now, 2);
  gate.resolve();
  const statuses = (await Promise.all(answers)).map(([status, retryAfter]) => `${status} ${retryAfter}`).sort();
  assert.deepEqual(statuses, [...Array(8).fill("200 null"), ...Array(52).fill("503 30")]);
  assert.equal(inside.most, 2);
  assert.equal(inside.now, 0);
  assert.equal(await rowsOf(ground, "Delivery", id), 8 + 3);
  await close();
});

test("the room is free again after every refusal and after a failure", async () => {
  let isBroken = false;
  const accept: Accept = async (delivery) => {
    if (isBroken) throw new Error("The database does not answer.");
    return ground.stores.deliveries.accept(delivery);
  };
  const { id, inside, post, close } = await serve({ bytes: limit, waiting: 0, ...patient }, accept);
  await ground.stores.addresses.saveSecret(id, "fathom", "whsec_c2VjcmV0");
  const whole = meeting("whole", 5 * megabyte);
  assert.deepEqual(await post("/tldv", meeting("too large", limit + 1)), [413, null]);
  assert.deepEqual(await post("/tldv", gzipSync(meeting("bomb", limit + 1)), "gzip"), [413, null]);
  assert.deepEqual(await post("/tldv", Buffer.from("not compressed"), "gzip"), [200, null]);
  isBroken = true;
  assert.deepEqual(await post("/tldv", whole), [500, null]);
  isBroken = false;
  assert.deepEqual(await post("/fathom", whole), [401, null]);
  assert.deepEqual(await post("/tldv", whole), [200, null]);
  assert.deepEqual([inside.now, inside.most], [0, 1]);
  await close();
});

test("who breaks off while the body comes makes room for the next", async () => {
  const { inside, post, announce, close } = await serve({ bytes: limit, waiting: 1, ...patient });
  const entered = once(inside, "entered");
  const announced = announce();
  await entered;
  const next = post("/tldv", meeting("next", 5 * megabyte));
  announced.destroy();
  assert.deepEqual(await next, [200, null]);
  assert.deepEqual([inside.now, inside.most], [0, 1]);
  await close();
});

test("who waits gets in by turns; who leaves or has waited too long does not", async () => {
  const room = largeBodies({ bytes: 10, waitMs: 600_000, waiting: 2 });
  const asker = () => new EventEmitter();
  const [first, second] = [await room.enter(6, asker()), await room.enter(4, asker())];
  assert.ok(first && second);
  const gone = asker();
  const [third, leaves] = [room.enter(6, asker()), room.enter(1, gone)];
  assert.equal(await room.enter(1, asker()), null);
  gone.emit("close");
  assert.equal(await leaves, null);
  const fourth = room.enter(4, asker());
  let isThirdIn = false;
  third.then(() => {
    isThirdIn = true;
  });
  second();
  second();
  await new Promise(setImmediate);
  assert.equal(isThirdIn, false, "room is given back once");
  first();
  const releases = await Promise.all([third, fourth]);
  for (const release of releases) release?.();
  assert.ok(await room.enter(11, asker()), "a single one is let in, however large");

  const hasty = largeBodies({ bytes: 10, waitMs: 1, waiting: 2 });
  assert.ok(await hasty.enter(10, asker()));
  assert.equal(await hasty.enter(10, asker()), null);
});
