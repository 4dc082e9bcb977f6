// The walk of an admin over the page of own properties, in a real browser: a row and a rule of a custom object, previewed
// as they are made, found by name, and at work for the next form.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { type InstalledApp, sandboxRecords, settled, startInstalledApp } from "../hookswitch.ts";
import { addProperty, addSubscriptions, form } from "../web/own-properties.ts";
import { send } from "../web/setup.ts";

let app: InstalledApp;
let browser: Browser;
let page: Page;
/** What the browser complained about: a script that the content policy stops is among it. */
const complaints: string[] = [];

before(async () => {
  app = await startInstalledApp();
  await addProperty(app, "deals", { name: "budget", label: "Budget", type: "number", fieldType: "number" });
  await addSubscriptions(app);
  await send(app.hook, form(1, { budget: "1 000 UAH", subscription: "S-1", plan: "Gold" }));
  await settled(app.admin, 1);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${app.url}/install`);
  await page.locator("form button").first().click();
  await page.waitForURL(`${app.url}/settings`);
});

after(async () => {
  await browser.close();
  await app.stop();
});

const verdict = (text: string | RegExp) => page.locator(".verdict", { hasText: text }).waitFor();
const value = () => page.getByLabel("Is filled with");

test("a row is made by choosing, and the preview follows every choice and every key", async () => {
  await page.getByRole("link", { name: "Properties" }).click();
  await page.getByRole("link", { name: "Forms", exact: true }).click();
  await page.getByLabel("Goes into the").selectOption({ label: "Deal" });
  await page.getByText("Property of the deal").waitFor();

  await page.getByLabel("Find a property by name").fill("budg number");
  const offered = page.locator("#f-property option:not([hidden])");
  assert.deepEqual(await offered.allInnerTexts(), ["Budget · number · budget"]);
  await page.locator("#f-property").selectOption("budget");

  await page.getByLabel("A field to insert").selectOption({ label: "Form field: budget: 1 000 UAH" });
  assert.equal(await value().inputValue(), "{fields.budget}");
  await verdict("Budget would become 1000, where it is empty.");
  assert.equal(await page.locator("#f-value:focus").count(), 1, "the caret stays where the field went in");
  await value().pressSequentially("!");
  await verdict("“Budget” takes a number, so it must be one field or one value, without other text.");
  await value().press("Backspace");
  await verdict("Budget would become 1000, where it is empty.");
  await page.getByLabel("Overwrite it with every form").check();
  await verdict("Budget would become 1000.");

  await page.getByRole("button", { name: "Save the row" }).click();
  await page.getByText("Saved. It counts for every form from now on.").waitFor();
  assert.match(await page.locator(".fills").innerText(), /Budget\s+Deal · number · budget\s+Form field: budget/);
});

test("a rule of a custom object is made the same way, line by line", async () => {
  await page.locator("#objects").getByRole("link", { name: "Add a rule" }).first().click();
  await page.getByLabel("What comes in").selectOption({ label: "Forms" });
  await page.getByRole("heading", { name: "The newest form" }).waitFor();
  await page.getByLabel("A field to insert", { exact: true }).selectOption("fields.subscription");
  await verdict("HubSpot makes no Subscription without Plan.");
  await page.getByLabel("Property 1", { exact: true }).selectOption({ label: "Plan · text · required" });
  await page.getByLabel("Property 2", { exact: true }).waitFor();
  await page.getByLabel("A field to insert into property 1").selectOption("fields.plan");
  await verdict("The Subscription with the Subscription id “S-1” would be changed, or made where there is none.");
  await verdict("Plan would become “Gold”, where it is empty.");
  await page.getByLabel("Contact").check();
  await page.getByRole("button", { name: "Save the rule" }).click();
  await page.getByText("Saved. It counts for every form from now on.").waitFor();
  const section = page.locator("#objects");
  assert.match(
    await section.innerText(),
    /Subscription id is Form field: subscription\s+Fills Plan\. Associated with: contact\./,
  );
});

test("the next form fills both, and the activity page says so and leads to the record", async () => {
  await send(app.hook, form(2, { budget: "2 500", subscription: "S-2", plan: "Silver" }));
  await settled(app.admin, 2);
  assert.deepEqual(
    (await sandboxRecords(app, "deals")).map(({ properties }) => properties.budget),
    ["2500"],
  );
  await page.getByRole("link", { name: "Activity" }).click();
  await page.locator("a.chip", { hasText: "S-2" }).click();
  await page.waitForURL(/\/record\/2-/);
  await page.getByRole("heading", { name: "Silver" }).waitFor();
});

test("rows and rules are removed with one press each", async () => {
  await page.goto(`${app.url}/properties`);
  await page.getByRole("button", { name: "Remove Budget of the deal" }).click();
  await page.getByText("No property of yours is filled yet").waitFor();
  await page.getByRole("button", { name: "Remove the rule of Subscription" }).click();
  await page.getByText("No event stands for one yet").waitFor();
  assert.deepEqual(complaints, []);
});
