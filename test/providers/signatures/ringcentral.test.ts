// RingCentral's verification token, the handshake of a new subscription, and what is recognised as RingCentral's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Delivery } from "../../../src/providers/provider.ts";
import { ringcentral } from "../../../src/providers/ringcentral.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const secret = "a-token-of-ours";
const event = { uuid: "1", subscriptionId: "2", event: "/restapi/v1.0/account/1/telephony/sessions", body: {} };

function verdict(headers: Record<string, string>, saved: string | null = secret) {
  return ringcentral.verify(jsonDelivery(event, headers), connectionOf({ secret: saved }));
}

describe("RingCentral's verification token", () => {
  const signed = { ok: true, trust: "signed" };

  it("is accepted under the name that deliveries have and under the one of the guide", () => {
    assert.deepEqual(verdict({ "verification-token": secret }), signed);
    assert.deepEqual(verdict({ "validation-token": secret }), signed);
  });

  const rows: [title: string, headers: Record<string, string>, because: RegExp][] = [
    ["missing", {}, /Verification-Token is missing/],
    ["empty", { "verification-token": "" }, /is missing/],
    ["another", { "verification-token": "a-token-of-0urs" }, /not the one saved here/],
    ["longer", { "verification-token": `${secret}!` }, /not the one saved here/],
    ["right only in the second header", { "verification-token": "x", "validation-token": secret }, /not the one/],
  ];
  for (const [title, headers, because] of rows) {
    it(`is refused when it is ${title}`, () => {
      const refusal = verdict(headers);
      assert.ok(!refusal.ok);
      assert.match(refusal.because, because);
    });
  }

  it("is not asked for where none is saved", () => {
    assert.deepEqual(verdict({}, null), { ok: true, trust: "address" });
  });
});

describe("RingCentral's handshake", () => {
  const greet = (headers: Record<string, string>, body = "") => {
    const delivery: Delivery = { method: "POST", query: "", headers, body: Buffer.from(body) };
    return ringcentral.greet?.(delivery, connectionOf());
  };

  it("gets its token back, as JSON without a body", () => {
    assert.deepEqual(greet({ "validation-token": "3f1c-77" }), {
      status: 200,
      headers: { "Validation-Token": "3f1c-77" },
      type: "application/json",
      body: "",
    });
  });

  it("is no delivery that carries the token, and no delivery is a handshake", () => {
    assert.equal(greet({ "validation-token": secret }, JSON.stringify(event)), null);
    assert.equal(greet({}), null);
  });

  it("with a token that no header can hold is none", () => {
    assert.equal(greet({ "validation-token": "a\r\nset-cookie: b" }), null);
    assert.equal(greet({ "validation-token": "a".repeat(501) }), null);
  });
});

describe("RingCentral is recognised", () => {
  it("by every event of the fixtures that is one", () => {
    const known = fixtures.filter(({ provider }) => provider === "ringcentral");
    const strangers = known.filter(({ delivery }) => !ringcentral.recognises?.(delivery)).map(({ name }) => name);
    assert.deepEqual(strangers.sort(), ["form", "malformed"]);
  });

  it("by nothing less", () => {
    for (const name of ["uuid", "subscriptionId", "event", "body"] as const) {
      assert.equal(ringcentral.recognises?.(jsonDelivery({ ...event, [name]: undefined })), false, name);
    }
    assert.equal(ringcentral.recognises?.(jsonDelivery({ ...event, event: "call.completed" })), false);
    const others = fixtures.filter(({ provider }) => provider !== "ringcentral");
    assert.ok(others.every(({ delivery }) => !ringcentral.recognises?.(delivery)));
  });
});
