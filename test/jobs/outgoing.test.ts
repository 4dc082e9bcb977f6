// Where webhooks of ours may go: public addresses only, the ones that were checked, within ten seconds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPost } from "../../src/jobs/outgoing.ts";
import { isPublic, publicAddresses, type ResolvedAddress } from "../../src/jobs/public-address.ts";
import { startReceiver } from "./receiver.ts";

const inner = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.254",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "255.255.255.255",
  "224.0.0.1",
  "192.0.2.1",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "2001:db8::1",
  "nonsense",
];

test("private, loopback, link-local and reserved addresses are not public, however they are written", () => {
  for (const address of inner) assert.equal(isPublic(address), false, address);
  for (const address of ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
    assert.equal(isPublic(address), true, address);
});

const answering = (...addresses: string[]) => {
  const found: ResolvedAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return async () => found;
};

test("a name is refused when any of its addresses is an inner one", async () => {
  await assert.rejects(publicAddresses("trap.test", answering("1.1.1.1", "10.0.0.1")), /10\.0\.0\.1.*not a public/);
  await assert.rejects(publicAddresses("nobody.test", answering()), /no address/);
  assert.deepEqual(await publicAddresses("good.test", answering("1.1.1.1")), [{ address: "1.1.1.1", family: 4 }]);
});

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const message = { id: "alert_1", type: "portal.parked", timestamp: new Date(), data: { text: "x" } };

test("in production every way of writing an inner address is refused before anything is sent", async (context) => {
  const receiver = await startReceiver();
  context.after(() => receiver.close());
  const { port } = new URL(receiver.url);
  const post = createPost((hostname) => publicAddresses(hostname, answering("127.0.0.1")));
  const hosts = [
    "localhost",
    "127.0.0.1",
    "127.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "inner.test",
  ];
  for (const host of hosts)
    await assert.rejects(post(`http://${host}:${port}/`, secret, message, new Date()), /not a public address/, host);
  assert.deepEqual(receiver.received, []);
});

test("the request goes to the address that was checked, and the name is not asked again", async (context) => {
  const receiver = await startReceiver();
  context.after(() => receiver.close());
  const { port } = new URL(receiver.url);
  const asked: string[] = [];
  const post = createPost(async (hostname) => {
    asked.push(hostname);
    return [{ address: "127.0.0.1", family: 4 }];
  });
  await post(`http://not-in-any-dns.test:${port}/`, secret, message, new Date());
  assert.deepEqual(asked, ["not-in-any-dns.test"]);
  assert.equal(receiver.received[0]?.headers.host, `not-in-any-dns.test:${port}`);
});

test("any answer but 2xx, and none at all, is a failure with a reason", async (context) => {
  const receiver = await startReceiver();
  context.after(() => receiver.close());
  const post = createPost(async () => null);
  await post(receiver.url, secret, message, new Date());
  for (const status of [199 + 101, 302, 404, 500]) {
    receiver.answer(status);
    await assert.rejects(post(receiver.url, secret, message, new Date()), new RegExp(`answered ${status}`));
  }
  await receiver.close();
  await assert.rejects(post(receiver.url, secret, message, new Date()), /ECONNREFUSED|connect/);
});
