// Dialogues end to end: one record in HubSpot, extended by what is written later.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hubspot, type InstalledApp, sandboxRecords, sandboxState, settled, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;

before(async () => {
  app = await startInstalledApp();
});
after(() => app?.stop());

const asked = { at: "2026-10-09T09:30:00Z", from: "client", text: "Hello?" };
const told = { at: "2026-10-09T09:31:00Z", from: "agent", text: "Hello <b>you</b>" };

async function send(type: string, id: string, data: Record<string, unknown>): Promise<void> {
  const body = { type, id, data: { person: { name: "Olha", phone: "067 123 45 67" }, started_at: asked.at, ...data } };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
}

test("a dialogue is one communication, which later messages extend", async () => {
  await send("dialog.started", "e-1", { dialog_id: "d-1", channel: "whatsapp", messages: [asked] });
  await settled(app.admin, 1);
  await send("dialog.ended", "e-2", { dialog_id: "d-1", channel: "whatsapp", messages: [asked, told] });
  const events = await settled(app.admin, 2);
  assert.deepEqual(
    events.map(({ status }) => status),
    ["done", "done"],
  );
  const [communication, ...others] = await sandboxRecords(app, "communications");
  assert.deepEqual(others, []);
  const body = communication?.properties.hs_communication_body ?? "";
  assert.match(body, /Client: Hello\?<br>.*Employee: Hello &lt;b&gt;you&lt;\/b&gt;<br>Ref: /);
  assert.equal((await sandboxRecords(app, "tasks")).length, 0);
  const { links } = await sandboxState(app.sandbox.url);
  const linked = links.filter(([type]) => type === "communications").map(([, , other]) => other);
  assert.deepEqual(linked.sort(), ["contacts", "deals"]);
});

test("one that nobody answered is a task; in a channel that HubSpot has no name for it is a note", async () => {
  await send("dialog.ended", "e-3", { dialog_id: "d-2", channel: "telegram", messages: [asked] });
  await settled(app.admin, 3);
  assert.equal((await sandboxRecords(app, "notes")).length, 1);
  assert.equal((await sandboxRecords(app, "tasks")).length, 1);
  assert.equal((await sandboxRecords(app, "contacts")).length, 1);
});

test("what a person writes into it stays when the dialogue goes on", async () => {
  const [communication] = await sandboxRecords(app, "communications");
  assert.ok(communication);
  const body = `<p>Wants a discount.</p>${communication.properties.hs_communication_body}`;
  const properties = { hs_communication_body: body };
  await hubspot(app, "PATCH", `communications/${communication.id}`, { properties });
  const later = { at: "2026-10-09T09:40:00Z", from: "client", text: "Fine, then." };
  await send("dialog.ended", "e-4", { dialog_id: "d-1", channel: "whatsapp", messages: [asked, told, later] });
  await settled(app.admin, 4);
  const [now] = await sandboxRecords(app, "communications");
  const text = now?.properties.hs_communication_body ?? "";
  assert.match(text, /^Wants a discount\.<br>From the conversation:.*Hello\?.*Fine, then\.<br>Ref: \S+$/s);
  assert.equal(text.match(/Hello\?/g)?.length, 1);
});
