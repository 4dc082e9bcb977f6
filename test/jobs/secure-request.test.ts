// What may be asked of providers: https only, public addresses only, bounded in time and size, nothing followed elsewhere.
import assert from "node:assert/strict";
import { createServer, request as plainRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { publicAddresses } from "../../src/jobs/public-address.ts";
import { createSend } from "../../src/jobs/secure-request.ts";

let server: Server;
let port: number;
const asked: { method: string; headers: Record<string, unknown>; body: string }[] = [];

before(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => {
      body += piece.toString();
    });
    request.on("end", () => {
      asked.push({ method: request.method ?? "", headers: request.headers, body });
      if (request.url === "/moved") response.writeHead(302, { location: "https://elsewhere.test/" }).end();
      else if (request.url === "/limited") response.writeHead(429, { "retry-after": "7" }).end("slow down");
      else if (request.url === "/endless") endless();
      else if (request.url === "/cut") response.writeHead(200, { "content-length": "100" }).end("half");
      else if (request.url !== "/silent") response.end('{"calls":[]}');
    });
    const piece = Buffer.alloc(1024 * 1024, 32);
    const endless = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once("drain", endless);
    };
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const never = new AbortController().signal;
const loopback = async () => [{ address: "127.0.0.1", family: 4 }];
/** As in production but for the encryption: the name leads to the address that was checked. */
const send = createSend(loopback, (url, options, answered) =>
  plainRequest(`http://${url.hostname}:${port}${url.pathname}`, options, answered),
);
const get = (path: string, signal = never) => send({ method: "GET", url: `https://api.sender.test${path}` }, signal);

test("the answer comes with its status and its text, from the address that was checked", async () => {
  assert.deepEqual(await get("/calls"), { status: 200, retryAfter: null, text: '{"calls":[]}' });
  assert.deepEqual(await get("/limited"), { status: 429, retryAfter: "7", text: "slow down" });
});

test("method, headers and body arrive as they were given", async () => {
  asked.length = 0;
  const question = { method: "POST" as const, url: "https://api.sender.test/token", body: "grant=ключ" };
  await send({ ...question, headers: { authorization: "Basic eDp5", "content-type": "text/plain" } }, never);
  const [{ method, headers, body } = { method: "", headers: {}, body: "" }] = asked;
  assert.deepEqual([method, body, headers.authorization], ["POST", "grant=ключ", "Basic eDp5"]);
});

test("a redirect is an answer, and is not followed: it would carry the key elsewhere", async () => {
  asked.length = 0;
  assert.deepEqual(await get("/moved"), { status: 302, retryAfter: null, text: "" });
  assert.equal(asked.length, 1);
});

test("nothing is sent without encryption or to an inner address", async () => {
  asked.length = 0;
  await assert.rejects(send({ method: "GET", url: `http://127.0.0.1:${port}/` }, never), /without encryption/);
  const real = createSend((hostname) => publicAddresses(hostname, loopback));
  for (const host of ["localhost", "127.0.0.1", "10.0.0.1", "[::1]", "0x7f000001", "inner.test", "169.254.169.254"])
    await assert.rejects(real({ method: "GET", url: `https://${host}:${port}/` }, never), /not a public address/, host);
  assert.deepEqual(asked, []);
});

test("a key that no header may hold is refused for good, in words, before anything is sent", async () => {
  asked.length = 0;
  const question = { method: "GET" as const, url: "https://api.sender.test/calls" };
  for (const authorization of ["Bearer ключ", "Bearer a\u200bb", "Bearer a\nb"]) {
    await assert.rejects(send({ ...question, headers: { authorization } }, never), {
      name: "Refused",
      message: "api.sender.test was not asked: the key that is stored holds characters that no header may hold.",
    });
  }
  assert.deepEqual(asked, []);
});

test("a name that is not found is no answer either, and may be found the next time", async () => {
  const unknown = createSend(async () => {
    throw Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
  });
  assert.deepEqual(await unknown({ method: "GET", url: "https://api.sender.test/" }, never), {
    unanswered: "api.sender.test cannot be reached (ENOTFOUND)",
  });
});

test("an answer without end is cut off, one that breaks off is none", async () => {
  await assert.rejects(get("/endless"), { message: "api.sender.test answered with more than 32 MB." });
  assert.deepEqual(await get("/cut"), { unanswered: "api.sender.test cannot be reached (ECONNRESET)" });
});

test("a request is given up when the process stops", async () => {
  const stop = new AbortController();
  const waiting = get("/silent", stop.signal);
  setImmediate(() => stop.abort());
  await assert.rejects(waiting, { name: "AbortError" });
});

test("no answer in time is no answer", async (context) => {
  const timeout = new AbortController();
  context.mock.method(AbortSignal, "timeout", () => timeout.signal);
  const waiting = get("/silent");
  setImmediate(() => timeout.abort());
  assert.deepEqual(await waiting, { unanswered: "api.sender.test did not answer within 30 seconds" });
});

test("encryption is what production asks for: a server without it is not understood", async () => {
  const production = createSend(loopback);
  const reply = await production({ method: "GET", url: `https://api.sender.test:${port}/calls` }, never);
  assert.match(JSON.stringify(reply), /unanswered.*(SSL|EPROTO)/i);
});
