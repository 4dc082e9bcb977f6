// Telnyx's Ed25519 signature: accepted within its time, and everything that must be refused.
import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { describe, it } from "node:test";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { telnyx } from "../../../src/providers/telnyx.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";

const signedAt = 1_791_538_300;
const json = { data: { record_type: "event", event_type: "call.hangup", payload: { call_session_id: "s-1" } } };

/** An Ed25519 key of 32 equal bytes, in the envelope of RFC 8410. */
function keyOf(byte: number): { secret: string; signatureOf(text: string): string } {
  const envelope = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([envelope, Buffer.alloc(32, byte)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return {
    secret: Buffer.from(x, "base64url").toString("base64"),
    signatureOf: (text) => sign(null, Buffer.from(text), key).toString("base64"),
  };
}

const own = keyOf(7);
const sent = sealed(own);

function sealed(key: ReturnType<typeof keyOf>, timestamp = String(signedAt)): Delivery {
  const { body } = jsonDelivery(json);
  const signature = key.signatureOf(`${timestamp}|${body.toString()}`);
  return jsonDelivery(json, { "telnyx-timestamp": timestamp, "telnyx-signature-ed25519": signature });
}

function at(seconds: number, secret: string | null = own.secret): Connection {
  return connectionOf({ secret, receivedAt: new Date(seconds * 1000) });
}

function changed(headers: Record<string, string>): Delivery {
  return { ...sent, headers: { ...sent.headers, ...headers } };
}

it("a Telnyx signature is accepted up to five minutes from its time, on both sides", () => {
  for (const seconds of [signedAt, signedAt + 300, signedAt - 300]) {
    assert.deepEqual(telnyx.verify(sent, at(seconds)), { ok: true, trust: "signed" });
  }
  assert.deepEqual(telnyx.verify(sent, at(signedAt, ` ${own.secret}\n`)), { ok: true, trust: "signed" });
});

describe("a delivery to a portal with Telnyx's public key is refused", () => {
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["when its body changed", { ...sent, body: Buffer.from(`${sent.body} `) }, at(signedAt), /does not fit/],
    ["when its timestamp changed", changed({ "telnyx-timestamp": String(signedAt + 1) }), at(signedAt), /does not fit/],
    ["when it was signed with another key", sealed(keyOf(8)), at(signedAt), /does not fit/],
    ["when its signature is too short", changed({ "telnyx-signature-ed25519": "AAAA" }), at(signedAt), /does not fit/],
    ["when it is stale", sent, at(signedAt + 301), /301 seconds ago/],
    ["when it comes from the future", sent, at(signedAt - 301), /telnyx-timestamp lies 301 seconds ahead/],
    ["when its timestamp is no number", sealed(own, "soon"), at(signedAt), /not a Unix time/],
    ["when the timestamp is missing", changed({ "telnyx-timestamp": "" }), at(signedAt), /telnyx-timestamp is missing/],
    [
      "when the signature is missing",
      changed({ "telnyx-signature-ed25519": "" }),
      at(signedAt),
      /telnyx-signature-ed25519 is missing/,
    ],
    ["when the saved key is an API key", sent, at(signedAt, "KEY0123456789ABCDEF"), /not 32 bytes of base64/],
    ["when the saved key is empty", sent, at(signedAt, ""), /not 32 bytes of base64/],
  ];
  for (const [title, delivery, connection, because] of rows) {
    it(title, () => {
      const verdict = telnyx.verify(delivery, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

it("without the public key the address alone is trusted", () => {
  assert.deepEqual(telnyx.verify(jsonDelivery(json), at(signedAt, null)), { ok: true, trust: "address" });
});

it("Telnyx's envelope is recognised, and no other", () => {
  assert.equal(telnyx.recognises?.(sent), true);
  for (const other of [{}, { data: { event_type: "call.hangup" } }, { data: { ...json.data, record_type: "call" } }]) {
    assert.equal(telnyx.recognises?.(jsonDelivery(other)), false);
  }
});
