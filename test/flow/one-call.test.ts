// One human call, told in pieces, under several ids, late and in disorder: what stands in HubSpot in the end.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import type { z } from "zod";
import { type CallType, callData } from "../../src/model/event.ts";
import { portalId } from "../../src/model/ids.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import {
  type ActivityEvent,
  control,
  hubspot,
  type InstalledApp,
  linkedWith,
  type SandboxRecord,
  sandboxRecords,
  seed,
  settled,
  startInstalledApp,
} from "../hookswitch.ts";
import { storeEvent } from "../jobs/setup.ts";
import { json } from "../web/setup.ts";

const portal = portalId.parse("1001");

let app: InstalledApp;
let database: Database;
let stores: Stores;
let told = 0;
before(async () => {
  app = await startInstalledApp();
  database = openDatabase(app.databaseUrl);
  stores = openStores(database, createCipher([{ id: "test", key: randomBytes(32) }]));
});
after(async () => {
  await database.close();
  await app.stop();
});

type Moment = [type: CallType, id: string, data: Partial<z.input<typeof callData>>, minute?: number];

/** Stored while the lane rests, so that it finds them all in one batch. @returns their ids */
async function tell(...moments: Moment[]): Promise<string[]> {
  await json(await app.admin.post("/settings/pause"));
  const ids: string[] = [];
  for (const [type, id, data, minute = 0] of moments) {
    const time = new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();
    const whole = callData.parse({ callId: id, client: {}, line: {}, attribution: {}, ...data });
    ids.push(await storeEvent({ stores }, portal, new Date(), { type, subject: `generic/${id}`, time, data: whole }));
  }
  await json(await app.admin.post("/settings/resume"));
  told += moments.length;
  return ids;
}

async function outcome(): Promise<ActivityEvent[]> {
  return settled(app.admin, Math.min(told, 50));
}

async function only(type: string, has: (record: SandboxRecord) => boolean): Promise<SandboxRecord> {
  const found = (await sandboxRecords(app, type)).filter(has);
  assert.equal(found.length, 1, `one of the ${type}: ${JSON.stringify(found)}`);
  return found[0] as SandboxRecord;
}
const callOf = (id: string) => only("calls", ({ properties }) => properties.hs_call_external_id === id);

let numbers = 380507000000;
const client = () => ({ phone: `+${numbers++}` });
const end = (phone: { phone: string }, outcome: "answered" | "missed" = "answered") => ({
  client: phone,
  direction: "in" as const,
  outcome,
  talkSeconds: outcome === "answered" ? 60 : 0,
});

test("news under a leg's id, decided beside news under the call's own, is not forgotten later", async () => {
  const from = client();
  await tell(["call.completed", "a1", { ...end(from), linkedIds: ["a1-leg"] }]);
  await outcome();
  await tell(["call.rated", "a1", { rating: { category: "Lead" } }], ["call.updated", "a1-leg", { note: "Roof" }]);
  await outcome();
  await tell(["call.updated", "a1", { tags: ["vip"] }, 5]);
  await outcome();
  const { properties } = await callOf("a1");
  assert.match(properties.hs_call_body ?? "", /Note: Roof/);
  assert.match(properties.hs_call_body ?? "", /Tags: vip/);
});

test("two legs that were logged before anybody said that they are one call: the first one is brought up to date", async () => {
  const from = client();
  await tell(["call.completed", "b1", end(from, "missed")]);
  await outcome();
  await tell(["call.completed", "b2", end(from), 1]);
  await outcome();
  await tell(["call.updated", "b1", { linkedIds: ["b2"], note: "One call" }, 2]);
  await outcome();
  const { properties } = await callOf("b1");
  assert.equal(properties.hs_call_status, "COMPLETED");
});

test("a rating of a call that the matrix does not log makes no second task", async () => {
  const from = client();
  await json(
    await app.admin.post("/matrix", { cases: { "in.known.missed": { call: "skip", task: "inform", deal: "none" } } }),
  );
  await seed(app, "contacts", { firstname: "Known", phone: from.phone });
  await tell(["call.completed", "c1", end(from, "missed")]);
  await outcome();
  await tell(["call.rated", "c1", { rating: { category: "Lead" } }, 5]);
  await outcome();
  await only("tasks", ({ properties }) => properties.hs_task_subject === "Nobody spoke with Known");
});

test("a call that is not logged when missed is logged when it turns out to have been answered", async () => {
  const from = client();
  await json(await app.admin.post("/matrix", { cases: { "in.new.missed": { call: "skip" } } }));
  await tell(["call.completed", "d1", end(from, "missed")]);
  await outcome();
  await tell(["call.completed", "d1", end(from), 1]);
  await outcome();
  const { properties } = await callOf("d1");
  assert.equal(properties.hs_call_status, "COMPLETED");
  await json(await app.admin.post("/matrix", { cases: { "in.new.missed": { call: "log" } } }));
});

test("news of an earlier call leaves the task of a later missed one open", async () => {
  const from = client();
  await tell(["call.completed", "e1", { ...end(from), endedAt: "2026-11-22T10:00:00Z" }]);
  await outcome();
  await tell(["call.completed", "e2", { ...end(from, "missed"), endedAt: "2026-11-22T10:20:00Z" }, 20]);
  await outcome();
  await tell(["call.rated", "e1", { rating: { category: "Lead" } }, 30]);
  await outcome();
  const task = await only("tasks", ({ properties }) => (properties.hs_task_subject ?? "").includes(from.phone));
  assert.equal(task.properties.hs_task_status, "NOT_STARTED");
});

test("a beginning that comes after an end which named nobody finds the contact that there is", async () => {
  const from = client();
  await seed(app, "contacts", { firstname: "Human", phone: from.phone });
  await tell(["call.completed", "f1", { direction: "in", outcome: "answered", talkSeconds: 60 }]);
  await outcome();
  await tell(["call.started", "f1", { client: from, direction: "in" }]);
  await outcome();
  await only("contacts", ({ properties }) => properties.phone === from.phone);
});

test("the ends of two legs that HubSpot refused, replayed the second one first, make one call", async () => {
  const from = client();
  const match = "POST /crm/objects/.*/calls/batch/create";
  const body = { status: "error", category: "VALIDATION_ERROR", message: "no" };
  await control(app, "faults", { match, times: 2, status: 400, body, effect: "none" });
  const [first] = await tell(["call.completed", "g1", end(from)]);
  await outcome();
  const [second] = await tell(["call.completed", "g1", end(from, "missed"), 1]);
  const events = await outcome();
  assert.deepEqual(
    events.slice(0, 2).map(({ status }) => status),
    ["parked", "parked"],
  );
  await json(await app.admin.post(`/activity/${second}/replay`));
  await outcome();
  await json(await app.admin.post(`/activity/${first}/replay`));
  await outcome();
  await callOf("g1");
});

test("a recording behind a login that was told of before the end is offered to HubSpot with the call", async () => {
  const from = client();
  await tell([
    "call.answered",
    "i1",
    { client: from, recordingUrl: "https://pbx.acme.test/1", recordingProtected: true },
  ]);
  await outcome();
  await tell(["call.completed", "i1", end(from), 1]);
  await outcome();
  assert.equal((await callOf("i1")).properties.hs_call_source, "INTEGRATIONS_PLATFORM");
});

test("a missed call that was parked before anything was written does not stand in for the task of the next", async () => {
  const from = client();
  const match = "POST /crm/objects/.*/contacts/batch/create";
  const body = { status: "error", category: "MISSING_SCOPES", message: "no" };
  await control(app, "faults", { match, times: 1, status: 403, body, effect: "none" });
  await tell(["call.completed", "j1", end(from, "missed")]);
  const [parked] = await outcome();
  assert.equal(parked?.status, "parked");
  await tell(["call.completed", "j2", end(from, "missed"), 1]);
  const [event] = await outcome();
  assert.equal(event?.status, "done", event?.because);
  await only("tasks", ({ properties }) => (properties.hs_task_subject ?? "").includes(from.phone));
});

test("a contact made at pick-up and merged into another before the end: the call goes to the one that is left", async () => {
  const from = client();
  await json(await app.admin.post("/settings", { createAt: "pickup" }));
  await tell(["call.answered", "k1", { client: from, direction: "in" }]);
  await outcome();
  const made = await only("contacts", ({ properties }) => properties.phone === from.phone);
  const left = await seed(app, "contacts", { firstname: "Left", phone: from.phone });
  await hubspot(app, "POST", "contacts/merge", { primaryObjectId: left, objectIdToMerge: made.id });
  await tell(["call.completed", "k1", end(from), 1]);
  const [event] = await outcome();
  assert.equal(event?.status, "done", event?.because);
  await callOf("k1");
});

test("a contact made at pick-up and deleted before the end: the call goes to a new one", async () => {
  const from = client();
  await json(await app.admin.post("/settings", { createAt: "pickup" }));
  await tell(["call.answered", "l1", { client: from, direction: "in" }]);
  await outcome();
  const made = await only("contacts", ({ properties }) => properties.phone === from.phone);
  await hubspot(app, "DELETE", `contacts/${made.id}`);
  await tell(["call.completed", "l1", end(from), 1]);
  const [event] = await outcome();
  assert.equal(event?.status, "done", event?.because);
  await callOf("l1");
});

test("a call that turns out to have been missed gets the task that it would have had; news of it makes no second one", async () => {
  const from = client();
  const contact = await seed(app, "contacts", { firstname: "Turned", phone: from.phone });
  await json(await app.admin.post("/matrix", { cases: { "in.known.missed": { call: "log", task: "call_back" } } }));
  await tell(["call.completed", "m1", end(from)]);
  await outcome();
  await tell(["call.updated", "m1", { outcome: "voicemail" }, 1]);
  await outcome();
  await tell(["call.rated", "m1", { rating: { category: "Lead" } }, 2]);
  await outcome();
  const task = await only(
    "tasks",
    ({ properties }) => properties.hs_task_subject === "Call back Turned (left a voicemail)",
  );
  assert.equal(task.properties.hs_task_status, "NOT_STARTED");
  assert.deepEqual(await linkedWith(app, task, "contacts"), [contact]);
  await tell(["call.updated", "m1", { outcome: "answered" }, 3]);
  await outcome();
  const done = await only("tasks", ({ id }) => id === task.id);
  assert.equal(done.properties.hs_task_status, "COMPLETED");
});

test("what a person wrote into a logged call stays, whatever is told of the call later", async () => {
  const from = client();
  await tell(["call.completed", "n1", { ...end(from), note: "Asked & waited" }]);
  await outcome();
  const { id, properties } = await callOf("n1");
  await hubspot(app, "PATCH", `calls/${id}`, {
    properties: { hs_call_body: `<p>Wants it <strong>blue</strong></p>${properties.hs_call_body}<br>Ring on Monday` },
  });
  await tell(["call.rated", "n1", { rating: { category: "Lead" } }, 1]);
  await outcome();
  await tell(["call.updated", "n1", { tags: ["vip"] }, 2]);
  await outcome();
  assert.equal(
    (await callOf("n1")).properties.hs_call_body,
    "Wants it <strong>blue</strong><br>Ring on Monday<br>From the phone system:<br>Category: Lead<br>Tags: vip<br>Note: Asked &amp; waited",
  );
});
