// "How calls are written" on the settings page: what it offers, takes and refuses, as a form and as JSON.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { control, type InstalledApp, startInstalledApp } from "../hookswitch.ts";
import { fieldsOf, sendForm, submit } from "./form.ts";
import { json, page, query, requestsOf } from "./setup.ts";

const connected = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const busy = "9d9162e7-6cf3-4944-bf63-4dff82258764";
const voicemail = "b2cf5968-551e-4856-9783-52b3da59a7d0";
const propertiesPath = "/crm/properties/2026-09/deals";

interface Shown {
  createAt: string;
  tagOutcomes: { tag: string; outcomeId: string }[];
  dealCategoryProperty: string | null;
  dealValueProperty: string | null;
}

let app: InstalledApp;
before(async () => {
  app = await startInstalledApp();
});
after(() => app.stop());
beforeEach(async () => {
  const none = { createAt: "end", tagOutcomes: [], dealCategoryProperty: null, dealValueProperty: null };
  await json(await app.admin.post("/settings", none));
});

const shown = () => app.admin.get<Shown>("/settings");
const html = () => page(app.admin, "/settings");
const tags = async () => (await shown()).tagOutcomes.map(({ tag }) => tag);
const rowsIn = (text: string) => [...text.matchAll(/name="tagOutcomes\[(\d+)\]\[tag\]"/g)].length;

async function refused(change: unknown): Promise<Record<string, string>> {
  const answer = await app.admin.post("/settings", change);
  return (await json<{ fields: Record<string, string> }>(answer, 400)).fields;
}

async function threeRows(): Promise<void> {
  const tagOutcomes = ["a", "b", "c"].map((tag) => ({ tag, outcomeId: connected }));
  assert.equal((await app.admin.post("/settings", { tagOutcomes })).status, 200);
}

test("the page offers both moments, HubSpot's outcomes, three blank rows, and deal properties by what they can hold", async () => {
  const text = await html();
  const fields = fieldsOf(text, "/settings");
  assert.equal(fields.get("createAt"), "end");
  assert.match(
    text,
    /gets the outcome of the first row that fits; without a fitting tag it gets the one of how it ended/,
  );
  assert.equal(rowsIn(text), 3);
  for (const label of ["Busy", "Connected", "Left live message", "Left voicemail", "No answer", "Wrong number"])
    assert.match(text, new RegExp(`>${label}</option>`));
  const select = (name: string) => new RegExp(`<select id="f-${name}".*?</select>`, "s").exec(text)?.[0] ?? "";
  const [category, value] = [select("dealCategoryProperty"), select("dealValueProperty")];
  assert.match(category, /<optgroup label="Text">.*Next step.*<optgroup label="List of options">.*Deal Type/s);
  assert.match(value, /<optgroup label="Number">.*Amount.*<optgroup label="Text">/s);
  assert.doesNotMatch(category, />Amount</);
  for (const unfit of ["Deal Name", "Deal Stage", "Pipeline", "Owner", "Is Deal Closed", "Record ID", "Hookswitch key"])
    assert.doesNotMatch(category + value, new RegExp(`>${unfit}`), unfit);
});

test("a property that was just made in HubSpot is offered, a hidden, a unique and an archived one are not", async () => {
  const { accessToken } = (await (await control(app, "token", { portalId: "1001" })).json()) as { accessToken: string };
  const ask = (method: string, path: string, body?: object) =>
    fetch(`${app.sandbox.url}${propertiesPath}${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
  const field = { type: "string", fieldType: "text", groupName: "dealinformation" };
  await ask("POST", "", { ...field, name: "call_kind", label: "Kind of call" });
  await ask("POST", "", { ...field, name: "call_kind_2", label: "Kind of call" });
  await ask("POST", "", { ...field, name: "secret_kind", label: "Secret kind", hidden: true });
  await ask("POST", "", { ...field, name: "unique_kind", label: "Unique kind", hasUniqueValue: true });
  await ask("POST", "", { ...field, name: "old_kind", label: "Old kind" });
  await ask("DELETE", "/old_kind");
  const text = await html();
  assert.match(text, />Kind of call \(call_kind\)<.*>Kind of call \(call_kind_2\)</s);
  for (const unfit of ["Secret kind", "Unique kind", "Old kind"]) assert.ok(!text.includes(unfit), unfit);

  await json(await app.admin.post("/settings", { dealCategoryProperty: "call_kind" }));
  await ask("DELETE", "/call_kind");
  const gone = await html();
  assert.match(gone, /<option value="call_kind" selected>call_kind \(no longer in HubSpot\)/);
  assert.match(gone, /HubSpot has no such property of deals any more/);
  assert.equal((await submit(app.admin, "/settings", "/settings")).status, 200, "what is chosen may stay");
});

test("the form says it all at once, and any part of it is taken as JSON", async () => {
  await submit(app.admin, "/settings", "/settings", {
    createAt: "pickup",
    "tagOutcomes[0][tag]": " sold ",
    "tagOutcomes[0][outcomeId]": connected,
    "tagOutcomes[2][tag]": "machine",
    "tagOutcomes[2][outcomeId]": voicemail,
    dealCategoryProperty: "dealtype",
    dealValueProperty: "amount",
  });
  const tagOutcomes = [
    { tag: "sold", outcomeId: connected },
    { tag: "machine", outcomeId: voicemail },
  ];
  const saved = { createAt: "pickup", tagOutcomes, dealCategoryProperty: "dealtype", dealValueProperty: "amount" };
  assert.partialDeepStrictEqual(await shown(), saved);
  const text = await html();
  assert.match(text, /value="pickup"[^>]* checked/);
  assert.equal(rowsIn(text), 5);
  await submit(app.admin, "/settings", "/settings");
  assert.partialDeepStrictEqual(await shown(), saved, "sent as it is, it changes nothing");
  await json(await app.admin.post("/settings", { tagOutcomes: tagOutcomes.toReversed(), dealValueProperty: null }));
  assert.deepEqual(await tags(), ["machine", "sold"]);
  assert.partialDeepStrictEqual(await shown(), { createAt: "pickup", dealValueProperty: null });
});

test("without a script rows are ordered by number, and left out when they are empty", async () => {
  await threeRows();
  const place = (row: number, at: string) =>
    submit(app.admin, "/settings", "/settings", { [`tagOutcomes[${row}][place]`]: at });
  await place(2, "1");
  assert.deepEqual(await tags(), ["c", "a", "b"]);
  await place(0, "2");
  assert.deepEqual(await tags(), ["a", "c", "b"]);
  await place(1, "99");
  assert.deepEqual(await tags(), ["a", "b", "c"]);
  await place(1, "somewhere");
  assert.deepEqual(await tags(), ["a", "b", "c"]);
  await submit(app.admin, "/settings", "/settings", { "tagOutcomes[1][tag]": "", "tagOutcomes[1][outcomeId]": "" });
  assert.deepEqual(await tags(), ["a", "c"]);
  const empty = { "tagOutcomes[0][tag]": "", "tagOutcomes[0][outcomeId]": "" };
  await submit(app.admin, "/settings", "/settings", empty);
  await submit(app.admin, "/settings", "/settings", empty);
  assert.deepEqual(await tags(), []);
});

test("more rows than a query parser keeps in a list stay in order", async () => {
  const many = Array.from({ length: 30 }, (_, index) => ({ tag: `tag ${index}`, outcomeId: busy }));
  await json(await app.admin.post("/settings", { tagOutcomes: many }));
  await submit(app.admin, "/settings", "/settings");
  assert.deepEqual(
    await tags(),
    many.map(({ tag }) => tag),
  );
});

test("half a row is refused beside its field, and all that was typed is kept", async () => {
  await threeRows();
  const response = await submit(app.admin, "/settings", "/settings", {
    createAt: "pickup",
    placeholderName: "Somebody <{phone}>",
    defaults: "deal.industry: Retail",
    "tagOutcomes[1][tag]": "",
    "tagOutcomes[3][tag]": `"new" <tag>`,
    dealValueProperty: "amount",
  });
  assert.equal(response.status, 400);
  const text = await response.text();
  assert.match(text, /href="#f-tagOutcomes\.1\.tag">Type the tag/);
  assert.match(text, /<input id="f-tagOutcomes\.1\.tag"[^>]*aria-invalid="true" aria-describedby="e-tagOutcomes\.1"/);
  assert.match(text, /<p class="error" id="e-tagOutcomes\.3">Choose an outcome, or empty the tag/);
  const fields = fieldsOf(text, "/settings");
  assert.equal(fields.get("tagOutcomes[3][tag]"), `"new" <tag>`);
  assert.equal(fields.get("tagOutcomes[1][outcomeId]"), connected);
  assert.equal(fields.get("createAt"), "pickup");
  assert.equal(fields.get("placeholderName"), "Somebody <{phone}>");
  assert.equal(fields.get("defaults"), "deal.industry: Retail");
  assert.equal(fields.get("dealValueProperty"), "amount");
  assert.deepEqual(await tags(), ["a", "b", "c"]);
  fields.set("tagOutcomes[1][tag]", "b again");
  fields.set("tagOutcomes[3][outcomeId]", busy);
  fields.set("defaults", "");
  assert.equal((await sendForm(app.admin, "/settings", fields)).status, 200);
  assert.deepEqual(await tags(), ["a", "b again", "c", `"new" <tag>`]);
});

test("as JSON, what cannot be is refused by the name of its field", async () => {
  const row = { tag: "sold", outcomeId: connected };
  for (const [change, field] of [
    [{ createAt: "midnight" }, "createAt"],
    [{ tagOutcomes: "sold" }, "tagOutcomes"],
    [{ tagOutcomes: [row, { tag: "x" }] }, "tagOutcomes.1.outcomeId"],
    [{ tagOutcomes: [row, { tag: " ", outcomeId: busy }] }, "tagOutcomes.1.tag"],
    [{ tagOutcomes: [{ tag: 5, outcomeId: busy }] }, "tagOutcomes.0.tag"],
    [{ tagOutcomes: [row, { tag: "x", outcomeId: "Connected" }] }, "tagOutcomes.1.outcomeId"],
    [{ tagOutcomes: ["sold"] }, "tagOutcomes.0"],
    [{ dealCategoryProperty: "Deal Type" }, "dealCategoryProperty"],
    [{ dealCategoryProperty: "no_such_property" }, "dealCategoryProperty"],
    [{ dealCategoryProperty: "amount" }, "dealCategoryProperty"],
    [{ dealCategoryProperty: "dealname" }, "dealCategoryProperty"],
    [{ dealValueProperty: "hs_is_closed" }, "dealValueProperty"],
    [{ dealCategoryProperty: "hs_next_step", dealValueProperty: "hs_next_step" }, "dealValueProperty"],
  ] as const)
    assert.deepEqual(Object.keys(await refused(change)), [field], JSON.stringify(change));
  assert.partialDeepStrictEqual(await shown(), { tagOutcomes: [], dealCategoryProperty: null });
});

test("an outcome that HubSpot no longer lists is shown as such, and may stay but not be chosen anew", async () => {
  await threeRows();
  await listed([{ id: busy, label: "Occupied" }]);
  const text = await html();
  assert.match(
    text,
    new RegExp(`<option value="${connected}" selected data-gone>No longer in HubSpot \\(${connected}\\)`),
  );
  assert.match(text, /HubSpot no longer lists this outcome, so this row does nothing/);
  assert.match(text, />Occupied</);
  assert.equal((await submit(app.admin, "/settings", "/settings")).status, 200);
  assert.deepEqual(await tags(), ["a", "b", "c"]);
  const fields = await refused({ tagOutcomes: [{ tag: "d", outcomeId: voicemail }] });
  assert.deepEqual(fields, { "tagOutcomes.0.outcomeId": "HubSpot lists no such outcome of calls." });
});

test("where HubSpot lists no outcomes the page says so; rows that are there can still be taken out", async () => {
  await listed([]);
  const empty = await html();
  assert.match(empty, /HubSpot lists no outcomes of calls for your account/);
  assert.equal(rowsIn(empty), 0);
  await listed([{ id: connected, label: "Connected" }]);
  await threeRows();
  await listed([]);
  assert.equal(rowsIn(await html()), 3);
  await submit(app.admin, "/settings", "/settings", { "tagOutcomes[0][tag]": "", "tagOutcomes[0][outcomeId]": "" });
  assert.deepEqual(await tags(), ["b", "c"]);
});

test("while HubSpot does not answer, the chosen property is shown by its name and kept", async () => {
  await json(await app.admin.post("/settings", { dealCategoryProperty: "dealtype" }));
  await control(app, "faults", { match: `GET ${propertiesPath}`, times: 2, status: 503 });
  const text = await html();
  assert.match(text, /<option value="dealtype" selected>dealtype<\/option>/);
  assert.match(text, /HubSpot did not say which properties your deals have/);
  assert.equal((await sendForm(app.admin, "/settings", fieldsOf(text, "/settings"))).status, 200);
  assert.equal((await shown()).dealCategoryProperty, "dealtype");
  const before = await requestsOf(app);
  await shown();
  assert.deepEqual(await requestsOf(app), before, "programs cost HubSpot nothing");
});

/** What an administrator of HubSpot does, and the page's "Check again". */
async function listed(callOutcomes: { id: string; label: string }[]): Promise<void> {
  await control(app, "portals", { portalId: "1001", callOutcomes });
  await query(app, `UPDATE "Portal" SET "directoryAt" = NULL`);
}
