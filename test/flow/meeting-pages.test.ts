// A meeting as a salesperson finds it: on the pages of contact, company and deal, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser.ts";
import { type InstalledApp, seed, settled, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;
let browser: Browser;
let page: Page;

before(async () => {
  app = await startInstalledApp();
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.setDefaultTimeout(15_000);
});
after(async () => {
  await browser?.close();
  await app?.stop();
});

const analysis = {
  summary: "## What was said\n\n- **Anna** wants a new roof\n- <script>document.title = 'hacked'</script>",
  topics: ["Roof", "Price"],
  next_steps: [{ text: "Send the offer", assignee: "Oleh" }],
  score: { value: 8, max: 10 },
};
const notes = [
  { note_id: "n-1", category: "Pain", text: "It leaks", at_seconds: 65, link: "https://notes.test/n-1" },
  { note_id: "n-2", category: "Budget", text: "<img src=x onerror=alert(1)>10,000", at_seconds: 130 },
];

test("its summary and its notes stand on the pages of contact, company and deal, and nothing in them runs", async () => {
  const company = await seed(app, "companies", { name: "Client Ltd", domain: "client.test" });
  const contact = await seed(app, "contacts", { email: "anna@client.test", firstname: "Anna" }, [
    { toType: "companies", toId: company },
  ]);
  const stage = { dealstage: "appointmentscheduled", pipeline: "default" };
  const deal = await seed(app, "deals", { dealname: "New roof", ...stage }, [{ toType: "contacts", toId: contact }]);
  const event = {
    type: "meeting.analyzed",
    id: "e-1",
    time: "2026-11-20T11:00:00Z",
    data: {
      meeting_id: "m-1",
      title: "Roof talk",
      started_at: "2026-11-20T10:00:00Z",
      ended_at: "2026-11-20T10:45:00Z",
      recording_url: "https://notes.test/m-1",
      participants: [{ name: "Anna", email: "anna@client.test" }],
      analysis,
      notes,
    },
  };
  const headers = { "content-type": "application/json" };
  await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(event) });
  const [done] = await settled(app.admin);
  assert.equal(done?.status, "done", done?.because);

  for (const [type, id] of [
    ["0-1", contact],
    ["0-2", company],
    ["0-3", deal],
  ]) {
    await page.goto(`${app.sandbox.url}/contacts/1001/record/${type}/${id}`);
    const timeline = await page.locator("main").innerText();
    for (const text of ["Roof talk", "Anna wants a new roof", "Score: 8 of 10", "Send the offer", "It leaks", "01:05"])
      assert.ok(timeline.includes(text), `${text} on ${type}: ${timeline}`);
    assert.equal(await page.getByText("Notes by category: Roof talk").count(), 1);
    assert.equal(await page.getByRole("heading", { name: "What was said" }).count(), 1);
    assert.notEqual(await page.title(), "hacked");
    assert.equal(await page.locator("main script, main img[onerror]").count(), 0);
  }
});
