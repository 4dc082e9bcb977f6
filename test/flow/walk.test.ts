// The walk of a new user in a real browser: install, consent, map an employee, send the sample call, read what was
// written and why, and find the call on the contact in HubSpot.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { startApp, type TestApp } from "../hookswitch.ts";

let app: TestApp;
let browser: Browser;
let page: Page;

before(async () => {
  app = await startApp("starter");
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
});

after(async () => {
  await browser.close();
  await app.stop();
});

test("a new user installs, maps an employee, sends a sample call and finds it in HubSpot", async () => {
  await page.goto(app.url);
  await page.getByRole("link", { name: "Install in HubSpot" }).click();

  // HubSpot's consent page.
  assert.match(page.url(), new RegExp(`^${app.sandbox.url}/oauth/authorize`));
  await page.locator("form button[type=submit], form button").first().click();

  // The settings already know owners and pipelines.
  await page.waitForURL(`${app.url}/settings`);
  assert.ok((await page.locator("select[name=topManagerOwnerId] option").count()) > 3, "the owners are listed");
  assert.ok((await page.locator("select[name=stage] optgroup").count()) >= 1, "the pipelines are listed");
  assert.match(await page.locator("#address input[value*='/hooks/']").inputValue(), /\/hooks\/[\w-]{43}$/);

  // The employee of the sample call is mapped by hand.
  await page.goto(`${app.url}/employees`);
  const blank = page.locator("tr.new");
  await blank.getByLabel("Name of").fill("Sample Agent");
  await blank.getByLabel("E-mail of").fill("agent@acme.test");
  await blank.getByLabel("HubSpot owner of").selectOption({ index: 2 });
  const owner = await blank.getByLabel("HubSpot owner of").locator("option:checked").innerText();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  assert.equal(await page.getByLabel("HubSpot owner of Sample Agent").locator("option:checked").innerText(), owner);

  // A sample call, through the whole way.
  await page.goto(`${app.url}/settings`);
  await page.getByRole("button", { name: "Send a sample call" }).click();
  await page.waitForURL(`${app.url}/activity`);
  for (let tries = 0; tries < 100 && (await page.getByText("Created a call because").count()) === 0; tries++)
    await page.reload();
  const text = await page.locator("main").innerText();
  assert.match(text, /Created a contact because nobody has \+380…\d{4}/);
  assert.match(text, /Created a deal because/);
  assert.match(text, /Created a call because the call was answered/);

  // The link leads into HubSpot, where the call stands on the contact.
  const link = page.locator("a.chip", { hasText: "Contact" }).first();
  await link.click();
  await page.waitForURL(new RegExp(`^${app.sandbox.url}/contacts/1001/record/0-1/\\d+`));
  const record = await page.locator("body").innerText();
  assert.match(record, /Incoming call from/);
  assert.match(record, new RegExp(owner.split(" (")[0] ?? owner));
});
