// Permissions that HubSpot did not grant: they are named; without essential ones calls wait, without others they are written.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import {
  adminOf,
  callEvent,
  hubspotPortal,
  installIn,
  json,
  page,
  send,
  webhookUrlOf,
  withoutScopes,
} from "./setup.ts";

let app: TestApp;

before(async () => {
  app = await startApp();
  await control(app, "portals", { portalId: "2002" });
});
after(() => app.stop());

interface Lane {
  lane: { state: string; text: string };
  counts: Record<string, number>;
}

test("without an essential permission the page names it and says why, and calls wait until it is granted", async () => {
  const admin = new Visitor(app);
  const landing = await installIn(admin, "1001", withoutScopes("crm.objects.deals.write"));
  assert.equal(landing.url, `${app.url}/install/permissions`);
  const html = await landing.text();
  assert.match(html, /did not grant one permission/);
  assert.match(html, /<code>crm\.objects\.deals\.write<\/code>/);
  assert.match(html, /Creates deals with their advertising source/);
  assert.match(html, /href="\/install"/);
  assert.doesNotMatch(html, /<code>crm\.objects\.contacts\.write/, "only the missing one is named");

  const address = await webhookUrlOf(admin);
  assert.equal((await send(address, callEvent(1))).status, 200);

  // Another portal's call goes through meanwhile, so the lanes are running.
  const other = await adminOf(app, "2002");
  await send(await webhookUrlOf(other), callEvent(1));
  const [written] = await settled(other);
  assert.equal(written?.status, "done", written?.because);

  const { lane, counts } = await admin.get<Lane>("/");
  assert.equal(lane.state, "disconnected");
  assert.match(lane.text, /did not grant: crm\.objects\.deals\.write/);
  assert.equal(counts.waiting, 1);
  assert.deepEqual((await hubspotPortal(app)).records, []);
  assert.deepEqual(
    (await hubspotPortal(app)).schema.types.contacts?.properties,
    [],
    "nothing is set up in a portal that cannot be worked for",
  );

  const again = await installIn(admin);
  assert.equal(again.url, `${app.url}/settings`);
  const [event] = await settled(admin);
  assert.equal(event?.status, "done", event?.because);
  assert.equal(await webhookUrlOf(admin), address);
});

test("several missing permissions are named together, the essential and the others", async () => {
  const admin = new Visitor(app);
  const landing = await installIn(
    admin,
    "1001",
    withoutScopes("crm.objects.owners.read", "crm.objects.companies.read", "crm.schemas.deals.write"),
  );
  const html = await landing.text();
  assert.match(html, /did not grant 3 permissions/);
  for (const scope of ["crm.objects.owners.read", "crm.objects.companies.read", "crm.schemas.deals.write"])
    assert.ok(html.includes(`<code>${scope}</code>`), scope);
});

test("without a permission that is not essential the page says so, and calls are written", async () => {
  await control(app, "portals", { portalId: "3003" });
  const admin = new Visitor(app);
  const landing = await installIn(admin, "3003", withoutScopes("crm.schemas.deals.write", "crm.schemas.deals.read"));
  const html = await landing.text();
  assert.match(html, /crm\.schemas\.deals\.write/);
  assert.match(html, /crm\.schemas\.deals\.read/);
  assert.doesNotMatch(html, /cannot do its work|are kept and wait\.<\/p>/, "calls do not wait for it");

  const settings = await page(admin, "/settings");
  assert.match(settings, /HubSpot did not accept these properties on deals: .*Hookswitch key/);
  assert.match(settings, /crm\.schemas\.deals\.write/);

  await send(await webhookUrlOf(admin), callEvent(3));
  const [event] = await settled(admin);
  assert.equal(event?.status, "done", event?.because);
  assert.deepEqual(
    event?.records.map(({ what }) => what),
    ["contact", "deal", "call"],
  );
  const deal = (await hubspotPortal(app, "3003")).records.find(({ type }) => type === "deals");
  assert.ok(deal);
  assert.deepEqual(
    Object.keys(deal.properties).filter((name) => name.startsWith("hookswitch")),
    [],
  );
});

test("with everything granted there is nothing to read about permissions", async () => {
  const admin = await adminOf(app, "2002");
  assert.equal((await admin.request("/install/permissions", { follow: false })).headers.get("location"), "/");
  const { portalId } = await json<{ portalId: string }>(
    await admin.request("/settings", { headers: { accept: "application/json" } }),
  );
  assert.equal(portalId, "2002");
});
