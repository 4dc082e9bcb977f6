// Alerts on their way: each once while it lasts, by one worker of several, to mail and webhook, tried again when it fails.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { createAlerts } from "../../src/jobs/alerts.ts";
import { createSendMail } from "../../src/jobs/mail.ts";
import { createPost } from "../../src/jobs/outgoing.ts";
import type { Portal } from "../../src/store/portals.ts";
import { type MailServer, type Receiver, startMailServer, startReceiver } from "./receiver.ts";
import { day, type Ground, hour, log, minute, newPortal, openGround, receive } from "./setup.ts";

let ground: Ground;
let receiver: Receiver;
let mailServer: MailServer;

before(async () => {
  receiver = await startReceiver();
  mailServer = await startMailServer();
});
after(async () => {
  await receiver.close();
  await mailServer.close();
});

/** Each test has a database of its own: a run looks at all portals. */
beforeEach(async () => {
  ground = await openGround();
  receiver.received.length = 0;
  mailServer.mails.length = 0;
  receiver.answer(204);
  mailServer.refuse(false);
});
afterEach(() => ground.database.close());

const start = Date.now();
const at = (ms: number) => new Date(start + ms);

function worker(hasMail = true) {
  return createAlerts({
    stores: ground.stores,
    sendMail: createSendMail(hasMail ? { url: mailServer.url, from: "Hookswitch <alerts@hookswitch.test>" } : null),
    post: createPost(async () => null),
    baseUrl: "https://hookswitch.test",
    log,
  });
}

const toBoth = () => ({ alertEmail: "admin@acme.test", alertWebhookUrl: receiver.url });

async function disconnected(settings = toBoth()): Promise<Portal> {
  const portal = await newPortal(ground, settings);
  await ground.stores.portals.disconnect(portal.id, "Hookswitch was removed in HubSpot.");
  return portal;
}

const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);

test("a disconnected portal is told of by mail and by a signed webhook", async () => {
  const portal = await disconnected();
  await worker()(at(0));

  const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
  const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const sent = new Webhook(await ground.stores.alerts.secret(portal.id)).verify(body, signed);
  assert.deepEqual(sent, {
    type: "portal.disconnected",
    timestamp: at(0).toISOString(),
    data: {
      portalId: portal.id,
      text: JSON.parse(body).data.text,
      url: "https://hookswitch.test/install",
    },
  });
  assert.match(JSON.parse(body).data.text, /Hookswitch was removed in HubSpot\./);

  const [mail = ""] = mailServer.mails;
  const flowing = mail.replaceAll("=\r\n", "").replaceAll("\r\n", " ");
  assert.match(
    mail,
    /^From: Hookswitch <alerts@hookswitch\.test>\r\nTo: admin@acme\.test\r\nSubject: Hookswitch: HubSpot is disconnected/,
  );
  assert.match(flowing, /Hookswitch was removed in HubSpot\..*https:\/\/hookswitch\.test\/install/);
  assert.match(mail, /^Content-Type: text\/plain/m);
});

test("once while it lasts, and again only after it ended and came back", async () => {
  const portal = await disconnected();
  const run = worker();
  for (const minutes of [0, 1, 2, 60, 600]) await run(at(minutes * minute));
  assert.deepEqual([receiver.received.length, mailServer.mails.length], [1, 1]);
  await ground.stores.portals.connect(portal.id, null);
  await run(at(11 * hour));
  await ground.stores.portals.disconnect(portal.id, "Again.");
  await run(at(12 * hour));
  await run(at(13 * hour));
  assert.deepEqual([receiver.received.length, mailServer.mails.length], [2, 2]);
  const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
  assert.notEqual(ids[0], ids[1], "the receiver sees two alerts");
});

test("of several workers at once exactly one sends", async () => {
  for (let n = 0; n < 5; n++) await disconnected();
  for (const minutes of [0, 1]) await Promise.all(Array.from({ length: 6 }, () => worker()(at(minutes * minute))));
  assert.deepEqual([receiver.received.length, mailServer.mails.length], [5, 5]);
});

test("a way that fails is tried again by later runs, five times, and the other way is not used twice", async () => {
  await disconnected();
  receiver.answer(500);
  const run = worker();
  for (let minutes = 0; minutes < 120; minutes++) await run(at(minutes * minute));
  assert.equal(receiver.received.length, 6, "the first try and five more");
  assert.equal(mailServer.mails.length, 1);
  assert.equal(
    new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size,
    1,
    "one and the same alert",
  );
});

test("a mail that is refused for now arrives later", async () => {
  await disconnected({ ...toBoth(), alertWebhookUrl: "" });
  mailServer.refuse(true);
  const run = worker();
  await run(at(0));
  assert.equal(mailServer.mails.length, 0);
  mailServer.refuse(false);
  await run(at(minute));
  await run(at(2 * minute));
  assert.equal(mailServer.mails.length, 1);
});

test("without mail on this server the webhook alone goes out, and without either nothing is kept", async () => {
  await disconnected();
  const silent = await disconnected({ alertEmail: "", alertWebhookUrl: "" });
  await worker(false)(at(0));
  await worker(false)(at(minute));
  assert.equal(receiver.received.length, 1);
  assert.equal(await ground.database.prisma.alert.count({ where: { portalId: silent.id } }), 0);
});

test("a redirect is not followed", async () => {
  await disconnected();
  receiver.answer(302, { location: `${receiver.url}/elsewhere` });
  await worker()(at(0));
  assert.equal(receiver.received.length, 1);
});

test("held up: the text names how many events wait, and it ends when they are written", async () => {
  const portal = await newPortal(ground, toBoth());
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await receive(ground, portal.id, at(-20 * minute)));
  const run = worker();
  await run(at(0));
  await run(at(minute));
  assert.match(receiver.received[0]?.body ?? "", /3 events wait, the oldest for 20 minutes/);
  await ground.stores.events.settle(
    portal.id,
    ids.map((eventId) => ({ eventId, status: "done", because: "" })),
    at(2 * minute),
  );
  await run(at(2 * minute));
  await receive(ground, portal.id, at(3 * minute));
  await run(at(20 * minute));
  assert.deepEqual(types(), ["portal.throttled", "portal.throttled"]);
});

test("parked: the first, then a trickle in silence, then a new one after an hour of calm", async () => {
  const portal = await newPortal(ground, toBoth());
  const run = worker();
  const park = (ms: number) => receive(ground, portal.id, at(ms), "parked", at(ms), "The number cannot be read");
  await park(0);
  for (let minutes = 1; minutes <= 50; minutes++) {
    if (minutes % 10 === 0) await park(minutes * minute);
    await run(at(minutes * minute));
  }
  assert.deepEqual(types(), ["portal.parked"]);
  for (const minutes of [109, 111, 300]) await run(at(minutes * minute));
  await park(301 * minute);
  await run(at(302 * minute));
  await run(at(303 * minute));
  assert.deepEqual(types(), ["portal.parked", "portal.parked"]);
  assert.match(receiver.received[1]?.body ?? "", /7 events are parked.*The number cannot be read/);
});

test("silent: a portal that hears something every hour, day and night, hears nothing for half a day", async () => {
  const portal = await newPortal(ground, toBoth());
  for (let hours = 0; hours < 7 * 24; hours++) await receive(ground, portal.id, at(-hours * hour), "done");
  const run = worker();
  for (const hours of [1, 3]) await run(at(hours * hour));
  assert.deepEqual(types(), []);
  for (const hours of [5, 6, 7 * 24]) await run(at(hours * hour));
  assert.deepEqual(types(), ["portal.silent"]);
  await receive(ground, portal.id, at(8 * day), "done");
  await run(at(8 * day + minute));
  const [alert] = await ground.database.prisma.alert.findMany({ where: { portalId: portal.id, kind: "silent" } });
  assert.ok(alert?.endedAt);
});
