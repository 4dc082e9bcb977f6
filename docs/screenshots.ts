// Takes the README's screenshots from a fresh app with a few calls in it: npm run screenshots.
import { fileURLToPath } from "node:url";
import { openBrowser } from "../test/browser.ts";
import { globalSetup, globalTeardown } from "../test/database.ts";
import { seed, settled, startApp, Visitor } from "../test/hookswitch.ts";
import { type Call, classic } from "../test/ringostat.ts";

await globalSetup();
const app = await startApp("starter");
const admin = new Visitor(app);
await admin.install();
const { owners } = await admin.get<{ owners: { id: string; email: string }[] }>("/employees");
await admin.post("/settings", { defaultCountry: "UA", timeZone: "Europe/Kyiv", ownNumbers: ["+380441112233"] });
await admin.post("/employees", {
  employees: [{ name: "Ivan Bondar", email: "ivan@acme.test", extension: "101", ownerId: owners[1]?.id }],
});
const contact = await seed(app, "contacts", {
  firstname: "Halyna",
  lastname: "Moroz",
  phone: "(050) 123-45-68",
  hubspot_owner_id: owners[2]?.id ?? "",
});
await seed(
  app,
  "deals",
  {
    dealname: "Balcony glazing",
    pipeline: "default",
    dealstage: "qualifiedtobuy",
    hubspot_owner_id: owners[2]?.id ?? "",
  },
  [{ toType: "contacts", toId: contact }],
);

const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
const utm = { utm_source: "google", utm_medium: "cpc", utm_campaign: "spring" };
const calls: Call[] = [
  { id: "us1_-1760000000.40", from: "anonymous" },
  { id: "us1_-1760000000.41", from: "380501234568", status: "NO ANSWER", talk: 0, email: null },
  { id: "us1_-1760000000.42", from: "380501234567", recording: "https://app.ringostat.com/recordings/42.wav", utm },
];
for (const [index, call] of calls.entries()) {
  await fetch(webhookUrl, { method: "POST", body: new URLSearchParams(classic(call)) });
  await settled(admin, index + 1);
}
const meeting = {
  type: "meeting.analyzed",
  id: "meeting-1",
  time: "2026-11-20T11:00:00Z",
  data: {
    meeting_id: "balcony",
    title: "Balcony, first visit",
    started_at: "2026-11-20T10:00:00Z",
    ended_at: "2026-11-20T10:45:00Z",
    recording_url: "https://notes.example.com/balcony",
    organizer: { email: owners[1]?.email },
    participants: [{ name: "Halyna Moroz", phone: "+380501234568" }, { email: owners[1]?.email }],
    analysis: {
      summary: "Halyna wants the **north balcony** glazed before the winter.\n\n- two panes\n- a door to the kitchen",
      topics: ["Glazing", "Delivery"],
      next_steps: [{ text: "Send the offer", assignee: "Ivan", due: "2026-11-25T00:00:00Z" }],
      score: { value: 8, max: 10 },
    },
    notes: [
      { note_id: "1", category: "Pain", text: "The wind comes through the frames", at_seconds: 95 },
      { note_id: "2", category: "Budget", text: "Up to 60,000", at_seconds: 610 },
    ],
  },
};
const headers = { "content-type": "application/json" };
await fetch(`${webhookUrl}/generic`, { method: "POST", headers, body: JSON.stringify(meeting) });
await settled(admin, calls.length + 1);

const browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });
const shoot = (name: string) => page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, import.meta.url)) });
await page.goto(`${app.url}/install`);
await page.locator("form button").first().click();
await page.waitForURL(`${app.url}/settings`);
await page.goto(`${app.url}/settings`);
await shoot("settings");
await page.goto(`${app.url}/activity`);
await shoot("activity");
await page.goto(`${app.url}/matrix`);
await shoot("matrix");
await page.goto(`${app.url}/activity`);
await page.locator("a.chip", { hasText: "Contact" }).first().click();
await page.waitForURL(/record/);
await shoot("meeting");
await page.goto(`${app.url}/activity?type=call.completed`);
await page.locator("a.chip", { hasText: "Contact" }).first().click();
await page.waitForURL(/record/);
await shoot("sandbox");

await browser.close();
await app.stop();
await globalTeardown();
process.exit(0);
