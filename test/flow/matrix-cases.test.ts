// The six cases of Ringostat's own matrix for HubSpot, and outgoing calls, end to end: what stands in HubSpot afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  type ActivityEvent,
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
let owners: { id: string; name: string }[];
let seen = 0;

before(async () => {
  app = await startInstalledApp();
  ({ admin, hook } = app);
  owners = (await admin.get<{ owners: { id: string; name: string }[] }>("/employees")).owners;
  await admin.post("/settings", { topManagerOwnerId: owners[0]?.id });
  await admin.post("/employees", {
    employees: [
      { name: "Ivan", email: "ivan@acme.test", ownerId: owners[1]?.id },
      { name: "Maria", email: "maria@acme.test", ownerId: owners[2]?.id },
    ],
  });
});
after(() => app.stop());

const top = () => owners[0]?.id;
const ivan = () => owners[1]?.id;
const maria = () => owners[2]?.id;

async function call(fields: Call): Promise<ActivityEvent> {
  const response = await fetch(hook, { method: "POST", body: new URLSearchParams(classic(fields)) });
  assert.equal(response.status, 200);
  const events = await settled(admin, ++seen);
  const event = events[0];
  assert.equal(event?.status, "done", event?.because);
  return event;
}

async function record(event: ActivityEvent, what: string): Promise<Record<string, string | undefined>> {
  const id = event.records.find((entry) => entry.what === what)?.id;
  const found = (await sandboxRecords(app, `${what}s`)).find((entry) => entry.id === id);
  assert.ok(found, `${what} ${id}`);
  return found.properties;
}

function kinds(event: ActivityEvent): string[] {
  return event.plan.map((write) => `${write.do} ${write.what}`);
}

/** A client of Maria's with an open deal. */
async function knownClient(phone: string): Promise<{ contact: string; deal: string }> {
  const owner = { hubspot_owner_id: maria() ?? "" };
  const contact = await seed(app, "contacts", { firstname: "Known", lastname: phone, phone, ...owner });
  const open = { dealname: `Deal ${phone}`, pipeline: "default", dealstage: "qualifiedtobuy", ...owner };
  const deal = await seed(app, "deals", open, [{ toType: "contacts", toId: contact }]);
  return { contact, deal };
}

test("incoming, new client, answered: contact, deal with UTM and call belong to who answered", async () => {
  const event = await call({
    id: "new-answered",
    from: "380501000001",
    utm: { utm_source: "google", utm_medium: "cpc" },
    recording: "https://rec.acme.test/1.wav",
  });
  assert.deepEqual(kinds(event), ["create contact", "create deal", "create call"]);
  const contact = await record(event, "contact");
  assert.deepEqual([contact.phone, contact.hubspot_owner_id], ["+380501000001", ivan()]);
  const deal = await record(event, "deal");
  assert.deepEqual(
    [deal.hookswitch_utm_source, deal.hubspot_owner_id, deal.dealstage],
    ["google", ivan(), "appointmentscheduled"],
  );
  const logged = await record(event, "call");
  assert.deepEqual(
    [
      logged.hs_call_direction,
      logged.hs_call_duration,
      logged.hs_call_disposition,
      logged.hs_call_recording_url,
      logged.hubspot_owner_id,
    ],
    ["INBOUND", "80000", "f240bbac-87c9-4f6e-bf70-924b57d47db7", "https://rec.acme.test/1.wav", ivan()],
  );
  assert.equal(
    new Date(logged.hs_timestamp ?? "").toISOString(),
    "2026-10-09T09:30:01.000Z",
    "Kyiv time, read as such",
  );
});

test("incoming, known client, answered by the responsible: the recording goes to the existing contact and deal", async () => {
  const client = await knownClient("+380501000002");
  const event = await call({ id: "known-responsible", from: "380501000002", email: "maria@acme.test" });
  assert.deepEqual(kinds(event), ["use contact", "use deal", "create call"]);
  assert.deepEqual(
    event.records.slice(0, 2).map((entry) => entry.id),
    [client.contact, client.deal],
  );
});

test("incoming, known client in any spelling, answered by another: logged on the client, and says who answered", async () => {
  const client = await knownClient("(050) 100-00-03");
  const event = await call({ id: "known-another", from: "+380501000003", email: "ivan@acme.test" });
  assert.match(event.because, /who is not the responsible/);
  assert.equal(event.records[0]?.id, client.contact);
  const logged = await record(event, "call");
  assert.equal(logged.hubspot_owner_id, ivan());
  assert.match(logged.hs_call_body ?? "", /ivan@acme\.test/);
});

test("missed, new client: contact, deal and a task in four hours belong to the TOP manager", async () => {
  const event = await call({
    id: "new-missed",
    from: "380501000004",
    status: "NO ANSWER",
    talk: 0,
    total: 30,
    email: null,
  });
  assert.deepEqual(kinds(event), ["create contact", "create deal", "create call", "create task"]);
  const owned = await Promise.all(["contact", "deal", "task"].map((what) => record(event, what)));
  assert.deepEqual(
    owned.map((properties) => properties.hubspot_owner_id),
    [top(), top(), top()],
  );
  const task = await record(event, "task");
  assert.equal(new Date(task.hs_timestamp ?? "").toISOString(), "2026-10-09T13:30:31.000Z");
  assert.equal(task.hs_task_type, "CALL");
});

test("missed, known client: a task for the responsible on the existing contact and deal", async () => {
  const client = await knownClient("+380501000005");
  const event = await call({ id: "known-missed", from: "380501000005", status: "NO ANSWER", talk: 0, email: null });
  assert.deepEqual(kinds(event), ["use contact", "use deal", "create call", "create task"]);
  assert.deepEqual(
    event.records.slice(0, 2).map((entry) => entry.id),
    [client.contact, client.deal],
  );
  assert.equal((await record(event, "task")).hubspot_owner_id, maria());
});

test("outgoing, answered: the recording goes to the existing contact and deal, as an outgoing call", async () => {
  await knownClient("+380501000006");
  const event = await call({ id: "outgoing", from: "380501000006", direction: "out", email: "maria@acme.test" });
  assert.deepEqual(kinds(event), ["use contact", "use deal", "create call"]);
  const logged = await record(event, "call");
  assert.deepEqual(
    [logged.hs_call_direction, logged.hs_call_to_number, logged.hs_call_from_number],
    ["OUTBOUND", "+380501000006", "+380441112233"],
  );
});

test("answered by an employee whom nobody mapped: a task for the TOP manager to check the settings", async () => {
  const event = await call({ id: "unknown", from: "380501000007", email: "stranger@acme.test" });
  const task = await record(event, "task");
  assert.equal(task.hubspot_owner_id, top());
  assert.match(task.hs_task_subject ?? "", /Check settings: stranger@acme\.test/);
  const { employees } = await admin.get<{ employees: { email: string; matchedBy: string }[] }>(
    "/employees?filter=unmapped",
  );
  assert.deepEqual(
    employees.map((employee) => [employee.email, employee.matchedBy]),
    [["stranger@acme.test", "none"]],
  );
});

test("a changed matrix is obeyed by the next call", async () => {
  await admin.post("/matrix", { cases: { "in.new.missed": { deal: "none", task: "none" } } });
  const event = await call({ id: "changed", from: "380501000008", status: "BUSY", talk: 0, email: null });
  assert.deepEqual(kinds(event), ["create contact", "create call"]);
  assert.equal((await record(event, "call")).hs_call_status, "BUSY");
});

test("calls, deals and tasks hang on everything they belong to", async () => {
  const event = await call({ id: "linked", from: "380501000009", email: "stranger@acme.test" });
  const idOf = (what: string) => event.records.find((entry) => entry.what === what)?.id;
  const { links } = await sandboxState(app.sandbox.url);
  const areLinked = (from: string, to: string) =>
    links.some(
      ([type, id, other, otherId]) =>
        type === `${from}s` && id === idOf(from) && other === `${to}s` && otherId === idOf(to),
    );
  for (const [from, to] of [
    ["deal", "contact"],
    ["call", "contact"],
    ["call", "deal"],
    ["task", "contact"],
    ["task", "deal"],
  ] as const) {
    assert.ok(areLinked(from, to), `${from} to ${to}`);
  }
});

test("a second missed call makes no second task, and calling back completes the first", async () => {
  await admin.post("/matrix/reset");
  const first = await call({ id: "stack-1", from: "380501000010", status: "NO ANSWER", talk: 0, email: null });
  const second = await call({ id: "stack-2", from: "380501000010", status: "NO ANSWER", talk: 0, email: null });
  const taskId = first.records.find((entry) => entry.what === "task")?.id;
  assert.deepEqual(kinds(second), ["use contact", "use deal", "create call", "use task"]);
  assert.equal(second.records.find((entry) => entry.what === "task")?.id, taskId);
  const back = await call({ id: "stack-3", from: "380501000010", direction: "out" });
  assert.deepEqual(kinds(back), ["use contact", "use deal", "create call", "update task"]);
  assert.equal((await record(first, "task")).hs_task_status, "COMPLETED");
  const third = await call({ id: "stack-4", from: "380501000010", status: "NO ANSWER", talk: 0, email: null });
  assert.notEqual(third.records.find((entry) => entry.what === "task")?.id, taskId);
});
