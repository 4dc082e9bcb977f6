// Quo's two ways of signing: openphone-signature of its app's webhooks, Standard Webhooks of its API's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Webhook } from "standardwebhooks";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { quo } from "../../../src/providers/quo.ts";
import { hmac } from "../../../src/providers/signature.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const signed = { ok: true, trust: "signed" };
const key = "cXVvX3NlY3JldA==";
const signedAt = 1_767_225_600;
const milliseconds = `${signedAt}000`;
const body = '{"id":"EV1","type":"call.completed"}';
const known = `hmac;1;${milliseconds};5m0GhHAYBqGD1OxX/ZkFCDkAzArZYmGf4Wm4qCrMG2w=`;

function older(header: string, text = body): Delivery {
  return { method: "POST", query: "", headers: { "openphone-signature": header }, body: Buffer.from(text) };
}

function at(seconds: number, secret: string | null = key): Connection {
  return connectionOf({ secret, receivedAt: new Date(seconds * 1000) });
}

function sign(time: string, secret = key): string {
  return `hmac;1;${time};${hmac("sha256", Buffer.from(secret, "base64"), `${time}.${body}`, "base64")}`;
}

describe("Quo's older signature is accepted", () => {
  it("for the known vector", () => assert.deepEqual(quo.verify(older(known), at(signedAt)), signed));

  it("as one of several", () => {
    const other = sign(milliseconds, "b3RoZXI=");
    assert.deepEqual(quo.verify(older(`${other},${known}`), at(signedAt)), signed);
    assert.deepEqual(quo.verify(older(`${known}, ${other}`), at(signedAt)), signed);
  });

  it("with its time in seconds, and a secret that begins with whsec_", () => {
    assert.deepEqual(quo.verify(older(sign(String(signedAt))), at(signedAt)), signed);
    assert.deepEqual(quo.verify(older(known), at(signedAt, `whsec_${key}`)), signed);
  });

  it("until the last retry, and five minutes ahead", () => {
    assert.deepEqual(quo.verify(older(known), at(signedAt + 28 * 3600)), signed);
    assert.deepEqual(quo.verify(older(known), at(signedAt - 300)), signed);
  });
});

describe("Quo's older signature is refused", () => {
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["when the body changed", older(known, `${body} `), at(signedAt), /does not fit/],
    ["when the time changed", older(known.replace("600000", "600001")), at(signedAt), /does not fit/],
    ["when it is stale", older(known), at(signedAt + 28 * 3600 + 1), /100801 seconds ago/],
    ["when it comes from the future", older(known), at(signedAt - 301), /301 seconds ahead/],
    ["with another key", older(known), at(signedAt, "b3RoZXI="), /does not fit/],
    ["with another version", older(known.replace(";1;", ";2;")), at(signedAt), /not of the form/],
    ["without a signature", older(`hmac;1;${milliseconds};`), at(signedAt), /not of the form/],
    ["when the saved secret is no secret", older(known), at(signedAt, "***"), /not base64/],
  ];
  for (const [title, delivery, connection, because] of rows) {
    it(title, () => {
      const verdict = quo.verify(delivery, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("Quo's Standard Webhooks signature", () => {
  // From the tests of the standardwebhooks libraries.
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const time = 1_614_265_330;
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": String(time),
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const delivery: Delivery = { method: "POST", query: "", headers, body: Buffer.from('{"test": 2432232314}') };

  it("is accepted for the library's vector, also as one of several", () => {
    assert.deepEqual(quo.verify(delivery, at(time, secret)), signed);
    const several = { ...headers, "webhook-signature": `v1,AAAA ${headers["webhook-signature"]}` };
    assert.deepEqual(quo.verify({ ...delivery, headers: several }, at(time, secret)), signed);
  });

  it("is refused when anything of it changed", () => {
    const other = new Webhook(Buffer.alloc(24, 7).toString("base64")).sign(
      headers["webhook-id"],
      new Date(time * 1000),
      delivery.body,
    );
    const changes: Delivery[] = [
      { ...delivery, body: Buffer.from('{"test": 2432232315}') },
      { ...delivery, headers: { ...headers, "webhook-timestamp": String(time + 1) } },
      { ...delivery, headers: { ...headers, "webhook-id": "msg_other" } },
      { ...delivery, headers: { ...headers, "webhook-signature": other } },
      { ...delivery, headers: {} },
    ];
    for (const change of changes) assert.equal(quo.verify(change, at(time, secret)).ok, false);
    assert.equal(quo.verify(delivery, at(time + 301, secret)).ok, false);
    assert.equal(quo.verify(delivery, at(time - 301, secret)).ok, false);
  });
});

it("without a secret of the portal's the address alone is trusted", () => {
  assert.deepEqual(quo.verify(older("hmac"), at(signedAt, null)), { ok: true, trust: "address" });
});

describe("Quo is recognised", () => {
  it("by every event of the fixtures", () => {
    const own = fixtures.filter(({ provider }) => provider === "quo");
    const strangers = own.filter(({ delivery }) => !quo.recognises?.(delivery)).map(({ name }) => name);
    assert.deepEqual(strangers.sort(), ["malformed", "other-json"]);
  });

  it("by nothing that only looks alike", () => {
    const stripe = { id: "evt_1", object: "event", apiVersion: "v4", type: "charge.succeeded", data: { object: {} } };
    assert.equal(quo.recognises?.(jsonDelivery(stripe)), false);
    assert.equal(quo.recognises?.(jsonDelivery({ ...stripe, type: "call.ringing" })), true);
    assert.equal(quo.recognises?.(jsonDelivery({ ...stripe, type: "call.ringing", object: "call" })), false);
    const others = fixtures.filter(({ provider }) => provider !== "quo");
    assert.ok(others.every(({ delivery }) => !quo.recognises?.(delivery)));
  });
});
