// The outcomes of calls: HubSpot's six, an administrator's own, and what is none of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const PROPERTY = "/crm/properties/2026-09/calls/hs_call_disposition";
const CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
const SOLD = { id: "0d1c7d5e-6a4f-4e7d-9b32-2f6a1f1a7c01", label: "Sold" };

const call = (disposition: string) => ({
  properties: { hs_timestamp: "2026-11-22T10:00:00Z", hs_call_disposition: disposition },
});

async function outcomes(hubspot: LocalHubSpot): Promise<unknown[]> {
  const property = (await hubspot.api("GET", PROPERTY)).is(200);
  assert.equal(property.at("type"), "enumeration");
  const options = property.list("options") as { label: string; value: string }[];
  return options.map(({ label, value }) => [label, value]);
}

test("an account starts with HubSpot's six", async (t) => {
  const hubspot = await localHubSpot(t);
  assert.deepEqual(await outcomes(hubspot), [
    ["Busy", "9d9162e7-6cf3-4944-bf63-4dff82258764"],
    ["Connected", CONNECTED],
    ["Left live message", "a4c4c377-d246-4b32-a13b-75a56a4cd0ff"],
    ["Left voicemail", "b2cf5968-551e-4856-9783-52b3da59a7d0"],
    ["No answer", "73a0d17f-1163-4015-bdd5-ec830791da20"],
    ["Wrong number", "17b47fee-58de-441e-a44c-c6300d46f273"],
  ]);
});

test("another outcome is refused on creation and change, alone and in a batch, as any invalid option", async (t) => {
  const hubspot = await localHubSpot(t);
  const unlisted =
    /was not one of the allowed options: \[9d9162e7.*"error":"INVALID_OPTION","name":"hs_call_disposition"/;
  (await hubspot.api("POST", `${OBJECTS}/calls`, call(SOLD.id))).refused(400, "VALIDATION_ERROR", unlisted);
  const id = (await hubspot.api("POST", `${OBJECTS}/calls`, call(CONNECTED))).is(201).text("id");
  (await hubspot.api("PATCH", `${OBJECTS}/calls/${id}`, call("Connected"))).refused(400, "VALIDATION_ERROR", unlisted);
  const inputs = [
    { ...call(SOLD.id), objectWriteTraceId: "a" },
    { ...call(CONNECTED), objectWriteTraceId: "b" },
  ];
  const batch = (await hubspot.api("POST", `${OBJECTS}/calls/batch/create`, { inputs })).is(207);
  assert.equal(batch.list("results").length, 1);
  assert.deepEqual(batch.at("errors.0.context.objectWriteTraceId"), ["a"]);
});

test("an administrator's own outcomes count, and are part of the state", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("portals", { portalId: "1001", callOutcomes: [{ id: CONNECTED, label: "Spoke" }, SOLD] });
  assert.deepEqual(await outcomes(hubspot), [
    ["Spoke", CONNECTED],
    ["Sold", SOLD.id],
  ]);
  const id = (await hubspot.api("POST", `${OBJECTS}/calls`, call(SOLD.id))).is(201).text("id");
  const state = (await hubspot.send("GET", "/_sandbox/state")).body;
  await hubspot.control("reset");
  (await hubspot.send("PUT", "/_sandbox/state", state)).is(204);
  assert.equal((await outcomes(hubspot)).length, 2);
  const read = await hubspot.api("GET", `${OBJECTS}/calls/${id}?properties=hs_call_disposition`);
  assert.equal(read.at("properties.hs_call_disposition"), SOLD.id);
  const twice = { portalId: "1001", callOutcomes: [SOLD, SOLD] };
  (await hubspot.send("POST", "/_sandbox/portals", twice)).refused(400, "VALIDATION_ERROR", /unique/);
});
