// Dialpad's signed tokens (JWT, HS256), whose recordings an API key opens, and what is recognised as Dialpad's.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dialpad } from "../../../src/providers/dialpad.ts";
import type { Delivery, Verdict } from "../../../src/providers/provider.ts";
import { hmac } from "../../../src/providers/signature.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

const secret = "dialpad_secret";
const encoded = (json: unknown) => Buffer.from(JSON.stringify(json)).toString("base64url");

function token(payload: unknown, key = secret, header: unknown = { alg: "HS256", typ: "JWT" }): string {
  const text = `${encoded(header)}.${encoded(payload)}`;
  return `${text}.${Buffer.from(hmac("sha256", key, text, "base64"), "base64").toString("base64url")}`;
}

function verdict(body: string, saved: string | null = secret): Verdict {
  const delivery: Delivery = { method: "POST", query: "", headers: {}, body: Buffer.from(body) };
  return dialpad.verify(delivery, connectionOf({ secret: saved }));
}

describe("Dialpad's token", () => {
  const good = token({ call_id: 1, state: "hangup" });

  it("is accepted when the secret signed it", () => {
    assert.deepEqual(verdict(good), { ok: true, trust: "signed" });
    assert.deepEqual(verdict(`${good}\n`), { ok: true, trust: "signed" });
  });

  it("is accepted for the token that jwt.io shows", () => {
    const [header, payload, signature] = [
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
      "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ",
      "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    ];
    assert.deepEqual(verdict(`${header}.${payload}.${signature}`, "your-256-bit-secret"), {
      ok: true,
      trust: "signed",
    });
  });

  const [header = "", payload = "", signature = ""] = good.split(".");
  const rows: [title: string, body: string, because: RegExp][] = [
    ["when its payload changed", `${header}.${encoded({ call_id: 2 })}.${signature}`, /does not fit/],
    ["when its header changed", `${encoded({ alg: "HS256" })}.${payload}.${signature}`, /does not fit/],
    ["when another key signed it", token({ call_id: 1 }, "dialpad_Secret"), /does not fit/],
    ["when it names no algorithm", token({ call_id: 1 }, secret, { alg: "none" }), /not signed by HS256/],
    ["when it names another algorithm", token({ call_id: 1 }, secret, { alg: "HS512" }), /not signed by HS256/],
    ["when its header is no JSON", `e30x.${payload}.${signature}`, /not signed by HS256/],
    ["without a signature", `${header}.${payload}.`, /not a signed token/],
    ["as plain JSON", JSON.stringify({ call_id: 1 }), /not a signed token/],
    ["when it is empty", "", /not a signed token/],
  ];
  for (const [title, body, because] of rows) {
    it(`is refused ${title}`, () => {
      const refusal = verdict(body);
      assert.ok(!refusal.ok);
      assert.match(refusal.because, because);
    });
  }

  it("is not asked for where no secret is saved", () => {
    for (const body of [good, "{}"]) assert.deepEqual(verdict(body, null), { ok: true, trust: "address" });
  });
});

describe("Dialpad's recordings", () => {
  const account = { apiKey: "key-1" };

  it("are opened with the API key", () => {
    const headers = { authorization: "Bearer key-1" };
    assert.deepEqual(dialpad.recording?.("https://dialpad.com/blob/adminrecording/1.mp3", account), headers);
    assert.deepEqual(dialpad.recording?.("https://media.dialpad.com/1.mp3", account), headers);
  });

  it("are the only ones that get it", () => {
    const others = ["https://notdialpad.com/1", "https://dialpad.com.test/1", "http://dialpad.com/1", "1.mp3"];
    for (const url of others) assert.equal(dialpad.recording?.(url, account), null, url);
    assert.equal(dialpad.recording?.("https://dialpad.com/1.mp3", {}), null);
  });
});

describe("Dialpad is recognised", () => {
  it("by every call event of the fixtures, signed or not", () => {
    const own = fixtures.filter(({ provider }) => provider === "dialpad");
    const strangers = own.filter(({ delivery }) => !dialpad.recognises?.(delivery)).map(({ name }) => name);
    assert.deepEqual(strangers.sort(), ["malformed", "sms", "token-of-text", "without-id"]);
  });

  it("by nothing that lacks one of its names", () => {
    const whole = {
      ...{ call_id: 1, state: "hangup", direction: "inbound", event_timestamp: 1 },
      ...{ entry_point_call_id: null, master_call_id: null, external_number: null, internal_number: null },
    };
    assert.equal(dialpad.recognises?.(jsonDelivery(whole)), true);
    for (const name of Object.keys(whole)) {
      assert.equal(dialpad.recognises?.(jsonDelivery({ ...whole, [name]: undefined })), false, name);
    }
  });
});
