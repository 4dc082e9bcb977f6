// Calls of which the webhook never came end in HubSpot once, beside those that did come, whatever happens on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { takeDueLooks } from "../../src/jobs/call-logs.ts";
import type { LoggingProvider } from "../../src/jobs/lost-calls.ts";
import { openQueue, type Queue } from "../../src/jobs/queue.ts";
import { portalId } from "../../src/model/ids.ts";
import { generic } from "../../src/providers/generic.ts";
import { type Database, openDatabase } from "../../src/store/database.ts";
import { openNotices } from "../../src/store/notices.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import { type InstalledApp, sandboxRecords, settled, startInstalledApp } from "../hookswitch.ts";
import { type StandIn, startStandIn, testClock } from "../jobs/call-list.ts";
import { callLogsOf } from "../jobs/call-log-ground.ts";
import { log } from "../jobs/setup.ts";
import { callEvent, send } from "../web/setup.ts";

/** Our own JSON with a list of calls, which it does not have: what the list says is what the webhook would have said. */
const listed: LoggingProvider = {
  ...generic,
  log: {
    perMinute: 600,
    async *pages(_window, _account, ask) {
      const { json } = await ask({ method: "GET", url: "https://api.calls.test/list" });
      yield Array.isArray(json) ? json : [];
    },
    read: (call, connection) =>
      generic.read({ method: "POST", query: "", headers: {}, body: Buffer.from(JSON.stringify(call)) }, connection),
  },
};

const portal = portalId.parse("1001");
let app: InstalledApp;
let database: Database;
let stores: Stores;
let queue: Queue;
let list: StandIn;
let calls: unknown[] = [];
let counted = 0;

before(async () => {
  app = await startInstalledApp();
  database = openDatabase(app.databaseUrl);
  stores = openStores(database, createCipher(readConfig(app.env).encryptionKeys));
  queue = await openQueue(app.databaseUrl, "web", openNotices(app.databaseUrl, database), log);
  list = await startStandIn(() => ({ json: calls }));
  await stores.accounts.save(portal, "generic", { key: "good" });
});
after(async () => {
  await list.close();
  await queue.stop();
  await database.close();
  await app.stop();
});

/** Some worker looks now. */
async function look(): Promise<void> {
  await stores.callLogs.begin(portal, "generic", new Date());
  const job = callLogsOf({ database, stores }, [listed], list.send, testClock(Date.now()));
  const count = (_provider: string, found: number) => {
    counted += found;
  };
  await takeDueLooks({ ...job, wake: queue.wake, counted: count }, new AbortController().signal);
}

const references = async () =>
  (await sandboxRecords(app, "calls")).map(({ properties }) => properties.hs_call_external_id).sort();

test("of twelve calls five webhooks are lost: HubSpot ends with twelve calls and twelve contacts", async () => {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  calls = numbers.map((n) => callEvent(n));
  for (const n of numbers.filter((each) => each % 5 > 1)) await send(app.hook, callEvent(n));
  await settled(app.admin, 7);
  await Promise.all([look(), look(), look()]);
  const events = await settled(app.admin, 12);
  assert.deepEqual([...new Set(events.map(({ status }) => status))], ["done"]);
  assert.equal(new Set(await references()).size, 12);
  assert.equal((await references()).length, 12);
  assert.equal((await sandboxRecords(app, "contacts")).length, 12);
  const { lostCalls } = await app.admin.get<{ lostCalls: { found: number } }>("/");
  assert.deepEqual([lostCalls.found, counted], [5, 5]);
});

test("looking again, and the webhooks of found calls that come after all, change nothing", async () => {
  const before = await references();
  for (const n of [1, 5, 6]) assert.equal((await send(app.hook, callEvent(n))).status, 200);
  await look();
  await look();
  await settled(app.admin, 12);
  assert.deepEqual(await references(), before);
});

test("what was stored is the call as its list has it, and it can be looked at", async () => {
  const { events } = await app.admin.get<{ events: { id: string; subject: string }[] }>("/activity");
  const found = events.find(({ subject }) => subject === "generic/c-5");
  const { delivery } = await app.admin.get<{ delivery: { method: string; body: string } }>(`/activity/${found?.id}`);
  assert.equal(delivery.method, "LOG");
  assert.deepEqual(JSON.parse(delivery.body), callEvent(5));
  const page = await app.admin.request(`/activity/${found?.id}`, { headers: { accept: "text/html" } });
  assert.match(await page.text(), /no webhook had told of it\./);
});
