// The settings as programs read and write them, and as the page's own forms send them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm, submit } from "./form.ts";
import { adminOf, json, marko, olena, page, query } from "./setup.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
});
after(() => app.stop());

type Shown = Record<string, unknown>;
const settings = () => admin.get<Shown>("/settings");

/** Posts, expects a refusal that names the fields, and that nothing was changed by it. */
async function refused(change: unknown, ...fields: string[]): Promise<Record<string, string>> {
  const before = await settings();
  const answer = await json<{ error: string; fields: Record<string, string> }>(
    await admin.post("/settings", change),
    400,
  );
  assert.equal(answer.error, "Not saved");
  assert.deepEqual(Object.keys(answer.fields), fields);
  assert.deepEqual(await settings(), before);
  return answer.fields;
}

test("the settings are read with these names and kinds; there may be more of them, never fewer", async () => {
  const { webhookUrl, ...rest } = await settings();
  assert.match(String(webhookUrl), new RegExp(`^${app.url}/hooks/[\\w-]{43}$`));
  assert.partialDeepStrictEqual(rest, {
    portalId: "1001",
    provider: "ringostat",
    defaultCountry: "UA",
    timeZone: "Europe/Kyiv",
    topManagerOwnerId: olena,
    pipelineId: "default",
    stageId: "appointmentscheduled",
    paused: false,
    placeholderName: "Caller {phone}",
    ownNumbers: [],
    blockedNumbers: [],
    hiddenNumbers: "ignore",
    invalidNumbers: "park",
    ownNumberCalls: "park",
    employeeNumberCalls: "ignore",
  });
});

test("any part of them can be posted, the answer is all of them, and the rest stays", async () => {
  const before = await settings();
  const change = { timeZone: "Europe/Lisbon", defaultCountry: "pt" };
  const after = { ...before, timeZone: "Europe/Lisbon", defaultCountry: "PT" };
  assert.deepEqual(await json(await admin.post("/settings", change)), after);
  assert.deepEqual(await settings(), after);
  assert.deepEqual(await json(await admin.post("/settings", {})), after);
  assert.deepEqual(await json(await admin.post("/settings", before)), before, "what was read can be sent back whole");
});

test("numbers come as a list or as lines of a text, and empty ones are left out", async () => {
  await admin.post("/settings", { ownNumbers: ["+380441112233", " "], blockedNumbers: "+380501\n\n+380502, +380503" });
  const { ownNumbers, blockedNumbers } = await settings();
  assert.deepEqual(ownNumbers, ["+380441112233"]);
  assert.deepEqual(blockedNumbers, ["+380501", "+380502", "+380503"]);
});

test("a value that cannot be is refused by the name of its field, and nothing is changed", async () => {
  await refused({ timeZone: "Europe/Atlantis", placeholderName: "New" }, "timeZone");
  await refused({ defaultCountry: "Ukraine" }, "defaultCountry");
  await refused({ paused: "maybe" }, "paused");
  await refused({ placeholderName: "" }, "placeholderName");
  await refused({ hiddenNumbers: "explode", invalidNumbers: 7 }, "hiddenNumbers", "invalidNumbers");
  await refused({ provider: "carrier-pigeon" }, "provider");
  await refused({ ownNumbers: [1] }, "ownNumbers");
});

test("a country is one whose numbers can be read; a code that people mistake for it is met with the right one", async () => {
  const told = async (defaultCountry: string) => (await refused({ defaultCountry }, "defaultCountry")).defaultCountry;
  assert.equal(await told("UK"), "UK is not a country code; did you mean GB?");
  assert.equal(await told("zz"), "ZZ is not a country code; choose one such as UA.");
  const form = await submit(admin, "/settings", "/settings", { defaultCountry: "UK" });
  assert.equal(form.status, 400);
  assert.match(await form.text(), /href="#f-defaultCountry">UK is not a country code/);
  assert.equal((await json<Shown>(await admin.post("/settings", { defaultCountry: "gb" }))).defaultCountry, "GB");
});

test("an owner, pipeline or stage that HubSpot does not have is refused", async () => {
  assert.match(
    (await refused({ topManagerOwnerId: "1" }, "topManagerOwnerId")).topManagerOwnerId ?? "",
    /not in HubSpot/,
  );
  await refused({ topManagerOwnerId: "70100006" }, "topManagerOwnerId");
  await refused({ pipelineId: "nowhere" }, "pipelineId");
  await refused({ stageId: "140310001" }, "stageId");
  await refused({ pipelineId: "68412001", stageId: "contractsent" }, "stageId");
  await refused({ stage: "default/nowhere" }, "stageId");
});

test("something that is no set of fields is refused", async () => {
  for (const body of [[], ["timeZone"]]) assert.equal((await admin.post("/settings", body)).status, 400);
  await refused({ stage: 5 }, "stage");
});

test("a pipeline alone takes its first open stage along, and a pipeline with a stage is kept as given", async () => {
  const alone = await json<Shown>(await admin.post("/settings", { pipelineId: "68412001" }));
  assert.deepEqual([alone.pipelineId, alone.stageId], ["68412001", "140310001"]);
  const both = await json<Shown>(await admin.post("/settings", { pipelineId: "default", stageId: "contractsent" }));
  assert.deepEqual([both.pipelineId, both.stageId], ["default", "contractsent"]);
  const same = await json<Shown>(await admin.post("/settings", { pipelineId: "default" }));
  assert.equal(same.stageId, "contractsent");
});

test("the page's form, sent as it is, changes nothing", async () => {
  const before = await settings();
  const landing = await submit(admin, "/settings", "/settings");
  assert.equal(landing.url, `${app.url}/settings`);
  assert.match(await landing.text(), /Saved\./);
  assert.deepEqual(await settings(), before);
});

test("the form names pipeline and stage in one field, and numbers by lines", async () => {
  await submit(admin, "/settings", "/settings", {
    stage: "68412002/140310012",
    topManagerOwnerId: marko,
    ownNumbers: "+380441112233\r\n+380441112244",
    hiddenNumbers: "park",
    defaultCountry: "",
  });
  const shown = await settings();
  assert.deepEqual([shown.pipelineId, shown.stageId], ["68412002", "140310012"]);
  assert.equal(shown.topManagerOwnerId, marko);
  assert.deepEqual(shown.ownNumbers, ["+380441112233", "+380441112244"]);
  assert.equal(shown.hiddenNumbers, "park");
  assert.equal(shown.defaultCountry, null);

  await submit(admin, "/settings", "/settings", { stage: "", topManagerOwnerId: "" });
  const cleared = await settings();
  assert.deepEqual([cleared.pipelineId, cleared.stageId, cleared.topManagerOwnerId], [null, null, null]);
});

test("a form with a mistake comes back with the field marked, and changes nothing", async () => {
  const before = await settings();
  const response = await submit(admin, "/settings", "/settings", { timeZone: "Nowhere", placeholderName: "Changed" });
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /Not saved yet/);
  assert.match(html, /href="#f-timeZone">must be a time zone such as Europe\/Kyiv/);
  assert.match(html, /<select id="f-timeZone"[^>]*aria-invalid="true"/);
  assert.deepEqual(await settings(), before);
});

test("the phone system is chosen by a form of its own", async () => {
  const fields = fieldsOf(await page(admin, "/settings"), "/settings");
  const own = new URLSearchParams({ _csrf: fields.get("_csrf") ?? "", provider: "generic" });
  assert.equal((await sendForm(admin, "/settings", own)).url, `${app.url}/settings`);
  assert.equal((await settings()).provider, "generic");
});

test("what an admin typed is shown as text, never as HTML", async () => {
  const name = `"><script>alert("{phone}")</script>`;
  await admin.post("/settings", { placeholderName: name, ownNumbers: ["</textarea><b>1</b>"] });
  const html = await page(admin, "/settings");
  assert.ok(!html.includes("<script>alert") && !html.includes("</textarea><b>"));
  assert.equal(fieldsOf(html, "/settings").get("placeholderName"), name);
});

test("the page claims no daily limit of HubSpot's, which apps of the marketplace do not have", async () => {
  const html = await page(admin, "/settings");
  assert.doesNotMatch(html, /only so many requests/);
  assert.match(html, /HubSpot sets no limit a day for Hookswitch; this one is yours to set/);
});

test("an owner who has left HubSpot stays visible as no longer in the list", async () => {
  await admin.post("/settings", { topManagerOwnerId: marko });
  await query(
    app,
    `UPDATE "Portal" SET directory = jsonb_set(directory, '{owners}',
      (SELECT jsonb_agg(o) FROM jsonb_array_elements(directory->'owners') o WHERE o->>'id' <> $1))`,
    [marko],
  );
  assert.match(await page(admin, "/settings"), new RegExp(`${marko} \\(no longer in the list\\)`));
  assert.equal((await settings()).topManagerOwnerId, marko);
});
