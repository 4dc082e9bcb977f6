// What HubSpot refuses in the properties of a record, and what it makes of those it takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { localHubSpot, OBJECTS } from "./local-hubspot.ts";

const TIME = "2026-11-22T10:00:00Z";
const DEAL = { dealname: "D", pipeline: "default", dealstage: "qualifiedtobuy" };

for (const [what, type, properties, code] of [
  ["an unknown property", "contacts", { firstname: "A", no_such: "x" }, "PROPERTY_DOESNT_EXIST"],
  ["a read-only property", "contacts", { firstname: "A", hs_object_id: "7" }, "READ_ONLY_VALUE"],
  ["a calculated property", "contacts", { firstname: "A", hs_calculated_phone_number: "+1" }, "READ_ONLY_VALUE"],
  ["an option that is not one", "contacts", { firstname: "A", lifecyclestage: "Lead" }, "INVALID_OPTION"],
  ["a disposition by its label", "calls", { hs_timestamp: TIME, hs_call_disposition: "Connected" }, "INVALID_OPTION"],
  ["a stage by its label", "deals", { ...DEAL, dealstage: "Closed won" }, "INVALID_OPTION"],
  ["a stage of another pipeline", "deals", { ...DEAL, dealstage: "140310001" }, "INVALID_OPTION"],
  ["an unknown pipeline", "deals", { ...DEAL, pipeline: "Sales" }, "INVALID_OPTION"],
  ["a number that is none", "deals", { ...DEAL, amount: "a lot" }, "INVALID_NUMBER"],
  ["a time that is none", "calls", { hs_timestamp: "yesterday" }, "INVALID_LONG"],
  ["a bad e-mail address", "contacts", { email: "nobody@nowhere" }, "INVALID_EMAIL"],
  ["an owner who does not exist", "contacts", { firstname: "A", hubspot_owner_id: "5100001" }, "INVALID_OWNER_ID"],
  ["an owner who left", "contacts", { firstname: "A", hubspot_owner_id: "70100006" }, "INVALID_OWNER_ID"],
  [
    "a recording without https",
    "calls",
    { hs_timestamp: TIME, hs_call_recording_url: "http://x.test/a.mp3" },
    "INVALID_URL",
  ],
  [
    "a text beyond 65,536 characters",
    "notes",
    { hs_timestamp: TIME, hs_note_body: "x".repeat(65_537) },
    "VALUE_TOO_LONG",
  ],
] as const) {
  test(`${what} is refused as ${code}`, async (t) => {
    const hubspot = await localHubSpot(t);
    const answer = await hubspot.api("POST", `${OBJECTS}/${type}`, { properties, associations: [] });
    answer.refused(400, "VALIDATION_ERROR", /Property values were not valid/);
    assert.equal(answer.at("errors.0.code"), code);
    assert.equal((await hubspot.api("GET", `${OBJECTS}/${type}`)).list("results").length, 0);
  });
}

for (const [what, type, properties, missing] of [
  ["a contact without e-mail and name", "contacts", { phone: "+380501234567" }, ["email", "firstname", "lastname"]],
  ["a company without name and domain", "companies", { phone: "+380501234567" }, ["name", "domain"]],
  ["a deal without stage", "deals", { dealname: "D", pipeline: "default" }, ["dealstage"]],
  ["a deal without pipeline where there are three", "deals", { dealname: "D", dealstage: "closedwon" }, ["pipeline"]],
  ["a call without hs_timestamp", "calls", { hs_call_title: "C" }, ["hs_timestamp"]],
  ["a task without hs_timestamp", "tasks", { hs_task_subject: "T" }, ["hs_timestamp"]],
  ["a note without hs_timestamp", "notes", { hs_note_body: "N" }, ["hs_timestamp"]],
  ["a meeting without hs_timestamp", "meetings", { hs_meeting_title: "M" }, ["hs_timestamp"]],
  [
    "a message not said to be logged from the CRM",
    "communications",
    { hs_timestamp: TIME, hs_communication_channel_type: "SMS" },
    ["hs_communication_logged_from"],
  ],
] as const) {
  test(`${what} is refused`, async (t) => {
    const hubspot = await localHubSpot(t);
    const answer = await hubspot.api("POST", `${OBJECTS}/${type}`, { properties, associations: [] });
    assert.deepEqual(answer.refused(400, "VALIDATION_ERROR").at("context.properties"), missing);
  });
}

test("several bad values are named in one answer", async (t) => {
  const hubspot = await localHubSpot(t);
  const properties = { no_such: "1", hs_object_id: "2", lifecyclestage: "3" };
  const answer = await hubspot.api("POST", `${OBJECTS}/contacts`, { properties });
  assert.equal(answer.refused(400, "VALIDATION_ERROR").list("errors").length, 3);
});

test("times are taken as milliseconds and as ISO, addresses lose their capitals, an empty value clears", async (t) => {
  const hubspot = await localHubSpot(t);
  const call = await hubspot.api("POST", `${OBJECTS}/calls`, { properties: { hs_timestamp: "1795428000000" } });
  assert.equal(call.is(201).at("properties.hs_timestamp"), new Date(1_795_428_000_000).toISOString());
  const id = await hubspot.create("contacts", { email: "Anna@Customers.Example", firstname: "Anna" });
  await hubspot.api("PATCH", `${OBJECTS}/contacts/${id}`, { properties: { firstname: "" } });
  const contact = await hubspot.api("GET", `${OBJECTS}/contacts/${id}`);
  assert.equal(contact.at("properties.email"), "anna@customers.example");
  assert.equal(contact.at("properties.firstname"), null);
});

test("numbers and booleans are taken where text is expected, lists and objects are not", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.api("POST", `${OBJECTS}/deals`, { properties: { ...DEAL, amount: 12.5 } })).is(201);
  const nested = await hubspot.api("POST", `${OBJECTS}/deals`, { properties: { ...DEAL, amount: { value: 1 } } });
  nested.refused(400, "VALIDATION_ERROR", /Invalid input JSON/);
});

test("a body that is not JSON is refused", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.api("POST", `${OBJECTS}/contacts`, "{nonsense")).refused(
    400,
    "VALIDATION_ERROR",
    /Invalid input JSON/,
  );
});

test("rules of the account's administrator bind writes", async (t) => {
  const hubspot = await localHubSpot(t);
  const validationRules = [
    { objectType: "deals", property: "amount" },
    { objectType: "deals", property: "closed_lost_reason", when: { property: "dealstage", value: "closedlost" } },
  ];
  await hubspot.control("portals", { portalId: "1001", validationRules });
  const write = (properties: object) => hubspot.api("POST", `${OBJECTS}/deals`, { properties });
  const bare = (await write(DEAL)).refused(400, "VALIDATION_ERROR");
  assert.equal(bare.at("errors.0.code"), "MISSING_REQUIRED_PROPERTY");
  const lost = (await write({ ...DEAL, amount: "1", dealstage: "closedlost" })).refused(400, "VALIDATION_ERROR");
  assert.equal(lost.at("errors.0.code"), "MISSING_CONDITIONAL_REQUIRED_PROPERTY");
  (await write({ ...DEAL, amount: "1" })).is(201);
});

test("a deal's stage tells whether it is closed and won", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("deals", DEAL);
  const properties = "hs_is_closed,hs_is_closed_won,hs_deal_stage_probability";
  const read = async () =>
    (await hubspot.api("GET", `${OBJECTS}/deals/${id}?properties=${properties}`)).at("properties");
  assert.partialDeepStrictEqual(await read(), { hs_is_closed: "false", hs_deal_stage_probability: "0.4" });
  await hubspot.api("PATCH", `${OBJECTS}/deals/${id}`, { properties: { dealstage: "closedwon" } });
  assert.partialDeepStrictEqual(await read(), { hs_is_closed: "true", hs_is_closed_won: "true" });
});

test("an update cannot associate", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("contacts", { firstname: "A" });
  const body = { properties: { firstname: "B" }, associations: [{ to: { id }, types: [] }] };
  (await hubspot.api("PATCH", `${OBJECTS}/contacts/${id}`, body)).refused(400, "VALIDATION_ERROR", /associations/);
});
