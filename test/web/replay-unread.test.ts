// Replaying deliveries of which nothing could be read: they stay as they are until they can be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { type ActivityEvent, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import { adminOf, callEvent, json, page, query, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let address: string;
let sent = 0;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  address = await webhookUrlOf(admin);
});
after(() => app.stop());

/** Sends what makes so many events, and gives the newest of them. */
async function received(body: unknown, events = 1): Promise<ActivityEvent> {
  assert.equal((await send(address, body)).status, 200);
  sent += events;
  const [newest] = await settled(admin, sent);
  assert.ok(newest);
  return newest;
}

async function now(id: string): Promise<ActivityEvent> {
  const found = (await settled(admin, sent)).find((event) => event.id === id);
  assert.ok(found);
  return found;
}

/** As if an older version had given another reason. */
function saidBefore(id: string): Promise<unknown> {
  return query(app, `UPDATE "Event" SET because = 'An older reason.' WHERE id = $1`, [id]);
}

/** As if what was received were readable to a newer version. */
function becomes(id: string, body: unknown): Promise<unknown> {
  const sql = `UPDATE "Delivery" SET body = convert_to($2, 'UTF8') WHERE id = (SELECT "deliveryId" FROM "Event" WHERE id = $1)`;
  return query(app, sql, [id, JSON.stringify(body)]);
}

async function staysBecause(event: ActivityEvent, because: RegExp): Promise<void> {
  const answer = await json<{ replayed: boolean; because: string }>(
    await admin.post(`/activity/${event.id}/replay`),
    409,
  );
  assert.equal(answer.replayed, false);
  assert.match(answer.because, because);
  const after = await now(event.id);
  assert.deepEqual([after.status, after.because, after.attempts], [event.status, answer.because, event.attempts]);
}

test("one that still cannot be read stays parked, with the reason of today", async () => {
  const event = await received("not an event");
  assert.equal(event.status, "parked");
  await saidBefore(event.id);
  await staysBecause(event, /^The body is neither JSON nor a form\.$/);
});

test("people read the same on the event's page", async () => {
  const event = await received(["neither is this"]);
  await saidBefore(event.id);
  const html = await (await submit(admin, `/activity/${event.id}`, `/activity/${event.id}/replay`)).text();
  assert.match(html, /It was read again, and there is still nothing in it to write/);
  assert.match(html, /must be a JSON object/);
  assert.doesNotMatch(html, /An older reason/);
});

test("one that was ignored as no event of ours stays ignored", async () => {
  const event = await received({ type: "weather.changed", data: {} });
  assert.equal(event.status, "ignored");
  await saidBefore(event.id);
  await staysBecause(event, /not one of ours/);
});

test("one that was left out of a list is not taken for the one beside it", async () => {
  const event = await received([callEvent(1), { type: "call.completed", data: {} }], 2);
  const left = event.type === "unreadable" ? event : (await settled(admin, sent))[1];
  assert.ok(left?.type === "unreadable");
  await staysBecause(left, /^Event 2 of the array: data\.call_id is missing\.$/);
  await becomes(left.id, [callEvent(1), callEvent(2)]);
  await staysBecause(left, /one of 2 events that can be read by now/);
});

test("one that was compressed in a way that cannot be undone stays parked", async () => {
  const headers = { "content-type": "application/json", "content-encoding": "gzip" };
  const body = new Uint8Array(gzipSync(JSON.stringify(callEvent(3))).subarray(0, -12));
  assert.equal((await fetch(`${address}/generic`, { method: "POST", headers, body })).status, 200);
  sent += 1;
  const [event] = await settled(admin, sent);
  assert.ok(event);
  await saidBefore(event.id);
  await staysBecause(event, /cannot be decompressed/);
});

test("one that can be read by now is written", async () => {
  const event = await received("a riddle");
  await becomes(event.id, callEvent(4));
  assert.deepEqual(await json(await admin.post(`/activity/${event.id}/replay`)), { replayed: true });
  const done = await now(event.id);
  assert.deepEqual([done.type, done.status], ["call.completed", "done"]);
});

test("the page of an event says what a replay does before and after something was written", async () => {
  const event = await received("one more");
  const html = await page(admin, `/activity/${event.id}`);
  assert.match(html, /If nothing was written yet, the delivery is read again and decided anew/);
  assert.match(html, /If a part was written, the plan stays/);
});
