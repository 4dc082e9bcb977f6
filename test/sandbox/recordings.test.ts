// A recording that lies with the app: announced by it, then played in two steps from the record page.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { type LocalHubSpot, localHubSpot } from "./local-hubspot.ts";

const READY = "/crm/extensions/calling/2026-09/recordings/ready";
const OURS = {
  hs_timestamp: "2026-11-22T10:00:00Z",
  hs_call_source: "INTEGRATIONS_PLATFORM",
  hs_call_app_id: "1",
  hs_call_external_id: "c 1",
  hs_call_external_account_id: "key-1",
};

const announce = (hubspot: LocalHubSpot, engagementId: unknown) => hubspot.api("POST", READY, { engagementId });
const pageOf = async (hubspot: LocalHubSpot, id: string) =>
  String((await hubspot.send("GET", `/contacts/1001/record/0-48/${id}`)).is(200).body);

/** An app that is asked for recordings and answers so. */
async function appAnswering(context: TestContext, status: number, body: string) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(status, { "content-type": "application/json" }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  context.after(() => server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/recordings/%s` };
}

test("a recording that is ready is shown, and stays so through a restart", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("calls", OURS);
  assert.doesNotMatch(await pageOf(hubspot, id), /Recording ready|<audio/);
  (await announce(hubspot, Number(id))).is(204);
  (await announce(hubspot, Number(id))).is(204);
  const player = new RegExp(
    `Recording ready[^]*<audio controls preload="none" src="/contacts/1001/record/0-48/${id}/recording">`,
  );
  assert.match(await pageOf(hubspot, id), player);
  const state = (await hubspot.send("GET", "/_sandbox/state")).body;
  await hubspot.control("reset");
  await hubspot.send("PUT", "/_sandbox/state", state);
  assert.match(await pageOf(hubspot, id), player);
});

test("what is announced must be a call of the app's, with all that it takes to ask for the recording", async (t) => {
  const hubspot = await localHubSpot(t);
  (await announce(hubspot, undefined)).refused(400, "VALIDATION_ERROR", /engagementId/);
  (await announce(hubspot, "one")).refused(400, "VALIDATION_ERROR", /engagementId/);
  (await announce(hubspot, 99_999)).refused(404, "OBJECT_NOT_FOUND");
  const { hs_call_external_account_id: _key, ...without } = OURS;
  const bare = await hubspot.create("calls", without);
  (await announce(hubspot, Number(bare))).refused(400, "VALIDATION_ERROR", /hs_call_external_account_id/);
  const foreign = await hubspot.create("calls", { ...OURS, hs_call_app_id: "2" });
  (await announce(hubspot, Number(foreign))).refused(400, "VALIDATION_ERROR", /another app/);
  const reader = await hubspot.tokenFor("1001", { scopes: ["crm.objects.contacts.read"] });
  (await hubspot.api("POST", READY, { engagementId: Number(foreign) }, reader)).refused(403, "MISSING_SCOPES");
});

test("the player asks the app for the address and is sent there", async (t) => {
  const app = await appAnswering(t, 200, '{"authenticatedUrl":"https://app.test/play/1"}');
  const hubspot = await localHubSpot(t, { recordingUrl: app.url });
  const id = await hubspot.create("calls", OURS);
  const answer = (await hubspot.send("GET", `/contacts/1001/record/0-48/${id}/recording`)).is(302);
  assert.equal(answer.headers.get("location"), "https://app.test/play/1");
  assert.deepEqual(app.asked, ["/recordings/c%201?appId=1&externalAccountId=key-1"]);
});

test("why nothing plays is told", async (t) => {
  const hubspot = await localHubSpot(t);
  const id = await hubspot.create("calls", OURS);
  const play = async (call: string) => hubspot.send("GET", `/contacts/1001/record/0-48/${call}/recording`);
  assert.match(String((await play(id)).is(404).body), /has set no urlToRetrieveAuthedRecording/);
  for (const [status, body, because] of [
    [404, "{}", /answered 404/],
    [200, "{}", /no authenticatedUrl/],
    [200, "<", /JSON/],
  ] as const) {
    await hubspot.control("calling", { urlToRetrieveAuthedRecording: (await appAnswering(t, status, body)).url });
    assert.match(String((await play(id)).is(502).body), because);
  }
  const other = await hubspot.create("calls", { hs_timestamp: OURS.hs_timestamp });
  (await play(other)).is(404);
  (await play("99999")).is(404);
  for (const url of ["nonsense", "https://app.test/without"]) {
    const refused = await hubspot.send("POST", "/_sandbox/calling", { urlToRetrieveAuthedRecording: url });
    refused.refused(400, "VALIDATION_ERROR", /%s/);
  }
});
