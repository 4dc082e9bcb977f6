// Gong's signed webhooks: a token by the rule's private key for one address and one body, and what must be refused.
import assert from "node:assert/strict";
import { createHash, createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, it } from "node:test";
import { gong } from "../../../src/providers/gong.ts";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";

const rule = generateKeyPairSync("rsa", { modulusLength: 2048 });
const another = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = String(rule.publicKey.export({ format: "pem", type: "spki" }));
/** As Gong shows it. */
const bare = rule.publicKey.export({ format: "der", type: "spki" }).toString("base64");

const now = 1_791_538_300;
const url = "https://hooks.acme.test/hooks/token/gong";
const event = { callData: { metaData: { id: "1" } }, isTest: false };
const { body } = jsonDelivery(event);
const claims = {
  webhook_url: url,
  body_sha256: createHash("sha256").update(body).digest("hex"),
  iss: "gong.io",
  exp: now + 60,
};

const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString("base64url");

function tokenOf(parts: object = {}, key: KeyObject = rule.privateKey): string {
  const text = `${part({ alg: "RS256", typ: "JWT" })}.${part({ ...claims, ...parts })}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

function sent(authorization: string): Delivery {
  return jsonDelivery(event, { authorization });
}

function at(parts: Partial<Connection> = {}): Connection {
  return connectionOf({ secret: pem, receivedAt: new Date(now * 1000), url, ...parts });
}

describe("a webhook that Gong signed is accepted", () => {
  const rows: [title: string, authorization: string, connection: Connection][] = [
    ["with the token alone", tokenOf(), at()],
    ["with the word Bearer before it", `Bearer ${tokenOf()}`, at()],
    ["with the key as Gong shows it", tokenOf(), at({ secret: bare })],
    ["with the key's lines in one", tokenOf(), at({ secret: pem.replaceAll("\n", " ") })],
    ["with the key's line ends written out", tokenOf(), at({ secret: pem.replaceAll("\n", "\\n") })],
    ["five minutes after the token expired", tokenOf(), at({ receivedAt: new Date((now + 360) * 1000) })],
    ["whose token says instead when it was made", tokenOf({ exp: undefined, iat: now - 300 }), at()],
    ["whose token says instead from when it counts", tokenOf({ exp: null, nbf: now + 300 }), at()],
    ["at an address with a slash and a query", tokenOf(), at({ url: `${url}/?a=1` })],
    ["behind a proxy that ends the encryption", tokenOf(), at({ url: url.replace("https", "http") })],
    ["with its hash in capitals", tokenOf({ body_sha256: claims.body_sha256.toUpperCase() }), at()],
  ];
  for (const [title, authorization, connection] of rows) {
    it(title, () => {
      assert.deepEqual(gong.verify(sent(authorization), connection), { ok: true, trust: "signed" });
    });
  }
});

describe("a webhook to a portal with the rule's public key is refused", () => {
  const good = tokenOf();
  const [header, payload, signature] = good.split(".");
  /** The known attack: the public key, which is no secret, taken for a shared one. */
  const byPublicKey = () => {
    const text = `${part({ alg: "HS256" })}.${payload}`;
    return `${text}.${createHmac("sha256", pem).update(text).digest("base64url")}`;
  };
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "pem", type: "spki" });
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["when its body changed", { ...sent(good), body: Buffer.from(`${body} `) }, at(), /body_sha256.*does not fit/],
    ["when another rule signed it", sent(tokenOf({}, another.privateKey)), at(), /does not fit the public key/],
    ["when its claims changed", sent(`${header}.${part({ ...claims, exp: 0 })}.${signature}`), at(), /does not fit/],
    ["when the public key signed it as a secret", sent(byPublicKey()), at(), /not signed with RS256/],
    ["when nobody signed it", sent(`${part({ alg: "none" })}.${payload}.x`), at(), /not signed with RS256/],
    ["when its signature is cut", sent(good.slice(0, -20)), at(), /does not fit the public key/],
    ["when it expired", sent(good), at({ receivedAt: new Date((now + 361) * 1000) }), /expired 301 seconds ago/],
    ["when its expiry is a word", sent(tokenOf({ exp: "soon" })), at(), /exp in the token is no time/],
    ["when its expiry is below zero", sent(tokenOf({ exp: -5 })), at(), /exp in the token is no time/],
    ["when its expiry is an object", sent(tokenOf({ exp: {}, iat: now })), at(), /exp in the token is no time/],
    ["when its expiry is blank", sent(tokenOf({ exp: "", iat: now })), at(), /exp in the token is no time/],
    ["when it never expires", sent(tokenOf({ exp: undefined })), at(), /does not say when it expires/],
    ["when it never expires and is old", sent(tokenOf({ exp: null, iat: now - 301 })), at(), /signed 301 seconds ago/],
    ["when it was made at no time", sent(tokenOf({ exp: null, iat: "now" })), at(), /iat in the token is no time/],
    [
      "when it was made for another host",
      sent(tokenOf({ webhook_url: "https://x.test/hooks/token/gong" })),
      at(),
      /another address/,
    ],
    ["when it was made for another portal", sent(tokenOf({ webhook_url: `${url}2` })), at(), /another address/],
    ["when its address is none", sent(tokenOf({ webhook_url: "hooks" })), at(), /another address/],
    ["when it has no address", sent(tokenOf({ webhook_url: null })), at(), /no webhook_url/],
    ["when it has no hash", sent(tokenOf({ body_sha256: "" })), at(), /no body_sha256/],
    ["when the token is none", sent("abc"), at(), /not a JSON Web Token/],
    ["when the header is missing", jsonDelivery(event), at(), /holds no token/],
    ["when the header is of another kind", sent("Basic YTpi"), at(), /holds no token/],
    ["when what is saved is no key", sent(good), at({ secret: "whsec_abc" }), /public key is none/],
    ["when what is saved is nothing", sent(good), at({ secret: " " }), /public key is none/],
    ["when the saved key is of another kind", sent(good), at({ secret: String(elliptic) }), /public key is none/],
  ];
  for (const [title, delivery, connection, because] of rows) {
    it(title, () => {
      const verdict = gong.verify(delivery, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

it("what is no RSA public key is said to be none before it is saved", () => {
  for (const key of [pem, bare, pem.replaceAll("\n", " ")]) assert.equal(gong.wrongSecret?.(key), null);
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ format: "pem", type: "spki" });
  const secretKey = rule.privateKey.export({ format: "pem", type: "pkcs8" });
  for (const wrong of ["", "whsec_abc", bare.slice(0, -20), String(elliptic), String(secretKey)])
    assert.match(gong.wrongSecret?.(wrong) ?? "", /no public key of Gong’s/);
});

it("without the public key the address alone is trusted", () => {
  assert.deepEqual(gong.verify(jsonDelivery(event), at({ secret: null })), { ok: true, trust: "address" });
});

it("Gong is recognised by its envelope with a call in it", () => {
  const call = { callData: { metaData: { id: "1" }, parties: [] }, isTest: false };
  const recognises = (json: unknown) => gong.recognises?.(jsonDelivery(json));
  assert.equal(recognises(call), true);
  assert.equal(recognises({ ...call, isTest: "no" }), false);
  assert.equal(recognises({ ...call, callData: { metaData: {} } }), false);
  assert.equal(recognises({ ...call, callData: { parties: [] } }), false);
  assert.equal(recognises(call.callData), false);
});

it("a call with a transcript of 5 MB is within the limit and is read", () => {
  const sentences = Array.from({ length: 45_000 }, (_, index) => ({
    start: index * 1000,
    end: index * 1000 + 900,
    text: `Sentence ${index} of a very long call, which goes on and on without an end in sight.`,
  }));
  const delivery = jsonDelivery({
    callData: { metaData: { id: "1" }, parties: [], transcript: [{ sentences }] },
    isTest: false,
  });
  assert.ok(delivery.body.length > 5 * 1024 * 1024 && delivery.body.length < (gong.bodyLimit ?? 0));
  assert.ok("happenings" in gong.read(delivery, connectionOf()));
});
