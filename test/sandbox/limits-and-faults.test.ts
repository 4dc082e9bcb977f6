// Rate limits as HubSpot sets them, and each fault that a test can ask for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LocalHubSpot, localHubSpot, OBJECTS } from "./local-hubspot.ts";

const OWNERS = "/crm/owners/2026-09";
const CREATE = `${OBJECTS}/contacts`;
const ANNA = { properties: { firstname: "Anna" }, associations: [] };

const total = async (hubspot: LocalHubSpot) => (await hubspot.search("contacts", {})).at("total");

test("the 111th request within ten seconds is 429, and another account is not concerned", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("portals", { portalId: "2002" });
  const other = await hubspot.tokenFor("2002");
  await hubspot.control("limits", { on: true });
  for (let n = 1; n <= 110; n += 1) {
    const answer = (await hubspot.api("GET", OWNERS)).is(200);
    assert.equal(answer.headers.get("x-hubspot-ratelimit-max"), "110");
    assert.equal(answer.headers.get("x-hubspot-ratelimit-remaining"), String(110 - n));
    assert.equal(answer.headers.get("x-hubspot-ratelimit-interval-milliseconds"), "10000");
  }
  const refused = await hubspot.api("GET", OWNERS);
  refused.refused(429, "RATE_LIMITS", /ten_secondly_rolling/);
  assert.equal(refused.at("errorType"), "RATE_LIMIT");
  assert.equal(refused.at("policyName"), "TEN_SECONDLY_ROLLING");
  (await hubspot.api("GET", OWNERS, undefined, other)).is(200);
  await hubspot.control("clock", { advanceMs: 10_000 });
  (await hubspot.api("GET", OWNERS)).is(200);
});

test("the sixth search within a second is 429; searches carry no rate headers and count apart", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("limits", { on: true });
  for (let n = 0; n < 5; n += 1) {
    const answer = (await hubspot.search("contacts", {})).is(200);
    assert.equal(answer.headers.get("x-hubspot-ratelimit-max"), null);
  }
  const refused = (await hubspot.search("deals", {})).refused(429, "RATE_LIMITS");
  assert.equal(refused.at("message"), "You have reached your secondly limit.");
  assert.equal((await hubspot.api("GET", OWNERS)).headers.get("x-hubspot-ratelimit-remaining"), "109");
  await hubspot.control("clock", { advanceMs: 1_000 });
  (await hubspot.search("contacts", {})).is(200);
});

test("limits can be narrowed and switched off", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("limits", { on: true, perTenSeconds: 1, searchPerSecond: 1 });
  (await hubspot.api("GET", OWNERS)).is(200);
  (await hubspot.api("GET", OWNERS)).is(429);
  (await hubspot.search("contacts", {})).is(200);
  (await hubspot.search("contacts", {})).is(429);
  await hubspot.control("limits", { on: false });
  (await hubspot.api("GET", OWNERS)).is(200);
});

for (const [status, headers] of [
  [429, { "Retry-After": "2" }],
  [423, {}],
  [477, { "Retry-After": "3600" }],
  [500, {}],
  [502, {}],
] as const) {
  test(`a fault answers ${status} for as many requests as asked, before anything is written`, async (t) => {
    const hubspot = await localHubSpot(t);
    await hubspot.control("faults", { match: `POST ${CREATE}`, times: 2, status, headers, effect: "before" });
    for (let n = 0; n < 2; n += 1) {
      const answer = (await hubspot.api("POST", CREATE, ANNA)).is(status);
      for (const [name, value] of Object.entries(headers)) assert.equal(answer.headers.get(name), value);
    }
    assert.equal(await total(hubspot), 0);
    (await hubspot.api("POST", CREATE, ANNA)).is(201);
  });
}

test("a fault after the effect answers an error for a write that was made", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("faults", { match: `POST ${CREATE}`, times: 1, status: 504, effect: "after" });
  (await hubspot.api("POST", CREATE, ANNA)).is(504);
  assert.equal(await total(hubspot), 1);
});

for (const [effect, written] of [
  ["before", 0],
  ["after", 1],
  ["none", 0],
] as const) {
  test(`a connection dropped with effect ${effect} leaves ${written} records`, async (t) => {
    const hubspot = await localHubSpot(t);
    await hubspot.control("faults", { match: `POST ${CREATE}`, times: 1, drop: true, effect });
    await assert.rejects(hubspot.api("POST", CREATE, ANNA));
    assert.equal(await total(hubspot), written);
  });
}

test("a fault can answer any body with any headers", async (t) => {
  const hubspot = await localHubSpot(t);
  const body = { status: "error", message: "odd", category: "ODD" };
  await hubspot.control("faults", { match: "/crm/owners/.*", times: 1, status: 400, body, headers: { "X-Odd": "1" } });
  const answer = (await hubspot.api("GET", OWNERS)).is(400);
  assert.deepEqual(answer.body, body);
  assert.equal(answer.headers.get("x-odd"), "1");
});

test("a pattern stands for the whole path, with or without the method", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("faults", { match: `POST ${CREATE}`, times: 1, status: 500 });
  (await hubspot.api("POST", `${CREATE}/batch/create`, { inputs: [ANNA] })).is(201);
  (await hubspot.api("GET", CREATE)).is(200);
  (await hubspot.api("POST", CREATE, ANNA)).is(500);
});

test("a delayed answer comes when the sandbox's clock has moved on", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("faults", { match: `POST ${CREATE}`, times: 1, delayMs: 60_000, effect: "after" });
  let answered = false;
  const pending = hubspot.api("POST", CREATE, ANNA).then((answer) => {
    answered = true;
    return answer;
  });
  while ((await total(hubspot)) === 0);
  assert.equal(answered, false);
  await hubspot.control("clock", { advanceMs: 60_000 });
  (await pending).is(201);
});

test("a delay before the effect holds back the write too", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("faults", { match: `POST ${CREATE}`, times: 1, delayMs: 60_000, effect: "before" });
  const pending = hubspot.api("POST", CREATE, ANNA);
  while ((await hubspot.send("GET", "/_sandbox/faults")).list("faults").length > 0);
  assert.equal(await total(hubspot), 0);
  await hubspot.control("clock", { advanceMs: 60_000 });
  (await pending).is(201);
});

test("the token endpoint can fail as well", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("faults", { match: "POST /oauth/.*/token", times: 1, status: 503 });
  (await hubspot.send("POST", "/oauth/2026-09/token", new URLSearchParams())).is(503);
  (await hubspot.send("POST", "/oauth/2026-09/token", new URLSearchParams())).is(400);
});

test("all access tokens of an account can be made to expire, and the app be uninstalled", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("expire", { portalId: "1001" });
  (await hubspot.api("GET", OWNERS)).refused(401, "EXPIRED_AUTHENTICATION");
  hubspot.token = await hubspot.tokenFor("1001");
  await hubspot.control("uninstall", { portalId: "1001" });
  (await hubspot.api("GET", OWNERS)).refused(401, "INVALID_AUTHENTICATION");
});

test("counters tell requests by account, path and status", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("reset");
  hubspot.token = await hubspot.tokenFor("1001");
  const id = await hubspot.create("contacts", { firstname: "Anna" });
  (await hubspot.api("GET", `${CREATE}/${id}`)).is(200);
  (await hubspot.api("GET", `${CREATE}/99`)).is(404);
  const counters = await hubspot.send("GET", "/_sandbox/counters");
  assert.deepEqual(counters.at("portals.1001"), {
    total: 3,
    byStatus: { 200: 1, 201: 1, 404: 1 },
    paths: { [`POST ${CREATE}`]: 1, [`GET ${CREATE}/:id`]: 2 },
  });
});
