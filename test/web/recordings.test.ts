// Recordings as HubSpot fetches them: it names a call, gets a link for a quarter of an hour, and plays any part of it.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, test } from "node:test";
import express from "express";
import { v7 as uuid } from "uuid";
import { readConfig } from "../../src/config.ts";
import { publicAddresses, systemAddresses } from "../../src/jobs/public-address.ts";
import { createOpenRecording } from "../../src/jobs/recording-source.ts";
import type { PortalId } from "../../src/model/ids.ts";
import { generic } from "../../src/providers/generic.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { recordings } from "../../src/web/recordings.ts";
import { type Ground, log, newPortal, openGround } from "../jobs/setup.ts";
import { password, type RecordingServer, sound, startRecordingServer } from "./recording-server.ts";

const minute = 60_000;
let now = Date.parse("2026-11-23T10:00:00Z");
let ground: Ground;
let vendor: RecordingServer;
let elsewhere: RecordingServer;
let servers: Server[];
/** Plays from loopback, as while developing; the other one as in production. */
let app: string;
let strict: string;
let portal: PortalId;

/** Sends its password to its own addresses alone, as real ones do. */
const acme: Provider = {
  ...generic,
  name: "acme",
  recording: (url, account) => {
    const secret = Buffer.from(`acme:${account.password}`).toString("base64");
    return url.startsWith(vendor.url) ? { authorization: `Basic ${secret}` } : null;
  },
};

before(async () => {
  ground = await openGround();
  elsewhere = await startRecordingServer();
  vendor = await startRecordingServer(`${elsewhere.url}/plain`);
  const config = readConfig({
    ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 1).toString("base64")}`,
    SESSION_SECRET: "s",
    HUBSPOT_APP_ID: "4711",
    BASE_URL: "http://hookswitch.test",
  });
  const patience = { answerMs: 200, silenceMs: 200 };
  const inner = createOpenRecording(async () => null, patience);
  const outer = createOpenRecording((hostname) => publicAddresses(hostname, systemAddresses), patience);
  servers = [inner, outer].map((openRecording) => {
    const surroundings = { config, stores: ground.stores, log, now: () => new Date(now), openRecording };
    return createServer(express().use(recordings(surroundings, [generic, acme])));
  });
  const urls = servers.map(async (server) => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  [app = "", strict = ""] = await Promise.all(urls);
  portal = (await newPortal(ground)).id;
  await ground.stores.accounts.save(portal, "acme", { password: "open sesame" });
});
after(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  await Promise.all([vendor.close(), elsewhere.close(), ground.database.close()]);
});
beforeEach(() => {
  vendor.asked.length = 0;
  elsewhere.asked.length = 0;
});

let calls = 0;

async function report(
  callId: string,
  recordingUrl: string | null,
  type = "call.completed",
  id = portal,
): Promise<void> {
  const [delivery, event] = [uuid(), uuid()];
  const receivedAt = new Date(now + ++calls);
  const plain = {
    portalId: id,
    provider: "acme",
    method: "POST",
    query: "",
    headers: {},
    trust: "address",
    receivedAt,
  };
  const told = {
    time: receivedAt.toISOString(),
    status: "waiting" as const,
    because: "",
    who: "",
    type,
    dueAt: receivedAt,
  };
  const subject = `acme/${callId}`;
  const data = { callId, recordingUrl };
  const events = [{ ...told, id: event, provider: "acme", subject, dedupeKey: event, data }];
  await ground.stores.deliveries.accept({ ...plain, id: delivery, body: Buffer.from("{}"), events });
}

async function ask(callId: string, change: Record<string, string> = {}): Promise<Response> {
  const externalAccountId = await ground.stores.recordings.key(portal);
  return fetch(`${app}/recordings/${callId}?${new URLSearchParams({ appId: "4711", externalAccountId, ...change })}`);
}

/** The path of a link to a recording at the vendor's. */
async function linkTo(path: string, from = vendor.url): Promise<string> {
  const callId = `c-${++calls}`;
  await report(callId, from + path);
  const { authenticatedUrl } = (await (await ask(callId)).json()) as { authenticatedUrl: string };
  return authenticatedUrl.replace("http://hookswitch.test", "");
}

async function play(path: string, range?: string, init: RequestInit = {}): Promise<Response> {
  return fetch(app + (await linkTo(path)), { headers: range === undefined ? {} : { range }, ...init });
}

async function bytes(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer());
}

async function refused(response: Response, status: number, because: RegExp): Promise<void> {
  assert.equal(response.status, status);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  assert.match(await response.text(), because);
}

test("HubSpot names a call with the portal's key and gets a link to its newest recording", async () => {
  await report("c-1", `${vendor.url}/gone`);
  await report("c-1", `${vendor.url}/ranges`, "call.recording_ready");
  await report("c-1", null, "call.rated");
  const response = await ask("c-1");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), "no-store");
  const answer = (await response.json()) as { authenticatedUrl: string };
  assert.deepEqual(Object.keys(answer), ["authenticatedUrl"]);
  assert.match(answer.authenticatedUrl, /^http:\/\/hookswitch\.test\/recordings\/play\/[\w.-]{150,}$/);
  const played = await fetch(answer.authenticatedUrl.replace("http://hookswitch.test", app));
  assert.deepEqual(await bytes(played), sound);
  assert.deepEqual(
    vendor.asked.map(({ path }) => path),
    ["/ranges"],
  );
});

test("a wrong app, key or call, another portal's call, and a call without recording are 404", async () => {
  await report("c-2", `${vendor.url}/ranges`);
  await report("c-3", null);
  const other = (await newPortal(ground)).id;
  await report("c-4", `${vendor.url}/ranges`, "call.completed", other);
  const key = await ground.stores.recordings.key(portal);
  assert.match(key, new RegExp(`^${portal}-[\\w-]{43}$`));
  assert.equal(await ground.stores.recordings.key(portal), key, "it stays");
  const otherKey = await ground.stores.recordings.key(other);
  assert.equal((await ask("c-2")).status, 200);
  const changes: Record<string, string>[] = [
    { appId: "4712" },
    { appId: "" },
    { externalAccountId: "" },
    { externalAccountId: portal },
    { externalAccountId: key.slice(0, -1) },
    { externalAccountId: `${key}x` },
    { externalAccountId: otherKey },
    { externalAccountId: `${portal}-${otherKey.split("-").slice(1).join("-")}` },
  ];
  for (const change of changes) assert.equal((await ask("c-2", change)).status, 404, JSON.stringify(change));
  for (const callId of ["c-3", "c-4", "nothing", "%E2%82%AC"]) assert.equal((await ask(callId)).status, 404, callId);
  assert.equal((await fetch(`${app}/recordings/c-2`)).status, 404);
  assert.equal((await ask("c-2", { "externalAccountId[]": key, externalAccountId: "" })).status, 404);
  assert.equal((await ask("c-4", { externalAccountId: otherKey })).status, 200);
});

test("a call's further ids lead to its recording as well", async () => {
  await report("leg-2", `${vendor.url}/plain`, "call.recording_ready");
  await ground.database.prisma.callId.create({ data: { portalId: portal, id: "acme/leg-2", subject: "acme/whole" } });
  assert.equal((await ask("whole")).status, 200);
  assert.equal((await ask("leg-2")).status, 200);
  assert.equal((await ask("leg-1")).status, 404);
});

test("the whole is streamed as sound that nobody stores and a page elsewhere may play", async () => {
  const response = await play("/ranges");
  assert.equal(response.status, 200);
  assert.deepEqual(await bytes(response), sound);
  const headers = Object.fromEntries(response.headers);
  assert.partialDeepStrictEqual(headers, {
    "content-type": "audio/mpeg",
    "content-length": "100000",
    "accept-ranges": "bytes",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
  });
  assert.equal((await play("/untold")).headers.get("content-type"), "application/octet-stream");
  assert.deepEqual(await bytes(await play("/chunked")), sound);
});

const ranges: [asked: string, first: number, last: number][] = [
  ["bytes=0-0", 0, 0],
  ["bytes=0-999", 0, 999],
  ["bytes=70000-70001", 70_000, 70_001],
  ["bytes=40000-", 40_000, 99_999],
  ["bytes=99000-200000", 99_000, 99_999],
  ["bytes=-500", 99_500, 99_999],
];
for (const path of ["/ranges", "/plain"]) {
  test(`a part is 206 from ${path}, whether its source knows ranges or not`, async () => {
    for (const [asked, first, last] of ranges) {
      const response = await play(path, asked);
      assert.equal(response.status, 206, asked);
      assert.equal(response.headers.get("content-range"), `bytes ${first}-${last}/100000`);
      assert.equal(response.headers.get("content-length"), String(last - first + 1));
      assert.deepEqual(await bytes(response), sound.subarray(first, last + 1), asked);
      assert.equal(vendor.asked.at(-1)?.range, asked, "the source is asked for the part");
    }
    const outside = await play(path, "bytes=100000-");
    await refused(outside, 416, /no such part/);
    assert.equal(outside.headers.get("content-range"), "bytes */100000");
  });
}

test("a suffix longer than the recording is all of it, an empty one is none", async () => {
  const all = await play("/plain", "bytes=-200000");
  assert.equal(all.headers.get("content-range"), "bytes 0-99999/100000");
  assert.deepEqual(await bytes(all), sound);
  assert.equal((await play("/plain", "bytes=-0")).status, 416);
});

test("several ranges, nonsense, If-Range, and a source that tells no length get the whole", async () => {
  for (const asked of ["bytes=0-1,5-6", "bytes=9-1", "bytes=-", "bytes=a-b", "lines=1-2"]) {
    const response = await play("/ranges", asked);
    assert.equal(response.status, 200, asked);
    assert.equal((await bytes(response)).length, sound.length);
    assert.equal(vendor.asked.at(-1)?.range, undefined);
  }
  const headers = { range: "bytes=0-1", "if-range": '"v1"' };
  assert.equal((await play("/ranges", undefined, { headers })).status, 200);
  const untold = await play("/chunked", "bytes=5-9");
  assert.equal(untold.status, 200);
  assert.deepEqual(await bytes(untold), sound);
});

test("HEAD tells the same without the sound", async () => {
  for (const path of ["/ranges", "/plain"]) {
    const head = await play(path, "bytes=10-19", { method: "HEAD", headers: { range: "bytes=10-19" } });
    assert.equal(head.status, 206);
    assert.equal(head.headers.get("content-range"), "bytes 10-19/100000");
    assert.equal(head.headers.get("content-length"), "10");
    assert.equal((await bytes(head)).length, 0);
    assert.equal(vendor.asked.at(-1)?.method, "GET", "signed addresses often allow nothing else");
  }
});

test("credentials go to the vendor's host and stay there, through redirects too", async () => {
  assert.deepEqual(await bytes(await play("/guarded")), sound);
  assert.deepEqual(await bytes(await play("/near")), sound);
  assert.ok(vendor.asked.every(({ authorization }) => authorization === password));
  assert.equal((await bytes(await play("/away"))).length, sound.length);
  assert.deepEqual(elsewhere.asked, [{ method: "GET", path: "/plain", authorization: undefined, range: undefined }]);
  const foreign = await fetch(app + (await linkTo("/guarded", elsewhere.url)));
  await refused(foreign, 502, /did not let us have the recording \(401\)/);
  assert.equal(elsewhere.asked.at(-1)?.authorization, undefined);
});

test("a link ends after a quarter of an hour", async () => {
  const link = await linkTo("/plain");
  const started = now;
  now += 15 * minute;
  assert.equal((await fetch(app + link)).status, 200);
  now += 1;
  await refused(await fetch(app + link), 410, /expired.*play it again/i);
  now = started;
});

test("a link that was changed, shortened or made up is none", async () => {
  const link = await linkTo("/plain");
  const token = link.slice(link.lastIndexOf("/") + 1);
  const [id = "", nonce = "", tag = "", sealed = ""] = token.split(".");
  const flipped = (text: string) => text.replace(/^./, (first) => (first === "A" ? "B" : "A"));
  const wrong = [
    [id, nonce, tag, flipped(sealed)],
    [id, nonce, flipped(tag), sealed],
    [id, flipped(nonce), tag, sealed],
    // Four bytes of a tag would be guessed within hours.
    [id, nonce, Buffer.from(tag, "base64url").subarray(0, 4).toString("base64url"), sealed],
    ["other", nonce, tag, sealed],
    ["x"],
    [id, "", "", ""],
  ].map((parts) => parts.join("."));
  for (const each of wrong) await refused(await fetch(`${app}/recordings/play/${each}`), 404, /no such recording/);
  assert.deepEqual(vendor.asked, []);
});

test("an event that is no longer kept, and an address that is none, are told", async () => {
  const link = await linkTo("/plain");
  await ground.database.pool.query(`DELETE FROM "Event" WHERE "data"->>'recordingUrl' = $1`, [`${vendor.url}/plain`]);
  await refused(await fetch(app + link), 404, /no longer kept/);
  for (const address of ["nonsense", "ftp://acme.test/x.mp3", "file:///etc/passwd"])
    await refused(await fetch(app + (await linkTo(address, ""))), 502, /no web address/);
});

test("a source that refuses, answers something else or nothing is told with its reason", async () => {
  const rows: [path: string, status: number, because: RegExp][] = [
    ["/gone", 404, /no longer has/],
    ["/nowhere", 404, /no longer has/],
    ["/broken", 502, /answered 503/],
    ["/page", 502, /page instead/],
    ["/part", 502, /only a part/],
    ["/circle", 502, /redirects more than 5 times/],
    ["/to-a-file", 502, /no web address/],
    ["/silent", 502, /did not answer in time/],
  ];
  for (const [path, status, because] of rows) await refused(await play(path), status, because);
  await refused(await play("/part", "bytes=1-2"), 502, /which part/);
  await refused(await fetch(app + (await linkTo("/x", "http://localhost:1"))), 502, /could not be fetched/);
});

test("a source that breaks off or falls silent breaks off the stream, and never ends it as if it were whole", async () => {
  for (const path of ["/cut-off", "/stalls"]) await assert.rejects(async () => bytes(await play(path)), path);
  await assert.rejects(async () => bytes(await play("/cut-off", "bytes=60000-")));
});

test("when the listener leaves, the source is let go", async () => {
  const listener = new AbortController();
  const response = await play("/endless", undefined, { signal: listener.signal });
  await response.body?.getReader().read();
  listener.abort();
  await vendor.left;
});

test("in production an inner address is refused before anything is sent, a redirect to one as well", async () => {
  await refused(await fetch(strict + (await linkTo("/plain"))), 502, /not a public address/);
  assert.deepEqual(vendor.asked, []);
  const trap = createOpenRecording(async (hostname) =>
    hostname === "localhost" ? [{ address: "127.0.0.1", family: 4 }] : publicAddresses(hostname, systemAddresses),
  );
  const inner = await startRecordingServer("http://127.0.0.1:1/plain");
  const asked = { url: `${inner.url}/away`, credentials: {}, range: null, signal: new AbortController().signal };
  await assert.rejects(trap(asked), /127\.0\.0\.1, which is not a public address/);
  await inner.close();
});
