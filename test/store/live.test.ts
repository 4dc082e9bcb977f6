// Moments of a call are told to whoever follows the portal, in any process, and to nobody else's.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { portalId } from "../../src/model/ids.ts";
import { openDatabase } from "../../src/store/database.ts";
import { type LiveMoment, openLive } from "../../src/store/live.ts";
import { openNotices } from "../../src/store/notices.ts";
import { type InstalledApp, settled, startInstalledApp } from "../hookswitch.ts";

let app: InstalledApp;
let close: () => Promise<void>;
let follow: ReturnType<typeof openLive>["follow"];

before(async () => {
  app = await startInstalledApp();
  const database = openDatabase(app.databaseUrl, 1);
  const notices = openNotices(app.databaseUrl, database);
  follow = openLive(notices).follow;
  close = async () => {
    await notices.close();
    await database.close();
  };
});
after(async () => {
  await close();
  await app.stop();
});

async function send(type: string, callId: string): Promise<void> {
  const body = { type, id: `${callId}-${type}`, data: { call_id: callId, client: { phone: "+380501234567" } } };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${app.hook}/generic`, { method: "POST", headers, body: JSON.stringify(body) });
  assert.equal(answer.status, 200);
}

test("a call that rings and is picked up is told at once, and writes nothing", async () => {
  const heard: LiveMoment[] = [];
  const others: (LiveMoment | null)[] = [];
  await new Promise<void>((listening) => {
    follow(portalId.parse("999"), (moment) => others.push(moment));
    follow(portalId.parse("1001"), (moment) => (moment ? heard.push(moment) : listening()));
  });
  const both = new Promise<void>((done) => {
    const stop = follow(portalId.parse("1001"), () => {
      if (heard.length < 2) return;
      stop();
      done();
    });
  });
  await send("call.started", "ringing");
  await send("call.answered", "ringing");
  await both;
  assert.deepEqual(
    heard.map(({ type, subject }) => [type, subject]),
    [
      ["call.started", "generic/ringing"],
      ["call.answered", "generic/ringing"],
    ],
  );
  assert.deepEqual(others.filter(Boolean), []);
  const events = await settled(app.admin, 2);
  assert.deepEqual(
    events.map(({ status }) => status),
    ["ignored", "ignored"],
  );
});
