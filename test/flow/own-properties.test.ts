// Own properties from one end to the other: what rows say of forms and calls stands in HubSpot, once and by its type.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import {
  control,
  type InstalledApp,
  type SandboxRecord,
  sandboxRecords,
  seed,
  settled,
  startInstalledApp,
} from "../hookswitch.ts";
import { addProperty, form } from "../web/own-properties.ts";
import { callEvent, json, send } from "../web/setup.ts";

let app: InstalledApp;
let told = 0;

before(async () => {
  app = await startInstalledApp();
  await addProperty(app, "deals", { name: "budget", label: "Budget", type: "number", fieldType: "number" });
  await addProperty(app, "contacts", { name: "region", label: "Region", type: "string", fieldType: "text" });
  await addProperty(app, "contacts", { name: "score", label: "Score", type: "number", fieldType: "number" });
  await addProperty(app, "companies", { name: "last_caller", label: "Last caller", type: "string", fieldType: "text" });
  await addProperty(app, "companies", { name: "called_on", label: "Called on", type: "date", fieldType: "date" });
  await addProperty(app, "calls", { name: "mood", label: "Mood", type: "string", fieldType: "text" });
});
after(() => app.stop());
beforeEach(async () => {
  await json(await app.admin.post("/properties", { rows }));
});

const rows = [
  { on: "form", object: "deal", property: "budget", value: "{fields.budget}", mode: "always" },
  { on: "form", object: "contact", property: "region", value: "{fields.region}", mode: "gap" },
  { on: "call", object: "company", property: "last_caller", value: "{client.name}, {direction}", mode: "always" },
  { on: "call", object: "company", property: "called_on", value: "{started_at}", mode: "always" },
  { on: "call", object: "contact", property: "score", value: "{analysis.score.value}", mode: "always" },
  { on: "call", object: "call", property: "mood", value: "{analysis.mood.client}", mode: "gap" },
];

async function tell(...events: unknown[]): Promise<void> {
  await send(app.hook, events.length === 1 ? events[0] : events);
  told += events.length;
  await settled(app.admin, told);
}

async function only(type: string, has: (record: SandboxRecord) => boolean): Promise<SandboxRecord["properties"]> {
  const [found, ...others] = (await sandboxRecords(app, type)).filter(has);
  assert.ok(found && others.length === 0, `${type}: ${others.length + (found ? 1 : 0)}`);
  return found.properties;
}

const lastBecause = async () => (await settled(app.admin, told)).at(0)?.plan.map(({ because }) => because) ?? [];

test("a form's budget becomes the deal's number every time, its region only fills the contact's gap", async () => {
  const ivan = ({ properties }: SandboxRecord) => properties.email === "ivan@example.com";
  const his = ({ properties }: SandboxRecord) => properties.dealname === "Ivan Petrenko, Quote";
  await tell(form(1, { budget: "1 000 UAH", region: "Kyiv" }));
  assert.equal((await only("contacts", ivan)).region, "Kyiv");
  assert.equal((await only("deals", his)).budget, "1000");
  await tell(form(2, { budget: "2.500,00", region: "Lviv" }));
  assert.equal((await only("contacts", ivan)).region, "Kyiv");
  assert.equal((await only("deals", his)).budget, "2500");
  await tell(form(3, { budget: "a lot" }));
  assert.equal((await only("deals", his)).budget, "2500");
  assert.ok((await lastBecause()).some((because) => because.endsWith("“a lot” is no number, so Budget was left out")));
});

test("of two forms in one batch the first one fills the gap", async () => {
  const person = { name: "Olha", email: "olha@example.com" };
  await json(await app.admin.post("/settings/pause"));
  await send(app.hook, form(4, { region: "Odesa" }, { person }));
  await send(app.hook, form(5, { region: "Rivne" }, { person }));
  told += 2;
  await json(await app.admin.post("/settings/resume"));
  await settled(app.admin, told);
  const olha = await only("contacts", ({ properties }) => properties.email === "olha@example.com");
  assert.equal(olha.region, "Odesa");
});

test("a call updates the only company of its client, by the portal's calendar, and a repeated one writes nothing", async () => {
  const company = await seed(app, "companies", { name: "Acme", domain: "acme.example" });
  const client = { phone: "+380501000009", name: "Client 9" };
  await seed(app, "contacts", { firstname: "Client", lastname: "9", phone: client.phone }, [
    { toType: "companies", toId: company },
  ]);
  const call = callEvent(9, { client, started_at: "2026-11-22T23:30:00Z", ended_at: "2026-11-22T23:31:35Z" });
  await tell(call);
  const acme = () => only("companies", ({ id }) => id === company);
  assert.deepEqual([(await acme()).last_caller, (await acme()).called_on], ["Client 9, in", "2026-11-23"]);
  const updates = async () => {
    const counters = await fetch(`${app.sandbox.url}/_sandbox/counters`);
    const { portals } = await json<{ portals: Record<string, { paths: Record<string, number> }> }>(counters);
    return portals["1001"]?.paths["POST /crm/objects/2026-09/companies/batch/update"];
  };
  const before = await updates();
  await tell({ ...call, id: "e-9-again", type: "call.updated" });
  assert.equal(await updates(), before);
});

test("late news of a call reaches the contact and the call; what people wrote into a gap meanwhile stays", async () => {
  await tell(callEvent(10));
  const contact = () => only("contacts", ({ properties }) => properties.phone === "+380501000010");
  const call = () => only("calls", ({ properties }) => properties.hs_call_external_id === "c-10");
  const analysis = (id: string, score: number, mood: string) => ({
    type: "call.analyzed",
    id,
    data: { call_id: "c-10", analysis: { summary: "Fine", score: { value: score, max: 10 }, mood: { client: mood } } },
  });
  await tell(analysis("a-1", 7, "happy"));
  assert.deepEqual([(await contact()).score, (await call()).mood], ["7", "happy"]);
  await tell(analysis("a-2", 8, "angry"));
  assert.deepEqual([(await contact()).score, (await call()).mood], ["8", "happy"]);
});

test("a property that HubSpot no longer has parks the event with a reason, and it is written whole once the row is gone", async () => {
  await addProperty(app, "contacts", { name: "fleeting", label: "Fleeting", type: "string", fieldType: "text" });
  const fleeting = { on: "form", object: "contact", property: "fleeting", value: "x", mode: "always" };
  await json(await app.admin.post("/properties", { rows: [fleeting] }));
  await addProperty(app, "contacts", { name: "fleeting" }, "DELETE");
  const person = { name: "Petro", email: "petro@example.com" };
  await tell(form(6, {}, { person }));
  const [parked] = await settled(app.admin, told);
  assert.equal(parked?.status, "parked");
  assert.match(parked?.because ?? "", /fleeting/);
  await json(await app.admin.post("/properties", { rows: [] }));
  await json(await app.admin.post(`/activity/${parked?.id}/replay`));
  const [replayed] = await settled(app.admin, told);
  assert.equal(replayed?.status, "done");
  await only("contacts", ({ properties }) => properties.email === "petro@example.com");
});

test("without rows nothing more is read or written than before", async () => {
  await json(await app.admin.post("/properties", { rows: [] }));
  await control(app, "faults", { match: "POST /crm/objects/.*/companies/batch/.*", times: 1, status: 500 });
  await tell(callEvent(11));
  const { faults } = await json<{ faults: unknown[] }>(await fetch(`${app.sandbox.url}/_sandbox/faults`));
  assert.equal(faults.length, 1, "companies were neither read nor written");
});
