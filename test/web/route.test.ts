// Who takes a ringing call, asked over HTTP: from own memory alone, in the form that the phone system wants.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import express from "express";
import { readConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics.ts";
import { generic } from "../../src/providers/generic.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores } from "../../src/store/stores.ts";
import { callRouting } from "../../src/web/route.ts";
import { type InstalledApp, seed, settled, startInstalledApp } from "../hookswitch.ts";
import { callEvent, marko, olena, page, query, requestsOf, send } from "./setup.ts";

let app: InstalledApp;
/** Of Marko's open deal and Olena's contact; of Olena's contact alone. */
const [withDeal, withoutDeal, unknown] = ["+380501000001", "+380501000002", "+380501000003"];
const markoPhone = "+380672222222";
const olenaPhone = "+380671111111";
const topPhone = "+380673333333";

before(async () => {
  app = await startInstalledApp({ provider: "generic", topManagerOwnerId: "70100003" });
  await app.admin.post("/employees", {
    employees: [
      { name: "Olena", extension: "101", phone: olenaPhone, ownerId: olena },
      { name: "Marko", extension: "102", phone: markoPhone, sip: "acme_102", ownerId: marko },
      { name: "Top", phone: topPhone, ownerId: "70100003" },
    ],
  });
  const [one, two] = [
    await seed(app, "contacts", { firstname: "One", phone: withDeal, hubspot_owner_id: olena }),
    await seed(app, "contacts", { firstname: "Two", phone: withoutDeal, hubspot_owner_id: olena }),
  ];
  const deal = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy", hubspot_owner_id: marko };
  await seed(app, "deals", deal, [{ toType: "contacts", toId: one }]);
  await seed(app, "deals", { ...deal, dealstage: "closedlost" }, [{ toType: "contacts", toId: two }]);
  await app.admin.post("/matrix", { cases: { "in.known.answered_by_responsible": { deal: "none" } } });
  for (const n of [1, 2]) await send(app.hook, callEvent(n));
  const events = await settled(app.admin, 2);
  assert.deepEqual(
    events.map(({ status }) => status),
    ["done", "done"],
  );
});
after(() => app.stop());

const ask = (question = "", init: RequestInit = {}) => fetch(`${app.hook}/route${question}`, init);
const who = (caller: string) => ask(`?caller=${encodeURIComponent(caller)}`);
const post = (body: unknown) =>
  ask("", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

async function says(response: Response, expected: string): Promise<void> {
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(await response.text(), expected);
}

test("the deal's owner, else the contact's, else the TOP manager, is told without asking HubSpot", async (t) => {
  const before = await requestsOf(app);
  await who(unknown);
  const started = performance.now();
  await says(await who(withDeal), markoPhone);
  await says(await who(withoutDeal), olenaPhone);
  await says(await who(unknown), topPhone);
  t.diagnostic(`${((performance.now() - started) / 3).toFixed(1)} ms an answer`);
  assert.deepEqual(await requestsOf(app), before);
  const [stored] = await query<{ count: number }>(app, 'SELECT count(*)::int AS count FROM "Delivery"');
  assert.equal(stored?.count, 2, "a question is no delivery");
});

test("the caller is read however it is asked and written", async () => {
  const national = withDeal.replace("+38", "");
  await says(await ask(`?CallerID=${national}`), markoPhone);
  await says(await ask("", { method: "POST", body: new URLSearchParams({ from: national }) }), markoPhone);
  await says(await ask("", { method: "PUT", body: new URLSearchParams({ phone: national }) }), markoPhone);
  await says(await post({ caller_number: withDeal }), markoPhone);
  await says(await post({ jsonrpc: "2.0", method: "who", params: { E164: withDeal.slice(1) }, id: 1 }), markoPhone);
});

test("a hidden number is the TOP manager's; garbage, an empty question and a browser's look are nobody's", async () => {
  await says(await who("anonymous"), topPhone);
  await says(await ask("?caller="), topPhone);
  await says(await ask(), "");
  await says(await ask("?hello=1"), "");
  await says(await ask("", { method: "POST", body: "\u0000{[<" }), "");
  const head = await ask("", { method: "HEAD" });
  assert.equal(head.status, 200);
  await says(await ask("", { headers: { accept: "text/html" } }), "");
});

test("a colleague who rings in is left to the phone system's own scheme", async () => {
  await says(await who(olenaPhone), "");
});

test("an address that is nobody's is 404, whatever is asked", async () => {
  const wrong = app.hook.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
  for (const init of [{}, { method: "POST" }, { method: "HEAD" }])
    assert.equal((await fetch(`${wrong}/route?caller=1`, init)).status, 404);
});

test("the portal chooses the form: SIP login, extension, or a field of JSON; whoever has none is passed over", async () => {
  await app.admin.post("/settings", { routeAnswer: "sip" });
  await says(await who(withDeal), "acme_102");
  await says(await who(withoutDeal), "");
  await app.admin.post("/settings", { routeAnswer: "extension" });
  await says(await who(withoutDeal), "101");

  await app.admin.post("/settings", { routeAnswer: "json", routeField: "destination" });
  const json = await who(withDeal);
  assert.match(json.headers.get("content-type") ?? "", /^application\/json/);
  const told = { phone: markoPhone, sip: "acme_102", extension: "102", name: "Marko" };
  assert.deepEqual(await json.json(), { ...told, destination: markoPhone });
  const call = { jsonrpc: "2.0", id: 7 };
  const rpc = (await (await post({ ...call, params: { caller: withDeal } })).json()) as Record<string, unknown>;
  assert.deepEqual(rpc, { ...call, ...told, destination: markoPhone, result: { ...told, destination: markoPhone } });
  const none = { phone: null, sip: null, extension: null, name: null };
  assert.deepEqual(await (await ask()).json(), { ...none, destination: null });
  await app.admin.post("/settings", { routeField: "sip" });
  assert.equal(((await (await who(withDeal)).json()) as { sip: string }).sip, "acme_102");

  await app.admin.post("/settings", { routeAnswer: "phone", routeTo: "nobody" });
  await says(await who(unknown), "");
  await app.admin.post("/settings", { routeTo: "top_manager" });
});

test("a caller whose contact and deal were just made is known by their owners", async () => {
  await send(app.hook, callEvent(4, { agent: { extension: "102", name: "Marko" } }));
  await settled(app.admin, 3);
  await says(await who("+380501000004"), markoPhone);
  const rows = await query<{ ownerId: string; dealOwnerId: string }>(
    app,
    `SELECT "ownerId", "dealOwnerId" FROM "KnownNumber" WHERE "number" = '+380501000004'`,
  );
  assert.deepEqual(rows, [{ ownerId: marko, dealOwnerId: marko }]);
});

test("a provider with a form of its own for the answer decides it, and takes any of the addresses", async (t) => {
  const database = openDatabase(app.databaseUrl);
  const stores = openStores(database, createCipher(readConfig(app.env).encryptionKeys));
  const unasked = async () => 0;
  const metrics = createMetrics({ waiting: unasked, oldestSeconds: unasked, lanes: async () => ({}) });
  const route: Provider["route"] = (taker) => ({ type: "text/xml", body: `<ring>${taker?.extension ?? ""}</ring>` });
  const surroundings = { stores, metrics, log: createLog("silent"), now: () => new Date() };
  const server = createServer(express().use(callRouting(surroundings, () => ({ ...generic, route }))));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(async () => {
    await new Promise((done) => server.close(done));
    await database.close();
  });
  const address = server.address();
  const url = app.hook.replace(app.url, `http://127.0.0.1:${typeof address === "object" && address?.port}`);
  for (const [caller, expected] of [
    [withDeal, "<ring>102</ring>"],
    [unknown, "<ring></ring>"],
  ]) {
    const answer = await fetch(`${url}/route?${new URLSearchParams({ caller: caller ?? "" })}`);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/xml/);
    assert.equal(await answer.text(), expected);
  }
});

test("an owner who has left HubSpot is passed over, and a paused portal answers all the same", async () => {
  await query(
    app,
    `UPDATE "Portal" SET "directory" = jsonb_set("directory", '{owners}', (
    SELECT jsonb_agg(o) FROM jsonb_array_elements("directory"->'owners') o WHERE o->>'id' <> '${marko}'))`,
  );
  await app.admin.post("/settings/pause");
  await says(await who(withDeal), olenaPhone);
});

test("the settings page shows the address and refuses a field that no JSON can have", async () => {
  const html = await page(app.admin, "/settings");
  assert.match(html, new RegExp(`>${app.hook}/route</pre>`));
  assert.match(html, /Who takes the call/);
  const refused = await app.admin.post("/settings", { routeField: "no field!", routeTo: "everybody" });
  assert.equal(refused.status, 400);
  const { fields } = (await refused.json()) as { fields: Record<string, string> };
  assert.deepEqual(Object.keys(fields), ["routeField", "routeTo"]);
});

test("what was answered is counted by who was named", async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  for (const by of ["deal_owner", "contact_owner", "top_manager", "nobody"])
    assert.match(text, new RegExp(`hookswitch_routed_total\\{by="${by}"\\} [1-9]`));
});
