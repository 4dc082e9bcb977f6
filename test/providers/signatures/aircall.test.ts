// Aircall's shared token, which stands in the body, and the shape by which its webhooks are recognised.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aircall } from "../../../src/providers/aircall.ts";
import type { Delivery } from "../../../src/providers/provider.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const token = "45acme00token";
const message = { resource: "call", event: "call.ended", timestamp: 1_791_538_325, token, data: { id: 812_001 } };
const withSecret = connectionOf({ secret: token });

describe("Aircall's token", () => {
  it("is accepted, with blanks around the saved one too", () => {
    const signed = { ok: true, trust: "signed" };
    assert.deepEqual(aircall.verify(jsonDelivery(message), withSecret), signed);
    assert.deepEqual(aircall.verify(jsonDelivery(message), connectionOf({ secret: ` ${token}\n` })), signed);
  });

  it("is not asked for without a secret", () => {
    const sent = jsonDelivery({ ...message, token: "another" });
    assert.deepEqual(aircall.verify(sent, connectionOf()), { ok: true, trust: "address" });
  });

  const { token: _left, ...without } = message;
  const rows: [title: string, sent: Delivery, because: RegExp][] = [
    ["another one", jsonDelivery({ ...message, token: "45acme00tokem" }), /not the one saved/],
    ["its beginning", jsonDelivery({ ...message, token: token.slice(0, -1) }), /not the one saved/],
    ["one in the data only", jsonDelivery({ ...without, data: { token } }), /holds no token/],
    ["none", jsonDelivery(without), /holds no token/],
    ["an empty one", jsonDelivery({ ...message, token: "" }), /holds no token/],
    ["a list of it", jsonDelivery({ ...message, token: [token] }), /holds no token/],
    [
      "a body that is cut off",
      { ...jsonDelivery(message), body: Buffer.from(`{"token":"${token}"`) },
      /holds no token/,
    ],
    ["a body without JSON", { ...jsonDelivery(message), body: Buffer.from(`token=${token}`) }, /holds no token/],
  ];
  for (const [title, sent, because] of rows) {
    it(`is refused: ${title}`, () => {
      const verdict = aircall.verify(sent, withSecret);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }

  it("is refused when an empty secret was saved", () => {
    assert.equal(aircall.verify(jsonDelivery({ ...message, token: "" }), connectionOf({ secret: "" })).ok, false);
  });
});

describe("by their shape", () => {
  it("Aircall's webhooks are recognised", () => {
    const own = fixtures.filter(({ provider, expect }) => provider === "aircall" && expect.happenings !== undefined);
    const missed = own.filter(({ delivery, name }) => !aircall.recognises?.(delivery) && name !== "wrong-values");
    assert.deepEqual(missed, []);
  });
});
