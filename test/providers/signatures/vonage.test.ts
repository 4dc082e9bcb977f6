// Vonage's signed webhooks: the token in the Authorization header, its hash of the body, and what must be refused.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "node:test";
import type { Connection, Delivery } from "../../../src/providers/provider.ts";
import { vonage } from "../../../src/providers/vonage.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";

const secret = "fake signature secret of 32 chars";
const issuedAt = 1_791_538_300;
const event = { conversation_uuid: "CON-0a1b2c3d-0000-4000-8000-000000000001", status: "completed" };
const { body } = jsonDelivery(event);
const claims = {
  iat: issuedAt,
  jti: "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
  iss: "Vonage",
  payload_hash: createHash("sha256").update(body).digest("hex"),
  api_key: "a1b2c3d",
};

const part = (json: unknown) => Buffer.from(JSON.stringify(json)).toString("base64url");

function tokenOf(parts: object = {}, key = secret, header: object = { alg: "HS256", typ: "JWT" }): string {
  const text = `${part(header)}.${part({ ...claims, ...parts })}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
}

function sent(token: string): Delivery {
  return jsonDelivery(event, { authorization: `Bearer ${token}` });
}

function at(seconds: number, key: string | null = secret): Connection {
  return connectionOf({ secret: key, receivedAt: new Date(seconds * 1000) });
}

it("a signed webhook of Vonage's is accepted up to five minutes from its time, on both sides", () => {
  const signed = { ok: true, trust: "signed" };
  for (const seconds of [issuedAt, issuedAt + 300, issuedAt - 300]) {
    assert.deepEqual(vonage.verify(sent(tokenOf()), at(seconds)), signed);
  }
  assert.deepEqual(vonage.verify(jsonDelivery(event, { authorization: `bearer ${tokenOf()}` }), at(issuedAt)), signed);
  assert.deepEqual(vonage.verify(sent(tokenOf()), at(issuedAt, `${secret}\n`)), signed);
});

describe("a delivery to a portal with a signature secret is refused", () => {
  const good = tokenOf();
  const [header, , signature] = good.split(".");
  const rows: [title: string, delivery: Delivery, connection: Connection, because: RegExp][] = [
    [
      "when its body changed",
      { ...sent(good), body: Buffer.from(`${body} `) },
      at(issuedAt),
      /payload_hash.*does not fit/,
    ],
    [
      "when its time changed",
      sent(`${header}.${part({ ...claims, iat: issuedAt + 1 })}.${signature}`),
      at(issuedAt),
      /does not fit/,
    ],
    ["when it was signed with another secret", sent(tokenOf({}, "other")), at(issuedAt), /does not fit/],
    [
      "when it is not signed at all",
      sent(`${part({ alg: "none" })}.${part(claims)}.x`),
      at(issuedAt),
      /not signed with HS256/,
    ],
    [
      "when it names another algorithm",
      sent(tokenOf({}, secret, { alg: "HS512" })),
      at(issuedAt),
      /not signed with HS256/,
    ],
    ["when it is stale", sent(good), at(issuedAt + 301), /301 seconds ago/],
    ["when it comes from the future", sent(good), at(issuedAt - 301), /iat lies 301 seconds ahead/],
    ["when it has no time", sent(tokenOf({ iat: "now" })), at(issuedAt), /when it was issued/],
    ["when it has no hash", sent(tokenOf({ payload_hash: null })), at(issuedAt), /no payload_hash/],
    ["when its token is none", sent("abc"), at(issuedAt), /not a JSON Web Token/],
    ["when its token has a part too many", sent(`${good}.x`), at(issuedAt), /not a JSON Web Token/],
    ["when the header is missing", jsonDelivery(event), at(issuedAt), /holds no Bearer token/],
    [
      "when the header is of another kind",
      jsonDelivery(event, { authorization: "Basic YTpi" }),
      at(issuedAt),
      /no Bearer/,
    ],
    ["when the saved secret is empty", sent(tokenOf({}, "")), at(issuedAt, " "), /is empty/],
  ];
  for (const [title, delivery, connection, because] of rows) {
    it(title, () => {
      const verdict = vonage.verify(delivery, connection);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

it("without the secret the address alone is trusted", () => {
  assert.deepEqual(vonage.verify(jsonDelivery(event), at(issuedAt, null)), { ok: true, trust: "address" });
});

it("Vonage's conversations are recognised by their ids", () => {
  assert.equal(vonage.recognises?.(jsonDelivery(event)), true);
  assert.equal(vonage.recognises?.(jsonDelivery({ conversation_uuid: "CON-1" })), false);
  assert.equal(vonage.recognises?.(jsonDelivery({ uuid: "1" })), false);
});
