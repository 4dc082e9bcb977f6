// Access to a provider's own API: entered, replaced, removed, and never shown again; what its list of calls brought to light.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { portalId } from "../../src/model/ids.ts";
import { providers } from "../../src/providers/index.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm } from "./form.ts";
import { adminOf, json, page, query } from "./setup.ts";

const provider = providers.find(({ account, log }) => account && log);
assert.ok(provider?.account, "there is a provider with a list of calls");
const { name, label, account: fields } = provider;
const secretOf = (field: string) => `very-secret-${field}`;
const whole = Object.fromEntries(fields.map((field) => [field.name, secretOf(field.name)]));
const [first = { name: "", label: "" }] = fields;

let app: TestApp;
let admin: Visitor;
let stores: Stores;
let close: () => Promise<void>;
const portal = portalId.parse("1001");

before(async () => {
  app = await startApp();
  // No worker: nothing is asked of the real provider.
  app.env.ROLE = "web";
  await app.restart();
  admin = await adminOf(app);
  await admin.post("/settings", { provider: name });
  const database = openDatabase(app.databaseUrl);
  stores = openStores(database, createCipher(readConfig(app.env).encryptionKeys));
  close = () => database.close();
});
after(async () => {
  await close();
  await app.stop();
});

interface Settings {
  callLog: { checkedUntil: string | null; checkedCalls: number; foundCalls: number; problem: string | null } | null;
}
const callLog = async () => (await admin.get<Settings>("/settings")).callLog;

function assertNoSecret(text: string, where: string): void {
  assert.ok(!text.includes("very-secret"), where);
}

test("without access there is a form for it, and nothing is compared", async () => {
  assert.equal(await callLog(), null);
  const html = await page(admin, "/settings");
  for (const field of fields) assert.match(html, new RegExp(`type="password" name="account\\[${field.name}\\]"`));
  assert.doesNotMatch(html, /Remove the access/);
  assert.doesNotMatch(await page(admin, "/"), /Lost calls/);
});

test("every field must be filled in the first time, and each that is not is named", async () => {
  const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== first.name));
  const refused = await json<{ fields: Record<string, string> }>(
    await admin.post("/settings/account", { account: rest }),
    400,
  );
  assert.deepEqual(refused.fields, { [`account.${first.name}`]: `${first.label} is missing.` });
  assert.equal(await callLog(), null);
});

test("what the provider does not ask for, and what is no text, is refused", async () => {
  for (const account of [
    { ...whole, extra: "x" },
    { ...whole, [first.name]: 7 },
    { ...whole, [first.name]: "x".repeat(5000) },
    "all",
  ])
    assert.equal((await admin.post("/settings/account", { account })).status, 400);
  assert.equal((await admin.post("/settings/account", { provider: "generic", account: whole })).status, 400);
  assert.equal((await admin.post("/settings/account", { provider: "nobody", account: whole })).status, 400);
  assert.deepEqual(await stores.accounts.names(portal), []);
});

test("the form stores it encrypted, begins to compare, and never shows it again", async () => {
  const form = fieldsOf(await page(admin, "/settings"), "/settings/account");
  for (const [key, value] of Object.entries(whole)) form.set(`account[${key}]`, value);
  const landing = await sendForm(admin, "/settings/account", form);
  const html = await landing.text();
  assert.match(html, new RegExp(`The access is stored\\. ${label}’s list of calls is looked at within a minute\\.`));
  assert.match(html, /Set\. Paste a new one to replace it/);
  assertNoSecret(html, "the page");
  assertNoSecret(
    await (await admin.request("/settings", { headers: { accept: "application/json" } })).text(),
    "the JSON",
  );
  assertNoSecret(JSON.stringify(await query(app, `SELECT * FROM "ProviderAccount"`)), "the database");
  assert.deepEqual(await stores.accounts.find(portal, name), whole);
  const { checkedUntil, ...rest } = (await callLog()) ?? {};
  assert.deepEqual(rest, { checkedCalls: 0, foundCalls: 0, problem: null });
  assert.ok(Date.now() - Date.parse(checkedUntil ?? "") < 60_000);
});

test("a field that is left empty keeps what it held; a problem is forgotten, for the new key may do", async () => {
  const claimed = await stores.callLogs.claim([name], new Date());
  assert.ok(claimed);
  await stores.callLogs.release(claimed, { dueAt: new Date(Date.now() + 900_000), problem: "The key was refused." });
  assert.equal((await callLog())?.problem, "The key was refused.");
  assert.match(await page(admin, "/settings"), /The key was refused\. It is tried again every 15 minutes/);
  assert.match(await page(admin, "/"), new RegExp(`${label}: The key was refused\\.`));

  const changed = { ...Object.fromEntries(fields.map((field) => [field.name, ""])), [first.name]: "very-secret-2" };
  await json(await admin.post("/settings/account", { account: changed }));
  assert.deepEqual(await stores.accounts.find(portal, name), { ...whole, [first.name]: "very-secret-2" });
  assert.equal((await callLog())?.problem, null);
});

test("the dashboard says how many calls of the last days no webhook told of", async () => {
  assert.match(await page(admin, "/"), /No calls were found in the last 7 days that no webhook told of\./);
  const claimed = await stores.callLogs.claim([name], new Date());
  assert.ok(claimed);
  const checkedUntil = new Date();
  await stores.callLogs.note(claimed, { checkedUntil, sweptAt: checkedUntil, checkedCalls: 1200, foundCalls: 2 });
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const times = [at(1), at(8)];
  for (const table of [
    `"Delivery" ("id", "portalId", "provider", "method", "query", "headers", "body", "trust", "receivedAt")
     SELECT 'd' || t, '1001', $1, 'LOG', '', '{}', '', 'log', t::timestamptz`,
    `"Event" ("id", "portalId", "deliveryId", "provider", "type", "subject", "dedupeKey", "time", "receivedAt", "status", "dueAt", "data")
     SELECT 'e' || t, '1001', 'd' || t, $1, 'call.completed', t, t, t::timestamptz, t::timestamptz, 'done', now(), '{}'`,
  ])
    await query(app, `INSERT INTO ${table} FROM unnest($2::text[]) AS t`, [name, times]);
  const html = await page(admin, "/");
  assert.match(html, /1 call was found in the last 7 days that no webhook told of\./);
  assert.match(html, new RegExp(`${label}’s list is compared up to`));
  assert.match(await page(admin, "/settings"), /1,200/);
  const { lostCalls } = await admin.get<{ lostCalls: { found: number } }>("/");
  assert.equal(lostCalls.found, 1);
});

test("another phone system may be chosen: the access to the first one stays in view, to be removed", async () => {
  await admin.post("/settings", { provider: "generic" });
  assert.equal(await callLog(), null);
  const html = await page(admin, "/settings");
  assert.match(html, new RegExp(`Remove the access to ${label}`));
  const landing = await sendForm(admin, "/settings/account/remove", fieldsOf(html, "/settings/account/remove"));
  assert.match(await landing.text(), /The access was removed\./);
  assert.deepEqual(await stores.accounts.names(portal), []);
  assert.deepEqual(await stores.callLogs.list(portal), []);
  assert.doesNotMatch(await page(admin, "/settings"), /id="account"|Remove the access/);
});

test("a form with a mistake comes back with the reason", async () => {
  await admin.post("/settings", { provider: name });
  const form = fieldsOf(await page(admin, "/settings"), "/settings/account");
  const html = await (await sendForm(admin, "/settings/account", form)).text();
  assert.match(html, new RegExp(`Not saved: ${first.label} is missing\\.`));
});
