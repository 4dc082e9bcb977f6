// An admin says how calls are written, in a real browser: rows added, moved and removed, half a row corrected.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { type InstalledApp, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;
let browser: Browser;
let page: Page;
const problems: string[] = [];

before(async () => {
  app = await startInstalledApp();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${app.url}/install`);
  await page.locator("form button").first().click();
  await page.waitForURL(`${app.url}/settings`);
});

after(async () => {
  await browser.close();
  await app.stop();
});

const tag = (row: number) => page.getByLabel(`Tag of row ${row}`);
const outcome = (row: number) => page.getByLabel(`Outcome of row ${row}`);
const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
const typed = () =>
  page.locator("#tag-rows [name$='[tag]']").evaluateAll((fields) => fields.map((field) => field.value));

async function fill(row: number, text: string, label: string): Promise<void> {
  await tag(row).fill(text);
  await outcome(row).selectOption({ label });
}

/** The page that comes back says it; the one before may have said it too. */
async function save(says: string): Promise<void> {
  const loaded = page.waitForEvent("load");
  await press("Save settings");
  await loaded;
  await page.getByText(says).waitFor();
}

async function saved(): Promise<string[]> {
  const { tagOutcomes } = await app.admin.get<{ tagOutcomes: { tag: string }[] }>("/settings");
  return tagOutcomes.map(({ tag }) => tag);
}

test("an admin chooses the moment, orders tags, corrects half a row and picks deal properties", async () => {
  await page.getByLabel("Already when it is picked up").check();
  await fill(1, "sold", "Connected");
  await press("Add a row");
  await fill(2, "machine", "Left voicemail");
  await press("Add a row");
  assert.equal(await page.locator(":focus").getAttribute("aria-label"), "Tag of row 3");
  await tag(3).fill("wrong number");
  await page.getByLabel("Category of a call").selectOption({ label: "Deal Type" });
  await page.getByLabel("Value of a call").selectOption({ label: "Amount" });

  await press("Move row 3 up");
  assert.equal(await page.locator(":focus").getAttribute("aria-label"), "Move row 2 up");
  await press("Move row 2 up");
  assert.equal(await page.locator(":focus").getAttribute("aria-label"), "Move row 1 down", "the end of the way up");
  assert.deepEqual(await typed(), ["wrong number", "sold", "machine"]);
  await press("Move row 2 down");
  assert.deepEqual(await typed(), ["wrong number", "machine", "sold"]);

  await save("Not saved yet");
  await page.getByRole("link", { name: "Choose an outcome" }).click();
  assert.match(page.url(), /#f-tagOutcomes\.0\.outcomeId$/);
  assert.deepEqual(await typed(), ["wrong number", "machine", "sold"]);
  assert.equal(await outcome(1).getAttribute("aria-invalid"), "true");
  assert.ok(await page.getByLabel("Already when it is picked up").isChecked());
  await outcome(1).selectOption({ label: "Wrong number" });
  await save("Saved.");

  assert.deepEqual(await saved(), ["wrong number", "machine", "sold"]);
  const settings = await app.admin.get<Record<string, unknown>>("/settings");
  assert.partialDeepStrictEqual(settings, {
    createAt: "pickup",
    dealCategoryProperty: "dealtype",
    dealValueProperty: "amount",
  });
});

test("rows are removed by their buttons, the last one too", async () => {
  await press("Remove row 2");
  assert.equal(await page.locator(":focus").inputValue(), "sold");
  assert.deepEqual(await typed(), ["wrong number", "sold"]);
  await save("Saved.");
  assert.deepEqual(await saved(), ["wrong number", "sold"]);
  await press("Remove row 1");
  await press("Remove row 1");
  assert.deepEqual(await typed(), [""]);
  await save("Saved.");
  assert.deepEqual(await saved(), []);
});

test("it fits a narrow screen, and nothing went wrong in the browser", async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await fill(1, "a rather long tag of somebody's phone system", "Left live message");
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  assert.ok(width <= 390, `${width} px wide`);
  assert.deepEqual(problems, []);
});

test("without a script three blank rows are there, and numbers order them", async () => {
  const { cookies } = await page.context().storageState();
  const context = await browser.newContext({ javaScriptEnabled: false });
  await context.addCookies(cookies);
  page = await context.newPage();
  await page.goto(`${app.url}/settings`);
  assert.equal(await page.getByRole("button", { name: "Add a row" }).count(), 0);
  await fill(1, "sold", "Connected");
  await fill(3, "machine", "Left voicemail");
  await page.getByLabel("Place of row 3").fill("1");
  await save("Saved.");
  assert.deepEqual(await saved(), ["machine", "sold"]);
});
