// Installing: how the flow begins, what may come back, and what a person reads when it does not work out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { adminOf, consented, hubspotState, installIn, page, query, startInstall } from "./setup.ts";

let app: TestApp;

before(async () => {
  app = await startApp();
});
after(() => app.stop());

async function portals(): Promise<number> {
  return (await query<{ id: string }>(app, 'SELECT id FROM "Portal"')).length;
}

/** The heading and first sentence of a page with a message, and where its button leads. */
async function told(response: Response): Promise<{ status: number; text: string; button: string }> {
  const html = await response.text();
  const text = html.replace(/^[\s\S]*<main[^>]*>|<\/main>[\s\S]*$/g, "").replace(/<[^>]+>|\s+/g, " ");
  return { status: response.status, text, button: /class="button primary" href="([^"]+)"/.exec(html)?.[1] ?? "" };
}

test("the front page of a stranger offers the install", async () => {
  assert.match(await page(new Visitor(app), "/"), /href="\/install"/);
});

test("the authorize address carries our client, our callback, a state and a PKCE challenge of its own", async () => {
  const [one, other] = [await startInstall(new Visitor(app)), await startInstall(new Visitor(app))];
  assert.equal(`${one.origin}${one.pathname}`, `${app.sandbox.url}/oauth/authorize`);
  assert.equal(one.searchParams.get("client_id"), "sandbox-client");
  assert.equal(one.searchParams.get("response_type"), "code");
  assert.equal(one.searchParams.get("redirect_uri"), `${app.url}/oauth/callback`);
  assert.equal(one.searchParams.get("code_challenge_method"), "S256");
  assert.match(one.searchParams.get("code_challenge") ?? "", /^[\w-]{43}$/);
  assert.ok((one.searchParams.get("state") ?? "").length >= 20);
  assert.notEqual(one.searchParams.get("state"), other.searchParams.get("state"));
  assert.notEqual(one.searchParams.get("code_challenge"), other.searchParams.get("code_challenge"));
});

test("the permissions asked for are those that the work needs, and no more", async () => {
  const { searchParams } = await startInstall(new Visitor(app));
  const both = (name: string) => [`crm.${name}.read`, `crm.${name}.write`];
  const objects = ["contacts", "companies", "deals"];
  const crm = ["objects", "schemas"].flatMap((part) => objects.map((object) => `${part}.${object}`));
  assert.deepEqual(
    (searchParams.get("scope") ?? "").split(" ").sort(),
    ["oauth", "crm.objects.owners.read", ...crm.flatMap(both)].sort(),
  );
});

test("an answer with a forged state is refused, and the page leads back to the install", async () => {
  const visitor = new Visitor(app);
  const callback = await consented(visitor, await startInstall(visitor));
  callback.searchParams.set("state", "forged");
  const { status, text, button } = await told(await visitor.request(callback.href));
  assert.equal(status, 403);
  assert.match(text, /The install was not finished/);
  assert.match(text, /does not belong to an install that was started here/);
  assert.equal(button, "/install");
  assert.equal(await portals(), 0);
});

test("an answer that belongs to somebody else's browser signs nobody in", async () => {
  const attacker = new Visitor(app);
  const victim = new Visitor(app);
  const callback = await consented(attacker, await startInstall(attacker));
  await startInstall(victim);
  assert.equal((await victim.request(callback.href)).status, 403);
  assert.equal((await new Visitor(app).request(callback.href)).status, 403);
  await page(victim, "/settings", 401);
  assert.equal(await portals(), 0);
});

test("a code that was asked for with another challenge cannot be exchanged", async () => {
  const visitor = new Visitor(app);
  const landing = await installIn(visitor, "1001", (authorize) => {
    authorize.set("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  });
  const { status, text, button } = await told(landing);
  assert.equal(status, 502);
  assert.match(text, /HubSpot did not complete the sign-in/);
  assert.match(text, /code verifier/);
  assert.equal(button, "/install");
  assert.equal(await portals(), 0);
});

test("a code works once", async () => {
  const visitor = new Visitor(app);
  const callback = await consented(visitor, await startInstall(visitor));
  assert.equal((await visitor.request(callback.href, { follow: false })).headers.get("location"), "/settings");
  assert.equal((await visitor.request(callback.href)).status, 403);
  await page(visitor, "/settings");
});

test("an install begun in the marketplace, without a state of ours, starts anew and ends on the settings", async () => {
  const visitor = new Visitor(app);
  const begun = await visitor.request("/oauth/callback?code=code-from-the-marketplace", { follow: false });
  assert.equal(begun.status, 302);
  assert.equal(begun.headers.get("location"), "/install");
  const landing = await installIn(visitor);
  assert.equal(landing.url, `${app.url}/settings`);
  assert.match(await landing.text(), /Hookswitch is connected/);
});

test("whoever says no on HubSpot's page reads that nothing was granted, and how to go on", async () => {
  const visitor = new Visitor(app);
  const authorize = await startInstall(visitor);
  const answer = await visitor.request(authorize.href, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "answer=cancel",
  });
  const { status, text, button } = await told(answer);
  assert.equal(status, 403);
  assert.match(text, /HubSpot did not give access: The user denied access\. Only/);
  assert.equal(button, "/install");
  await page(visitor, "/settings", 401);
});

test("a refusal without a description is a refusal all the same", async () => {
  const { status, text } = await told(await new Visitor(app).request("/oauth/callback?error=access_denied&state=x"));
  assert.equal(status, 403);
  assert.match(text, /HubSpot did not give access/);
  assert.doesNotMatch(text, /undefined|no reason given/);
});

test("what HubSpot's answer says is shown as text, never as HTML", async () => {
  const script = "<script>alert(1)</script>";
  for (const error of ["access_denied", "server_error"]) {
    const address = `/oauth/callback?error=${error}&error_description=${encodeURIComponent(script)}`;
    const html = await (await new Visitor(app).request(address)).text();
    assert.ok(!html.includes(script));
    assert.ok(html.includes("&lt;script&gt;alert(1)"), html);
  }
});

test("HubSpot failing at the exchange is said, and the next try succeeds", async () => {
  const fault = { match: "POST /oauth/2026-09/token", times: 1, status: 503 };
  await fetch(`${app.sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify(fault) });
  const visitor = new Visitor(app);
  const { status, text } = await told(await installIn(visitor));
  assert.equal(status, 502);
  assert.match(text, /Nothing was changed/);
  assert.equal((await installIn(visitor)).url, `${app.url}/settings`);
});

test("no table holds a token of HubSpot, a webhook address or a session secret in plain text", async () => {
  const admin = await adminOf(app);
  await admin.request("/settings");
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  const { tokens } = await hubspotState(app);
  const secrets = [...tokens.access, ...tokens.refresh].map(({ token }) => token);
  secrets.push(webhookUrl.slice(webhookUrl.lastIndexOf("/") + 1));
  assert.ok(secrets.length >= 3);
  const tables = await query<{ name: string }>(
    app,
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  );
  assert.ok(tables.some(({ name }) => name.includes("Tokens")));
  assert.ok(tables.some(({ name }) => name.includes("session")));
  for (const { name } of tables) {
    const text = JSON.stringify(await query(app, `SELECT to_jsonb(t) FROM ${name} t`));
    for (const secret of secrets) assert.ok(!text.includes(secret), `${name} holds ${secret.slice(0, 8)}…`);
  }
  const [row] = await query<{ access: string; refresh: string }>(app, 'SELECT access, refresh FROM "Tokens"');
  assert.match(row?.access ?? "", /^test:/, "the id of the key stands with the value");
  assert.match(row?.refresh ?? "", /^test:/);
});

test("people who install at the same moment each get their own account, and nobody another's", async () => {
  const ids = ["3001", "3002", "3003", "3004", "3005", "3006"];
  const seen = await Promise.all(
    ids.map(async (portalId) => {
      await control(app, "portals", { portalId });
      const visitor = await adminOf(app, portalId);
      return (await visitor.get<{ portalId: string }>("/settings")).portalId;
    }),
  );
  assert.deepEqual(seen, ids);
});
