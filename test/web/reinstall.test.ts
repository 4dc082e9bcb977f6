// Coming and going: a reinstall, a second admin, signing out, disconnecting, and what is kept meanwhile.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { control, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import {
  adminOf,
  callEvent,
  hubspotPortal,
  hubspotState,
  installIn,
  marko,
  page,
  query,
  requestsOf,
  send,
  webhookUrlOf,
} from "./setup.ts";

let app: TestApp;
let portal = 1001;
let admin: Visitor;

before(async () => {
  app = await startApp();
});
after(() => app.stop());

beforeEach(async () => {
  portal += 1;
  await control(app, "portals", { portalId: String(portal) });
  admin = await adminOf(app, String(portal));
});

/** Everything that an admin chose, as programs read it. */
async function chosen(visitor: Visitor): Promise<unknown[]> {
  return [await visitor.get("/settings"), await visitor.get("/matrix"), await visitor.get("/employees")];
}

async function chooseSomething(): Promise<void> {
  const changes = {
    "/settings": {
      topManagerOwnerId: marko,
      timeZone: "Europe/Lisbon",
      defaultCountry: "PT",
      ownNumbers: ["+380441112233"],
    },
    "/matrix": { cases: { "in.known.missed": { dueHours: 9 } } },
    "/employees": { employees: [{ name: "Nina", extension: "205", ownerId: marko }] },
  };
  for (const [path, change] of Object.entries(changes)) assert.equal((await admin.post(path, change)).status, 200);
}

async function sessionsOf(id: number): Promise<number> {
  const sql = "SELECT sid FROM session WHERE sess->'passport'->'user'->>'portalId' = $1";
  return (await query(app, sql, [String(id)])).length;
}

async function lane(): Promise<{ state: string; text: string }> {
  return (await admin.get<{ lane: { state: string; text: string } }>("/")).lane;
}

test("a reinstall keeps settings, matrix, employees and the webhook address", async () => {
  await chooseSomething();
  const before = await chosen(admin);
  assert.equal((await installIn(admin, String(portal))).url, `${app.url}/settings`);
  assert.deepEqual(await chosen(admin), before);
});

test("a reinstall after the app was removed in HubSpot keeps them, too", async () => {
  await chooseSomething();
  const before = await chosen(admin);
  await control(app, "uninstall", { portalId: String(portal) });
  assert.equal((await installIn(admin, String(portal))).url, `${app.url}/settings`);
  assert.deepEqual(await chosen(admin), before);
});

test("a second admin of the portal finds what the first one chose, and both may change it", async () => {
  await chooseSomething();
  const second = await adminOf(app, String(portal));
  assert.deepEqual(await chosen(second), await chosen(admin));
  await second.post("/settings", { placeholderName: "Somebody at {phone}" });
  assert.equal((await admin.get<{ placeholderName: string }>("/settings")).placeholderName, "Somebody at {phone}");
});

test("the choice of no TOP manager and no pipeline survives a reinstall", async () => {
  await admin.post("/settings", { topManagerOwnerId: null, timeZone: "UTC", defaultCountry: null });
  await installIn(admin, String(portal));
  const settings = await admin.get<Record<string, unknown>>("/settings");
  assert.equal(settings.topManagerOwnerId, null);
  assert.equal(settings.timeZone, "UTC");
  assert.equal(settings.defaultCountry, null);
});

test("signing out ends the session for good: no session of the portal is left behind its cookie", async () => {
  assert.equal(await sessionsOf(portal), 1);
  const landing = await submit(admin, "/settings", "/sign-out");
  assert.equal(landing.url, `${app.url}/`);
  assert.match(await landing.text(), /Install in HubSpot/);
  assert.equal(await sessionsOf(portal), 0);
  await page(admin, "/settings", 401);
});

test("disconnecting removes the app in HubSpot; settings stay, webhooks wait and are written after a new install", async () => {
  await chooseSomething();
  const before = await chosen(admin);
  const landing = await submit(admin, "/settings", "/disconnect", { confirm: "yes" });
  assert.equal(landing.url, `${app.url}/`);
  assert.match(await landing.text(), /Disconnected\. Your settings are kept/);
  assert.equal((await requestsOf(app, String(portal)))["DELETE /appinstalls/2026-09/external-install"], 1);
  const { tokens } = await hubspotState(app);
  assert.deepEqual(
    [...tokens.access, ...tokens.refresh].filter(({ portalId }) => portalId === String(portal)),
    [],
  );
  assert.deepEqual(await chosen(admin), before);

  const event = callEvent(1, { agent: { extension: "205" } });
  assert.equal((await send(await webhookUrlOf(admin), event)).status, 200);
  const other = await adminOf(app, "1001");
  await send(await webhookUrlOf(other), callEvent(portal));
  await settled(other);
  assert.deepEqual(await lane(), {
    state: "disconnected",
    text: "You disconnected Hookswitch here. Webhooks are still accepted and wait. 1 event waits.",
  });
  assert.deepEqual((await hubspotPortal(app, String(portal))).records, []);

  await installIn(admin, String(portal));
  assert.deepEqual(await chosen(admin), before);
  const [written] = await settled(admin);
  assert.equal(written?.status, "done", written?.because);
  assert.match(written.because, /answered by Marko Bondar/);
  assert.equal((await lane()).state, "running");
});

test("disconnecting without having understood does nothing", async () => {
  const refused = await submit(admin, "/settings", "/disconnect");
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /Tick the box/);
  assert.equal((await admin.post("/disconnect", {})).status, 400);
  assert.equal((await admin.post("/disconnect", [])).status, 400);
  assert.equal((await lane()).state, "running");
});

test("disconnecting from a HubSpot that removed us already is fine", async () => {
  await control(app, "uninstall", { portalId: String(portal) });
  assert.equal((await admin.post("/disconnect", { confirm: true })).status, 200);
  assert.equal((await lane()).state, "disconnected");
  assert.equal((await admin.post("/disconnect", { confirm: true })).status, 200, "twice is as good as once");
});

test("when HubSpot does not answer, disconnecting says so and changes nothing", async () => {
  await control(app, "faults", { match: "DELETE /appinstalls/.*", times: 1, status: 503 });
  const response = await submit(admin, "/settings", "/disconnect", { confirm: "yes" });
  assert.equal(response.status, 502);
  const html = await response.text();
  assert.match(html, /HubSpot did not do it/);
  assert.match(html, /HubSpot cannot answer at the moment \(503\)\. Try again in a moment\./);
  assert.equal((await lane()).state, "running");
});
