// Zoom's signature over the timestamp and the raw body, its challenge, and what is recognised as Zoom Phone's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { zoomPhone } from "../../../src/providers/zoom-phone.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const secret = "zoom_secret";
const signedAt = 1_767_225_600;
const body = '{"event":"phone.callee_missed","event_ts":1767225600000,"payload":{}}';
const headers = {
  "x-zm-request-timestamp": String(signedAt),
  "x-zm-signature": "v0=bfb791347d647f3d8e75c88bbc022f3c78067e4a675be28fa0ed8809a20e78f7",
};
const delivery: Delivery = { method: "POST", query: "", headers, body: Buffer.from(body) };

function at(seconds: number, key: string | null = secret): Connection {
  return connectionOf({ secret: key, receivedAt: new Date(seconds * 1000) });
}

function changed(parts: Record<string, string>): Delivery {
  return { ...delivery, headers: { ...headers, ...parts } };
}

describe("Zoom's signature is accepted", () => {
  const signed = { ok: true, trust: "signed" };

  it("for the known vector", () => assert.deepEqual(zoomPhone.verify(delivery, at(signedAt)), signed));

  it("until the last retry, and five minutes ahead", () => {
    assert.deepEqual(zoomPhone.verify(delivery, at(signedAt + 5400)), signed);
    assert.deepEqual(zoomPhone.verify(delivery, at(signedAt - 300)), signed);
  });
});

describe("Zoom's signature is refused", () => {
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["when the body changed", { ...delivery, body: Buffer.from(`${body} `) }, at(signedAt), /does not fit/],
    [
      "when the timestamp changed",
      changed({ "x-zm-request-timestamp": String(signedAt + 1) }),
      at(signedAt),
      /does not fit/,
    ],
    ["when it is stale", delivery, at(signedAt + 5401), /5401 seconds ago/],
    ["when it comes from the future", delivery, at(signedAt - 301), /301 seconds ahead/],
    ["with another key", delivery, at(signedAt, "zoom_Secret"), /does not fit/],
    [
      "with another version",
      changed({ "x-zm-signature": headers["x-zm-signature"].replace("v0", "v1") }),
      at(signedAt),
      /does not fit/,
    ],
    ["when the timestamp is no number", changed({ "x-zm-request-timestamp": "now" }), at(signedAt), /not a Unix time/],
    ["without a timestamp", changed({ "x-zm-request-timestamp": "" }), at(signedAt), /timestamp is missing/],
    ["without a signature", changed({ "x-zm-signature": "" }), at(signedAt), /x-zm-signature is missing/],
  ];
  for (const [title, sent, connection, because] of rows) {
    it(title, () => {
      const verdict = zoomPhone.verify(sent, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

it("without a secret of the portal's the address alone is trusted", () => {
  assert.deepEqual(zoomPhone.verify(changed({ "x-zm-signature": "" }), at(signedAt, null)), {
    ok: true,
    trust: "address",
  });
});

describe("Zoom's challenge", () => {
  const challenge = jsonDelivery({
    payload: { plainToken: "plain123" },
    event_ts: 1767225600000,
    event: "endpoint.url_validation",
  });

  it("is answered with the token and its hash", () => {
    const greeting = zoomPhone.greet?.(challenge, at(signedAt));
    assert.equal(greeting?.status, 200);
    assert.equal(greeting.type, "application/json");
    assert.deepEqual(JSON.parse(greeting.body), {
      plainToken: "plain123",
      encryptedToken: "a30f13a30a6206cfab81c1ced755c33595fb5ceea8c2c4905be386da127151b1",
    });
  });

  it("cannot be answered without a secret, and the answer says so", () => {
    const greeting = zoomPhone.greet?.(challenge, at(signedAt, null));
    assert.equal(greeting?.status, 400);
    assert.match(greeting.body, /Save the Secret Token/);
  });

  it("is no event, and no event is one", () => {
    assert.equal(zoomPhone.greet?.(delivery, at(signedAt)), null);
    assert.equal(zoomPhone.greet?.(jsonDelivery({ event: "endpoint.url_validation", payload: {} }), at(1)), null);
    assert.equal(zoomPhone.greet?.({ ...delivery, body: Buffer.from("{") }, at(1)), null);
    assert.equal(zoomPhone.recognises?.(challenge), true);
  });
});

describe("Zoom Phone is recognised", () => {
  it("by every event of the fixtures", () => {
    const known = fixtures.filter(({ provider }) => provider === "zoom-phone");
    const strangers = known.filter((fixture) => !zoomPhone.recognises?.(fixture.delivery)).map(({ name }) => name);
    assert.deepEqual(strangers.sort(), ["array", "malformed"]);
  });

  it("by nothing else", () => {
    const event = { event: "phone.callee_missed", event_ts: 1, payload: { account_id: "a", object: {} } };
    assert.equal(zoomPhone.recognises?.(jsonDelivery(event)), true);
    const others = [
      { ...event, event: "meeting.started" },
      { ...event, event_ts: "1" },
      { ...event, payload: { object: {} } },
    ];
    assert.ok(others.every((other) => !zoomPhone.recognises?.(jsonDelivery(other))));
    const strangers = fixtures.filter(({ provider }) => provider !== "zoom-phone");
    assert.ok(strangers.every((fixture) => !zoomPhone.recognises?.(fixture.delivery)));
  });
});
