// Running it, seen from outside: the daily budget, the metrics, an alert, and the settings that govern them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { readConfig } from "../../src/config.ts";
import { start } from "../../src/main.ts";
import { wrongAddress } from "../../src/web/alerts.ts";
import { control, freePort, settled, startApp, type TestApp, Visitor } from "../hookswitch.ts";
import { startReceiver } from "../jobs/receiver.ts";
import { classic } from "../ringostat.ts";

let app: TestApp;
let admin: Visitor;
let hook: string;
let calls = 0;

before(async () => {
  app = await startApp();
  await control(app, "limits", { on: false });
  admin = new Visitor(app);
  await admin.install();
  await admin.post("/settings", { defaultCountry: "UA", timeZone: "Europe/Kyiv" });
  hook = (await admin.get<{ webhookUrl: string }>("/settings")).webhookUrl;
});
after(() => app.stop());

async function call(): Promise<void> {
  calls += 1;
  const body = classic({ id: `call-${calls}`, from: String(380501230000 + calls), email: null });
  assert.equal((await fetch(hook, { method: "POST", body: new URLSearchParams(body) })).status, 200);
}

async function metrics(url = app.url): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

interface Dashboard {
  lane: { state: string; text: string };
  backlog: { waiting: number };
  today: { requests: number; dailyBudget: number | null };
}
const dashboard = () => admin.get<Dashboard>("/");

/** What HubSpot counted in the portal's name. */
async function counted(): Promise<number> {
  const { portals } = (await (await fetch(`${app.sandbox.url}/_sandbox/counters`)).json()) as {
    portals: Record<string, { paths: Record<string, number> }>;
  };
  const paths = Object.entries(portals["1001"]?.paths ?? {}).filter(([path]) => !path.includes("/oauth/"));
  return paths.reduce((sum, [, count]) => sum + count, 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, "it takes too long");
    await new Promise((next) => setTimeout(next, 20));
  }
}

test("the dashboard counts the day's requests as HubSpot does", async () => {
  await call();
  await settled(admin, calls);
  const { today } = await dashboard();
  assert.deepEqual(today, { requests: await counted(), dailyBudget: null });
});

test("over its budget the lane sleeps until midnight and goes on at once when there is more", async () => {
  const { today } = await dashboard();
  await admin.post("/settings", { dailyBudget: today.requests });
  const before = await counted();
  await call();
  await until(async () => (await dashboard()).lane.state === "sleeping");
  const asleep = await dashboard();
  assert.match(
    asleep.lane.text,
    /^The daily budget of \d+ HubSpot requests is spent\. It goes on by itself at .*00:00\. 1 event waits\./,
  );
  assert.equal(asleep.backlog.waiting, 1);
  assert.equal(await counted(), before, "nothing was asked of HubSpot");
  const page = await (await admin.request("/", { headers: { accept: "text/html" } })).text();
  assert.match(page, /The oldest has waited for less than a minute\./);
  assert.match(page, /What comes now waits until midnight; nothing is lost\./);

  await admin.post("/settings", { dailyBudget: null });
  const [event] = await settled(admin, calls);
  assert.equal(event?.status, "done");
});

test("the metrics tell what was accepted, refused and written, how lanes stand, and name no portal", async () => {
  const refusals = [
    { url: `${app.url}/hooks/unknown`, body: "x", status: 404 },
    { url: hook, body: "x".repeat(1_100_000), status: 413 },
  ];
  for (const { url, body, status } of refusals)
    assert.equal((await fetch(url, { method: "POST", body })).status, status);
  await admin.post("/settings", { provider: "generic" });
  await admin.post("/settings/secret", { secret: "whsec_c2VjcmV0c2VjcmV0c2VjcmV0" });
  assert.equal((await fetch(hook, { method: "POST", body: "{}" })).status, 401);
  await admin.post("/settings", { provider: "ringostat" });

  const seen = await metrics();
  assert.equal(seen.get('hookswitch_accepted_total{provider="ringostat"}'), calls);
  for (const reason of ["address", "too_large", "signature"])
    assert.equal(seen.get(`hookswitch_refused_total{reason="${reason}"}`), 1, reason);
  assert.equal(seen.get("hookswitch_events_waiting"), 0);
  assert.equal(seen.get("hookswitch_oldest_waiting_seconds"), 0);
  assert.equal(seen.get('hookswitch_batch_size_bucket{le="1"}'), calls);
  assert.equal(seen.get("hookswitch_batch_seconds_count"), calls);
  assert.equal(seen.get('hookswitch_lanes{state="running"}'), 1);
  assert.equal(seen.get('hookswitch_lanes{state="sleeping"}'), 0);
  assert.ok((seen.get('hookswitch_hubspot_requests_total{result="2xx"}') ?? 0) > 20);
  assert.ok((seen.get("process_resident_memory_bytes") ?? 0) > 0);
  assert.ok(![...seen.keys()].some((name) => name.includes("1001")));

  await admin.post("/settings/pause");
  await call();
  const paused = await metrics();
  assert.equal(paused.get("hookswitch_events_waiting"), 1);
  assert.equal(paused.get('hookswitch_lanes{state="paused"}'), 1);
  await admin.post("/settings/resume");
  await settled(admin, calls);
});

test("refused requests and refreshed tokens are counted by what came back", async () => {
  const match = "POST /crm/objects/.*/calls/batch/create";
  await control(app, "faults", { match, times: 1, status: 429, effect: "none", headers: { "retry-after": "1" } });
  await control(app, "clock", { advanceMs: 3_600_000 });
  await call();
  await settled(admin, calls);
  const seen = await metrics();
  assert.equal(seen.get('hookswitch_hubspot_requests_total{result="429"}'), 1);
  assert.equal(seen.get('hookswitch_token_refreshes_total{result="renewed"}'), 1);
});

test("an access that expires again right after it was renewed disconnects nobody", async () => {
  const match = "POST /crm/objects/.*/calls/batch/create";
  const body = {
    status: "error",
    category: "EXPIRED_AUTHENTICATION",
    message: "The OAuth token expired 1 second(s) ago",
  };
  await control(app, "faults", { match, times: 2, status: 401, body, effect: "none" });
  await call();
  const [event] = await settled(admin, calls);
  assert.equal(event?.status, "done");
});

test("a worker alone answers for its metrics on a port of its own", async () => {
  const port = await freePort();
  const worker = await start(readConfig({ ...app.env, ROLE: "worker", METRICS_PORT: String(port) }));
  const url = `http://localhost:${port}`;
  assert.equal((await metrics(url)).get('hookswitch_lanes{state="running"}'), 1);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  assert.equal((await fetch(`${url}/settings`)).status, 404, "there are no pages");
  await worker.stop();
});

test("an alert goes out to the address of the settings page, signed with the secret it shows", async (context) => {
  const receiver = await startReceiver();
  context.after(() => receiver.close());
  await admin.post("/settings", { alertWebhookUrl: receiver.url, alertEmail: "admin@acme.test" });
  const page = await (await admin.request("/settings", { headers: { accept: "text/html" } })).text();
  assert.match(page, /Mail is not set up on this server/);
  const shown = /whsec_[\w+/]+=*/.exec(page.replaceAll("&#43;", "+"))?.[0] ?? "";
  const { secret } = (await (await admin.post("/settings/alert-secret")).json()) as { secret: string };
  assert.notEqual(secret, shown);

  assert.equal((await fetch(hook, { method: "POST", body: "no webhook at all" })).status, 200);
  await settled(admin, calls + 1);
  // The worker looks at once when it starts, and then every minute.
  await app.restart();
  await until(async () => receiver.received.length > 0);
  const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
  const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const alert = new Webhook(secret).verify(body, signed) as { type: string; data: { portalId: string; url: string } };
  assert.equal(alert.type, "portal.parked");
  assert.deepEqual([alert.data.portalId, alert.data.url], ["1001", `${app.url}/activity?status=parked`]);
});

test("plain http to the own machine is for developing only", () => {
  const change = { alertWebhookUrl: "http://localhost:8080/" };
  assert.deepEqual(wrongAddress(false, change), {});
  assert.deepEqual(Object.keys(wrongAddress(true, change)), ["alertWebhookUrl"]);
  assert.deepEqual(wrongAddress(true, { alertWebhookUrl: "https://acme.test/" }), {});
});

test("settings that cannot be are refused by name, and what the page says is what the form sends", async () => {
  const wrong = { dailyBudget: 0, alertEmail: "nobody", alertWebhookUrl: "http://example.com/", retentionDays: 5 };
  const answer = (await (await admin.post("/settings", wrong)).json()) as { fields: Record<string, string> };
  assert.deepEqual(Object.keys(answer.fields).sort(), Object.keys(wrong).sort());
  const right = { dailyBudget: "5000", alertEmail: " a@acme.test ", alertWebhookUrl: "", retentionDays: "90" };
  const saved = (await (await admin.post("/settings", right)).json()) as Record<string, unknown>;
  assert.deepEqual(
    [saved.dailyBudget, saved.alertEmail, saved.alertWebhookUrl, saved.retentionDays],
    [5000, "a@acme.test", null, 90],
  );
});
