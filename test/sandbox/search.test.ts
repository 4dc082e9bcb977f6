// Search: its caps, every operator, the phone numbers, sorts and pages, and how far it lags behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, linkTo, localHubSpot } from "./local-hubspot.ts";

type Filter = Record<string, unknown>;

const group = (...filters: Filter[]) => ({ filterGroups: [{ filters }] });
const filter = (propertyName: string, operator: string, value?: unknown, more: object = {}): Filter => ({
  propertyName,
  operator,
  ...(value !== undefined && (Array.isArray(value) ? { values: value } : { value })),
  ...more,
});

async function found(hubspot: LocalHubSpot, type: string, body: object): Promise<string[]> {
  const answer = (await hubspot.search(type, body)).is(200);
  const names = answer
    .list("results")
    .map((_, n) => answer.at(`results.${n}.properties.${type === "deals" ? "dealname" : "firstname"}`));
  assert.equal(answer.at("total"), names.length);
  return names.map(String);
}

async function people(hubspot: LocalHubSpot): Promise<void> {
  const objects = [
    {
      firstname: "Anna",
      lastname: "Moroz",
      email: "anna@bakery.example",
      phone: "+380 67 123 45 67",
      lifecyclestage: "lead",
      zip: "1",
    },
    { firstname: "Borys", lastname: "Rudenko", phone: "050-765-43-21", mobilephone: "+447911123456", zip: "2" },
    { firstname: "Clara", email: "clara@bakery.example", phone: "not a number", lifecyclestage: "customer" },
  ].map((properties) => ({ type: "contacts", properties }));
  await hubspot.control("seed", { portalId: "1001", objects });
}

for (const [what, body, names] of [
  ["EQ without regard to case", group(filter("firstname", "EQ", "ANNA")), ["Anna"]],
  ["EQ of an option with regard to case", group(filter("lifecyclestage", "EQ", "LEAD")), []],
  ["EQ of an option", group(filter("lifecyclestage", "EQ", "lead")), ["Anna"]],
  ["NEQ", group(filter("firstname", "NEQ", "Anna")), ["Borys", "Clara"]],
  ["LT", group(filter("firstname", "LT", "borys")), ["Anna"]],
  ["LTE", group(filter("firstname", "LTE", "borys")), ["Anna", "Borys"]],
  ["GT", group(filter("firstname", "GT", "borys")), ["Clara"]],
  ["GTE", group(filter("firstname", "GTE", "borys")), ["Borys", "Clara"]],
  ["BETWEEN", group(filter("firstname", "BETWEEN", "b", { highValue: "bz" })), ["Borys"]],
  ["IN with lower-case values", group(filter("firstname", "IN", ["anna", "clara"])), ["Anna", "Clara"]],
  ["IN with capitals", group(filter("firstname", "IN", ["Anna"])), []],
  ["NOT_IN", group(filter("firstname", "NOT_IN", ["anna"])), ["Borys", "Clara"]],
  ["HAS_PROPERTY", group(filter("email", "HAS_PROPERTY")), ["Anna", "Clara"]],
  ["NOT_HAS_PROPERTY", group(filter("email", "NOT_HAS_PROPERTY")), ["Borys"]],
  ["CONTAINS_TOKEN", group(filter("email", "CONTAINS_TOKEN", "*@bakery.example")), ["Anna", "Clara"]],
  ["CONTAINS_TOKEN of a whole word only", group(filter("email", "CONTAINS_TOKEN", "bak")), []],
  ["NOT_CONTAINS_TOKEN", group(filter("email", "NOT_CONTAINS_TOKEN", "bakery")), ["Borys"]],
  [
    "filters of a group together",
    group(filter("email", "HAS_PROPERTY"), filter("lifecyclestage", "EQ", "customer")),
    ["Clara"],
  ],
  [
    "groups as alternatives",
    {
      filterGroups: [
        ...group(filter("firstname", "EQ", "anna")).filterGroups,
        ...group(filter("firstname", "EQ", "clara")).filterGroups,
      ],
    },
    ["Anna", "Clara"],
  ],
  ["a query by the beginnings of words", { query: "mor ann" }, ["Anna"]],
  ["a query by national digits", { query: "67 123 45" }, ["Anna"]],
  ["a query with the country code, in vain", { query: "380671234567" }, []],
  ["national digits of a phone", group(filter("hs_searchable_calculated_phone_number", "EQ", "671234567")), ["Anna"]],
  [
    "a phone of the account's default country",
    group(filter("hs_searchable_calculated_phone_number", "EQ", "507654321")),
    ["Borys"],
  ],
  ["a mobile phone", group(filter("hs_searchable_calculated_mobile_number", "EQ", "7911123456")), ["Borys"]],
  [
    "a phone with its country code, in vain",
    group(filter("hs_searchable_calculated_phone_number", "EQ", "380671234567")),
    [],
  ],
  [
    "the international value, in vain",
    group(filter("hs_searchable_calculated_international_phone_number", "EQ", "380671234567")),
    [],
  ],
  ["a phone only as it was typed", group(filter("phone", "EQ", "+380671234567")), []],
  ["a phone as it was typed", group(filter("phone", "EQ", "+380 67 123 45 67")), ["Anna"]],
] as const) {
  test(`search finds by ${what}`, async (t) => {
    const hubspot = await localHubSpot(t);
    await people(hubspot);
    assert.deepEqual(await found(hubspot, "contacts", body), names);
  });
}

test("numbers and times are compared by size", async (t) => {
  const hubspot = await localHubSpot(t);
  const deal = (dealname: string, amount: string, closedate: string) =>
    hubspot.create("deals", { dealname, amount, closedate, pipeline: "default", dealstage: "qualifiedtobuy" });
  await deal("small", "9", "2026-11-01T00:00:00Z");
  await deal("large", "1000", "2026-12-01T00:00:00Z");
  assert.deepEqual(await found(hubspot, "deals", group(filter("amount", "GT", "10"))), ["large"]);
  assert.deepEqual(await found(hubspot, "deals", group(filter("amount", "EQ", "9.0"))), ["small"]);
  const middle = String(Date.parse("2026-11-15T00:00:00Z"));
  assert.deepEqual(await found(hubspot, "deals", group(filter("closedate", "LT", middle))), ["small"]);
  assert.deepEqual(await found(hubspot, "deals", group(filter("closedate", "GTE", "2026-12-01"))), ["large"]);
  const sorted = { sorts: [{ propertyName: "amount", direction: "DESCENDING" }] };
  assert.deepEqual(await found(hubspot, "deals", sorted), ["large", "small"]);
  assert.deepEqual(await found(hubspot, "deals", { sorts: ["amount"] }), ["small", "large"]);
  (await hubspot.search("deals", group(filter("amount", "GT", "a lot")))).refused(400, "VALIDATION_ERROR");
});

test("a list of checkboxes is compared value by value", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.create("contacts", { firstname: "Anna", hs_additional_emails: "a@bakery.example;b@bakery.example" });
  await hubspot.create("contacts", { firstname: "Borys", hs_additional_emails: "c@bakery.example" });
  await hubspot.create("contacts", { firstname: "Clara" });
  const by = (operator: string, value: unknown) =>
    found(hubspot, "contacts", group(filter("hs_additional_emails", operator, value)));
  assert.deepEqual(await by("EQ", "b@bakery.example"), ["Anna"]);
  assert.deepEqual(await by("EQ", "a@bakery.example;b@bakery.example"), []);
  assert.deepEqual(await by("NEQ", "b@bakery.example"), ["Borys", "Clara"]);
  assert.deepEqual(await by("IN", ["b@bakery.example", "c@bakery.example"]), ["Anna", "Borys"]);
  assert.deepEqual(await by("NOT_IN", ["b@bakery.example"]), ["Borys", "Clara"]);
  assert.deepEqual(await by("CONTAINS_TOKEN", "b@bakery.example"), ["Anna"]);
});

test("records are found by what they are associated with", async (t) => {
  const hubspot = await localHubSpot(t);
  const contact = await hubspot.create("contacts", { firstname: "Anna" });
  const deal = { dealname: "linked", pipeline: "default", dealstage: "qualifiedtobuy" };
  await hubspot.create("deals", deal, [linkTo(contact, 3)]);
  await hubspot.create("deals", { ...deal, dealname: "alone" });
  assert.deepEqual(await found(hubspot, "deals", group(filter("associations.contact", "EQ", contact))), ["linked"]);
  assert.deepEqual(await found(hubspot, "deals", group(filter("associations.contact", "IN", [contact]))), ["linked"]);
  assert.deepEqual(await found(hubspot, "deals", group(filter("associations.contact", "NOT_HAS_PROPERTY"))), ["alone"]);
});

const many = (count: number) => Array.from({ length: count }, () => filter("firstname", "EQ", "a"));

for (const [what, body] of [
  ["6 filter groups", { filterGroups: Array.from({ length: 6 }, () => ({ filters: many(1) })) }],
  ["7 filters in a group", group(...many(7))],
  ["19 filters in all", { filterGroups: Array.from({ length: 4 }, () => ({ filters: many(5) })) }],
  ["a limit of 201", { limit: 201 }],
  ["a page beyond 10,000 results", { limit: 100, after: "9950" }],
  ["a body of more than 3,000 characters", { query: "x".repeat(3_000) }],
  ["two sorts", { sorts: ["firstname", "lastname"] }],
  ["an unknown operator", group(filter("firstname", "LIKE", "a"))],
  ["an unknown property", group(filter("no_such", "EQ", "a"))],
  ["an unknown property to sort by", { sorts: ["no_such"] }],
  ["EQ without a value", group(filter("firstname", "EQ"))],
  ["IN without values", group(filter("firstname", "IN"))],
  ["BETWEEN without a high value", group(filter("firstname", "BETWEEN", "a"))],
] as const) {
  test(`search refuses ${what}`, async (t) => {
    const hubspot = await localHubSpot(t);
    (await hubspot.search("contacts", body)).refused(400, "VALIDATION_ERROR");
  });
}

test("just within its caps search answers", async (t) => {
  const hubspot = await localHubSpot(t);
  const filterGroups = [6, 6, 6].map((count) => ({ filters: many(count) }));
  (await hubspot.search("contacts", { filterGroups, limit: 200, after: "9800" })).is(200);
});

test("pages follow one another by offset, ten results unless asked otherwise", async (t) => {
  const hubspot = await localHubSpot(t);
  const objects = Array.from({ length: 12 }, (_, n) => ({ type: "contacts", properties: { firstname: `N${n}` } }));
  await hubspot.control("seed", { portalId: "1001", objects });
  const first = await hubspot.search("contacts", {});
  assert.equal(first.list("results").length, 10);
  assert.equal(first.at("paging.next.after"), "10");
  const second = await hubspot.search("contacts", { after: "10" });
  assert.equal(second.list("results").length, 2);
  assert.equal(second.at("paging"), undefined);
  assert.equal(second.at("total"), 12);
});

test("a new record is not found until the lag has passed, though it can be read at once", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("lag", { createMs: 5_000 });
  const id = await hubspot.create("contacts", { firstname: "Anna", email: "anna@bakery.example" });
  const byName = group(filter("email", "EQ", "anna@bakery.example"));
  assert.deepEqual(await found(hubspot, "contacts", byName), []);
  (await hubspot.api("GET", `/crm/objects/2026-09/contacts/${id}`)).is(200);
  await hubspot.control("clock", { advanceMs: 4_999 });
  assert.deepEqual(await found(hubspot, "contacts", byName), []);
  await hubspot.control("clock", { advanceMs: 1 });
  assert.deepEqual(await found(hubspot, "contacts", byName), ["Anna"]);
});

test("a changed record is found by its old values, and shows them, until the lag has passed", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("lag", { updateMs: 3_000 });
  const id = await hubspot.create("contacts", { firstname: "Anna", phone: "+380671234567" });
  await hubspot.api("PATCH", `/crm/objects/2026-09/contacts/${id}`, { properties: { phone: "+380507654321" } });
  const by = (value: string) => group(filter("hs_searchable_calculated_phone_number", "EQ", value));
  const answer = await hubspot.search("contacts", { ...by("671234567"), properties: ["phone"] });
  assert.equal(answer.at("results.0.properties.phone"), "+380671234567");
  assert.deepEqual(await found(hubspot, "contacts", by("507654321")), []);
  await hubspot.control("clock", { advanceMs: 3_000 });
  assert.deepEqual(await found(hubspot, "contacts", by("671234567")), []);
  assert.deepEqual(await found(hubspot, "contacts", by("507654321")), ["Anna"]);
});

test("archived records are never found", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "Anna" });
  await hubspot.api("DELETE", `/crm/objects/2026-09/contacts/${id}`);
  assert.deepEqual(await found(hubspot, "contacts", {}), []);
});
