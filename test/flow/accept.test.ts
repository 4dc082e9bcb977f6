// The webhook address: whatever comes is stored, answered with 200 and dealt with, or refused for one of four reasons.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ActivityEvent,
  type InstalledApp,
  sandboxRecords,
  settled,
  startInstalledApp,
  type Visitor,
} from "../hookswitch.ts";
import { classic, descriptive, nested } from "../ringostat.ts";

let app: InstalledApp;
let admin: Visitor;
let hook: string;
let seen = 0;

before(async () => {
  app = await startInstalledApp({ ownNumbers: ["+380441112233"] });
  ({ admin, hook } = app);
});
after(() => app.stop());

function json(body: unknown): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** Sends what must be answered with exactly 200, and tells what became of the newest event. */
async function send(path: string, init: RequestInit): Promise<ActivityEvent> {
  const response = await fetch(hook + path, init);
  assert.equal(response.status, 200);
  const events = await settled(admin, seen + 1);
  seen = events.length;
  const [newest] = events;
  assert.ok(newest);
  return newest;
}

test("the same delivery posted twice makes one event and one call", async () => {
  await send("", json(nested({ id: "twice" })));
  assert.equal((await fetch(hook, json(nested({ id: "twice" })))).status, 200);
  const events = await settled(admin);
  assert.equal(events.length, seen);
  assert.equal((await sandboxRecords(app, "calls")).length, 1);
});

test("the same call in other naming families, as form and as query, still makes one call", async () => {
  const asForm = await fetch(`${hook}/ringostat`, {
    method: "POST",
    body: new URLSearchParams(classic({ id: "twice" })),
  });
  assert.equal(asForm.status, 200);
  assert.equal((await settled(admin)).length, seen, "it reads as the same fact");
  const withMore = new URLSearchParams({ ...descriptive({ id: "twice" }), n_alias: "Kyiv" });
  const asQuery = await send(`?${withMore}`, { method: "GET" });
  // The line's name is new: the same call is told so.
  assert.equal(asQuery.status, "done");
  assert.match(asQuery.because, /already in HubSpot/);
  assert.deepEqual(
    asQuery.records.map((record) => record.what),
    ["call"],
  );
  assert.equal((await sandboxRecords(app, "calls")).length, 1);
  assert.equal((await sandboxRecords(app, "contacts")).length, 1);
});

test("a repeated delivery that knows more, such as the recording, updates the same call", async () => {
  const event = await send("", json(nested({ id: "twice", recording: "https://rec.acme.test/twice.wav" })));
  assert.equal(event.status, "done");
  const [call, ...others] = await sandboxRecords(app, "calls");
  assert.deepEqual(others, []);
  assert.equal(call?.properties.hs_call_recording_url, "https://rec.acme.test/twice.wav");
});

test("PUT works as POST does", async () => {
  const event = await send("", { ...json(nested({ id: "put", from: "380501110000" })), method: "PUT" });
  assert.equal(event.status, "done");
});

test("malformed JSON is kept and parked with a reason", async () => {
  const event = await send("", json('{"type":"in", "uniqueid":'));
  assert.equal(event.status, "parked");
  assert.match(event.because, /JSON/);
  const { delivery } = await admin.get<{ delivery: { body: string } }>(`/activity/${event.id}`);
  assert.equal(delivery.body, '{"type":"in", "uniqueid":');
});

test("fields that nobody knows are kept raw and do not disturb", async () => {
  const event = await send(
    "",
    json({
      ...classic({ id: "odd", from: "380501110001" }),
      market_comp: "x",
      дзвінок: "y",
      __proto__: { polluted: true },
    }),
  );
  assert.equal(event.status, "done");
});

test("an anonymous caller is ignored with a reason", async () => {
  const event = await send("", json(classic({ id: "anonymous", from: "anonymous" })));
  assert.equal(event.status, "ignored");
  assert.match(event.because, /hid their number/);
});

test("a caller who is one of our own lines is parked, never written", async () => {
  const before = await sandboxRecords(app, "contacts");
  const event = await send("", json(classic({ id: "own", from: "0441112233" })));
  assert.equal(event.status, "parked");
  assert.match(event.because, /own numbers/);
  assert.deepEqual(await sandboxRecords(app, "contacts"), before);
});

test("both legs with the same number are parked: it is not clear who the client is", async () => {
  const event = await send("", json(classic({ id: "legs", from: "380509998877", line: "380509998877" })));
  assert.equal(event.status, "parked");
  assert.match(event.because, /Both sides/);
});

test("a colleague's number is never matched to a contact", async () => {
  await admin.post("/employees", { employees: [{ name: "Colleague", email: "c@acme.test", phone: "+380671234567" }] });
  const event = await send("", json(classic({ id: "colleague", from: "380671234567" })));
  assert.equal(event.status, "ignored");
  assert.match(event.because, /belongs to an employee/);
});

test("a moment before the end of the call writes nothing", async () => {
  const event = await send(
    "",
    json({
      type: "in",
      call_id: "early",
      employee_id: "331851",
      connected_with: "acme_101",
      destination: "380441112233",
      number_e164: "+380501110002",
      status: "",
      call_timestamp: "1760013001501605",
    }),
  );
  assert.equal(event.type, "call.answered");
  assert.equal(event.status, "ignored");
});

test("our own JSON is read on its own path, one event or many", async () => {
  const event = {
    type: "call.completed",
    id: "e-1",
    time: "2026-11-22T10:01:35Z",
    data: {
      call_id: "c-1",
      direction: "in",
      outcome: "missed",
      client: { phone: "+380501110003" },
      started_at: "2026-11-22T10:00:00Z",
    },
  };
  const written = await send("/generic", json([event]));
  assert.equal(written.status, "done");
  assert.ok(written.plan.some((write) => write.do === "create" && write.what === "task"));
});

test("a wrong address is 404, a provider that does not exist is 404, a body over 1 MB is 413", async () => {
  assert.equal((await fetch(`${app.url}/hooks/${"x".repeat(43)}`, json({}))).status, 404);
  assert.equal((await fetch(`${hook}/nokia`, json({}))).status, 404);
  assert.equal((await fetch(hook, json(`"${"x".repeat(1024 * 1024)}"`))).status, 413);
  assert.equal((await settled(admin)).length, seen, "nothing of them was stored");
});

test("every request to HubSpot went to a dated path", async () => {
  const counters = JSON.stringify(await (await fetch(`${app.sandbox.url}/_sandbox/counters`)).json());
  const paths = [...counters.matchAll(/\/(crm|oauth|account-info|appinstalls|webhooks)\/[^" ]*/g)].map(
    ([path]) => path,
  );
  assert.ok(paths.length > 5, "the sandbox counted our requests");
  const outside = paths.filter((path) => !/\/20\d\d-\d\d(\/|$)/.test(path) && path !== "/oauth/authorize");
  assert.deepEqual(outside, []);
});
