// HubSpot's answer is lost after it did the work: carrying on never writes anything a second time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, type InstalledApp, sandboxRecords, settled, startInstalledApp, type Visitor } from "../hookswitch.ts";
import { classic } from "../ringostat.ts";

let app: InstalledApp;
let admin: Visitor;
let hook: string;
let sent = 0;

before(async () => {
  app = await startInstalledApp();
  ({ admin, hook } = app);
});
after(() => app.stop());

async function missedCall(from: string): Promise<void> {
  const fields = classic({ id: `call-${from}`, from, status: "NO ANSWER", talk: 0, email: null });
  const response = await fetch(hook, { method: "POST", body: new URLSearchParams(fields) });
  assert.equal(response.status, 200);
  sent += 1;
}

async function countOf(type: string): Promise<number> {
  return (await sandboxRecords(app, type)).length;
}

async function everythingOnce(): Promise<void> {
  const events = await settled(admin, sent);
  assert.deepEqual(
    events.map((event) => event.status),
    Array(sent).fill("done"),
  );
  const counts = await Promise.all(["contacts", "deals", "calls", "tasks"].map(countOf));
  assert.deepEqual(counts, [sent, sent, sent, sent], "one contact, deal, call and task for each client");
}

const everyType = ["contacts", "deals", "calls", "tasks"];
const losses = [
  { how: "the connection drops after the write", fault: { drop: true, effect: "after" }, types: everyType },
  { how: "HubSpot answers 502 after the write", fault: { status: 502, effect: "after" }, types: everyType },
  { how: "HubSpot answers 503 before the write", fault: { status: 503, effect: "none" }, types: ["calls"] },
  {
    how: "HubSpot asks to slow down",
    fault: { status: 429, effect: "none", headers: { "retry-after": "1" } },
    types: ["deals"],
  },
  { how: "HubSpot has locked the records", fault: { status: 423, effect: "none" }, types: ["contacts"] },
];

let number = 380501200000;
for (const { how, fault, types } of losses) {
  for (const type of types) {
    test(`${how}, creating ${type}`, async () => {
      const match = `POST /crm/objects/.*/${type}/batch/create`;
      const response = await control(app, "faults", { match, times: 1, ...fault });
      assert.equal(response.ok, true, await response.text());
      await missedCall(String(number++));
      await everythingOnce();
    });
  }
}

test("the search index lags half a minute behind: the second call finds the contact all the same", async () => {
  await control(app, "lag", { createMs: 30_000, updateMs: 30_000 });
  const from = String(number++);
  await missedCall(from);
  await settled(admin, sent);
  const again = classic({ id: `again-${from}`, from });
  await fetch(hook, { method: "POST", body: new URLSearchParams(again) });
  const [event] = await settled(admin, sent + 1);
  assert.deepEqual(
    event?.plan.slice(0, 2).map((write) => write.do),
    ["use", "use"],
  );
  assert.equal(await countOf("contacts"), sent);
  sent += 1;
});
