// What is read of HubSpot before an event is decided: no deals that nothing is put on; a missing permission costs no event.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  control,
  type InstalledApp,
  type SandboxRecord,
  sandboxRecords,
  seed,
  settled,
  startInstalledApp,
} from "../hookswitch.ts";
import { addProperty } from "../web/own-properties.ts";
import { json, requestsOf, send } from "../web/setup.ts";

let app: InstalledApp;
let told = 0;

before(async () => {
  app = await startInstalledApp({ ownDomains: ["acme.test"] });
  await addProperty(app, "companies", { name: "last_met", label: "Last met", type: "string", fieldType: "text" });
  await addProperty(app, "companies", { name: "first_met", label: "First met", type: "string", fieldType: "text" });
  const last = { object: "company", property: "last_met", mode: "always" };
  const rows = [
    { on: "meeting", ...last, value: "{title}" },
    { on: "meeting", ...last, property: "first_met", value: "{title}", mode: "gap" },
    { on: "call", ...last, value: "{client.phone}" },
  ];
  await json(await app.admin.post("/properties", { rows }));
});
after(() => app?.stop());

const time = "2026-11-20T11:00:00Z";

const call = (phone: string) => ({
  type: "call.completed",
  id: `c-${phone}`,
  time,
  data: { call_id: `c-${phone}`, direction: "in", outcome: "answered", client: { phone }, talk_seconds: 5 },
});

const meeting = (id: string, email: string, data: Record<string, unknown> = {}) => ({
  type: "meeting.completed",
  id: `${id}-${told}`,
  time,
  data: { meeting_id: id, title: id, participants: [{ email }], analysis: { summary: "S" }, ...data },
});

async function tell(...events: unknown[]) {
  await send(app.hook, events.length === 1 ? events[0] : events);
  told += events.length;
  return (await settled(app.admin, told)).slice(0, events.length);
}

async function the(type: string, property: string, value: string): Promise<SandboxRecord> {
  const found = (await sandboxRecords(app, type)).filter((record) => record.properties[property] === value);
  const [only, ...others] = found;
  assert.ok(only && others.length === 0, `${found.length} ${type} with ${property} ${value}`);
  return only;
}

/** How often deals of companies were asked for. */
async function dealReads(): Promise<number> {
  return (await requestsOf(app))["POST /crm/associations/2026-09/companies/deals/batch/read"] ?? 0;
}

test("deals of companies are read for meetings and what is to be put on them, and for nothing else", async () => {
  const company = await seed(app, "companies", { name: "Client", domain: "client.test" });
  const phone = "+380671112266";
  await seed(app, "contacts", { email: "anna@client.test", firstname: "Anna", phone }, [
    { toType: "companies", toId: company },
  ]);
  const person = { name: "Boris", email: "boris@client.test" };
  await tell(call(phone), { type: "customer.registered", id: "s-1", time, data: { customer_id: "s-1", person } });
  assert.equal((await the("companies", "domain", "client.test")).properties.last_met, phone, "its rows are filled");
  assert.equal(await dealReads(), 0);
  await tell(meeting("deals", "anna@client.test"));
  assert.equal(await dealReads(), 1);
  await app.admin.post("/settings", { cascadeFor: ["call"] });
  await tell({ ...call(phone), id: "c-2", data: { ...call(phone).data, call_id: "c-2" } });
  await app.admin.post("/settings", { cascadeFor: [] });
  assert.equal(await dealReads(), 2);
});

const forbidden = { status: "error", category: "MISSING_SCOPES", message: "no" };

test("later news whose company may not be read any more costs nobody anything: what is always written is written", async () => {
  await seed(app, "companies", { name: "Closed", domain: "closed.test", first_met: "long ago" });
  await tell(meeting("before", "a@closed.test"));
  assert.equal((await the("companies", "domain", "closed.test")).properties.last_met, "before");
  await control(app, "faults", {
    match: "POST /crm/objects/.*/companies/(batch/read|search)",
    times: 3,
    status: 403,
    effect: "none",
    body: forbidden,
  });
  const later = meeting("before", "a@closed.test", { title: "after", analysis: { summary: "S, corrected" } });
  const events = await tell({ ...later, type: "meeting.analyzed" }, call("+380671112211"));
  assert.deepEqual(
    events.map(({ status }) => status),
    ["done", "done"],
  );
  const { last_met: last, first_met: first } = (await the("companies", "domain", "closed.test")).properties;
  assert.deepEqual([last, first], ["after", "long ago"]);
});
