// Rules of custom objects on the page of own properties, as people without a script use them and as programs do.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import type { PropertyMap } from "../../src/model/property-map.ts";
import { control, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { fieldsOf, sendForm, submit } from "./form.ts";
import { addSubscriptions, signUp } from "./own-properties.ts";
import { adminOf, installIn, json, page, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let objectTypeId: string;

before(async () => {
  app = await startApp();
  await control(app, "limits", { on: false });
  admin = await adminOf(app);
  assert.match(await page(admin, "/properties"), /Your HubSpot has no custom object yet/);
  objectTypeId = await addSubscriptions(app);
  await send(await webhookUrlOf(admin), signUp("S-1"));
  await settled(admin);
});
after(() => app.stop());
beforeEach(async () => {
  await json(await admin.post("/properties", { objects: [] }));
});

const map = () => admin.get<PropertyMap>("/properties");
const plan = { property: "plan", value: "{company.name}", mode: "gap" };
const rule = (change: object = {}) => ({
  on: "customer",
  objectTypeId,
  match: { property: "subscription_id", value: "{customer_id}" },
  create: true,
  associateWith: ["contact", "company"],
  rows: [plan],
  ...change,
});

test("a rule is saved with what HubSpot says of its object, and shown with what the newest event would give", async () => {
  const fields = fieldsOf(await page(admin, `/properties/object?objectTypeId=${objectTypeId}`), "/properties/object");
  assert.equal(fields.get("match[property]"), "subscription_id", "the only unique property is proposed");
  fields.set("match[value]", "{customer_id}");
  fields.set("rows[0][property]", "plan");
  fields.set("rows[0][value]", "Plan of {company.name}");
  fields.append("associateWith", "contact");
  const html = await (await sendForm(admin, "/properties/object", fields)).text();
  assert.match(html, /Saved\. It counts for every sign-up from now on\./);
  assert.match(html, /The Subscription with the Subscription id “S-1” would be changed, or made where there is none\./);
  const { objects } = await map();
  const [{ id, ...saved } = { id: "" }] = objects;
  assert.ok(id);
  const text = { type: "string" };
  assert.deepEqual(saved, {
    on: "customer",
    objectTypeId,
    label: "Subscription",
    match: { ...text, property: "subscription_id", label: "Subscription id", value: "{customer_id}" },
    create: true,
    rows: [{ ...text, property: "plan", label: "Plan", value: "Plan of {company.name}", mode: "gap" }],
    associateWith: ["contact"],
  });
});

test("without a script each press inserts the chosen fields, adds a blank line and previews", async () => {
  const fields = fieldsOf(await page(admin, `/properties/object?objectTypeId=${objectTypeId}`), "/properties/object");
  fields.set("insert", "customer_id");
  fields.set("rows[0][property]", "seats");
  fields.set("rows[0][insert]", "person.name");
  const html = await (await sendForm(admin, "/properties/object/preview", fields)).text();
  const after = fieldsOf(html, "/properties/object");
  assert.equal(after.get("match[value]"), "{customer_id}");
  assert.equal(after.get("rows[0][value]"), "{person.name}");
  assert.equal(after.get("rows[1][property]"), "");
  assert.match(html, /“Person: name” is text, and “Seats” takes a number\./);
  assert.match(html, /HubSpot makes no Subscription without Plan\./);
  assert.deepEqual((await map()).objects, []);
});

const wrong: [title: string, change: object, fields: Record<string, RegExp>][] = [
  ["without an object", { objectTypeId: "" }, { objectTypeId: /Choose the custom object/ }],
  ["of an object that HubSpot does not list", { objectTypeId: "2-999" }, { objectTypeId: /did not list this object/ }],
  [
    "known by a property that is not unique",
    { match: { property: "plan", value: "{customer_id}" }, create: false, rows: [] },
    { "match.property": /has no property “plan” here/ },
  ],
  [
    "known by a fixed text",
    { match: { property: "subscription_id", value: "S-1" } },
    { "match.value": /Choose a field that tells one Subscription from another/ },
  ],
  [
    "known by a field of another kind of event",
    { match: { property: "subscription_id", value: "{call_id}" } },
    { "match.value": /not a field of such an event/ },
  ],
  [
    "known by a text of more than 20 fields",
    { match: { property: "subscription_id", value: "{customer_id}".repeat(21) } },
    { "match.value": /^This has more than 20 fields\.$/ },
  ],
  [
    "with a text of more than 20 fields",
    { rows: [{ ...plan, value: "{customer_id}".repeat(21) }] },
    { "rows.0.value": /^This has more than 20 fields\.$/, create: /without Plan/ },
  ],
  [
    "of more than 100 properties",
    { rows: Array.from({ length: 101 }, () => plan) },
    { rows: /^This has more than 100 properties\.$/ },
  ],
  ["of a longer id than a rule has", { id: "x".repeat(51) }, { id: /^This is longer than 50 characters\.$/ }],
  ["that makes one without what it needs", { rows: [] }, { create: /HubSpot makes no Subscription without Plan/ }],
  [
    "with a value of another type",
    { rows: [plan, { property: "seats", value: "many", mode: "gap" }] },
    { "rows.1.value": /“many” is no number/ },
  ],
  [
    "that fills its own key",
    { rows: [plan, { property: "subscription_id", value: "x", mode: "gap" }] },
    { "rows.1.property": /has no property/ },
  ],
  [
    "associated with what HubSpot does not associate it with",
    { associateWith: ["deal"] },
    { associateWith: /does not associate Subscriptions with a deal/ },
  ],
  [
    "of a sign-up associated with an activity",
    { associateWith: ["activity"] },
    { associateWith: /written as no activity/ },
  ],
];
for (const [title, change, expected] of wrong) {
  test(`a rule ${title} is refused at that field, by the form and by programs`, async () => {
    const refused = await json<{ fields: Record<string, string> }>(
      await admin.post("/properties/object", rule(change)),
      400,
    );
    assert.deepEqual(Object.keys(refused.fields), Object.keys(expected));
    for (const [field, message] of Object.entries(expected)) assert.match(refused.fields[field] ?? "", message);
    const whole = await json<{ fields: Record<string, string> }>(
      await admin.post("/properties", { objects: [rule(change)] }),
      400,
    );
    assert.deepEqual(
      Object.keys(whole.fields),
      Object.keys(expected).map((field) => `objects.0.${field}`),
    );
    assert.deepEqual((await map()).objects, []);
  });
}

test("a second rule of the same object for the same kind of event is refused; for another kind it is not", async () => {
  await json(await admin.post("/properties/object", rule()));
  const refused = await json<{ fields: Record<string, string> }>(await admin.post("/properties/object", rule()), 400);
  assert.match(refused.fields.objectTypeId ?? "", /There is a rule for sign-ups and this object already/);
  const ofCalls = rule({
    on: "call",
    match: { property: "subscription_id", value: "{call_id}" },
    rows: [{ ...plan, value: "Phone" }],
    associateWith: ["activity"],
  });
  await json(await admin.post("/properties/object", ofCalls));
  assert.equal((await map()).objects.length, 2);
});

test("a refused form comes back with what was typed", async () => {
  const response = await submit(admin, `/properties/object?objectTypeId=${objectTypeId}`, "/properties/object", {
    "match[value]": "{customer_id} <1>",
    "rows[0][property]": "seats",
    "rows[0][value]": "many",
  });
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /value="\{customer_id\} &lt;1&gt;"/);
  assert.match(html, /“many” is no number\./);
});

test("what no rule may be comes back with what was typed, from saving and from the preview alike", async () => {
  const path = `/properties/object?objectTypeId=${objectTypeId}`;
  const value = "{customer_id}".repeat(21);
  const change = { "match[value]": value, "rows[0][property]": "plan", "rows[0][value]": "Plan" };
  for (const action of ["/properties/object", "/properties/object/preview"]) {
    const fields = fieldsOf(await page(admin, path), "/properties/object");
    for (const [name, text] of Object.entries(change)) fields.set(name, text);
    const html = await (await sendForm(admin, action, fields)).text();
    assert.match(html, /This has more than 20 fields\./, action);
    assert.ok(html.includes(`value="${value}"`), action);
  }
});

test("programs write the rules as they read them; rows and rules can be written apart", async () => {
  const first = await json<PropertyMap>(await admin.post("/properties", { objects: [rule()] }));
  assert.deepEqual(await json(await admin.post("/properties", first)), first);
  assert.deepEqual((await json<PropertyMap>(await admin.post("/properties", { rows: [] }))).objects, first.objects);
});

test("a rule is changed and removed by its id; one that is gone is 404", async () => {
  const { objects } = await json<PropertyMap>(await admin.post("/properties", { objects: [rule()] }));
  const [saved] = objects;
  assert.ok(saved);
  await submit(admin, `/properties/object?id=${saved.id}`, "/properties/object", { "rows[0][mode]": "always" });
  assert.equal((await map()).objects[0]?.rows[0]?.mode, "always");
  await json(await admin.post("/properties/object/remove", { id: saved.id }));
  assert.equal((await admin.post("/properties/object/remove", { id: saved.id })).status, 404);
  assert.equal((await admin.post("/properties/object", saved)).status, 404);
  await page(admin, `/properties/object?id=${saved.id}`, 404);
});

test("an account that grants no custom objects is installed all the same, and told how to have them", async () => {
  const custom = ["crm.schemas.custom.read", "crm.objects.custom.read", "crm.objects.custom.write"];
  await control(app, "portals", { portalId: "2002", unavailableScopes: custom });
  const other = new Visitor(app);
  const landing = await installIn(other, "2002");
  assert.match(landing.url, /\/settings$/);
  assert.match(await landing.text(), /Hookswitch is connected/);
  assert.match(await page(other, "/properties"), /They come with an Enterprise subscription/);
  assert.match(await page(other, "/properties/object"), /Choose an object/);
});
