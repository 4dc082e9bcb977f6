// OAuth: the consent page, the code, its exchange, and everything that may go wrong on the way.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { type LocalHubSpot, localHubSpot } from "./local-hubspot.ts";

const REDIRECT = "http://localhost:3000/oauth/callback";
const SCOPES = "oauth crm.objects.contacts.read crm.objects.contacts.write";

const authorizeUrl = (more: Record<string, string> = {}) =>
  `/oauth/authorize?${new URLSearchParams({
    client_id: "sandbox-client",
    redirect_uri: REDIRECT,
    scope: SCOPES,
    state: "s-1",
    ...more,
  })}`;

async function codeFrom(hubspot: LocalHubSpot, more: Record<string, string> = {}): Promise<string> {
  const answer = (await hubspot.send("GET", authorizeUrl({ consent: "auto", ...more }))).is(302);
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

const form = (more: Record<string, string>) =>
  new URLSearchParams({ client_id: "sandbox-client", client_secret: "sandbox-secret", ...more });

const exchange = (hubspot: LocalHubSpot, code: string, more: Record<string, string> = {}, version = "2026-09") =>
  hubspot.send(
    "POST",
    `/oauth/${version}/token`,
    form({ grant_type: "authorization_code", code, redirect_uri: REDIRECT, ...more }),
  );

const refresh = (hubspot: LocalHubSpot, token: string) =>
  hubspot.send("POST", "/oauth/2026-09/token", form({ grant_type: "refresh_token", refresh_token: token }));

test("consent=auto sends the browser straight back with code and state", async (t) => {
  const hubspot = await localHubSpot(t);
  const answer = (await hubspot.send("GET", authorizeUrl({ consent: "auto" }))).is(302);
  const target = new URL(answer.headers.get("location") ?? "");
  assert.equal(`${target.origin}${target.pathname}`, REDIRECT);
  assert.equal(target.searchParams.get("state"), "s-1");
  assert.match(target.searchParams.get("code") ?? "", /^code-1001-/);
});

test("the consent page asks, connects and takes a refusal", async (t) => {
  const hubspot = await localHubSpot(t);
  const page = (await hubspot.send("GET", authorizeUrl())).is(200);
  assert.match(String(page.body), /View contacts and their activities/);
  const connected = (await hubspot.send("POST", authorizeUrl(), new URLSearchParams({ answer: "connect" }))).is(302);
  assert.match(connected.headers.get("location") ?? "", /code=code-1001/);
  const refused = (await hubspot.send("POST", authorizeUrl(), new URLSearchParams({ answer: "cancel" }))).is(302);
  const target = new URL(refused.headers.get("location") ?? "");
  assert.equal(target.searchParams.get("error"), "access_denied");
  assert.equal(target.searchParams.get("state"), "s-1");
});

test("the account is the one in the path or the one chosen on the page", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("portals", { portalId: "2002" });
  const path = authorizeUrl({ consent: "auto" }).replace("/oauth/", "/oauth/2002/");
  assert.match((await hubspot.send("GET", path)).headers.get("location") ?? "", /code=code-2002/);
  const chosen = new URLSearchParams({ answer: "connect", portal_id: "2002" });
  assert.match((await hubspot.send("POST", authorizeUrl(), chosen)).headers.get("location") ?? "", /code=code-2002/);
});

for (const [what, more, reason] of [
  ["an unknown client", { client_id: "other" }, /client id/],
  ["plain http beyond localhost", { redirect_uri: "http://app.example/callback" }, /https/],
  ["a scope that cannot be selected", { scope: "oauth crm.objects.calls.read" }, /crm\.objects\.calls\.read/],
  ["no scope", { scope: "" }, /no scope/],
  ["a code challenge that is not S256", { code_challenge: "x", code_challenge_method: "plain" }, /S256/],
] as const) {
  test(`the authorize page refuses ${what}`, async (t) => {
    const hubspot = await localHubSpot(t);
    const answer = (await hubspot.send("GET", authorizeUrl({ ...more, consent: "auto" }))).is(400);
    assert.match(String(answer.body), reason);
  });
}

test("an optional scope that the account lacks is dropped, a required one stops the installation", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("portals", { portalId: "1001", unavailableScopes: ["crm.lists.read"] });
  const code = await codeFrom(hubspot, { optional_scope: "crm.lists.read timeline" });
  const scopes = (await exchange(hubspot, code)).is(200).list("scopes");
  assert.deepEqual(scopes, [...SCOPES.split(" "), "timeline"]);
  const stopped = await hubspot.send("GET", authorizeUrl({ consent: "auto", scope: `${SCOPES} crm.lists.read` }));
  assert.match(String(stopped.is(400).body), /does not include: crm\.lists\.read/);
});

test("a code is exchanged once", async (t) => {
  const hubspot = await localHubSpot(t);
  const code = await codeFrom(hubspot);
  const tokens = (await exchange(hubspot, code)).is(200);
  assert.equal(tokens.at("expires_in"), 1800);
  assert.equal(tokens.at("hub_id"), 1001);
  assert.equal(tokens.at("token_type"), "bearer");
  (await hubspot.api("GET", "/account-info/2026-09/details", undefined, tokens.text("access_token"))).is(200);
  const again = (await exchange(hubspot, code)).is(400);
  assert.equal(again.at("error"), "invalid_grant");
  assert.equal(again.at("status"), "BAD_AUTH_CODE");
});

for (const [what, more, status] of [
  ["another redirect URI", { redirect_uri: "http://localhost:3000/other" }, "BAD_REDIRECT_URI"],
  ["a wrong client id", { client_id: "other" }, "BAD_CLIENT_ID"],
  ["a wrong client secret", { client_secret: "other" }, "BAD_CLIENT_SECRET"],
  ["an unknown grant type", { grant_type: "password" }, "BAD_GRANT_TYPE"],
] as const) {
  test(`the token endpoint refuses ${what}`, async (t) => {
    const hubspot = await localHubSpot(t);
    assert.equal((await exchange(hubspot, await codeFrom(hubspot), more)).is(400).at("status"), status);
  });
}

test("a code with a challenge needs the verifier that fits it", async (t) => {
  const hubspot = await localHubSpot(t);
  const verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const more = { code_challenge: challenge, code_challenge_method: "S256" };
  assert.equal((await exchange(hubspot, await codeFrom(hubspot, more))).at("status"), "BAD_CODE_VERIFIER");
  const wrong = await exchange(hubspot, await codeFrom(hubspot, more), { code_verifier: "another" });
  assert.equal(wrong.at("status"), "BAD_CODE_VERIFIER");
  (await exchange(hubspot, await codeFrom(hubspot, more), { code_verifier: verifier })).is(200);
});

test("an access token expires by the sandbox's clock, and says for how long", async (t) => {
  const hubspot = await localHubSpot(t);
  await hubspot.control("clock", { advanceMs: 1_842_000 });
  const answer = await hubspot.api("GET", `${OWNERS}`);
  answer.refused(401, "EXPIRED_AUTHENTICATION", /expired 42 second\(s\) ago/);
  assert.equal(answer.at("context.expire time.0"), "2026-11-23T10:30:00.000Z");
});

const OWNERS = "/crm/owners/2026-09";

test("no token and an unknown one are bad authentication", async (t) => {
  const hubspot = await localHubSpot(t);
  (await hubspot.send("GET", OWNERS)).refused(401, "INVALID_AUTHENTICATION");
  (await hubspot.api("GET", OWNERS, undefined, "nonsense")).refused(401, "INVALID_AUTHENTICATION");
});

test("refreshing gives a new access token and keeps the refresh token, or rotates it", async (t) => {
  const hubspot = await localHubSpot(t);
  const first = (await exchange(hubspot, await codeFrom(hubspot))).is(200);
  const second = (await refresh(hubspot, first.text("refresh_token"))).is(200);
  assert.notEqual(second.text("access_token"), first.text("access_token"));
  assert.equal(second.text("refresh_token"), first.text("refresh_token"));
  await hubspot.control("portals", { portalId: "1001", rotateRefreshTokens: true });
  const rotated = (await refresh(hubspot, first.text("refresh_token"))).is(200);
  assert.notEqual(rotated.text("refresh_token"), first.text("refresh_token"));
  assert.equal((await refresh(hubspot, first.text("refresh_token"))).is(400).at("status"), "BAD_REFRESH_TOKEN");
  (await refresh(hubspot, rotated.text("refresh_token"))).is(200);
});

test("introspection tells of access and refresh tokens, and that an unknown one is not active", async (t) => {
  const hubspot = await localHubSpot(t);
  const tokens = await exchange(hubspot, await codeFrom(hubspot));
  const introspect = (token: string) => hubspot.send("POST", "/oauth/2026-09/token/introspect", form({ token }));
  const access = (await introspect(tokens.text("access_token"))).is(200);
  assert.equal(access.at("active"), true);
  assert.equal(access.at("app_id"), 1);
  assert.deepEqual(access.at("scopes"), SCOPES.split(" "));
  assert.equal((await introspect(tokens.text("refresh_token"))).at("token_use"), "refresh_token");
  assert.deepEqual((await introspect("nonsense")).is(200).body, { active: false });
});

test("revoking the refresh token leaves the access token to last out its time", async (t) => {
  const hubspot = await localHubSpot(t);
  const tokens = await exchange(hubspot, await codeFrom(hubspot));
  (await hubspot.send("POST", "/oauth/2026-09/token/revoke", form({ token: tokens.text("refresh_token") }))).is(200);
  (await hubspot.api("GET", "/account-info/2026-09/details", undefined, tokens.text("access_token"))).is(200);
  assert.equal((await refresh(hubspot, tokens.text("refresh_token"))).at("status"), "BAD_REFRESH_TOKEN");
});

test("uninstalling ends the access tokens and the refresh token", async (t) => {
  const hubspot = await localHubSpot(t);
  const tokens = await exchange(hubspot, await codeFrom(hubspot));
  const access = tokens.text("access_token");
  (await hubspot.api("DELETE", "/appinstalls/2026-09/external-install", undefined, access)).is(204);
  (await hubspot.api("GET", "/account-info/2026-09/details", undefined, access)).refused(401, "INVALID_AUTHENTICATION");
  const after = (await refresh(hubspot, tokens.text("refresh_token"))).is(400);
  assert.equal(after.at("error"), "invalid_grant");
  assert.equal(after.at("status"), "BAD_REFRESH_TOKEN");
});

test("a call without its scope is 403 and names the scope", async (t) => {
  const hubspot = await localHubSpot(t);
  const token = await hubspot.tokenFor("1001", { scopes: ["crm.objects.contacts.read"] });
  const answer = await hubspot.api("POST", "/crm/objects/2026-09/contacts", { properties: { firstname: "A" } }, token);
  answer.refused(403, "MISSING_SCOPES");
  assert.deepEqual(answer.at("errors.0.context.requiredGranularScopes"), ["crm.objects.contacts.write"]);
  (await hubspot.api("GET", OWNERS, undefined, token)).refused(403, "MISSING_SCOPES");
  (await hubspot.api("GET", "/crm/objects/2026-09/calls", undefined, token)).is(200);
});

test("account details name the sandbox itself as the host of record links", async (t) => {
  const hubspot = await localHubSpot(t);
  const details = (await hubspot.api("GET", "/account-info/2026-09/details")).is(200);
  assert.equal(details.at("portalId"), 1001);
  assert.equal(details.at("uiDomain"), new URL(hubspot.url).host);
  assert.equal(details.at("timeZone"), "Europe/Kyiv");
  assert.equal(details.at("utcOffset"), "+02:00");
  assert.equal(details.at("utcOffsetMilliseconds"), 7_200_000);
});

test("OAuth v1 still answers on its own paths", async (t) => {
  const hubspot = await localHubSpot(t);
  const tokens = (await exchange(hubspot, await codeFrom(hubspot), {}, "v1")).is(200);
  const info = (await hubspot.send("GET", `/oauth/v1/access-tokens/${tokens.text("access_token")}`)).is(200);
  assert.equal(info.at("hub_id"), 1001);
  const path = `/oauth/v1/refresh-tokens/${tokens.text("refresh_token")}`;
  assert.equal((await hubspot.send("GET", path)).is(200).at("client_id"), "sandbox-client");
  (await hubspot.send("DELETE", path)).is(204);
  (await hubspot.send("GET", path)).is(404);
});
