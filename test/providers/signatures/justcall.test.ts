// JustCall's signature: the vendor's vector, ours, everything that must be refused, and how its webhooks are recognised.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { justcall } from "../../../src/providers/justcall.ts";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const signedAt = 1_767_225_600;
const secret = "jc_secret";
const url = "https://hooks.example.test/jc";
const signature = "a8d7b6ae3c8469c0aff95ace2056c42cfc9ad04bbe3518d5c4c1aa232dfe0cf8";
const headers = { "x-justcall-signature": signature, "x-justcall-request-timestamp": String(signedAt) };
const body = { request_id: "01SAMPLE", webhook_url: url, url_id: "65sample", type: "jc.call_completed", data: {} };

function sent(changes: object = {}, changed: Record<string, string> = {}): Delivery {
  return jsonDelivery({ ...body, ...changes }, { ...headers, ...changed });
}

function at(seconds: number, parts: Partial<Connection> = {}): Connection {
  return connectionOf({ secret, url, receivedAt: new Date(seconds * 1000), ...parts });
}

describe("JustCall's signature is accepted", () => {
  const signed = { ok: true, trust: "signed" };

  it("for the vector with a Unix time", () => {
    assert.deepEqual(justcall.verify(sent(), at(signedAt)), signed);
    assert.deepEqual(
      justcall.verify(sent({}, { "x-justcall-signature": signature.toUpperCase() }), at(signedAt)),
      signed,
    );
  });

  it("for the vendor's vector, whose time is written out and in UTC", () => {
    // From JustCall's page on dynamic webhook signatures.
    const vendor = at(Date.parse("2024-03-21T17:08:22Z") / 1000, {
      secret: "ea39089c40790e9dc7a080ec95e849b8fa0fa5fb",
      url: "https://webhook.site/3bcea770-370a-4b09-8b66-426f687e08a4",
    });
    const delivery = sent(
      { webhook_url: vendor.url, type: "call.completed" },
      {
        "x-justcall-signature": "56761bae5b27a784a3ddd2af828bc5def7176bc0a8650199b04c737bd39bbecf",
        "x-justcall-request-timestamp": "2024-03-21 17:08:22",
      },
    );
    assert.deepEqual(justcall.verify(delivery, vendor), signed);
  });

  it("for the last of five tries, and five minutes ahead", () => {
    assert.deepEqual(justcall.verify(sent(), at(signedAt + 660)), signed);
    assert.deepEqual(justcall.verify(sent(), at(signedAt - 300)), signed);
  });

  it("without a secret, whatever is signed", () => {
    const verdict = justcall.verify(sent({}, { "x-justcall-signature": "x" }), at(signedAt, { secret: null }));
    assert.deepEqual(verdict, { ok: true, trust: "address" });
  });
});

describe("JustCall's signature is refused", () => {
  const [other, later] = ["https://hooks.example.test/other", String(signedAt + 1)];
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    ["another event", sent({ type: "jc.call_updated" }), at(signedAt), /does not fit/],
    ["a changed timestamp", sent({}, { "x-justcall-request-timestamp": later }), at(signedAt), /does not fit/],
    ["another secret", sent(), at(signedAt, { secret: "another" }), /does not fit/],
    ["half a signature", sent({}, { "x-justcall-signature": signature.slice(0, 32) }), at(signedAt), /does not fit/],
    ["a body that names another address", sent({ webhook_url: other }), at(signedAt), /another webhook address/],
    ["a delivery made for another address", sent(), at(signedAt, { url: other }), /another webhook address/],
    ["an address with a query", sent(), at(signedAt, { url: `${url}?a=1` }), /another webhook address/],
    ["an address that is none", sent({ webhook_url: "hooks" }), at(signedAt), /another webhook address/],
    ["a stale one", sent(), at(signedAt + 661), /signed 661 seconds ago, more than 660/],
    ["one from the future", sent(), at(signedAt - 301), /301 seconds ahead/],
    ["a time that is none", sent({}, { "x-justcall-request-timestamp": "soon" }), at(signedAt), /not a time/],
    ["no time", sent({}, { "x-justcall-request-timestamp": "" }), at(signedAt), /timestamp is missing/],
    ["no signature", sent({}, { "x-justcall-signature": "" }), at(signedAt), /signature is missing/],
    ["no event", sent({ type: null }), at(signedAt), /no webhook_url or no type/],
    ["no address", sent({ webhook_url: 7.5 }), at(signedAt), /another webhook address/],
    ["no JSON", { ...sent(), body: Buffer.from("x=1") }, at(signedAt), /no webhook_url or no type/],
  ];
  for (const [title, delivery, connection, because] of rows) {
    it(`for ${title}`, () => {
      const verdict = justcall.verify(delivery, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("by their shape", () => {
  it("JustCall's webhooks are recognised", () => {
    const own = fixtures.filter(({ provider, expect }) => provider === "justcall" && expect.happenings !== undefined);
    assert.deepEqual(
      own.filter(({ delivery }) => !justcall.recognises?.(delivery)),
      [],
    );
  });
});
