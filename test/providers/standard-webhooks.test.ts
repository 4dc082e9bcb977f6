// Signatures by Standard Webhooks headers: the vendor's own vector, and everything that must be refused.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Webhook } from "standardwebhooks";
import { fathom } from "../../src/providers/fathom.ts";
import { generic } from "../../src/providers/generic.ts";
import type { Connection, Delivery } from "../../src/providers/provider.ts";
import { quo } from "../../src/providers/quo.ts";
import { connectionOf, jsonDelivery } from "./fixture.ts";

// From the tests of the standardwebhooks libraries.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const signedAt = 1_614_265_330;
const headers = {
  "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
  "webhook-timestamp": String(signedAt),
  "webhook-signature": signature,
};
const delivery: Delivery = { method: "POST", query: "", headers, body: Buffer.from('{"test": 2432232314}') };

function at(seconds: number, key: string | null = secret): Connection {
  return connectionOf({ secret: key, receivedAt: new Date(seconds * 1000) });
}

function changed(parts: Record<string, string>): Delivery {
  return { ...delivery, headers: { ...headers, ...parts } };
}

describe("a Standard Webhooks signature is accepted", () => {
  const signed = { ok: true, trust: "signed" };

  it("for the vendor's vector, with whsec_ before the secret and without", () => {
    assert.deepEqual(generic.verify(delivery, at(signedAt)), signed);
    assert.deepEqual(generic.verify(delivery, at(signedAt, secret.replace("whsec_", ""))), signed);
  });

  it("up to five minutes from its time, on both sides", () => {
    assert.deepEqual(generic.verify(delivery, at(signedAt + 300)), signed);
    assert.deepEqual(generic.verify(delivery, at(signedAt - 300)), signed);
  });

  it("as one of several, while a secret is being changed", () => {
    assert.deepEqual(
      generic.verify(changed({ "webhook-signature": `v1,AAAA v1a,x ${signature}` }), at(signedAt)),
      signed,
    );
  });

  it("for a real event that the library signed", () => {
    const event = jsonDelivery({ type: "call.started", data: { call_id: "c-1" } });
    const own = new Webhook(secret).sign("msg_1", new Date(signedAt * 1000), event.body);
    const sent = { ...event, headers: { ...headers, "webhook-id": "msg_1", "webhook-signature": own } };
    assert.deepEqual(generic.verify(sent, at(signedAt)), signed);
  });
});

describe("a delivery to a portal with a secret is refused", () => {
  const other = new Webhook(Buffer.alloc(24, 7).toString("base64"));
  const forged = other.sign(headers["webhook-id"], new Date(signedAt * 1000), delivery.body);
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["when its body changed", { ...delivery, body: Buffer.from('{"test": 2432232315}') }, at(signedAt), /does not fit/],
    [
      "when its body has one more blank",
      { ...delivery, body: Buffer.from('{"test":  2432232314}') },
      at(signedAt),
      /does not fit/,
    ],
    [
      "when its timestamp changed",
      changed({ "webhook-timestamp": String(signedAt + 1) }),
      at(signedAt),
      /does not fit/,
    ],
    ["when its id changed", changed({ "webhook-id": "msg_other" }), at(signedAt), /does not fit/],
    ["when it was signed with another key", changed({ "webhook-signature": forged }), at(signedAt), /does not fit/],
    [
      "when its version is another",
      changed({ "webhook-signature": signature.replace("v1", "v2") }),
      at(signedAt),
      /does not fit/,
    ],
    ["when it is stale", delivery, at(signedAt + 301), /301 seconds ago/],
    ["when it comes from the future", delivery, at(signedAt - 301), /301 seconds ahead/],
    [
      "when its timestamp is no number",
      changed({ "webhook-timestamp": "1614265330abc" }),
      at(signedAt),
      /not a Unix time/,
    ],
    ["when the id is missing", changed({ "webhook-id": "" }), at(signedAt), /webhook-id is missing/],
    [
      "when the timestamp is missing",
      changed({ "webhook-timestamp": "" }),
      at(signedAt),
      /webhook-timestamp is missing/,
    ],
    [
      "when the signature is missing",
      changed({ "webhook-signature": "" }),
      at(signedAt),
      /webhook-signature is missing/,
    ],
    [
      "when it has no headers at all",
      { ...delivery, headers: {} },
      at(signedAt),
      /webhook-id and webhook-timestamp and/,
    ],
    ["when the saved secret is no secret", delivery, at(signedAt, "whsec_***"), /not base64/],
    ["when the saved secret is empty", delivery, at(signedAt, ""), /not base64/],
  ];
  for (const [title, sent, connection, because] of rows) {
    it(title, () => {
      const verdict = generic.verify(sent, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("before it is saved, what cannot be a secret is said to be none", () => {
  for (const { name, wrongSecret } of [fathom, generic, quo]) {
    it(`by ${name}`, () => {
      for (const key of [secret, secret.replace("whsec_", ""), ` ${secret}\n`]) assert.equal(wrongSecret?.(key), null);
      for (const wrong of ["", " ", "whsec_", "whsec_***", "my password", "whsec_a_b-", "whsec_abc"])
        assert.match(wrongSecret?.(wrong) ?? "", /no signing secret: one is whsec_ and base64/, wrong);
    });
  }
});

it("without a secret the address alone is trusted, signed or not", () => {
  assert.deepEqual(generic.verify(changed({ "webhook-signature": "v1,x" }), at(signedAt, null)), {
    ok: true,
    trust: "address",
  });
});
