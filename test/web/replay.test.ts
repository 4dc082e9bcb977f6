// Replaying what was parked or ignored, and previewing what an event would write, without writing it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ActivityEvent, control, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import { adminOf, callEvent, hubspotPortal, json, page, query, requestsOf, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let address: string;
let next = 1;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  address = await webhookUrlOf(admin);
});
after(() => app.stop());

/** Sends a call and waits for what becomes of it. */
async function call(data: Record<string, unknown>): Promise<ActivityEvent> {
  const event = callEvent(next++, data);
  await send(address, event);
  await settled(admin, next - 1);
  const { events } = await admin.get<{ events: ActivityEvent[] }>(`/activity?q=generic/${event.data.call_id}`);
  const [found] = events;
  assert.ok(found);
  return found;
}

async function again(id: string): Promise<ActivityEvent> {
  const events = await settled(admin, next - 1);
  const found = events.find((event) => event.id === id);
  assert.ok(found);
  return found;
}

test("a parked event is replayed with today's settings and written", async () => {
  await admin.post("/settings", { defaultCountry: null });
  const parked = await call({ client: { phone: "050 123 00 01", name: "Local" } });
  assert.equal(parked.status, "parked", parked.because);
  await admin.post("/settings", { defaultCountry: "UA" });
  const landing = await submit(admin, "/activity?status=parked", `/activity/${parked.id}/replay`);
  assert.equal(landing.url, `${app.url}/activity/${parked.id}`);
  assert.match(await landing.text(), /on its way again/);
  const done = await again(parked.id);
  assert.equal(done.status, "done", done.because);
  assert.deepEqual(
    done.records.map(({ what }) => what),
    ["contact", "deal", "call"],
  );
});

test("an ignored event is replayed with today's matrix and written", async () => {
  await admin.post("/matrix", { cases: { "in.new.answered": { contact: "existing" } } });
  const ignored = await call({});
  assert.equal(ignored.status, "ignored", ignored.because);
  await admin.post("/matrix/reset");
  assert.deepEqual(await json(await admin.post(`/activity/${ignored.id}/replay`)), { replayed: true });
  assert.equal((await again(ignored.id)).status, "done");
});

test("what HubSpot refused is replayed after the reason is gone, without writing the rest twice", async () => {
  const body = { status: "error", category: "VALIDATION_ERROR", message: "No calls on Sundays" };
  await control(app, "faults", { match: "POST /crm/objects/2026-09/calls/batch/create", times: 5, status: 400, body });
  const parked = await call({});
  assert.equal(parked.status, "parked");
  assert.match(parked.because, /No calls on Sundays/);
  const contacts = async () => (await hubspotPortal(app)).records.filter(({ type }) => type === "contacts").length;
  const before = await contacts();
  // The fault may have struck fewer times than it was set for.
  for (let tries = 0; tries < 5; tries++) {
    await admin.post(`/activity/${parked.id}/replay`);
    if ((await again(parked.id)).status === "done") break;
  }
  const done = await again(parked.id);
  assert.equal(done.status, "done", done.because);
  assert.equal(await contacts(), before);
});

test("an event that is done or waiting is not replayed, and the answer says so", async () => {
  const done = await call({});
  assert.equal(done.status, "done");
  assert.deepEqual(await json(await admin.post(`/activity/${done.id}/replay`), 409), { replayed: false });
  assert.deepEqual(await again(done.id), done);

  await admin.post("/settings/pause");
  await send(address, callEvent(next++));
  const { events } = await admin.get<{ events: ActivityEvent[] }>("/activity?status=waiting");
  const [waiting] = events;
  assert.ok(waiting);
  assert.equal((await admin.post(`/activity/${waiting.id}/replay`)).status, 409);
  await admin.post("/settings/resume");
  assert.equal((await again(waiting.id)).status, "done");
  assert.equal((await admin.post("/activity/nobody/replay")).status, 404);
});

interface Preview {
  verdict: string;
  because: string;
  plan: { do: string; what: string; because: string }[];
}

async function traces(): Promise<unknown> {
  const { records } = await hubspotPortal(app);
  const writes = Object.entries(await requestsOf(app)).filter(
    ([path]) => !path.startsWith("GET ") && !/\/(search|batch\/read)$/.test(path),
  );
  const tables = ["Event", "Delivery", "LedgerEntry", "Employee"];
  const rows = await Promise.all(tables.map((name) => query(app, `SELECT to_jsonb(t) FROM "${name}" t ORDER BY 1`)));
  return { records, writes, rows };
}

test("a preview answers the plan of a new client's call, and leaves no trace", async () => {
  const before = await traces();
  const event = callEvent(900, { agent: { email: "unknown@acme.test", name: "Nobody Yet" } });
  const preview = await json<Preview>(await admin.post("/preview", event));
  assert.equal(preview.verdict, "write");
  assert.match(preview.because, /Nobody Yet, who is not mapped/);
  assert.deepEqual(
    preview.plan.map((write) => `${write.do} ${write.what}`),
    ["create contact", "create deal", "create call", "create task"],
  );
  assert.match(preview.plan[0]?.because ?? "", /^nobody has/);
  assert.deepEqual(await json<Preview>(await admin.post("/preview", [event])), preview);
  assert.deepEqual(await traces(), before);
});

test("a preview knows the clients that HubSpot has, and says what it would ignore or park", async () => {
  const { because } = await call({ client: { phone: "+380509998877" } });
  assert.match(because, /new client/);
  const known = await json<Preview>(
    await admin.post("/preview", callEvent(901, { client: { phone: "+380509998877" } })),
  );
  assert.match(known.because, /known client/);
  assert.equal(known.plan[0]?.do, "use");
  const hidden = await json<Preview>(await admin.post("/preview", callEvent(902, { client: { phone: "anonymous" } })));
  assert.deepEqual([hidden.verdict, hidden.plan], ["ignore", []]);
});

test("what is no event of ours cannot be previewed, and the answer says why", async () => {
  for (const [body, because] of [
    [{}, /type is missing/],
    [{ type: "call.completed", data: {} }, /data\.call_id is missing/],
    [{ type: "weather.changed", data: {} }, /not one of ours/],
    [[], /holds no events/],
  ] as const) {
    const answer = await json<{ because: string }>(await admin.post("/preview", body), 400);
    assert.match(answer.because, because);
  }
  const { token } = await admin.get<{ token: string }>("/csrf");
  const headers = { accept: "application/json", "x-csrf-token": token };
  assert.equal((await admin.request("/preview", { method: "POST", headers })).status, 400);
});

test("a sample call goes the whole way and stands on the activity page", async () => {
  const before = (await settled(admin)).length;
  const landing = await submit(admin, "/settings", "/sample");
  assert.equal(landing.url, `${app.url}/activity`);
  assert.match(await landing.text(), /The sample call is in/);
  const [event] = await settled(admin, before + 1);
  assert.equal(event?.status, "done", event?.because);
  assert.match(await page(admin, "/activity"), /Created a contact because/);
});
