// What HubSpot says of an access at the install: fields that it leaves out, and an access that is none.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { control, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { installIn, query } from "./setup.ts";

let app: TestApp;

before(async () => {
  app = await startApp();
});
beforeEach(() => query(app, 'DELETE FROM "Portal"'));
after(() => app.stop());

/** HubSpot answers so the next time it is asked. */
function answers(path: string, body: object): Promise<unknown> {
  return control(app, "faults", { match: `POST /oauth/2026-09/${path}`, times: 1, status: 200, body });
}

async function stored(): Promise<{ id: string; state: string; scopes: number }[]> {
  return query(
    app,
    `SELECT id, state, jsonb_array_length(to_jsonb(scopes)) AS scopes FROM "Portal" JOIN "Tokens" ON "portalId" = id`,
  );
}

for (const [title, absent] of [
  ["null", { hub_id: null, scopes: null, user: null, user_id: null }],
  ["absent", {}],
] as const) {
  test(`what the introspection leaves ${title} is taken from the answer to the exchange`, async () => {
    await answers("token/introspect", { active: true, token_use: "access_token", ...absent });
    const landing = await installIn(new Visitor(app));
    const html = await landing.text();
    assert.equal(landing.url, `${app.url}/settings`, html);
    assert.match(html, /Hookswitch is connected/);
    assert.deepEqual(await stored(), [{ id: "1001", state: "connected", scopes: 17 }]);
  });
}

test("an access that is not active installs nothing, and the page says so", async () => {
  await answers("token/introspect", { active: false });
  const landing = await installIn(new Visitor(app));
  const html = await landing.text();
  assert.equal(landing.status, 502);
  assert.match(html, /The install was not finished/);
  assert.match(html, /did not complete the sign-in \(the access that it gave is not active\)\. Nothing was changed\./);
  assert.deepEqual(await stored(), []);
});

test("an access of which nobody says whose it is installs nothing", async () => {
  await answers("token", { access_token: "a", refresh_token: "r", expires_in: 1800 });
  await answers("token/introspect", { active: true });
  const landing = await installIn(new Visitor(app));
  assert.equal(landing.status, 502);
  assert.match(await landing.text(), /\(it did not say which account the access is for\)/);
  assert.deepEqual(await stored(), []);
});

test("an access without an end is refused in words", async () => {
  await answers("token", { access_token: "a", refresh_token: "r" });
  const landing = await installIn(new Visitor(app));
  assert.equal(landing.status, 502);
  assert.match(await landing.text(), /\(it did not say how long its access lasts\)/);
});
