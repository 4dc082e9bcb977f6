// Two hundred first calls at the same moment from twenty numbers that nobody has, while search lags half a minute behind.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { type Running, start } from "../../src/main.ts";
import { control, sandboxState, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { classic } from "../ringostat.ts";
import { eventsLeft } from "./outcome.ts";
import { until } from "./until.ts";

let app: TestApp;
let worker: Running;
let hook: string;

before(async () => {
  app = await startApp();
  worker = await start(readConfig({ ...app.env, ROLE: "worker" }));
  await control(app, "lag", { createMs: 30_000, updateMs: 30_000 });
  const admin = new Visitor(app);
  await admin.install();
  await admin.post("/settings", { defaultCountry: "UA" });
  hook = (await admin.get<{ webhookUrl: string }>("/settings")).webhookUrl;
});
after(async () => {
  await worker?.stop();
  await app?.stop();
});

test("200 simultaneous first calls from 20 numbers make 20 contacts, 20 deals and 200 calls", async () => {
  const calls = Array.from({ length: 200 }, (_, call) => ({
    id: `first-${call}`,
    from: `38050${3_000_000 + (call % 20)}`,
  }));
  const answers = await Promise.all(
    calls.map((call) => fetch(hook, { method: "POST", body: new URLSearchParams(classic(call)) })),
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
  await until("every event has ended", 60_000, async () => (await eventsLeft(app.databaseUrl)) === 0, 100);
  const { records } = await sandboxState(app.sandbox.url);
  const counts = Object.groupBy(records, ({ type }) => type);
  assert.deepEqual([counts.contacts?.length, counts.deals?.length, counts.calls?.length], [20, 20, 200]);
  const numbers = new Set(counts.contacts?.map(({ properties }) => properties.phone));
  assert.equal(numbers.size, 20);
});
