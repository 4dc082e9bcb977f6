// The CRM pages in a real browser: consent, find a contact, read its timeline, move its deal on.
import assert from "node:assert/strict";
import { test } from "node:test";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import { linkTo, localHubSpot } from "./local-hubspot.ts";

test("a person connects the app, finds the contact, reads the call and wins the deal", async (t) => {
  const hubspot = await localHubSpot(t, { seed: "demo" });
  const contact = await hubspot.create("contacts", {
    firstname: "Olena",
    lastname: "Marchuk",
    phone: "+380 50 123 45 67",
  });
  const deal = { dealname: "Oak kitchen", pipeline: "default", dealstage: "contractsent", amount: "42500" };
  const dealId = await hubspot.create("deals", deal, [linkTo(contact, 3)]);
  const call = { hs_timestamp: "2026-11-22T10:00:00Z", hs_call_title: "Inbound call", hs_call_duration: "95000" };
  await hubspot.create("calls", call, [linkTo(contact, 194), linkTo(dealId, 206)]);

  const browser = await playwright.launch({
    args: chromium.args,
    executablePath: await chromium.executablePath(),
    headless: true,
  });
  t.after(() => browser.close());
  const page = await browser.newPage({ javaScriptEnabled: false });
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));

  const query = {
    client_id: "sandbox-client",
    redirect_uri: `${hubspot.url}/_sandbox/portals`,
    scope: "oauth",
    state: "s",
  };
  await page.goto(`${hubspot.url}/oauth/authorize?${new URLSearchParams(query)}`);
  await page.getByRole("button", { name: "Connect app" }).click();
  assert.match(page.url(), /\/_sandbox\/portals\?code=code-1001-.*&state=s/);

  await page.goto(hubspot.url);
  await page.getByRole("link", { name: "Acme" }).click();
  await page.getByRole("searchbox").fill("marchuk");
  await page.getByRole("searchbox").press("Enter");
  await page.getByRole("link", { name: "Olena Marchuk" }).click();
  const activity = page.locator('[data-kind="call"]');
  assert.match(await activity.innerText(), /Inbound call[\s\S]*1 min 35 s/);

  await page.getByRole("link", { name: "Oak kitchen" }).click();
  await page.getByRole("combobox", { name: /^Stage/ }).selectOption("closedwon");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Deals", exact: true }).click();
  const won = page.getByRole("region", { name: "Closed won" });
  assert.equal(await won.getByRole("link", { name: "Oak kitchen" }).count(), 1);
  assert.deepEqual(problems, []);
});
