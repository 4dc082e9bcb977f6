// Sign-ups end to end: company, contact and their association, once; HubSpot away; what the sender changes later.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Client } from "pg";
import {
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

let app: InstalledApp;
let seen = 0;

before(async () => {
  app = await startInstalledApp();
});
after(() => app?.stop());

type Data = Record<string, unknown>;

async function tell(type: "registered" | "updated", customerId: string, data: Data): Promise<void> {
  const time = new Date(Date.UTC(2026, 10, 20, 10, ++seen)).toISOString();
  const event = { type: `customer.${type}`, id: `s-${seen}`, time, data: { customer_id: customerId, ...data } };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(event) });
  assert.equal(answer.status, 200);
}

async function told(type: "registered" | "updated", customerId: string, data: Data): Promise<void> {
  await tell(type, customerId, data);
  await settled(app.admin, seen);
}

async function the(type: string, property: string, value: string): Promise<SandboxRecord> {
  const found = (await sandboxRecords(app, type)).filter((record) => record.properties[property] === value);
  assert.equal(found.length, 1, `${found.length} ${type} with ${property} ${value}`);
  const [only] = found;
  assert.ok(only);
  return only;
}

const latest = async () => (await app.admin.get<{ events: Entry[] }>("/activity")).events[0];
interface Entry {
  status: string;
  because: string;
  step?: string;
  plan: { do: string; what: string; because: string; state: string }[];
}

const olha = { name: "Olha Client", email: "olha@client.test", phone: "067 111 22 33" };
const client = { name: "Client Ltd", website: "https://www.client.test/about", phone: "044 111 22 33" };

test("a sign-up becomes company, contact and their association, and twice sent is once written", async () => {
  await told("registered", "u-1", { person: olha, company: client });
  const company = await the("companies", "domain", "client.test");
  const contact = await the("contacts", "email", "olha@client.test");
  assert.equal(company.properties.name, "Client Ltd");
  assert.deepEqual(await linkedWith(app, contact, "companies"), [company.id]);
  const entry = await latest();
  assert.deepEqual(
    entry?.plan.map((write) => [write.do, write.what, write.state]),
    [
      ["create", "company", "done"],
      ["create", "contact", "done"],
      ["associate", "contact", "done"],
    ],
  );
  assert.equal(entry?.step, "done");
  await told("registered", "u-1", { person: olha, company: client });
  assert.equal((await latest())?.status, "ignored");
  assert.equal((await sandboxRecords(app, "companies")).length, 1);
  assert.equal((await sandboxRecords(app, "contacts")).length, 1);
});

test("the next customer of the same company joins it", async () => {
  await told("registered", "u-2", { person: { email: "ivan@client.test" }, company: { domain: "CLIENT.test" } });
  const company = await the("companies", "domain", "client.test");
  const contact = await the("contacts", "email", "ivan@client.test");
  assert.deepEqual(await linkedWith(app, contact, "companies"), [company.id]);
});

test("a contact that HubSpot has under a further address is the answer, not an error", async () => {
  const known = await seed(app, "contacts", { email: "main@known.test", hs_additional_emails: "other@known.test" });
  // The search does not see it yet.
  await control(app, "faults", {
    match: "POST /crm/objects/.*/contacts/search",
    times: 1,
    status: 200,
    body: { total: 0, results: [] },
    effect: "none",
  });
  await told("registered", "u-3", {
    person: { email: "other@known.test" },
    company: { name: "Known", domain: "known.test" },
  });
  const entry = await latest();
  assert.equal(entry?.status, "done", entry?.because);
  const contact = await the("contacts", "email", "main@known.test");
  assert.equal(contact.id, known);
  const company = await the("companies", "domain", "known.test");
  assert.deepEqual(await linkedWith(app, contact, "companies"), [company.id]);
});

test("an update changes what the sender changed on the same records, an e-mail too, and leaves what people wrote", async () => {
  const company = await the("companies", "domain", "client.test");
  const contact = await the("contacts", "email", "olha@client.test");
  await hubspot(app, "PATCH", `companies/${company.id}`, { properties: { phone: "+380440000000" } });
  await told("updated", "u-1", {
    person: { ...olha, email: "olha.new@client.test" },
    company: { ...client, name: "Client Group", website: "https://client.example", address: "1 Main Street" },
  });
  const now = await the("companies", "name", "Client Group");
  assert.equal(now.id, company.id);
  assert.deepEqual(
    [now.properties.website, now.properties.address, now.properties.phone],
    ["https://client.example", "1 Main Street", "+380440000000"],
  );
  assert.equal((await the("contacts", "email", "olha.new@client.test")).id, contact.id);
  assert.deepEqual(await linkedWith(app, contact, "companies"), [company.id]);
});

test("while HubSpot is away a customer stays in its state, and goes on from there", async () => {
  await control(app, "faults", {
    match: "POST /crm/objects/.*/contacts/batch/create",
    times: 1,
    status: 503,
    effect: "none",
  });
  await tell("registered", "u-4", { person: { email: "late@late.test" }, company: { domain: "late.test" } });
  const steps = new Set<string | undefined>();
  for (let entry = await latest(); entry?.status === "waiting"; entry = await latest()) {
    if (entry.plan[0]?.state === "done") steps.add(entry.step);
  }
  assert.ok(steps.has("contact"), [...steps].join(", "));
  await settled(app.admin, seen);
  const contact = await the("contacts", "email", "late@late.test");
  assert.deepEqual(await linkedWith(app, contact, "companies"), [(await the("companies", "domain", "late.test")).id]);
});

test("somebody with a free-mail address and no company has none", async () => {
  const before = (await sandboxRecords(app, "companies")).length;
  await told("registered", "u-5", { person: { email: "fred@gmail.com" } });
  await the("contacts", "email", "fred@gmail.com");
  assert.equal((await sandboxRecords(app, "companies")).length, before);
});

test("a customer is known by the sender's id even when nothing is kept any more of what was told", async () => {
  await told("registered", "u-6", {
    person: { email: "old@kept.test" },
    company: { domain: "kept.test", name: "Kept" },
  });
  const contact = await the("contacts", "email", "old@kept.test");
  const long = await openDatabaseOf(app);
  await long.query(`DELETE FROM "LedgerEntry"`);
  await long.query(`DELETE FROM "Event"`);
  await long.end();
  await tell("updated", "u-6", { person: { email: "new@kept.test" }, company: { name: "Kept Group" } });
  await settled(app.admin, 1);
  assert.equal((await the("contacts", "email", "new@kept.test")).id, contact.id);
  assert.equal((await the("companies", "name", "Kept Group")).properties.domain, "kept.test");
});

async function openDatabaseOf({ databaseUrl }: InstalledApp): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}
