// Calls, forms and dialogues on all that their contact belongs to: only where the portal has ticked it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type InstalledApp, linkedWith, sandboxRecords, seed, settled, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;
let seen = 0;
let [contact, company, ofCompany, ofContact] = ["", "", "", ""];
const phone = "+380671112233";

before(async () => {
  app = await startInstalledApp();
  const stage = { dealstage: "appointmentscheduled", pipeline: "default" };
  company = await seed(app, "companies", { name: "Client Ltd", domain: "client.test" });
  contact = await seed(app, "contacts", { email: "anna@client.test", firstname: "Anna", phone }, [
    { toType: "companies", toId: company },
  ]);
  ofCompany = await seed(app, "deals", { dealname: "Cellar", ...stage }, [{ toType: "companies", toId: company }]);
  ofContact = await seed(app, "deals", { dealname: "Roof", ...stage }, [{ toType: "contacts", toId: contact }]);
});
after(() => app?.stop());

const call = { call_id: "c", direction: "in", outcome: "answered", client: { phone }, talk_seconds: 5 };
const kinds = [
  { family: "call", type: "call.completed", record: "calls", data: (id: string) => ({ ...call, call_id: id }) },
  {
    family: "form",
    type: "form.submitted",
    record: "notes",
    data: (id: string) => ({ form_id: id, form_name: id, person: { email: "anna@client.test" } }),
  },
  {
    family: "dialog",
    type: "dialog.ended",
    record: "communications",
    data: (id: string) => ({
      dialog_id: id,
      channel: "whatsapp",
      person: { phone },
      messages: [{ from: "client", text: id }],
    }),
  },
];

/** The activity that an event makes. */
async function made(kind: (typeof kinds)[number], id: string) {
  const before = new Set((await sandboxRecords(app, kind.record)).map((record) => record.id));
  const event = { type: kind.type, id, time: "2026-11-20T10:00:00Z", data: kind.data(id) };
  const headers = { "content-type": "application/json" };
  await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(event) });
  await settled(app.admin, ++seen);
  const activity = (await sandboxRecords(app, kind.record)).find((record) => !before.has(record.id));
  assert.ok(activity, `${kind.type} made no activity`);
  return activity;
}

for (const kind of kinds) {
  test(`a ${kind.family} hangs on its contact and deal, and with the tick on companies and all deals too`, async () => {
    await app.admin.post("/settings", { cascadeFor: [] });
    const plain = await made(kind, `${kind.family}-plain`);
    assert.deepEqual(await linkedWith(app, plain, "contacts"), [contact]);
    assert.deepEqual(await linkedWith(app, plain, "companies"), []);
    assert.deepEqual(await linkedWith(app, plain, "deals"), [ofContact]);

    await app.admin.post("/settings", { cascadeFor: [kind.family] });
    const wide = await made(kind, `${kind.family}-wide`);
    assert.deepEqual(await linkedWith(app, wide, "contacts"), [contact]);
    assert.deepEqual(await linkedWith(app, wide, "companies"), [company]);
    assert.deepEqual((await linkedWith(app, wide, "deals")).sort(), [ofCompany, ofContact].sort());
  });
}
