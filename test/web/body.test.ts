// What may come in a request to the webhook address: compressed bodies, broken ones, and mere looks.
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { Webhook } from "standardwebhooks";
import { type ActivityEvent, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, callEvent, query, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let address: string;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  address = await webhookUrlOf(admin);
});
after(() => app.stop());

function post(body: Buffer, encoding: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${address}/generic`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-encoding": encoding, ...headers },
    body: new Uint8Array(body),
  });
}

function json(n: number): Buffer {
  return Buffer.from(JSON.stringify(callEvent(n)));
}

async function counted(): Promise<number> {
  const [row] = await query<{ count: number }>(app, 'SELECT count(*)::int AS count FROM "Delivery"');
  return row?.count ?? Number.NaN;
}

async function newest(): Promise<{
  event: ActivityEvent;
  delivery: { headers: Record<string, string>; body: string };
}> {
  const [event] = await settled(admin, await counted());
  assert.ok(event);
  return admin.get(`/activity/${event.id}`);
}

test("a look at the address stores nothing, and tells a right one from a wrong one", async () => {
  const look = async (url: string) => {
    const response = await fetch(url, { method: "HEAD" });
    return [response.status, await response.text()];
  };
  assert.deepEqual(await look(address), [200, ""]);
  assert.deepEqual(await look(`${address}/generic?call_id=1`), [200, ""]);
  assert.deepEqual(await look(`${address}/pigeon`), [404, ""]);
  assert.deepEqual(await look(`${app.url}/hooks/nobody`), [404, ""]);
  assert.equal(await counted(), 0);
});

test("compressed bodies are read, and kept as what they hold", async () => {
  const compressed: [string, Buffer][] = [
    ["gzip", gzipSync(json(1))],
    ["X-GZIP", gzipSync(json(2))],
    ["deflate", deflateSync(json(3))],
    ["br", brotliCompressSync(json(4))],
    ["identity", json(5)],
  ];
  for (const [encoding, bytes] of compressed) {
    assert.equal((await post(bytes, encoding)).status, 200, encoding);
    const { event, delivery } = await newest();
    assert.equal(event.status, "done", event.because);
    assert.match(delivery.body, /^\{"type":"call.completed"/);
  }
});

test("what cannot be decompressed is kept as it came, answered 200 and parked with the reason", async () => {
  const whole = gzipSync(json(10));
  const broken: [string, Buffer, RegExp][] = [
    ["gzip", whole.subarray(0, -12), /said to be compressed as gzip, but cannot be decompressed/],
    ["br", json(11), /said to be compressed as br/],
    ["zip", whole, /compressed as “zip”; choose gzip, deflate, br or none/],
    ["x".repeat(500), gzipSync(json(12)), /“x{30}…”/],
  ];
  for (const [encoding, bytes, because] of broken) {
    assert.equal((await post(bytes, encoding)).status, 200);
    const { event, delivery } = await newest();
    assert.deepEqual([event.type, event.status], ["unreadable", "parked"]);
    assert.match(event.because, because);
    assert.equal(delivery.headers["content-encoding"], encoding);
    const [row] = await query<{ body: Buffer }>(app, 'SELECT body FROM "Delivery" ORDER BY "receivedAt" DESC LIMIT 1');
    assert.deepEqual(row?.body, bytes);
  }
  assert.equal((await post(Buffer.alloc(0), "gzip")).status, 200);
});

test("a body over 1 MB is refused, compressed or not", async () => {
  const before = await counted();
  const large = Buffer.alloc(1024 * 1024 + 1, " ");
  for (const [encoding, bytes] of [
    ["identity", large],
    ["gzip", gzipSync(large)],
    ["br", brotliCompressSync(large)],
    ["nothing-known", large],
  ] as const) {
    const response = await post(bytes, encoding);
    assert.equal(response.status, 413, encoding);
    assert.match(await response.text(), /larger than 1 MB/);
  }
  assert.equal((await post(gzipSync(large.subarray(1)), "gzip")).status, 200);
  assert.equal(await counted(), before + 1);
});

test("a body that breaks off is not stored", async () => {
  const before = await counted();
  const { hostname, port, pathname } = new URL(address);
  await new Promise<void>((done) => {
    const half = request({ hostname, port, path: pathname, method: "POST", headers: { "content-length": "100" } });
    half.on("error", () => done());
    half.write("call_id=1");
    half.flushHeaders();
    setTimeout(() => half.destroy(), 50);
  });
  assert.equal((await send(address, callEvent(20))).status, 200);
  assert.equal(await counted(), before + 1);
});

test("a signature speaks for the body that was compressed", async () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  await admin.post("/settings", { provider: "generic" });
  await admin.post("/settings/secret", { secret });
  const at = new Date();
  const signed = {
    "webhook-id": "m-1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign("m-1", at, json(30).toString()),
  };
  assert.equal((await post(gzipSync(json(30)), "gzip", signed)).status, 200);
  assert.equal((await post(gzipSync(json(31)), "gzip", signed)).status, 401);
  assert.equal((await post(Buffer.from("nonsense"), "gzip", signed)).status, 401);
});
