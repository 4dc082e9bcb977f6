// What a review of the whole found, from the webhook to HubSpot: corrections, news of nobody, odd texts and links.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ActivityEvent, type InstalledApp, sandboxRecords, settled, startInstalledApp } from "../hookswitch.ts";
import { classic } from "../ringostat.ts";

let app: InstalledApp;
let sent = 0;

before(async () => {
  app = await startInstalledApp({ ownNumbers: ["+380441112233"] });
});
after(() => app.stop());

async function received(body: object, path = ""): Promise<ActivityEvent> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(app.hook + path, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(response.status, 200);
  sent += 1;
  const [newest] = await settled(app.admin, sent);
  assert.ok(newest);
  return newest;
}

test("Ringostat reports a call as missed, then as answered: HubSpot's one call is corrected", async () => {
  await received(classic({ id: "twice", status: "NO ANSWER", talk: 0 }));
  const event = await received(classic({ id: "twice", status: "PROPER", recording: "https://rec.acme.test/1.wav" }));
  assert.equal(event.status, "done", event.because);
  const [call, ...others] = await sandboxRecords(app, "calls");
  assert.deepEqual(others, []);
  assert.partialDeepStrictEqual(call?.properties, {
    hs_call_status: "COMPLETED",
    hs_call_duration: "80000",
    hs_call_recording_url: "https://rec.acme.test/1.wav",
  });
  assert.match(call?.properties.hs_call_body ?? "", /Status in the phone system: PROPER/);

  const backwards = await received(classic({ id: "twice", status: "NO ANSWER", total: 99 }));
  assert.equal(backwards.status, "ignored", backwards.because);
});

test("news of a call from an own line does not wait for a call that is never written", async () => {
  const data = { call_id: "own", direction: "in", client: { phone: "+380441112233" } };
  const call = await received(
    { type: "call.completed", id: "own-1", data: { ...data, outcome: "answered" } },
    "/generic",
  );
  assert.equal(call.status, "parked", call.because);
  const rated = await received(
    { type: "call.rated", id: "own-2", data: { ...data, rating: { value: "5" } } },
    "/generic",
  );
  assert.deepEqual([rated.status, rated.because], ["ignored", call.because]);
});

test("a caller's text that is cut for the reason is cut between characters, and the lane goes on", async () => {
  const data = { call_id: "odd", outcome: "answered", direction: "in", client: { phone: `x${"📞".repeat(30)}` } };
  const event = await received({ type: "call.completed", id: "odd-1", data }, "/generic");
  assert.equal(event.status, "parked");
  assert.match(event.because, /^“x(?:📞){11}…” is not a phone number of UA/u);
});

test("a recording without https is linked from the call's body, for HubSpot cannot play it", async () => {
  const recording = "http://pbx.acme.test/rec/1.wav";
  const event = await received(classic({ id: "plain", from: "380501230001", recording }));
  assert.equal(event.status, "done", event.because);
  const call = (await sandboxRecords(app, "calls")).find(
    ({ properties }) => properties.hs_call_external_id === "plain",
  );
  assert.equal(call?.properties.hs_call_recording_url ?? "", "");
  assert.match(call?.properties.hs_call_body ?? "", /Recording: <a href="http:\/\/pbx\.acme\.test\/rec\/1\.wav"/);
});
