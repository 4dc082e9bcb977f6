// The webhook address of a portal: rotating it, signing secrets, pausing, and what stays accepted meanwhile.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { settled, startApp, type TestApp, type Visitor } from "../hookswitch.ts";
import { submit } from "./form.ts";
import { adminOf, callEvent, json, page, query, send, webhookUrlOf } from "./setup.ts";

let app: TestApp;
let admin: Visitor;
let next = 100;

before(async () => {
  app = await startApp();
  admin = await adminOf(app);
});
after(() => app.stop());

const call = () => callEvent(next++);

test("a new address works at once, and the old one goes on working in its grace period", async () => {
  const old = await webhookUrlOf(admin);
  const landing = await submit(admin, "/settings", "/settings/rotate");
  const html = await landing.text();
  assert.match(html, /The old one works for 7 more days/);
  assert.match(html, /The previous address works until \d+ \w+/);
  const fresh = await webhookUrlOf(admin);
  assert.notEqual(fresh, old);
  assert.equal((await send(old, call())).status, 200);
  assert.equal((await send(fresh, call())).status, 200);
  assert.equal((await settled(admin, 2)).length, 2);

  const { webhookUrl } = await json<{ webhookUrl: string }>(await admin.post("/settings/rotate"));
  assert.notEqual(webhookUrl, fresh);
  for (const address of [old, fresh, webhookUrl]) assert.equal((await send(address, call())).status, 200);

  // The days of grace pass; the rotation makes every process forget what it knew of the addresses.
  await query(
    app,
    `UPDATE "WebhookAddress" SET "expiresAt" = now() - interval '1 second' WHERE "expiresAt" IS NOT NULL`,
  );
  await admin.post("/settings/rotate");
  assert.equal((await send(old, call())).status, 404);
  assert.equal((await send(fresh, call())).status, 404);
  assert.equal((await send(webhookUrl, call())).status, 200);
});

test("a token that is nobody's, a provider that does not exist and no token at all are 404", async () => {
  const address = await webhookUrlOf(admin);
  const wrong = address.slice(0, -1) + (address.endsWith("A") ? "B" : "A");
  const response = await send(wrong, call());
  assert.equal(response.status, 404);
  assert.match(await response.text(), /Copy it from the settings page/);
  assert.equal((await fetch(`${address}/pigeon`, { method: "POST", body: "{}" })).status, 404);
  assert.equal((await fetch(`${address}/constructor`, { method: "POST", body: "{}" })).status, 404);
  assert.equal((await fetch(`${app.url}/hooks/x`, { method: "GET" })).status, 404);
});

test("without a provider in the address the chosen one reads it", async () => {
  await admin.post("/settings", { provider: "generic" });
  const event = call();
  const response = await fetch(await webhookUrlOf(admin), { method: "POST", body: JSON.stringify(event) });
  assert.equal(response.status, 200);
  const { events } = await admin.get<{ events: { subject: string; provider: string }[] }>("/activity");
  assert.deepEqual([events[0]?.subject, events[0]?.provider], [`generic/${event.data.call_id}`, "generic"]);
});

test("paused, a portal accepts and writes nothing; resumed, it writes what waited", async () => {
  const before = await settled(admin);
  const landing = await submit(admin, "/settings", "/settings/pause");
  assert.match(await landing.text(), /Paused\. Webhooks are accepted and wait\./);
  assert.equal((await admin.get<{ paused: boolean }>("/settings")).paused, true);
  assert.equal((await send(await webhookUrlOf(admin), call())).status, 200);
  const { lane, counts } = await admin.get<{ lane: { state: string }; counts: { waiting: number } }>("/");
  assert.equal(lane.state, "paused");
  assert.equal(counts.waiting, 1);
  assert.match(await page(admin, "/"), /Webhooks are accepted and wait until you resume\. 1 event waits\./);

  assert.match(await (await submit(admin, "/settings", "/settings/resume")).text(), /Resumed/);
  const events = await settled(admin, before.length + 1);
  assert.equal(events[0]?.status, "done", events[0]?.because);
});

test("paused and resumed by the settings themselves, a portal writes what waited", async () => {
  const before = await settled(admin);
  assert.equal((await json<{ paused: boolean }>(await admin.post("/settings", { paused: true }))).paused, true);
  await send(await webhookUrlOf(admin), call());
  await admin.post("/settings", { paused: false });
  assert.equal((await settled(admin, before.length + 1))[0]?.status, "done");
});

const secret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`;

function signed(event: unknown, key = secret): Record<string, string> {
  const id = `msg_${next++}`;
  const at = new Date();
  const signature = new Webhook(key).sign(id, at, JSON.stringify(event));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signature,
  };
}

test("with a signing secret only signed deliveries are accepted, from the very next one on", async () => {
  const address = await webhookUrlOf(admin);
  assert.equal((await send(address, call())).status, 200);
  const html = await (await submit(admin, "/settings", "/settings/secret", { secret })).text();
  assert.match(html, /only signed webhooks are accepted/);
  assert.match(html, /Signature checked/);
  assert.ok(!html.includes(secret), "it is never shown again");

  const unsigned = await send(address, call());
  assert.equal(unsigned.status, 401);
  assert.match(await unsigned.text(), /not properly signed: the header webhook-id/);
  const event = call();
  assert.equal((await send(address, event, signed(event))).status, 200);
  const other = `whsec_${Buffer.from("another secret of thirty-two char").toString("base64")}`;
  assert.equal((await send(address, event, signed(event, other))).status, 401);
  assert.equal((await send(address, call(), signed(event))).status, 401, "the signature is of another body");
});

test("a secret that cannot be one is refused, and the one in force stays in force", async () => {
  const address = await webhookUrlOf(admin);
  for (const wrong of ["x".repeat(4_001), "пароль", "zero\u200bwidth", "whsec_!!", 5, null, undefined]) {
    const answer = await json<{ fields: Record<string, string> }>(
      await admin.post("/settings/secret", { secret: wrong }),
      400,
    );
    assert.deepEqual(Object.keys(answer.fields), ["secret"]);
  }
  assert.equal((await admin.post("/settings/secret", [])).status, 400);
  const response = await submit(admin, "/settings", "/settings/secret", { secret: "y".repeat(4_001) });
  assert.equal(response.status, 400);
  const html = await response.text();
  assert.match(html, /id="f-secret"[^>]*aria-invalid="true"/);
  assert.match(html, /<a href="#f-secret">The secret is longer than 4,000 characters\. /);
  assert.equal((await send(address, call())).status, 401);
});

test("an empty secret removes it, and unsigned deliveries are accepted again", async () => {
  await submit(admin, "/settings", "/settings/secret", { secret: "" });
  assert.equal((await send(await webhookUrlOf(admin), call())).status, 200);
});

test("a phone system that does not sign is given no secret to sign with", async () => {
  await admin.post("/settings", { provider: "ringostat" });
  const { fields } = await json<{ fields: Record<string, string> }>(
    await admin.post("/settings/secret", { secret }),
    400,
  );
  assert.match(fields.secret ?? "", /does not sign/);
});
