// An event that its sender only announced, on the activity page: parked without a key, and replayed to be asked for again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ActivityEvent, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import { adminOf, json, page, query, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let id: string;

const wantsKey =
  "tl;dv only announced this meeting. Enter its API key under Settings, where tl;dv is set up: it is asked for at once.";

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  const event = { event: "TranscriptReady", executedAt: "2026-11-23T12:00:00Z", data: { id: "t-1", meetingId: "m-1" } };
  const response = await fetch(`${await webhookUrlOf(admin)}/tldv`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200);
  id = (await onlyEvent()).id;
});
after(() => app.stop());

async function onlyEvent(): Promise<ActivityEvent> {
  const [event, ...others] = await settled(admin);
  assert.ok(event);
  assert.deepEqual(others, []);
  return event;
}

/** Of every state that the event was in, by a trigger: what comes and goes within a second. */
async function statesSince(): Promise<{ status: string; thin: boolean; because: string }[]> {
  return query(app, 'SELECT "status", "thin", "because" FROM "EventState" ORDER BY "n"');
}

test("without a key it is parked, never decided, and the page says where to enter the key", async () => {
  const { status, because, plan, attempts } = await onlyEvent();
  assert.deepEqual({ status, because, plan, attempts }, { status: "parked", because: wantsKey, plan: [], attempts: 0 });
  assert.match(await page(admin, "/activity"), /Enter its API key under Settings/);
});

test("the replay button has it asked for again, whatever it was taken for", async () => {
  await query(app, 'CREATE TABLE "EventState" ("n" serial, "status" text, "thin" boolean, "because" text)');
  await query(
    app,
    `CREATE FUNCTION keep_state() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN INSERT INTO "EventState" ("status", "thin", "because") VALUES (NEW."status", NEW."thin", NEW."because"); RETURN NEW; END $$`,
  );
  await query(app, `CREATE TRIGGER keep_state AFTER UPDATE ON "Event" FOR EACH ROW EXECUTE FUNCTION keep_state()`);
  const landing = await submit(admin, `/activity/${id}`, `/activity/${id}/replay`);
  assert.match(await landing.text(), /on its way again/);
  assert.equal((await onlyEvent()).because, wantsKey);
  const asking = { status: "waiting", thin: true, because: "Hookswitch asks tl;dv for the rest of it." };
  const parked = { status: "parked", thin: true, because: wantsKey };
  assert.deepEqual(await statesSince(), [asking, parked]);

  // As if an older version had not known that it only announces something.
  await query(app, `UPDATE "Event" SET "thin" = false, "type" = 'meeting.completed'`);
  await query(app, 'TRUNCATE "EventState"');
  assert.deepEqual(await json(await admin.post(`/activity/${id}/replay`)), { replayed: true });
  const { type, because } = await onlyEvent();
  assert.deepEqual([type, because], ["meeting.analyzed", wantsKey]);
  assert.deepEqual(await statesSince(), [asking, parked]);
});
