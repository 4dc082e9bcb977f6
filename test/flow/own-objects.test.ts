// Custom objects from one end to the other: events find or make one record each, filled and put on what belongs to them.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { control, type InstalledApp, linkedWith, sandboxRecords, settled, startInstalledApp } from "../hookswitch.ts";
import { addSubscriptions, form, signUp } from "../web/own-properties.ts";
import { callEvent, json, page, send } from "../web/setup.ts";

let app: InstalledApp;
let objectTypeId: string;
let told = 0;

before(async () => {
  app = await startInstalledApp();
  objectTypeId = await addSubscriptions(app);
});
after(() => app.stop());
beforeEach(async () => {
  const match = (value: string) => ({ property: "subscription_id", value });
  const plan = (value: string, mode: string) => ({ property: "plan", value, mode });
  const started = { property: "started_on", value: "{registered_at}", mode: "gap" };
  const rule = { objectTypeId, create: true };
  await json(
    await app.admin.post("/properties", {
      objects: [
        {
          ...rule,
          on: "customer",
          match: match("{customer_id}"),
          rows: [plan("{company.name}", "gap"), started],
          associateWith: ["contact", "company"],
        },
        {
          ...rule,
          on: "form",
          match: match("{fields.subscription}"),
          rows: [plan("{fields.plan}", "always"), { property: "seats", value: "{fields.seats}", mode: "always" }],
          associateWith: ["contact", "activity"],
        },
        {
          ...rule,
          on: "call",
          match: match("{note}"),
          rows: [],
          create: false,
          associateWith: ["contact", "activity"],
        },
      ],
    }),
  );
});

async function tell(event: unknown): Promise<void> {
  await send(app.hook, event);
  await settled(app.admin, ++told);
}

async function subscription(id: string) {
  const [found, ...others] = (await sandboxRecords(app, objectTypeId)).filter(
    ({ properties }) => properties.subscription_id === id,
  );
  assert.ok(found && others.length === 0, `${id}: ${others.length + (found ? 1 : 0)}`);
  return found;
}

const newest = async () => (await settled(app.admin, told)).at(0);

test("a sign-up makes its subscription once, on its contact and its company, however often it is told", async () => {
  await tell(signUp("S-1"));
  await tell(signUp("S-1", {}, "s-1-again"));
  const made = await subscription("S-1");
  assert.deepEqual([made.properties.plan, made.properties.started_on], ["Acme", "2026-11-22"]);
  const [contact] = (await sandboxRecords(app, "contacts")).filter(
    (each) => each.properties.email === "ivan@acme.example",
  );
  assert.deepEqual(await linkedWith(app, made, "contacts"), [contact?.id]);
  assert.equal((await linkedWith(app, made, "companies")).length, 1);
  const event = (await settled(app.admin, told)).find(
    ({ type, status }) => type === "customer.registered" && status === "done",
  );
  const record = event?.records.find(({ what }) => what === "Subscription");
  assert.equal(record?.id, made.id);
  assert.match(String((await fetch(record?.url ?? "")).status), /200/);
  const html = await page(app.admin, `/activity/${event?.id}`);
  assert.match(html, /Wrote the Subscription “S-1”/);
  assert.match(html, /Because no Subscription had the Subscription id “S-1” yet/);
});

test("a form of another person changes the same subscription and is put on it, with its note", async () => {
  await tell(form(1, { subscription: "s-1", plan: "Gold", seats: "1 000" }));
  const made = await subscription("S-1");
  assert.deepEqual([made.properties.plan, made.properties.seats], ["Gold", "1000"]);
  assert.equal((await linkedWith(app, made, "contacts")).length, 2);
  assert.equal((await linkedWith(app, made, "notes")).length, 1);
});

test("a form without a subscription is written as ever", async () => {
  await tell(form(2, { plan: "Gold" }));
  const event = await newest();
  assert.deepEqual([event?.status, event?.plan.some(({ do: kind }) => kind === "upsert")], ["done", false]);
});

test("a call about a subscription that is not there makes none and says so; one that is there gets the call", async () => {
  await tell(callEvent(21, { note: "S-404" }));
  assert.match(
    (await newest())?.because ?? "",
    /No Subscription has the Subscription id “S-404”, and your rule makes none\.$/,
  );
  assert.equal((await sandboxRecords(app, objectTypeId)).length, 1);
  await tell(callEvent(22, { note: "S-1" }));
  const [call] = (await sandboxRecords(app, "calls")).filter((each) => each.properties.hs_call_external_id === "c-22");
  assert.deepEqual(await linkedWith(app, await subscription("S-1"), "calls"), [call?.id]);
});

test("two sign-ups of a burst for one subscription make one", async () => {
  await json(await app.admin.post("/settings/pause"));
  await send(app.hook, signUp("S-2"));
  await send(app.hook, {
    ...signUp("S-2", { company: { name: "Acme 2", domain: "acme.example" } }, "s-2-news"),
    type: "customer.updated",
  });
  told += 2;
  await json(await app.admin.post("/settings/resume"));
  await settled(app.admin, told);
  assert.equal((await subscription("S-2")).properties.plan, "Acme");
});

for (const [what, fault] of [
  ["before", { status: 502, effect: "before" }],
  ["after", { status: 502, effect: "after" }],
  ["after, by a connection that breaks,", { drop: true, effect: "after" }],
] as const) {
  test(`an answer that is lost ${what} the write leaves one subscription with its links`, async () => {
    const id = `S-${what.length}-${fault.effect}`;
    await control(app, "faults", { match: `POST /crm/objects/.*/${objectTypeId}/batch/upsert`, times: 1, ...fault });
    await control(app, "faults", { match: `POST /crm/associations/.*/${objectTypeId}/.*`, times: 1, ...fault });
    await tell(signUp(id));
    const made = await subscription(id);
    assert.equal((await linkedWith(app, made, "contacts")).length, 1);
    assert.equal((await linkedWith(app, made, "companies")).length, 1);
  });
}

test("a subscription that HubSpot refuses parks its event alone, with everything else written", async () => {
  await control(app, "faults", {
    match: `POST /crm/objects/.*/${objectTypeId}/batch/upsert`,
    times: 1,
    status: 400,
    body: { status: "error", category: "VALIDATION_ERROR", message: "Plan is not allowed here." },
  });
  await tell(signUp("S-9"));
  const event = await newest();
  assert.equal(event?.status, "parked");
  assert.match(event?.because ?? "", /HubSpot refused to write the Subscription: .*Plan is not allowed here/);
  await json(await app.admin.post(`/activity/${event?.id}/replay`));
  await settled(app.admin, told);
  assert.equal((await subscription("S-9")).properties.plan, "Acme");
});
