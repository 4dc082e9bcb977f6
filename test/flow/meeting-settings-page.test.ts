// An admin says in a real browser how meetings are spread, sets up a note-taker beside the phone system, and sees it answered.
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
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
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

async function save(says: string): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: "Save settings" }).click();
  await loaded;
  await page.getByText(says).waitFor();
}

const boxes = () => page.locator("#f-cascadeFor input[type=checkbox]");

test("every setting of the section is saved, a mistake is marked and nothing is lost by it", async () => {
  await page.getByRole("link", { name: "Meetings", exact: true }).click();
  await page.getByLabel("Your own e-mail domains").fill("acme.com\nacme");
  await page.getByLabel("Participants who are not in HubSpot").selectOption("existing");
  await page.getByLabel("Their companies that are not in HubSpot").selectOption("create");
  await page.getByLabel("Calls", { exact: true }).check();
  await page.getByLabel("Dialogues").check();
  await page.getByLabel("Companies and deals of one activity at most").fill("20");
  await page.getByLabel("Open deals only").check();
  await save("Not saved yet");
  await page.getByRole("link", { name: "“acme” must be a domain such as acme.com" }).click();
  assert.ok(await page.getByLabel("Dialogues").isChecked());
  await page.getByLabel("Your own e-mail domains").fill("acme.com\nacme.test");
  await save("Saved.");
  assert.partialDeepStrictEqual(await app.admin.get<Record<string, unknown>>("/settings"), {
    ownDomains: ["acme.com", "acme.test"],
    meetingContacts: "existing",
    meetingCompanies: "create",
    cascadeFor: ["call", "dialog"],
    cascadeLimit: 20,
    cascadeOpenDealsOnly: true,
  });
});

test("no box ticked is an answer too", async () => {
  for (const box of await boxes().all()) await box.uncheck();
  await page.getByLabel("Open deals only").uncheck();
  await save("Saved.");
  assert.partialDeepStrictEqual(await app.admin.get<Record<string, unknown>>("/settings"), {
    cascadeFor: [],
    cascadeOpenDealsOnly: false,
  });
});

test("a note-taker is chosen, its secret and its key are saved, and the answer is in view beside it", async () => {
  await page.getByLabel("Set up another sender").selectOption({ label: "Fireflies.ai" });
  await page.getByRole("button", { name: "Show its steps" }).click();
  await page.waitForURL(`${app.url}/settings?sender=fireflies#senders`);
  const block = page.locator("#sender-fireflies");
  assert.equal(await block.getByLabel("Webhook address of").inputValue(), `${app.hook}/fireflies`);
  await block.getByLabel("Signing secret").fill("a-secret-of-16-letters");
  await block.getByRole("button", { name: "Save secret" }).click();
  await page.getByText("The secret is stored.").waitFor();
  await block.getByLabel("API key").fill("a-key");
  await block.getByRole("button", { name: "Save access" }).click();
  const notice = page.getByText("The access is stored.");
  await notice.waitFor();
  await block.getByText("signing secret set · API access set").waitFor();
  const { y = -1 } = (await notice.boundingBox()) ?? {};
  assert.ok(y >= 0 && y < 900, `the notice is at ${y} px`);
  assert.ok(await page.evaluate<boolean>("window.scrollY > 900"), "though the page has jumped to the section");
});

test("both sections fit a wide and a narrow screen, and nothing went wrong in the browser", async () => {
  await page.goto(`${app.url}/settings?sender=fireflies`);
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const needed = await page.evaluate<number>("document.documentElement.scrollWidth");
    assert.ok(needed <= width, `${needed} px wide`);
    for (const id of ["meetings", "senders"]) {
      const picture = await page.locator(`#${id}`).screenshot();
      // Of a PNG, the width stands at byte 16.
      const wide = picture.readUInt32BE(16);
      assert.ok(wide > width * 0.6 && wide <= width, `${id} is ${wide} px wide`);
    }
  }
  assert.deepEqual(problems, []);
});
