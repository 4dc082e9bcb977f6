// A form of somebody's web page in a real browser: pasted from the settings page, sent from another origin by the browser
// itself and by a script, and found in HubSpot.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { freePort, type InstalledApp, sandboxRecords, settled, startInstalledApp } from "../hookswitch.ts";
import { unescapeHtml } from "../web/form.ts";
import { page as pageOf } from "../web/setup.ts";

let app: InstalledApp;
let browser: Browser;
let servers: Server[];
/** The origins of two web sites. */
let ours: string;
let theirs: string;
/** What every address of both shows, but for /thanks. */
let html = "";
/** Everybody has a number of his own. */
let visitors = 0;

async function serve(): Promise<string> {
  const port = await freePort();
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(request.url === "/thanks" ? "<h1>Our own thanks</h1>" : `<!doctype html><title>Acme</title>${html}`);
  });
  servers.push(server.listen(port));
  await once(server, "listening");
  return `http://localhost:${port}`;
}

before(async () => {
  servers = [];
  app = await startInstalledApp();
  browser = await openBrowser();
  [ours, theirs] = [await serve(), await serve()];
});
after(async () => {
  await browser.close();
  for (const server of servers) server.close();
  await app.stop();
});

/** The example on the settings page, as a person copies it. */
async function example(id: string): Promise<string> {
  const settings = await pageOf(app.admin, "/settings");
  return unescapeHtml(new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(settings)?.[1] ?? "");
}

async function filled(origin: string, email: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  await page.clock.install();
  await page.goto(`${origin}/contact?utm_source=google`);
  await page.getByLabel("Name").fill("Олена Коваль");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Phone").fill(`050 123 45 ${10 + visitors++}`);
  await page.getByLabel("Message").fill("Call me, <b>please</b>.\nThank you.");
  // Nobody types so fast.
  await page.clock.fastForward(20_000);
  return page;
}

const send = (page: Page) => page.getByRole("button", { name: "Send" }).click();

async function emails(): Promise<(string | undefined)[]> {
  return (await sandboxRecords(app, "contacts")).map(({ properties }) => properties.email);
}

test("a form that the browser sends by itself: thanks of ours while no page is listed, of the site once it is", async () => {
  html = await example("form-html");
  assert.match(html, /^<form action=/);
  const first = await filled(theirs, "first@example.com");
  await send(first);
  await first.getByRole("heading", { name: "Thank you" }).waitFor();
  assert.equal(await first.getByRole("link", { name: "Back to the page" }).getAttribute("href"), `${theirs}/`);
  await settled(app.admin, 1);
  assert.deepEqual(await emails(), ["first@example.com"]);

  await app.admin.post("/settings", { formOrigins: [ours] });
  html = await example("form-html");
  const second = await filled(ours, "second@example.com");
  await send(second);
  await second.waitForURL(`${ours}/thanks`);
  await settled(app.admin, 2);
  assert.deepEqual((await emails()).sort(), ["first@example.com", "second@example.com"]);
});

test("a form that a script sends: from a listed page it arrives with the page's address, from another it does not", async () => {
  html = `${await example("form-html")}<script>${await example("form-script")}</script>`;
  const page = await filled(ours, "script@example.com");
  await send(page);
  await page.getByText("Thank you.", { exact: true }).waitFor();
  await settled(app.admin, 3);
  assert.ok((await emails()).includes("script@example.com"));
  const [deal] = (await sandboxRecords(app, "deals")).slice(-1);
  assert.ok(JSON.stringify(deal?.properties).includes("google"), JSON.stringify(deal));

  const stranger = await filled(theirs, "stranger@example.com");
  const failed = stranger.waitForEvent("pageerror");
  await send(stranger);
  assert.match((await failed).message, /Failed to fetch/);
  assert.equal((await settled(app.admin, 3)).length, 3);
});

test("JSON, which browsers ask leave for, from a listed page; and the refusal that a visitor of another page reads", async () => {
  html = "";
  const page = await browser.newPage();
  await page.goto(ours);
  const url = (await app.admin.get<{ formsUrl: string }>("/settings")).formsUrl;
  const answer = await page.evaluate(async (address) => {
    const body = JSON.stringify({ contact: { email: "json@example.com" }, plan: ["a", "b"] });
    const headers = { "content-type": "application/json" };
    const response = await fetch(address, { method: "POST", headers, body });
    return [response.status, await response.text()];
  }, url);
  assert.deepEqual(answer, [200, '{"ok":true}']);
  await settled(app.admin, 4);
  assert.ok((await emails()).includes("json@example.com"));

  html = await example("form-html");
  const stranger = await filled(theirs, "stranger@example.com");
  await send(stranger);
  await stranger.getByText(/are not accepted/).waitFor();
  assert.equal((await settled(app.admin, 4)).length, 4);
});
