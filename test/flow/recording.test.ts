// A recording on its whole way: reported by the phone system, asked for on HubSpot's page, streamed through us.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { portalId } from "../../src/model/ids.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores } from "../../src/store/stores.ts";
import { control, type InstalledApp, seed, settled, startInstalledApp } from "../hookswitch.ts";
import { type RecordingServer, sound, startRecordingServer } from "../web/recording-server.ts";
import { callEvent, json, send } from "../web/setup.ts";

let app: InstalledApp;
let vendor: RecordingServer;

before(async () => {
  app = await startInstalledApp();
  vendor = await startRecordingServer();
  await control(app, "calling", { urlToRetrieveAuthedRecording: `${app.url}/recordings/%s` });
});
after(async () => {
  await app.stop();
  await vendor.close();
});

async function recordingKey(): Promise<string> {
  const database = openDatabase(app.databaseUrl);
  const { recordings } = openStores(database, createCipher(readConfig(app.env).encryptionKeys));
  const key = await recordings.key(portalId.parse("1001"));
  await database.close();
  return key;
}

test("HubSpot's player gets any part of the recording, and nobody sees where it lies", async () => {
  await send(app.hook, callEvent(1, { recording_url: `${vendor.url}/ranges` }));
  await settled(app.admin);
  const ours = { hs_call_source: "INTEGRATIONS_PLATFORM", hs_call_app_id: "1", hs_call_external_id: "c-1" };
  const id = await seed(app, "calls", {
    hs_timestamp: "2026-11-22T10:00:00Z",
    ...ours,
    hs_call_external_account_id: await recordingKey(),
  });
  const { accessToken } = await json<{ accessToken: string }>(await control(app, "token", { portalId: "1001" }));
  const ready = await fetch(`${app.sandbox.url}/crm/extensions/calling/2026-09/recordings/ready`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ engagementId: Number(id) }),
  });
  assert.equal(ready.status, 204);

  const record = `${app.sandbox.url}/contacts/1001/record/0-48/${id}`;
  const [, player = ""] = /<audio[^>]* src="([^"]+)"/.exec(await (await fetch(record)).text()) ?? [];
  const played = await fetch(app.sandbox.url + player, { headers: { range: "bytes=500-599" } });
  assert.ok(played.url.startsWith(`${app.url}/recordings/play/`), played.url);
  assert.ok(!played.url.includes("ranges"));
  assert.equal(played.status, 206);
  assert.equal(played.headers.get("content-range"), `bytes 500-599/${sound.length}`);
  assert.deepEqual(Buffer.from(await played.arrayBuffer()), sound.subarray(500, 600));
});
