// HubSpot changes under our feet: contacts merged, deleted or given another number, and rules of the customer's own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ActivityEvent,
  control,
  hubspot,
  type InstalledApp,
  sandboxRecords,
  sandboxState,
  seed,
  settled,
  startInstalledApp,
  type Visitor,
} from "../hookswitch.ts";
import { type Call, classic } from "../ringostat.ts";

let app: InstalledApp;
let admin: Visitor;
let hook: string;
let seen = 0;

before(async () => {
  app = await startInstalledApp();
  ({ admin, hook } = app);
});
after(() => app.stop());

async function send(call: Call): Promise<void> {
  assert.equal((await fetch(hook, { method: "POST", body: new URLSearchParams(classic(call)) })).status, 200);
  seen += 1;
}

async function outcome(): Promise<ActivityEvent> {
  const [event] = await settled(admin, Math.min(seen, 50));
  assert.ok(event);
  return event;
}

function contactOf(event: ActivityEvent): string | undefined {
  return event.records.find((record) => record.what === "contact")?.id;
}

test("a contact merged into another: the next call goes to the one that is left", async () => {
  await send({ id: "m1", from: "380501300001" });
  const merged = contactOf(await outcome());
  const left = await seed(app, "contacts", { firstname: "Left", phone: "+380501300001" });
  await hubspot(app, "POST", "contacts/merge", { primaryObjectId: left, objectIdToMerge: merged });
  await send({ id: "m2", from: "380501300001" });
  const event = await outcome();
  assert.equal(event.status, "done", event.because);
  const contacts = await sandboxRecords(app, "contacts");
  const alive = contacts.filter((contact) => contact.properties.phone === "+380501300001");
  assert.ok(alive.some((contact) => contact.id === contactOf(event)));
  assert.equal(event.plan[0]?.do, "use");
});

test("a contact deleted by a person: the next call makes a new one", async () => {
  await send({ id: "d1", from: "380501300002" });
  const deleted = contactOf(await outcome());
  await hubspot(app, "DELETE", `contacts/${deleted}`);
  await send({ id: "d2", from: "380501300002" });
  const event = await outcome();
  assert.equal(event.status, "done", event.because);
  assert.notEqual(contactOf(event), deleted);
  assert.equal(event.plan[0]?.do, "create");
});

test("a contact that got another number gives its key up: the old number's next caller is somebody new", async () => {
  await send({ id: "n1", from: "380501300003" });
  const former = contactOf(await outcome());
  await hubspot(app, "PATCH", `contacts/${former}`, { properties: { phone: "+380501399999" } });
  await send({ id: "n2", from: "380501300003" });
  const event = await outcome();
  assert.equal(event.status, "done", event.because);
  assert.notEqual(contactOf(event), former);
});

test("a contact deleted between the decision and the write: the event is decided anew", async () => {
  const contact = await seed(app, "contacts", { firstname: "Soon gone", phone: "+380501300004" });
  await control(app, "faults", {
    match: "POST /crm/objects/.*/calls/batch/create",
    times: 1,
    status: 503,
    effect: "none",
  });
  await send({ id: "s1", from: "380501300004" });
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const { lane } = await admin.get<{ lane: { state: string } }>("/");
    if (lane.state === "sleeping") break;
  }
  await hubspot(app, "DELETE", `contacts/${contact}`);
  const event = await outcome();
  assert.equal(event.status, "done", event.because);
  assert.notEqual(contactOf(event), contact);
  assert.deepEqual(
    event.plan.slice(0, 2).map((write) => write.do),
    ["create", "create"],
  );
});

test("one poison event in a batch of a hundred parks alone, all others are written", async () => {
  const { owners } = await admin.get<{ owners: { id: string }[] }>("/employees");
  await admin.post("/employees", { employees: [{ name: "Ivan", email: "ivan@acme.test", ownerId: owners[1]?.id }] });
  await admin.post("/settings/pause");
  // Only the missed call makes a task, and tasks now require what nobody fills.
  await control(app, "portals", {
    portalId: "1001",
    validationRules: [{ objectType: "tasks", property: "hs_queue_membership_ids" }],
  });
  for (let index = 0; index < 100; index++) {
    const from = `3805013001${String(index).padStart(2, "0")}`;
    await send({ id: `p${index}`, from, ...(index === 50 ? { email: null, status: "NO ANSWER", talk: 0 } : {}) });
  }
  await admin.post("/settings/resume");
  const done = async () => (await admin.get<{ counts: Record<string, number> }>("/")).counts;
  for (let counts = await done(); (counts.waiting ?? 0) > 0; counts = await done());
  const { events } = await admin.get<{ events: (ActivityEvent & { subject: string })[] }>("/activity?status=parked");
  assert.deepEqual(
    events.map((event) => event.subject),
    ["ringostat/p50"],
  );
  assert.match(events[0]?.because ?? "", /requires a value for “hs_queue_membership_ids”/);
  const calls = (await sandboxRecords(app, "calls")).filter((call) =>
    call.properties.hs_call_external_id?.startsWith("p"),
  );
  assert.equal(calls.length, 100);
  await control(app, "portals", { portalId: "1001", validationRules: [] });
});

test("a property that the customer's HubSpot requires parks the event by its name; with a default value the replay goes through", async () => {
  await control(app, "portals", {
    portalId: "1001",
    validationRules: [{ objectType: "deals", property: "description" }],
  });
  await send({ id: "v1", from: "380501300005" });
  const parked = await outcome();
  assert.equal(parked.status, "parked");
  assert.match(parked.because, /requires a value for “description”/);

  const saved = await admin.post("/settings", { defaults: "deal.description = Phone call" });
  assert.equal(saved.status, 200);
  await admin.post(`/activity/${parked.id}/replay`);
  const event = await outcome();
  assert.equal(event.status, "done", event.because);
  const deal = (await sandboxRecords(app, "deals")).find(
    ({ id }) => id === event.records.find(({ what }) => what === "deal")?.id,
  );
  assert.equal(deal?.properties.description, "Phone call");
  const callers = (await sandboxState(app.sandbox.url)).records.filter(
    (record) => record.properties.phone === "+380501300005",
  );
  assert.equal(callers.length, 1, "the contact of the first attempt was used again");
});
