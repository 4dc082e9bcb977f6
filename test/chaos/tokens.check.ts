// A thousand portals whose tokens have expired, and two workers: each portal is refreshed once, and nothing is asked with a dead token.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readConfig } from "../../src/config.ts";
import { createAccessTokens } from "../../src/hubspot/tokens.ts";
import { type Running, start } from "../../src/main.ts";
import { unknownDirectory } from "../../src/model/crm.ts";
import { type PortalId, portalId } from "../../src/model/ids.ts";
import { openDatabase } from "../../src/store/database.ts";
import { createCipher } from "../../src/store/secrets.ts";
import { openStores, type Stores } from "../../src/store/stores.ts";
import { control, startApp, type TestApp } from "../hookswitch.ts";
import { eventsLeft } from "./outcome.ts";
import { query } from "./postgres.ts";
import { until } from "./until.ts";

const portals = Array.from({ length: 1_000 }, (_, index) => portalId.parse(String(5_001 + index)));
const hour = 3_600_000;
const closing: (() => Promise<void>)[] = [];
const workers: Running[] = [];
let app: TestApp;

before(async () => {
  app = await startApp();
  await installAll();
});
after(async () => {
  for (const worker of workers) await worker.stop();
  for (const close of closing) await close();
  await app?.stop();
});

function open(): Stores {
  const database = openDatabase(app.databaseUrl);
  closing.push(() => database.close());
  return openStores(database, createCipher(readConfig(app.env).encryptionKeys));
}

/** As after installs half an hour ago: all that the lanes need is known, but every access token has run out. */
async function installAll(): Promise<void> {
  const scopes = ["oauth", "crm.objects.contacts.read", "crm.objects.deals.read"];
  const grant = (portalId: string, kind: string) => ({
    token: `${kind}-${portalId}`,
    portalId,
    userId: 1,
    user: "",
    scopes,
  });
  const access = portals.map((portal) => ({ ...grant(portal, "at"), expiresAt: Date.now() - 1_000 }));
  const tokens = { access, refresh: portals.map((portal) => grant(portal, "rt")) };
  const state = JSON.stringify({ portals: portals.map((id) => ({ portalId: id })), tokens });
  const loaded = await fetch(`${app.sandbox.url}/_sandbox/state`, { method: "PUT", body: state });
  assert.equal(loaded.status, 204, await loaded.text());
  const cipher = createCipher(readConfig(app.env).encryptionKeys);
  const settings = { defaultCountry: "UA" };
  const prepared = { contact: [], deal: [], call: [], missing: [] };
  const directory = unknownDirectory;
  await query(
    app.databaseUrl,
    `INSERT INTO "Portal" ("id", "settings", "prepared", "directory", "directoryAt")
     SELECT "id", $2, $3, $4, now() FROM unnest($1::text[]) AS p("id")`,
    [portals, settings, prepared, directory],
  );
  await query(
    app.databaseUrl,
    `INSERT INTO "Tokens" ("portalId", "access", "refresh", "expiresAt", "scopes")
     SELECT "portalId", "access", "refresh", now(), $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS t("portalId", "access", "refresh")`,
    [
      portals,
      portals.map((portal) => cipher.encrypt(`at-${portal}`)),
      portals.map((portal) => cipher.encrypt(`rt-${portal}`)),
      scopes,
    ],
  );
}

interface Counters {
  portals: Record<string, { byStatus: Record<string, number>; paths: Record<string, number> }>;
}

async function counted(): Promise<{ refreshes: number; refused: number; asked: number }> {
  const { portals: counts } = (await (await fetch(`${app.sandbox.url}/_sandbox/counters`)).json()) as Counters;
  const all = Object.entries(counts);
  const refreshes = Object.entries(counts.none?.paths ?? {}).find(([path]) => path.endsWith("/token"))?.[1] ?? 0;
  const refused = all.reduce((sum, [, { byStatus }]) => sum + (byStatus[401] ?? 0), 0);
  return { refreshes, refused, asked: all.filter(([portal]) => portals.some((known) => known === portal)).length };
}

test("two workers run the lanes of 1,000 portals with expired tokens: one refresh each, no request refused", async () => {
  for (let count = 0; count < 2; count++) workers.push(await start(readConfig({ ...app.env, ROLE: "worker" })));
  const stores = open();
  const receivedAt = new Date();
  await Promise.all(portals.map((portal) => stores.deliveries.accept(unansweredCall(portal, receivedAt))));
  await until("every event has ended", 120_000, async () => (await eventsLeft(app.databaseUrl)) === 0, 200);
  assert.deepEqual(await counted(), { refreshes: 1_000, refused: 0, asked: 1_000 });
});

test("two processes that ask for the same tokens at the same moment share one refresh", async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  await control(app, "clock", { advanceMs: hour });
  const before = await counted();
  const { clientId, clientSecret, apiUrl } = readConfig(app.env).hubspot;
  const clock = {
    now: () => Date.now() + hour,
    sleep: (ms: number) => new Promise<void>((done) => setTimeout(done, ms)),
  };
  const processes = [open(), open()].map((stores) =>
    createAccessTokens({ clientId, clientSecret, apiUrl }, stores.tokens, clock),
  );
  const asked = portals.slice(0, 200);
  const given = await Promise.all(
    asked.map((portal) => Promise.all([...processes, ...processes].map((tokens) => tokens.get(portal)))),
  );
  assert.ok(
    given.every((tokens) => new Set(tokens).size === 1),
    "all who asked for a portal got the same token",
  );
  assert.equal((await counted()).refreshes - before.refreshes, asked.length);
});

/** An outgoing call to a stranger who did not answer: one search, nothing to write. */
function unansweredCall(portal: PortalId, receivedAt: Date) {
  const id = `tokens-${portal}`;
  const time = receivedAt.toISOString();
  const data = { callId: id, direction: "out", outcome: "no_answer_by_client", client: { phone: "+380501234567" } };
  const filled = { ...data, line: {}, attribution: {} };
  const event = {
    id,
    provider: "generic",
    type: "call.completed",
    subject: id,
    dedupeKey: id,
    time,
    who: "",
    data: filled,
  };
  return {
    id,
    portalId: portal,
    provider: "generic",
    method: "POST",
    query: "",
    headers: {},
    body: Buffer.from("{}"),
    trust: "address",
    receivedAt,
    events: [{ ...event, status: "waiting" as const, because: "", dueAt: receivedAt }],
  };
}
