// A record that HubSpot had already is found by its unique value, and is then associated all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Gateway } from "../../src/hubspot/gateway.ts";
import { companyKey, contactKey, dealKey } from "../../src/model/properties.ts";
import { OBJECTS } from "../sandbox/local-hubspot.ts";
import { connected, creating, linking } from "./connected.ts";

const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };

test("a contact that is found by its address is associated with the company, beside the one that is created", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  const company = await hubspot.create("companies", { name: "Acme" });
  const anna = await hubspot.create("contacts", { email: "anna@acme.test" });
  const associate = [{ what: "company" as const, id: company }];
  const { made, requests } = await costOf(() =>
    gateway.create("contact", [
      { key: "a", properties: { email: "anna@acme.test" }, associate },
      { key: "b", properties: { email: "boris@acme.test" }, associate },
    ]),
  );
  assert.deepEqual(
    made.map((outcome) => "made" in outcome && [outcome.key, outcome.made]),
    [
      ["a", "found"],
      ["b", "created"],
    ],
  );
  assert.equal((await gateway.companiesOf([anna])).get(anna)?.[0], company);
  assert.deepEqual(requests, { [creating("contacts")]: 1, [linking("contacts", "companies")]: 1 });
  assert.equal(
    (await hubspot.api("GET", `${OBJECTS}/companies/${company}/associations/contacts`)).list("results").length,
    2,
  );
});

test("a found contact whose company has gone meanwhile is found all the same", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const anna = await hubspot.create("contacts", { email: "anna@acme.test" });
  const create = {
    key: "a",
    properties: { email: "anna@acme.test" },
    associate: [{ what: "company" as const, id: "999" }],
  };
  const busy = { status: "error", category: "CONFLICT", message: `Contact already exists. Existing ID: ${anna}` };
  await hubspot.control("faults", { match: creating("contacts"), times: 1, status: 409, body: busy });
  assert.deepEqual(await gateway.create("contact", [create]), [{ key: "a", id: anna, made: "found" }]);
});

test("a company is found by our own key, and associated with the contact and the deal", async (t) => {
  const { hubspot, gateway } = await connected(t);
  await gateway.prepare();
  const properties = { name: "Acme", domain: "acme.test", [companyKey]: "acme.test" };
  const [contact, deal] = [
    await hubspot.create("contacts", { firstname: "Anna" }),
    await hubspot.create("deals", DEAL),
  ];
  const [first] = await gateway.create("company", [{ key: "a", properties, associate: [] }]);
  assert.ok(first && "id" in first && first.made === "created");
  const associate = [
    { what: "contact" as const, id: contact },
    { what: "deal" as const, id: deal },
  ];
  const again = await gateway.create("company", [{ key: "b", properties, associate }]);
  assert.deepEqual(again, [{ key: "b", id: first.id, made: "found" }]);
  assert.deepEqual((await gateway.companiesOf([contact])).get(contact), [first.id]);
  assert.equal(
    (await hubspot.api("GET", `${OBJECTS}/deals/${deal}/associations/companies`)).at("results.0.toObjectId"),
    first.id,
  );
});

test("a deal that is found by our own key came with its associations, and costs no further request", async (t) => {
  const { hubspot, gateway, costOf } = await connected(t);
  await gateway.prepare();
  const contact = await hubspot.create("contacts", { firstname: "Anna" });
  const create = {
    key: "a",
    properties: { ...DEAL, [dealKey]: "e-1" },
    associate: [{ what: "contact" as const, id: contact }],
  };
  await gateway.create("deal", [create]);
  const { made, requests } = await costOf(() => gateway.create("deal", [create]));
  assert.ok(made[0] && "id" in made[0] && made[0].made === "found");
  assert.equal(requests[linking("deals", "contacts")], undefined);
});

const forbidden = { status: "error", category: "MISSING_SCOPES", message: "no" };
const limit = { status: "error", category: "VALIDATION_ERROR", message: "The limit of associations is reached." };
for (const [why, status, body, said] of [
  [
    "without the permission",
    403,
    forbidden,
    "Hookswitch lacks a permission in HubSpot. Install it again and grant it.",
  ],
  ["against a limit", 400, limit, limit.message],
] as const) {
  test(`a found contact that cannot be associated ${why} counts as found, and so does everything beside it`, async (t) => {
    const { hubspot, gateway } = await connected(t);
    const company = await hubspot.create("companies", { name: "Acme" });
    const anna = await hubspot.create("contacts", { email: "anna@acme.test" });
    await hubspot.control("faults", { match: linking("contacts", "companies"), times: 1, status, body });
    const associate = [{ what: "company" as const, id: company }];
    const [found, created] = await gateway.create("contact", [
      { key: "a", properties: { email: "anna@acme.test" }, associate },
      { key: "b", properties: { email: "boris@acme.test" }, associate },
    ]);
    const because = `it could not be associated, for HubSpot refused that: ${said}`;
    assert.deepEqual(found, { key: "a", id: anna, made: "found", because });
    assert.ok(created && "id" in created && created.made === "created" && created.because === undefined);
  });
}

test("an activity that HubSpot had already and that may hang on nobody is no success", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const contact = await hubspot.create("contacts", { email: "anna@acme.test" });
  const note = await hubspot.create("notes", { hs_timestamp: "2026-11-22T10:00:00Z" });
  const busy = { status: "error", category: "CONFLICT", message: `Already there. Existing ID: ${note}` };
  await hubspot.control("faults", { match: creating("notes"), times: 1, status: 409, body: busy });
  await hubspot.control("faults", { match: linking("notes", "contacts"), times: 1, status: 403, body: forbidden });
  const create = { key: "a", properties: {}, associate: [{ what: "contact" as const, id: contact }] };
  await assert.rejects(gateway.create("note", [create]), { name: "Refused", forAll: true });
});

/** With the answer to the association lost, whether it was made is not known. */
test("when found contacts cannot be associated now, the whole stage is in doubt", async (t) => {
  const { hubspot, gateway } = await connected(t);
  const company = await hubspot.create("companies", { name: "Acme" });
  await hubspot.create("contacts", { email: "anna@acme.test" });
  await hubspot.control("faults", { match: linking("contacts", "companies"), times: 1, status: 429, body: {} });
  const create = {
    key: "a",
    properties: { email: "anna@acme.test" },
    associate: [{ what: "company" as const, id: company }],
  };
  await assert.rejects(gateway.create("contact", [create]), { name: "Later", inDoubt: true });
});

test("results without trace ids are told apart by what they say", async (t) => {
  const { hubspot, gateway } = await connected(t);
  await gateway.prepare();
  const twoOf = async (
    what: Parameters<Gateway["create"]>[0],
    objects: string,
    properties: Record<string, string>[],
  ) => {
    const results = properties.map((values, n) => ({
      id: String(n + 1),
      properties: values,
      createdAt: "2026-11-23T10:00:00Z",
      updatedAt: "2026-11-23T10:00:00Z",
      archived: false,
    }));
    const body = { status: "COMPLETE", results: results.reverse(), startedAt: "", completedAt: "" };
    await hubspot.control("faults", { match: creating(objects), times: 1, status: 201, body });
    const inputs = properties.map((values, n) => ({ key: `k${n + 1}`, properties: values, associate: [] }));
    const outcomes = await gateway.create(what, inputs);
    assert.deepEqual(
      outcomes.map((outcome) => "id" in outcome && [outcome.key, outcome.id]),
      [
        ["k1", "1"],
        ["k2", "2"],
      ],
      objects,
    );
  };
  const each = (property: string) => ["one", "two"].map((value) => ({ [property]: value }));
  await twoOf("contact", "contacts", each(contactKey));
  await twoOf("company", "companies", each(companyKey));
  await twoOf("note", "notes", each("hs_note_body"));
  await twoOf("communication", "communications", each("hs_communication_body"));
  await twoOf("meeting", "meetings", each("hs_meeting_body"));
});
