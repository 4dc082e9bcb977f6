// Answers of HubSpot that leave things open: unreadable, half done, refused in words nobody has documented.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, type InstalledApp, sandboxRecords, settled, startInstalledApp, type Visitor } from "../hookswitch.ts";
import { type Call, classic } from "../ringostat.ts";

let app: InstalledApp;
let admin: Visitor;
let seen = 0;

before(async () => {
  app = await startInstalledApp();
  ({ admin } = app);
  const { owners } = await admin.get<{ owners: { id: string }[] }>("/employees");
  await admin.post("/employees", { employees: [{ name: "Ivan", email: "ivan@acme.test", ownerId: owners[1]?.id }] });
});
after(() => app.stop());

async function fault(match: string, rest: Record<string, unknown>): Promise<void> {
  const response = await control(app, "faults", { match, times: 1, ...rest });
  assert.equal(response.ok, true, await response.text());
}

async function send(...calls: Call[]): Promise<void> {
  await admin.post("/settings/pause");
  for (const call of calls) await fetch(app.hook, { method: "POST", body: new URLSearchParams(classic(call)) });
  seen += calls.length;
  await admin.post("/settings/resume");
}

async function callsLogged(prefix: string): Promise<string[]> {
  const ids = (await sandboxRecords(app, "calls")).map((call) => call.properties.hs_call_external_id ?? "");
  return ids.filter((id) => id.startsWith(prefix)).sort();
}

async function allDone(): Promise<void> {
  const events = await settled(admin, seen);
  assert.deepEqual(
    events.filter((event) => event.status !== "done").map((event) => event.because),
    [],
  );
}

const creating = (type: string) => `POST /crm/objects/.*/${type}/batch/create`;

test("a success that cannot be read is looked for, not asked for again", async () => {
  await fault(creating("calls"), { status: 200, body: "<html>proxy</html>", effect: "after" });
  await send({ id: "html-1", from: "380501400001" }, { id: "html-2", from: "380501400002" });
  await allDone();
  assert.deepEqual(await callsLogged("html"), ["html-1", "html-2"]);
});

test("half a batch done, then 429: the half that is done is not done again", async () => {
  await fault(creating("calls"), { status: 400, body: { status: "error", message: "bad batch" }, effect: "none" });
  await fault(creating("calls"), { delayMs: 1 });
  await fault(creating("calls"), { status: 429, headers: { "retry-after": "1" }, effect: "none" });
  await send(...[1, 2, 3, 4].map((index) => ({ id: `half-${index}`, from: `38050140001${index}` })));
  await allDone();
  assert.deepEqual(await callsLogged("half"), ["half-1", "half-2", "half-3", "half-4"]);
});

for (const category of ["OBJECT_ALREADY_EXISTS", "VALIDATION_ERROR"]) {
  test(`our own contact, refused as ${category} after its answer was lost, is found by its key`, async () => {
    const id = `key-${category}`;
    const message = "Property values were not unique.";
    await fault(creating("contacts"), { status: 502, effect: "after" });
    await fault(creating("contacts"), { status: 400, body: { status: "error", category, message }, effect: "none" });
    await send({ id, from: category === "VALIDATION_ERROR" ? "380501400021" : "380501400022" });
    await allDone();
    assert.deepEqual(await callsLogged(id), [id]);
  });
}

test("a name that ends in half an emoji, and backslash-u text, are stored and written", async () => {
  const before = seen;
  const strange = { ...classic({ id: "strange-1", from: "380501400031" }), caller_name: "x\\u0000y", note: "\ud83d" };
  const response = await fetch(app.hook, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(strange),
  });
  assert.equal(response.status, 200);
  seen = before + 1;
  await allDone();
});

test("an event that our own rules or store choke on is parked alone, and the calls after it go on", async () => {
  const phone = `${"a".repeat(23)}😀😀`;
  const data = {
    call_id: "emoji",
    direction: "in",
    outcome: "missed",
    client: { phone },
    started_at: "2026-11-22T10:00:00Z",
  };
  const event = { type: "call.completed", id: "emoji", time: "2026-11-22T10:01:35Z", data };
  const response = await fetch(`${app.hook}/generic`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
  assert.equal(response.status, 200);
  seen += 1;
  await send({ id: "after-emoji", from: "380501400041" });
  const events = await settled(admin, seen);
  assert.deepEqual(
    events.slice(0, 2).map(({ status }) => status),
    ["done", "parked"],
  );
});
