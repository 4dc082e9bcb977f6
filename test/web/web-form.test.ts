// The address of web forms: who may send, what is stored, and how a browser and a script are answered.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, type TestApp } from "../hookswitch.ts";
import { fieldsOf, sendForm, unescapeHtml } from "./form.ts";
import { oldBrowser, onlyStored, openPortal, page, plain, scripted, stored } from "./forms.ts";
import { page as pageOf, query } from "./setup.ts";

let app: TestApp;
let nextId = 3001;

before(async () => {
  app = await startApp();
});
after(() => app.stop());

const portalWith = (...formOrigins: string[]) => openPortal(app, String(nextId++), formOrigins);

const lead = { name: "Sample Client", email: "client@example.com", budget: "500" };

test("the setting takes origins as a list or as lines, and says which line is none", async () => {
  const { admin } = await portalWith();
  const lines = "https://www.acme.test/\nHTTPS://Shop.Acme.test:443, http://localhost:8080\n\nhttps://www.acme.test";
  await admin.post("/settings", { formOrigins: lines });
  const { formOrigins } = await admin.get<{ formOrigins: string[] }>("/settings");
  assert.deepEqual(formOrigins, [page, "https://shop.acme.test", "http://localhost:8080"]);
  for (const wrong of [
    "www.acme.test",
    "https://acme.test/form",
    "https://u:p@acme.test",
    "null",
    "*",
    "ftp://acme.test",
  ]) {
    const response = await admin.post("/settings", { formOrigins: [page, wrong] });
    assert.equal(response.status, 400, wrong);
    assert.match(await response.text(), /must read like https:\/\/www\.acme\.test/);
  }
  const many = Array.from({ length: 101 }, (_, index) => `https://a${index}.test`);
  assert.equal((await admin.post("/settings", { formOrigins: many })).status, 400);
});

test("the settings page offers examples with the address in pages, and keeps a line that is wrong", async () => {
  const { admin, forms, hook } = await portalWith(page);
  const html = unescapeHtml(await pageOf(admin, "/settings"));
  const examples = [...html.matchAll(/<pre id="form-[a-z]+">([\s\S]*?)<\/pre>/g)].map(([, text]) => text ?? "");
  assert.equal(examples.length, 2);
  assert.ok(examples.every((text) => text.includes(forms) && !text.includes(hook)));
  assert.match(examples[0] ?? "", /name="_redirect" value="https:\/\/www\.acme\.test\/thanks"/);
  const fields = fieldsOf(await pageOf(admin, "/settings"), "/settings");
  const sent = new URLSearchParams({ _csrf: fields.get("_csrf") ?? "", formOrigins: "acme.test" });
  const wrong = await (await sendForm(admin, "/settings", sent)).text();
  assert.match(wrong, /href="#f-formOrigins"/);
  assert.match(wrong, />acme\.test<\/textarea>/);
});

test("the address in pages takes forms and nothing else, and so does the secret one with its name", async () => {
  const portal = await portalWith();
  assert.notEqual(portal.forms, `${portal.hook}/web-form`);
  assert.equal((await scripted(portal.forms, lead)).status, 200);
  assert.equal((await scripted(`${portal.hook}/web-form`, { ...lead, name: "Other" })).status, 200);
  const others = ["generic", "ringostat", "route", ""].map((name) => portal.forms.replace(/\/web-form$/, `/${name}`));
  for (const url of others) assert.equal((await scripted(url, lead)).status, 404, url);
  const unknown = ["x".repeat(43), "%00", "constructor"].map((token) => `${app.url}/hooks/${token}/web-form`);
  for (const url of unknown) assert.equal((await scripted(url, lead)).status, 404, url);
  assert.equal((await stored(app, portal)).length, 2);
});

test("a preflight is answered for pages of the list only", async () => {
  const { forms } = await portalWith(page);
  const ask = (origin: string) =>
    fetch(forms, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
  const ours = await ask(page);
  assert.equal(ours.status, 204);
  assert.equal(ours.headers.get("access-control-allow-origin"), page);
  assert.equal(ours.headers.get("access-control-allow-methods"), "POST");
  assert.equal(ours.headers.get("access-control-allow-headers"), "content-type");
  assert.match(ours.headers.get("vary") ?? "", /Origin/);
  for (const origin of ["https://evil.test", "http://www.acme.test", "https://www.acme.test.evil.test", "null"]) {
    const theirs = await ask(origin);
    assert.equal(theirs.status, 403, origin);
    assert.equal(theirs.headers.get("access-control-allow-origin"), null, origin);
    assert.match(await theirs.text(), /not in the list/);
  }
});

test("a script of a listed page is answered with JSON that it may read; one of another page is refused, and only counted", async () => {
  const portal = await portalWith(page);
  const ours = await scripted(portal.forms, lead, { origin: page });
  assert.equal(ours.headers.get("access-control-allow-origin"), page);
  assert.equal(ours.headers.get("access-control-allow-credentials"), null);
  assert.deepEqual([ours.status, await ours.json()], [200, { ok: true }]);
  const counted = async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    return Number(/hookswitch_refused_total\{reason="origin"\} (\d+)/.exec(metrics)?.[1] ?? 0);
  };
  const before = await counted();
  const theirs = await scripted(portal.forms, { ...lead, name: "Not ours" }, { origin: "https://evil.test" });
  assert.equal(theirs.status, 403);
  assert.match(await theirs.text(), /https:\/\/evil\.test/);
  assert.equal(await counted(), before + 1);
  assert.equal((await onlyStored(app, portal)).data.person?.name, "Sample Client");
});

test("with no pages listed plain forms come from anywhere, and scripts from nowhere", async () => {
  const portal = await portalWith();
  assert.equal((await plain(portal.forms, lead, { origin: "https://any.test" })).status, 200);
  assert.equal((await plain(portal.forms, { ...lead, name: "Hidden" }, { origin: "null" })).status, 200);
  assert.equal((await scripted(portal.forms, lead, { origin: "https://any.test" })).status, 403);
  assert.equal((await stored(app, portal)).length, 2);
});

test("with pages listed a plain form of another page is refused, and one that hides its page is parked", async () => {
  const portal = await portalWith(page);
  assert.equal((await plain(portal.forms, lead, { origin: "https://any.test" })).status, 403);
  assert.equal((await plain(portal.forms, lead, { origin: "null" })).status, 200);
  const event = await onlyStored(app, portal);
  assert.deepEqual([event.type, event.status], ["form.submitted", "parked"]);
  assert.match(event.because, /hides its address/);
  // The same form, from the page itself this time, is no repetition of what is in doubt.
  assert.equal((await plain(portal.forms, lead, { origin: page })).status, 200);
  assert.equal((await stored(app, portal)).length, 2);
});

test("a browser from before Sec-Fetch-Mode is known by what it wants to show", async () => {
  const portal = await portalWith();
  const origin = "https://any.test";
  const page = await oldBrowser(portal.forms, lead, { origin, accept: "text/html,*/*;q=0.8" });
  assert.match(await page.text(), /Thank you/);
  assert.equal((await oldBrowser(portal.forms, lead, { origin, accept: "*/*" })).status, 403);
});

test("after a plain form comes a page of ours without a session, with the way back", async () => {
  const portal = await portalWith();
  const response = await plain(portal.forms, lead, { referer: "https://www.acme.test/quote?a=1&b=<2>" });
  const html = await response.text();
  assert.equal(response.status, 200);
  assert.match(html, /<h1>Thank you<\/h1>/);
  assert.match(html, /href="https:\/\/www\.acme\.test\/quote\?a=1&amp;b=&lt;2&gt;"/);
  assert.equal(response.headers.get("set-cookie"), null);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.match(response.headers.get("content-security-policy") ?? "", /default-src 'none'/);
  assert.equal((await onlyStored(app, portal)).data.pageUrl, "https://www.acme.test/quote?a=1&b=<2>");
  assert.doesNotMatch(await (await plain(portal.forms, lead, { referer: "javascript:alert(1)" })).text(), /Back/);
});

test("the visitor is led to a page of the list, and to no other", async () => {
  const { forms } = await portalWith(page);
  const ledTo = async (redirect: string) => {
    const response = await plain(forms, { ...lead, _redirect: redirect }, { origin: page });
    return [response.status, response.headers.get("location")];
  };
  assert.deepEqual(await ledTo("https://www.acme.test/thanks?a=1"), [303, "https://www.acme.test/thanks?a=1"]);
  assert.deepEqual(await ledTo("https:\\\\www.acme.test\\thanks"), [303, "https://www.acme.test/thanks"]);
  const elsewhere = [
    "https://evil.test/",
    "https://www.acme.test@evil.test/",
    "https://www.acme.test.evil.test/",
    "//evil.test",
    "blob:https://www.acme.test/1",
    "javascript:alert(1)",
    "/thanks",
  ];
  for (const redirect of elsewhere) assert.deepEqual(await ledTo(redirect), [200, null], redirect);
});

test("a multipart form is read, and of its files only the names are kept", async () => {
  const portal = await portalWith(page);
  const form = new FormData();
  form.append("email", "client@example.com");
  form.append("cv", new Blob([Buffer.alloc(3_000_000, "secret bytes ")]), "cv.pdf");
  const response = await fetch(portal.forms, { method: "POST", headers: { origin: page }, body: form });
  assert.deepEqual([response.status, await response.json()], [200, { ok: true }]);
  assert.deepEqual((await onlyStored(app, portal)).data.fields, { cv: "cv.pdf" });
  const [raw] = await query<{ body: Buffer }>(app, 'SELECT "body" FROM "Delivery" WHERE "portalId" = $1', [portal.id]);
  assert.ok(raw && raw.body.length < 1_000);
  assert.ok(!raw.body.includes("secret"));
});

test("a form that is too large is refused with words that its page may read", async () => {
  const portal = await portalWith(page);
  const form = new FormData();
  form.append("email", "client@example.com");
  form.append("film", new Blob([Buffer.alloc(11_000_000)]), "film.mp4");
  const files = await fetch(portal.forms, { method: "POST", headers: { origin: page }, body: form });
  const text = await scripted(portal.forms, { ...lead, message: "x".repeat(1_100_000) }, { origin: page });
  for (const response of [files, text]) {
    assert.equal(response.status, 413);
    assert.equal(response.headers.get("access-control-allow-origin"), page);
    assert.match(await response.text(), /10 MB with its files/);
  }
  assert.deepEqual(await stored(app, portal), []);
});

test("a double click is one event; nobody in a form, and a form that cannot be read, are parked with words", async () => {
  const portal = await portalWith();
  const left = 60_000 - (Date.now() % 60_000);
  // Two clicks on both sides of a full minute are two.
  if (left < 5_000) await new Promise((next) => setTimeout(next, left));
  await Promise.all([plain(portal.forms, lead), plain(portal.forms, lead)]);
  assert.equal((await plain(portal.forms, { city: "Kyiv" })).status, 200);
  const broken = { "content-type": "multipart/form-data; boundary=x" };
  assert.equal((await fetch(portal.forms, { method: "POST", headers: broken, body: "--x" })).status, 200);
  const [, nobody, unreadable, ...others] = await stored(app, portal);
  assert.deepEqual(others, []);
  assert.equal(nobody?.status, "parked");
  assert.match(nobody?.because ?? "", /Nobody can be found in this form.*\(city\)/);
  assert.match(unreadable?.because ?? "", /multipart form/);
});

test("other methods are told what to do, and store nothing", async () => {
  const portal = await portalWith();
  for (const method of ["GET", "PUT", "DELETE"]) {
    const response = await fetch(`${portal.forms}?email=client@example.com`, { method });
    assert.equal(response.status, 405, method);
    assert.equal(response.headers.get("allow"), "POST, OPTIONS");
    assert.match(await response.text(), /method=post/);
  }
  assert.deepEqual(await stored(app, portal), []);
});
