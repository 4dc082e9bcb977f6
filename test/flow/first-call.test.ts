// The main job: install, one Ringostat call, and what stands in HubSpot afterwards.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ActivityEvent, sandboxRecords, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  admin = new Visitor(app);
  const landing = await admin.install();
  assert.equal(landing.status, 200);
  assert.match(landing.url, /\/settings$/);
});
after(() => app.stop());

test("an answered call of a new client becomes contact, deal and call, each with its reason", async () => {
  const { webhookUrl } = await admin.get<{ webhookUrl: string }>("/settings");
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      type: "in",
      uniqueid: "us1_-1760000000.42",
      calldate: "2026-10-09 12:30:01",
      additional_call_data: {
        E164: "380501234567",
        dst: "380441112233",
        connected_with: "acme_101",
        disposition: "PROPER",
        duration: "95",
        billsec: "80",
        waiting: "15",
        has_recording: "1",
        recording_wav: "https://app.ringostat.com/recordings/us1_-1760000000.42.wav?token=abc",
        extension_number: "101",
        employee_email: "agent@example.com",
        utm_source: "google",
        utm_medium: "cpc",
      },
    }),
  });
  assert.equal(response.status, 200);
  const [event] = (await settled(admin)) as [ActivityEvent];
  assert.equal(event.status, "done", event.because);
  console.log(JSON.stringify(event, null, 1), await sandboxRecords(app, "calls"), await sandboxRecords(app, "deals"),await sandboxRecords(app, "contacts"));
});
