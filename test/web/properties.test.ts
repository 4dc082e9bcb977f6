// The page of own properties, as people without a script use it and as programs read and write it.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { PropertyMap } from "../../src/model/property-map.ts";
import { control, settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm, submit } from "./form.ts";
import { addProperty, form } from "./own-properties.ts";
import { adminOf, json, page, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;

before(async () => {
  app = await startApp();
  await control(app, "limits", { on: false });
  admin = await adminOf(app);
  await addProperty(app, "deals", { name: "budget", label: "Budget", type: "number", fieldType: "number" });
  const options = ["Small", "Large"].map((label, displayOrder) => ({
    label,
    value: label[0],
    displayOrder,
    hidden: false,
  }));
  await addProperty(app, "contacts", {
    name: "size",
    label: "Size",
    type: "enumeration",
    fieldType: "select",
    options,
  });
  await send(await webhookUrlOf(admin), form(1, { budget: "1 000 UAH", size: "large", "Best time": "morning" }));
  await settled(admin);
});
after(() => app.stop());
beforeEach(async () => {
  await json(await admin.post("/properties", { rows: [] }));
});

const map = () => admin.get<PropertyMap>("/properties");
const budget = { on: "form", object: "deal", property: "budget", value: "{fields.budget}", mode: "always" };
const size = { on: "form", object: "contact", property: "size", value: "{fields.size}", mode: "gap" };

test("a portal begins without a row, and the page says what one could do", async () => {
  assert.deepEqual(await map(), { rows: [], objects: [] });
  const html = await page(admin, "/properties");
  assert.match(html, /No property of yours is filled yet/);
  assert.match(html, /href="\/properties\/row\?on=meeting"/);
});

test("a row is saved with what HubSpot says of its property, and shown with what the newest event would give", async () => {
  const response = await submit(admin, "/properties/row?on=form&object=deal", "/properties/row", {
    property: "budget",
    value: "{fields.budget}",
    mode: "always",
  });
  assert.match(await response.text(), /Saved\. It counts for every form from now on\./);
  const { rows } = await map();
  const [{ id, ...row } = { id: "" }] = rows;
  assert.ok(id);
  assert.deepEqual(row, { ...budget, label: "Budget", type: "number" });
  const html = await page(admin, "/properties");
  assert.match(html, /Budget would become 1000\./);
  assert.match(html, /Always writes/);
});

test("without a script a press shows the fields of another kind of event, and another one inserts a field", async () => {
  const html = await page(admin, "/properties/row?on=form&object=contact");
  assert.match(html, /Form field: Best time: morning/);
  const fields = fieldsOf(html, "/properties/row");
  fields.set("value", "Call in the ");
  fields.set("insert", "fields.Best time");
  const inserted = await (await sendForm(admin, "/properties/row/preview", fields)).text();
  assert.match(inserted, /Call in the \{fields\.Best time\}<\/textarea>/);
  fields.set("on", "call");
  fields.set("object", "call");
  const asCall = await (await sendForm(admin, "/properties/row/preview", fields)).text();
  assert.match(asCall, /Property of the call/);
  assert.match(asCall, /<option value="analysis\.score\.value">/);
  assert.doesNotMatch(asCall, /hs_call_external_id|hs_timestamp/, "what a call is logged with is not offered");
  assert.deepEqual((await map()).rows, []);
});

test("the preview says what becomes of the newest event, or why nothing would", async () => {
  const fields = (change: Record<string, string>) => new URLSearchParams({ ...size, ...change });
  const previewed = async (change: Record<string, string>) => {
    const { token } = await admin.get<{ token: string }>("/csrf");
    const html = await (
      await sendForm(admin, "/properties/row/preview", new URLSearchParams([...fields(change), ["_csrf", token]]))
    ).text();
    return /class="verdict (\w+)">([^<]*)</.exec(html)?.slice(1).join(": ");
  };
  assert.equal(await previewed({}), "value: Size would become Large, where it is empty.");
  assert.equal(
    await previewed({ value: "{fields.Best time}" }),
    "wrong: “morning” is none of its options, so Size would be left out.",
  );
  assert.equal(
    await previewed({ value: "{fields.colour}" }),
    "nothing: The newest form does not say it, so Size would stay as it is.",
  );
  assert.equal(await previewed({ value: "Huge" }), "wrong: “Huge” is none of its options. It takes: Small, Large.");
});

const wrong: [title: string, change: Record<string, unknown>, fields: Record<string, RegExp>][] = [
  ["without a property", { property: "" }, { property: /Choose the property to fill/ }],
  ["with a property that HubSpot does not have", { property: "colour" }, { property: /has no property “colour” here/ }],
  ["with one by which deals are told apart", { property: "hookswitch_key" }, { property: /has no property/ }],
  ["with one that the matrix decides", { property: "dealstage" }, { property: /has no property/ }],
  ["without a value", { value: " " }, { value: /Say what goes into it/ }],
  [
    "with a field of another kind of event",
    { value: "{client.phone}" },
    { value: /^\{client\.phone\} is not a field of such an event\.$/ },
  ],
  ["with text around a number", { value: "{fields.budget} UAH" }, { value: /takes a number, so it must be one field/ }],
  ["with a constant of another type", { value: "a lot" }, { value: /^“a lot” is no number\.$/ }],
  [
    "that fills a call from a form",
    { object: "call", property: "hs_activity_type", value: "x" },
    { object: /Only a call is written as a call/ },
  ],
];
for (const [title, change, expected] of wrong) {
  test(`a row ${title} is refused at that field, by the form and by programs`, async () => {
    const refused = await json<{ fields: Record<string, string> }>(
      await admin.post("/properties/row", { ...budget, ...change }),
      400,
    );
    assert.deepEqual(Object.keys(refused.fields), Object.keys(expected));
    for (const [field, message] of Object.entries(expected)) assert.match(refused.fields[field] ?? "", message);
    const whole = await json<{ fields: Record<string, string> }>(
      await admin.post("/properties", { rows: [size, { ...budget, ...change }] }),
      400,
    );
    assert.deepEqual(
      Object.keys(whole.fields),
      Object.keys(expected).map((field) => `rows.1.${field}`),
    );
    assert.deepEqual((await map()).rows, [], "nothing is saved");
  });
}

test("a refused form comes back with what was typed and says what is wrong with it", async () => {
  const response = await submit(admin, "/properties/row?on=form&object=deal", "/properties/row", {
    property: "budget",
    value: "a <lot>",
  });
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /Not saved yet/);
  assert.match(html, /“a &lt;lot&gt;” is no number\./);
  assert.match(html, /aria-invalid="true">a &lt;lot&gt;<\/textarea>/);
});

test("programs write the whole map as they read it, and a row keeps its id", async () => {
  const first = await json<PropertyMap>(await admin.post("/properties", { rows: [budget, size] }));
  assert.deepEqual(
    first.rows.map(({ label }) => label),
    ["Budget", "Size"],
  );
  assert.deepEqual(await json(await admin.post("/properties", first)), first);
  assert.deepEqual(await map(), first);
  const lacking = await json<{ fields: Record<string, string> }>(
    await admin.post("/properties", { rows: [{ ...budget, on: "fax" }] }),
    400,
  );
  assert.deepEqual(Object.keys(lacking.fields), ["rows.0.on"]);
});

test("a row is changed and removed by its id; one that is gone is 404", async () => {
  const { rows } = await json<PropertyMap>(await admin.post("/properties", { rows: [budget, size] }));
  const [first, second] = rows;
  assert.ok(first && second);
  await submit(admin, `/properties/row?id=${first.id}`, "/properties/row", { value: "500" });
  assert.deepEqual((await map()).rows, [{ ...first, value: "500" }, second]);
  await json(await admin.post("/properties/row/remove", { id: first.id }));
  assert.deepEqual((await map()).rows, [second]);
  assert.equal((await admin.post("/properties/row/remove", { id: first.id })).status, 404);
  assert.equal((await admin.post("/properties/row", { ...first, value: "1" })).status, 404);
  await page(admin, `/properties/row?id=${first.id}`, 404);
});

test("a property that is no longer in HubSpot is named on the page, and its row stays until it is removed", async () => {
  await addProperty(app, "deals", { name: "fleeting", label: "Fleeting", type: "string", fieldType: "text" });
  await json(await admin.post("/properties/row", { ...budget, property: "fleeting" }));
  await addProperty(app, "deals", { name: "fleeting" }, "DELETE");
  assert.match(await page(admin, "/properties"), /HubSpot no longer has this property/);
  const [row] = (await map()).rows;
  assert.match(await page(admin, `/properties/row?id=${row?.id}`), /fleeting \(not in HubSpot any more\)/);
});

test("while HubSpot does not answer the rows are shown, and one that cannot be checked is not saved", async () => {
  await json(await admin.post("/properties/row", budget));
  await control(app, "faults", { match: "GET /crm/properties/.*", times: 3, status: 503 });
  assert.match(
    await page(admin, "/properties"),
    /HubSpot did not list its properties just now[\s\S]*Budget would become 1000/,
  );
  const refused = await json<{ fields: Record<string, string> }>(await admin.post("/properties/row", size), 400);
  assert.match(refused.fields.property ?? "", /HubSpot did not answer/);
  assert.match(await page(admin, "/properties/row?on=form"), /HubSpot did not list its properties just now/);
});
