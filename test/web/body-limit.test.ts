// How much a webhook may hold: 1 MB, or as much as the provider allows that is named or chosen; nobody's body is read.
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { providers } from "../../src/providers/index.ts";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { adminOf, callEvent, query, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let address: string;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  address = await webhookUrlOf(admin);
  await admin.post("/settings", { provider: "generic", paused: true });
});
after(() => app.stop());

const megabyte = 1024 * 1024;

/** A meeting with a transcript, as tl;dv sends it, of so many bytes. */
function meeting(id: string, bytes: number): Buffer {
  const event = {
    event: "MeetingReady",
    executedAt: "2026-11-23T12:00:00Z",
    data: { id, name: "Demo", happenedAt: "2026-11-23T11:00:00Z", transcript: "" },
  };
  event.data.transcript = "a".repeat(bytes - JSON.stringify(event).length);
  return Buffer.from(JSON.stringify(event));
}

async function post(path: string, body: Buffer, encoding = "identity", more = {}): Promise<[number, string]> {
  const headers = { "content-type": "application/json", "content-encoding": encoding, ...more };
  const response = await fetch(`${address}${path}`, { method: "POST", headers, body: new Uint8Array(body) });
  return [response.status, await response.text()];
}

async function kept(): Promise<number[]> {
  const rows = await query<{ bytes: number }>(
    app,
    'SELECT length("body") AS bytes FROM "Delivery" ORDER BY "receivedAt", "id"',
  );
  return rows.map(({ bytes }) => bytes);
}

const tooLarge = (mb: number): [number, string] => [413, `This is larger than ${mb} MB, more than a webhook may hold.`];

const decompressedTooLarge = (mb: number): string =>
  `What the body holds once it is decompressed is larger than ${mb} MB, more than a webhook may hold.`;

test("5 MB are taken for a provider that allows them, by name or because it is the chosen one, and kept whole", async () => {
  assert.equal(providers.find(({ name }) => name === "tldv")?.bodyLimit, 6 * megabyte);
  assert.deepEqual(await post("/tldv", meeting("named", 5 * megabyte)), [200, "OK"]);
  await admin.post("/settings", { provider: "tldv" });
  assert.deepEqual(await post("", meeting("chosen", 5 * megabyte)), [200, "OK"]);
  assert.deepEqual(await kept(), [5 * megabyte, 5 * megabyte]);
  assert.deepEqual(await post("", meeting("more", 6 * megabyte + 1)), tooLarge(6));
  await admin.post("/settings", { provider: "generic" });
});

test("for the others it is 1 MB, recognised by its shape or not", async () => {
  const before = await kept();
  for (const path of ["/generic", "/ringostat", ""])
    assert.deepEqual(await post(path, meeting("other", 5 * megabyte)), tooLarge(1), path);
  assert.deepEqual(await kept(), before);
  assert.deepEqual(await post("", meeting("fits", megabyte)), [200, "OK"]);
  assert.deepEqual(await kept(), [...before, megabyte]);
});

test("what a compressed body holds counts, not what it weighs", async () => {
  const whole = gzipSync(meeting("compressed", 5 * megabyte));
  assert.ok(whole.length < megabyte);
  assert.deepEqual(await post("/tldv", whole, "gzip"), [200, "OK"]);
  const before = await kept();
  assert.equal(before.at(-1), 5 * megabyte);
  assert.deepEqual(await post("/generic", whole, "gzip"), [413, decompressedTooLarge(1)]);
  assert.deepEqual(await post("/tldv", gzipSync(meeting("bomb", 6 * megabyte + 1)), "gzip"), [
    413,
    decompressedTooLarge(6),
  ]);
  assert.deepEqual(await kept(), before);
});

test("at the unnamed address the sender that is recognised has its own limit, not the chosen one's", async () => {
  await admin.post("/settings", { provider: "tldv" });
  const before = await kept();
  const call = { resource: "call", event: "call.ended", timestamp: 1791538201, token: "t", data: { id: 1, note: "" } };
  call.data.note = "a".repeat(3 * megabyte);
  const aircall = Buffer.from(JSON.stringify(call));
  assert.deepEqual(await post("", aircall), tooLarge(1));
  assert.deepEqual(await post("", gzipSync(aircall), "gzip"), tooLarge(1));
  // Known by its headers alone, and broken off behind the limit: a replay, too, would find it too large.
  const brokenOff = gzipSync(aircall).subarray(0, -8);
  const ringostat = { "user-agent": "ringostat HTTP Client" };
  assert.deepEqual(await post("", brokenOff, "gzip", ringostat), [413, decompressedTooLarge(1)]);
  assert.deepEqual(await kept(), before);
  assert.deepEqual(await post("", brokenOff, "gzip"), [200, "OK"]);
  await admin.post("/settings", { provider: "generic" });
});

test("what was once taken of a sender that now may send less can still be replayed", async () => {
  const call = { resource: "call", event: "x".repeat(3 * megabyte), token: "t" };
  assert.deepEqual(await post("/tldv", Buffer.from(JSON.stringify(call))), [200, "OK"]);
  const [row] = await query<{ id: string }>(
    app,
    `WITH event AS (UPDATE "Event" SET "provider" = 'aircall' WHERE "deliveryId" =
       (SELECT "id" FROM "Delivery" ORDER BY "receivedAt" DESC, "id" DESC LIMIT 1) RETURNING "id", "deliveryId")
     UPDATE "Delivery" SET "provider" = 'aircall' FROM event WHERE "Delivery"."id" = event."deliveryId" RETURNING event."id"`,
  );
  const replayed = await admin.post(`/activity/${row?.id}/replay`);
  assert.ok([200, 409].includes(replayed.status), `${replayed.status} ${await replayed.text()}`);
});

/** Says that 5 MB will come, sends none of them, and takes the answer. */
function onlyAnnounced(path: string): Promise<number> {
  const { hostname, port } = new URL(app.url);
  return new Promise((done, fail) => {
    const headers = { "content-type": "application/json", "content-length": String(5 * megabyte) };
    const asking = request({ hostname, port, path, method: "POST", headers }, ({ statusCode }) => {
      done(statusCode ?? 0);
      asking.destroy();
    });
    asking.on("error", fail);
    asking.flushHeaders();
  });
}

test("an address that nobody has, or a provider that does not exist, is refused before a byte of the body is read", async () => {
  const { pathname } = new URL(address);
  assert.equal(await onlyAnnounced("/hooks/nobody/tldv"), 404);
  assert.equal(await onlyAnnounced("/hooks/nobody"), 404);
  assert.equal(await onlyAnnounced(`${pathname}/pigeon`), 404);
});

test("after a refusal the same connection goes on with the next delivery", async () => {
  const { hostname, port, pathname } = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = (path: string, body: string) =>
    new Promise<[number | undefined, boolean]>((done, fail) => {
      const asking = request({ hostname, port, path, method: "POST", agent }, (response) => {
        response.resume().on("end", () => done([response.statusCode, asking.reusedSocket]));
      });
      asking.on("error", fail);
      asking.end(body);
    });
  assert.deepEqual(await ask("/hooks/nobody", "x".repeat(3 * megabyte)), [404, false]);
  assert.deepEqual(await ask(`${pathname}/generic`, JSON.stringify(callEvent(1))), [200, true]);
  agent.destroy();
});

test("refusals are counted by their reason", async () => {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  assert.match(metrics, /hookswitch_refused_total\{reason="too_large"\} 9/);
  assert.match(metrics, /hookswitch_refused_total\{reason="address"\} 4/);
});
