// Forms end to end: over the webhook address, through the lane, into HubSpot, once.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type InstalledApp, sandboxRecords, sandboxState, settled, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;

before(async () => {
  app = await startInstalledApp();
});
after(() => app?.stop());

const person = { name: "Olha Client", email: "olha@client.test", phone: "067 123 45 67" };

async function send(id: string, data: Record<string, unknown>): Promise<void> {
  const event = {
    type: "form.submitted",
    id,
    time: "2026-10-09T09:31:35Z",
    data: { form_id: id, form_name: "Callback", ...data },
  };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(event) });
  assert.equal(answer.status, 200);
}

test("a form makes contact, deal, note and task, linked with each other, and twice sent is once written", async () => {
  const attribution = { utm_source: "google", utm_medium: "cpc" };
  await send("f-1", { person, message: "A <script>roof</script>", attribution });
  await send("f-1", { person, message: "A <script>roof</script>", attribution });
  const [event, ...others] = await settled(app.admin);
  assert.deepEqual([event?.status, others], ["done", []]);
  assert.deepEqual(
    event?.records.map(({ what }) => what),
    ["contact", "deal", "note", "task"],
  );
  const { records, links } = await sandboxState(app.sandbox.url);
  const note = records.find(({ type }) => type === "notes");
  assert.ok(note?.properties.hs_note_body?.includes("Message: A &lt;script&gt;roof&lt;/script&gt;"));
  const linked = links.filter(([type, id]) => type === "notes" && id === note?.id).map(([, , other]) => other);
  assert.deepEqual(linked.sort(), ["contacts", "deals"]);
});

test("the next form of the same person goes to the same contact and deal, found by e-mail alone", async () => {
  await send("f-2", { person: { email: "OLHA@client.test" } });
  await settled(app.admin, 2);
  assert.equal((await sandboxRecords(app, "contacts")).length, 1);
  assert.equal((await sandboxRecords(app, "deals")).length, 1);
  assert.equal((await sandboxRecords(app, "notes")).length, 2);
});

test("and so does a call from the number that the form told", async () => {
  const data = {
    call_id: "c-1",
    direction: "in",
    outcome: "answered",
    client: { phone: "+380671234567" },
    talk_seconds: 5,
  };
  const headers = { "content-type": "application/json" };
  await fetch(`${app.hook}/generic`, {
    method: "POST",
    headers,
    body: JSON.stringify({ type: "call.completed", id: "c-1", data }),
  });
  await settled(app.admin, 3);
  assert.equal((await sandboxRecords(app, "contacts")).length, 1);
  assert.equal((await sandboxRecords(app, "calls")).length, 1);
});

test("a person whom HubSpot knows by a further address is that person", async () => {
  await app.admin.get("/matrix");
  const control = `${app.sandbox.url}/_sandbox/seed`;
  const properties = { email: "first@acme.test", hs_additional_emails: "second@acme.test", firstname: "Anna" };
  await fetch(control, {
    method: "POST",
    body: JSON.stringify({ portalId: "1001", objects: [{ type: "contacts", properties }] }),
  });
  await send("f-3", { person: { email: "Second@acme.test", name: "Anna" } });
  await settled(app.admin, 4);
  assert.equal((await sandboxRecords(app, "contacts")).length, 2);
});

test("a form that names nobody is parked with its reason", async () => {
  await send("f-4", { message: "Hello" });
  const [event] = await settled(app.admin, 5);
  assert.equal(event?.status, "parked");
  assert.match(event?.because ?? "", /neither an e-mail address nor a phone number/);
});
