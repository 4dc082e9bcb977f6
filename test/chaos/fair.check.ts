// One portal is flooded: another one's call, which comes long after the flood, is done long before its end.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { control, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { installIn } from "../web/setup.ts";
import { genericCall } from "./calls.ts";
import { eventsLeft } from "./outcome.ts";
import { query } from "./postgres.ts";
import { until } from "./until.ts";

let app: TestApp;

before(async () => {
  app = await startApp();
});
after(() => app?.stop());

async function hookOf(portal: string): Promise<string> {
  await control(app, "portals", { portalId: portal });
  const admin = new Visitor(app);
  await installIn(admin, portal);
  await admin.post("/settings", { defaultCountry: "UA" });
  return (await admin.get<{ webhookUrl: string }>("/settings")).webhookUrl;
}

function callOf(id: number): unknown {
  const call = { id: `fair-${id}`, from: `38050${4_000_000 + id}`, direction: "in", status: "ANSWERED" } as const;
  const rest = {
    answered: true,
    agent: null,
    talk: 60,
    utm: {},
    recording: null,
    at: new Date("2026-10-09T10:00:00Z"),
  };
  return JSON.parse(genericCall({ portal: 0, ...call, ...rest }).body);
}

async function send(hook: string, calls: unknown[]): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${hook}/generic`, { method: "POST", headers, body: JSON.stringify(calls) });
  assert.equal(answer.status, 200);
}

test("a flooded portal does not delay another one", async () => {
  const [flooded, calm] = [await hookOf("1001"), await hookOf("1002")];
  await send(
    flooded,
    Array.from({ length: 1_000 }, (_, id) => callOf(id)),
  );
  const settledOf = async (portal: string) => {
    const ended = `SELECT 1 FROM "Event" WHERE "portalId" = $1 AND "status" <> 'waiting'`;
    return (await query(app.databaseUrl, ended, [portal])).length;
  };
  await until("the flood has begun to drain", 30_000, async () => (await settledOf("1001")) > 0);
  await send(calm, [callOf(0)]);
  await until("the other portal's call is done", 60_000, async () => (await settledOf("1002")) === 1);
  assert.ok((await settledOf("1001")) < 1_000, "the flood is not over yet");
  await until("every event has ended", 60_000, async () => (await eventsLeft(app.databaseUrl)) === 0, 100);
});
