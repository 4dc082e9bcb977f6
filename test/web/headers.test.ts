// What every page says to the browser: policy, frames, types and cookies, over http and https.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { type Running, start } from "../../src/main.ts";
import { freePort, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { adminOf, callEvent, page, send, startInstall, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let secure: Running;
let secureUrl: string;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
  const port = await freePort();
  secureUrl = `http://localhost:${port}`;
  secure = await start(
    readConfig({ ...app.env, PORT: String(port), BASE_URL: "https://hookswitch.example/", ROLE: "web" }),
  );
});
after(async () => {
  await secure.stop();
  await app.stop();
});

/** As a proxy that ends TLS would pass a request on. */
const overTls = (path: string, init: RequestInit = {}) =>
  fetch(`${secureUrl}${path}`, {
    redirect: "manual",
    ...init,
    headers: { "x-forwarded-proto": "https", ...init.headers },
  });

function policyOf(response: Response): Map<string, string> {
  const parts = (response.headers.get("content-security-policy") ?? "").split(";").map((part) => part.trim());
  return new Map(parts.map((part) => [part.split(" ")[0] ?? "", part.split(" ").slice(1).join(" ")]));
}

test("every page has a strict policy: no inline script or style, no frames, forms only to us", async () => {
  const paths = [
    "/",
    "/settings",
    "/employees",
    "/matrix",
    "/activity",
    "/nowhere",
    "/app.css",
    "/oauth/callback?error=x",
  ];
  for (const path of paths) {
    const response = await admin.request(path, { headers: { accept: "text/html" } });
    const policy = policyOf(response);
    assert.equal(policy.get("default-src"), "'self'", path);
    assert.equal(policy.get("script-src"), "'self'", path);
    assert.equal(policy.get("style-src"), "'self'", path);
    assert.equal(policy.get("frame-ancestors"), "'none'", path);
    assert.equal(policy.get("object-src"), "'none'", path);
    assert.equal(policy.get("base-uri"), "'none'", path);
    assert.equal(policy.get("form-action"), "'self'", path);
    assert.doesNotMatch([...policy.values()].join(" "), /unsafe|\*|https?:(?!\/)/, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(response.headers.get("x-powered-by"), null, path);
  }
});

test("the pages live by that policy: no script, style or handler is written into them", async () => {
  await send(await webhookUrlOf(admin), callEvent(1));
  for (const path of ["/", "/settings", "/employees", "/matrix", "/activity", "/install/permissions", "/nowhere"]) {
    const html = await (await admin.request(path, { headers: { accept: "text/html" } })).text();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle="|\son[a-z]+="|javascript:/i, path);
  }
});

test("senders and machines are not told what the app is made of", async () => {
  for (const path of ["/healthz", "/readyz", "/hooks/nobody"]) {
    const response = await fetch(`${app.url}${path}`);
    assert.equal(response.headers.get("x-powered-by"), null);
    assert.equal(response.headers.get("set-cookie"), null);
  }
});

test("pages of a portal are not kept by caches", async () => {
  for (const path of ["/settings", "/activity", "/employees", "/"]) {
    const response = await admin.request(path, { headers: { accept: "text/html" } });
    assert.match(response.headers.get("cache-control") ?? "", /no-store|private/, path);
  }
});

test("the cookie of the session is httpOnly and sameSite, and a stranger's look at the front page sets none", async () => {
  const response = await fetch(`${app.url}/install`, { redirect: "manual" });
  const [cookie = ""] = response.headers.getSetCookie();
  assert.match(cookie, /^hookswitch=/);
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.match(cookie, /; Path=\//);
  assert.doesNotMatch(cookie, /; Secure/);
  assert.equal((await fetch(`${app.url}/`)).headers.get("set-cookie"), null);
});

test("with an https address the cookie is secure, and browsers are told to stay on https", async () => {
  const response = await overTls("/install");
  const [cookie = ""] = response.headers.getSetCookie();
  assert.match(cookie, /; HttpOnly/);
  assert.match(cookie, /; SameSite=Lax/);
  assert.match(cookie, /; Secure/);
  assert.match(response.headers.get("strict-transport-security") ?? "", /max-age=\d{7,}/);
  assert.ok(policyOf(response).has("upgrade-insecure-requests"));
  assert.ok(!policyOf(await fetch(`${app.url}/`)).has("upgrade-insecure-requests"));
  assert.equal((await fetch(`${secureUrl}/install`, { redirect: "manual" })).headers.get("set-cookie"), null);
});

test("two apps in one process each send people to HubSpot with their own callback", async () => {
  const authorize = new URL((await overTls("/install")).headers.get("location") ?? "");
  assert.equal(authorize.searchParams.get("redirect_uri"), "https://hookswitch.example/oauth/callback");
  const own = await startInstall(new Visitor(app));
  assert.equal(own.searchParams.get("redirect_uri"), `${app.url}/oauth/callback`);
});

test("a session begins anew at sign-in: the id from before it is worth nothing", async () => {
  const response = await fetch(`${app.url}/install`, { redirect: "manual" });
  const planted = response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const authorize = new URL(response.headers.get("location") ?? "");
  authorize.searchParams.set("consent", "auto");
  const consent = await fetch(authorize, { redirect: "manual" });
  const callback = await fetch(consent.headers.get("location") ?? "", {
    redirect: "manual",
    headers: { cookie: planted },
  });
  assert.equal(callback.headers.get("location"), "/settings");
  const fresh = callback.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  assert.notEqual(fresh, planted);
  const seen = async (cookie: string) => (await fetch(`${app.url}/settings`, { headers: { cookie } })).status;
  assert.deepEqual([await seen(planted), await seen(fresh)], [401, 200]);
});

test("an address that leads nowhere says so, as a page and as JSON", async () => {
  assert.match(await page(admin, "/nowhere", 404), /There is no such page[\s\S]*href="\/"/);
  const response = await admin.request("/nowhere", { headers: { accept: "application/json" } });
  assert.equal(response.status, 404);
  assert.deepEqual(await response.json(), {
    error: "There is no such page",
    because: "The address may be mistyped, or the page has moved.",
  });
});
