// The walk of an admin with a system that nobody knows, in a real browser: capture, choose, preview, save, read again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { type InstalledApp, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;
let browser: Browser;
let page: Page;

before(async () => {
  app = await startInstalledApp();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  await page.goto(`${app.url}/install`);
  await page.locator("form button").first().click();
  await page.waitForURL(`${app.url}/settings`);
});

after(async () => {
  await browser.close();
  await app.stop();
});

const call = (change: Record<string, string>) => ({
  ref: "77",
  route: "incoming",
  state: "SOLD",
  begun: "2026-11-20 12:30:01",
  who: "0501234567",
  whom: "0441112233",
  ...change,
});

const send = (address: string, body: object) =>
  fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

const preview = () => page.locator("#preview").innerText();

test("an admin captures one call, says what its fields are, and has the old calls read again", async () => {
  await page.getByRole("link", { name: "Capture" }).click();
  await page.getByLabel("Who sends it").selectOption({ label: "Another system" });
  await page.getByRole("button", { name: "Capture" }).click();
  await page.getByText("Waiting since").waitFor();

  // The page shows the delivery by itself as soon as it is there.
  const address = await page.getByLabel("Webhook address").inputValue();
  assert.match(address, /\/custom$/);
  await send(address, call({}));
  await page.getByRole("heading", { name: "A new rule" }).waitFor();
  const becomes = (field: string) => page.getByLabel(`${field} becomes`);
  const chosen = (field: string) => becomes(field).locator("option:checked").innerText();
  assert.deepEqual(await Promise.all(["ref", "route", "state", "begun", "who"].map(chosen)), [
    "Call id",
    "Direction",
    "Outcome",
    "Started at",
    "Not used",
  ]);
  assert.match(await preview(), /No field is a number of the client/);

  // Each choice shows at once what would be written.
  await becomes("who").selectOption({ label: "Number that called" });
  await page.locator("#preview").getByText("0501234567").waitFor();
  await becomes("whom").selectOption({ label: "Number that was called" });
  await page.locator("#preview").getByText("0441112233").waitFor();
  assert.equal(await page.getByLabel("Their word 1 of state").inputValue(), "SOLD");
  await page.getByLabel("Meaning of word 1 of state").selectOption({ label: "Answered" });
  await page.locator("#preview").getByText("answered", { exact: true }).waitFor();
  await page.getByLabel("Target or repeated, word 1 of state").selectOption({ label: "Target call" });
  await page.locator("#preview").getByText("Is it a target call?").waitFor();
  await page.getByLabel("Time zone of its times").focus();
  await page.getByLabel("Time zone of its times").selectOption("UTC");
  await page.locator("#preview").getByText("2026-11-20 14:30:01 in Europe/Kyiv").waitFor();
  assert.match(await preview(), /Will create a contact because nobody has \+380…4567/);
  assert.equal(await page.locator("#f-timeZone:focus").count(), 1, "the choice keeps its place");

  await page.getByRole("button", { name: "Save the rule" }).click();
  await page.getByText("It is version 1 of the map").waitFor();
  assert.equal(await chosen("who"), "Number that called");

  // What came before is read again, what comes now is read at once.
  await page.getByRole("button", { name: "Read the unread again" }).click();
  await page.getByText("1 is on the way again").waitFor();
  await send(address, call({ ref: "78", who: "0501234568" }));
  await page.goto(`${app.url}/activity`);
  for (let tries = 0; tries < 100 && (await page.getByText("Created a contact because").count()) < 2; tries++)
    await page.reload();
  const text = await page.locator("main").innerText();
  assert.match(text, /Created a contact because nobody has \+380…4567/);
  assert.match(text, /Created a contact because nobody has \+380…4568/);
});

test("the page fits a narrow screen, and what a form sends can be mapped there too", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${app.url}/capture?provider=custom`);
  await page.getByRole("button", { name: "Capture" }).click();
  const address = await page.getByLabel("Webhook address").inputValue();
  await send(address, { kind: "form", email: "client@example.com", budget: "500" });
  await page.getByRole("heading", { name: "A new rule" }).waitFor();
  assert.equal(await page.getByLabel("What it is").inputValue(), "form.submitted");
  assert.equal(await page.getByLabel("budget becomes").inputValue(), "fields.budget");
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= 390, `${width} px wide`);

  await page.getByLabel("What it is").selectOption({ label: "Nothing: ignore it" });
  await page.getByLabel("Why it is ignored").fill("Forms are written by the site itself.");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.getByText("It would be ignored: Forms are written by the site itself.").waitFor();
});
