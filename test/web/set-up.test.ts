// What an install makes of a portal: our properties in HubSpot, sensible first settings, and words where HubSpot refuses.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { control, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import { adminOf, hubspotPortal, installIn, olena, page, requestsOf } from "./setup.ts";

let app: TestApp;
let portal = 1001;

before(async () => {
  app = await startApp();
});
after(() => app.stop());

// Each test gets a portal that nobody has installed anything in.
beforeEach(async () => {
  portal += 1;
  await control(app, "portals", { portalId: String(portal) });
});

const utm = ["source", "medium", "campaign", "term", "content"].map((part) => `hookswitch_utm_${part}`);
const attribution = [...utm, "hookswitch_gclid", "hookswitch_ga_client_id"];

async function ours(type: string) {
  const found = (await hubspotPortal(app, String(portal))).schema.types[type];
  const properties = found?.properties.filter(({ groupName }) => groupName === "hookswitch") ?? [];
  return {
    names: properties.map(({ name }) => name).sort(),
    unique: properties.filter(({ hasUniqueValue }) => hasUniqueValue).map(({ name }) => name),
    groups: found?.groups.filter(({ name }) => name === "hookswitch").length,
  };
}

async function creations(): Promise<number> {
  const requests = Object.entries(await requestsOf(app, String(portal)));
  return requests
    .filter(([path]) => path.startsWith("POST /crm/properties/"))
    .reduce((sum, [, times]) => sum + times, 0);
}

const fault = (match: string, given: Record<string, unknown>) => control(app, "faults", { match, times: 1, ...given });

test("our group and properties stand on contacts, deals and calls, with one unique key each on contacts and deals", async () => {
  const admin = await adminOf(app, String(portal));
  assert.deepEqual(await ours("contacts"), {
    names: [...attribution, "hookswitch_phone"].sort(),
    unique: ["hookswitch_phone"],
    groups: 1,
  });
  assert.deepEqual(await ours("deals"), {
    names: [...attribution, "hookswitch_key", "hookswitch_call_category"].sort(),
    unique: ["hookswitch_key"],
    groups: 1,
  });
  assert.deepEqual(await ours("calls"), {
    names: [...attribution, "hookswitch_call_category"].sort(),
    unique: [],
    groups: 1,
  });
  assert.match(await page(admin, "/settings"), /8 on contacts, 1 on companies, 9 on deals, 8 on calls\./);
});

test("checking again and installing again create nothing twice", async () => {
  const admin = await adminOf(app, String(portal));
  const before = [await ours("contacts"), await ours("deals"), await ours("calls")];
  const asked = await creations();
  assert.ok(asked >= 25);
  assert.equal((await submit(admin, "/settings", "/settings/prepare")).status, 200);
  await installIn(admin, String(portal));
  assert.deepEqual([await ours("contacts"), await ours("deals"), await ours("calls")], before);
  assert.equal(await creations(), asked);
});

test("a property that is there already, though HubSpot would not list it, is taken for ours", async () => {
  const admin = await adminOf(app, String(portal));
  const asked = await creations();
  await fault("GET /crm/properties/2026-09/deals", { status: 403 });
  const prepared = (await (await admin.post("/settings/prepare")).json()) as { deal: string[]; missing: string[] };
  assert.ok((await creations()) > asked, "it was tried, and HubSpot answered that it exists");
  assert.equal(prepared.deal.length, 9);
  assert.deepEqual(prepared.missing, []);
});

test("what HubSpot refuses is said on the settings page with its words, and a second look mends it", async () => {
  await fault("POST /crm/properties/2026-09/calls", {
    times: 8,
    status: 400,
    body: { status: "error", category: "VALIDATION_ERROR", message: "Property limit <reached> for calls" },
  });
  const admin = new Visitor(app);
  const landing = await installIn(admin, String(portal));
  assert.equal(landing.url, `${app.url}/settings`);
  const html = await landing.text();
  assert.match(html, /HubSpot did not accept these properties on calls: UTM source, .*Call category\./);
  assert.match(html, /They stay in the text of the call\./);
  assert.match(html, /HubSpot said: Property limit &lt;reached&gt; for calls/);
  assert.match(html, /Events are still written/);
  assert.deepEqual((await ours("calls")).names, []);
  assert.equal((await ours("deals")).names.length, 9, "the other objects are set up");

  const again = await (await submit(admin, "/settings", "/settings/prepare")).text();
  assert.doesNotMatch(again, /did not accept/);
  assert.match(again, /8 on calls/);
});

test("a namesake of our key that does not keep its values unique is not used, and the page says what follows", async () => {
  const { accessToken } = (await (await control(app, "token", { portalId: String(portal) })).json()) as {
    accessToken: string;
  };
  const made = await fetch(`${app.sandbox.url}/crm/properties/2026-09/deals`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({
      name: "hookswitch_key",
      label: "Mine",
      groupName: "dealinformation",
      type: "string",
      fieldType: "text",
    }),
  });
  assert.equal(made.status, 201);
  const html = await page(await adminOf(app, String(portal)), "/settings");
  assert.match(html, /did not accept these properties on deals: Hookswitch key\. Without the key/);
});

test("HubSpot failing in the middle leaves a portal that is connected, says so, and is finished by “Check again”", async () => {
  await fault("GET /account-info/2026-09/details", { status: 503 });
  const admin = new Visitor(app);
  const landing = await installIn(admin, String(portal));
  assert.equal(landing.url, `${app.url}/settings`);
  const html = await landing.text();
  assert.match(html, /class="notice bad"[^>]*>Hookswitch is connected, but its set-up in HubSpot is not finished/);
  assert.match(html, /Check again/);
  assert.match(await (await submit(admin, "/settings", "/settings/prepare")).text(), /8 on contacts/);
});

test("the first settings come from the account: time zone and its country, first pipeline and open stage, the installer", async () => {
  await control(app, "portals", { portalId: String(portal), timeZone: "Europe/Warsaw" });
  const admin = await adminOf(app, String(portal));
  const settings = await admin.get<Record<string, unknown>>("/settings");
  assert.equal(settings.timeZone, "Europe/Warsaw");
  assert.equal(settings.defaultCountry, "PL");
  assert.equal(settings.pipelineId, "default");
  assert.equal(settings.stageId, "appointmentscheduled");
  assert.equal(settings.topManagerOwnerId, olena);
});
