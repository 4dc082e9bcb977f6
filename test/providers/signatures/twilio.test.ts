// X-Twilio-Signature: the vendor's own vector, the spellings of one address, JSON by its hash, and what must be refused.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { describe, it } from "node:test";
import type { Delivery } from "../../../src/providers/provider.ts";
import { twilio } from "../../../src/providers/twilio.ts";
import { connectionOf } from "../fixture.ts";

// From Twilio's documentation of webhook security.
const secret = "12345";
const url = "https://mycompany.com/myapp.php?foo=1&bar=2";
const signature = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
const form = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
const signed = { ok: true, trust: "signed" };

function delivery(parts: Partial<Delivery> = {}, given: string | null = signature): Delivery {
  const type = "application/x-www-form-urlencoded; charset=UTF-8";
  const headers = { "content-type": type, ...(given !== null && { "x-twilio-signature": given }) };
  return { method: "POST", query: "foo=1&bar=2", headers, body: Buffer.from(form), ...parts };
}

function check(sent: Delivery, address = url, key: string | null = secret): ReturnType<typeof twilio.verify> {
  return twilio.verify(sent, connectionOf({ url: address, secret: key }));
}

function signatureOf(text: string, key = secret): string {
  return createHmac("sha1", key).update(text).digest("base64");
}

describe("a Twilio signature is accepted", () => {
  it("for the vendor's vector", () => assert.deepEqual(check(delivery()), signed));

  it("when the auth token was pasted with a blank", () => assert.deepEqual(check(delivery(), url, " 12345\n"), signed));

  it("when Twilio signed the address with the standard port, and when it called it so", () => {
    const fields = "CallSidCA1234567890ABCDECaller+14158675309Digits1234From+14158675309To+18005551212";
    const withPort = url.replace(".com", ".com:443");
    assert.deepEqual(check(delivery({}, signatureOf(withPort + fields))), signed);
    assert.deepEqual(check(delivery(), withPort), signed);
    const plain = "http://mycompany.com/myapp.php?foo=1&bar=2";
    assert.deepEqual(check(delivery({}, signatureOf(plain.replace(".com", ".com:80") + fields)), plain), signed);
    assert.deepEqual(check(delivery({}, signatureOf(url + fields)), url.replace(".com", ".com:8443")), signed);
  });

  it("for values that come twice, in any order", () => {
    const body = Buffer.from("b=2&a=z&a=y&a=z");
    assert.deepEqual(check(delivery({ body }, signatureOf(`${url}ayazb2`))), signed);
  });

  it("for a GET, which has no fields", () => {
    assert.deepEqual(check(delivery({ method: "GET", body: Buffer.alloc(0) }, signatureOf(url))), signed);
  });

  it("for JSON, whose hash is in the address", () => {
    const body = Buffer.from('{"CallSid":"CA1"}');
    const hash = createHash("sha256").update(body).digest("hex");
    const address = `${url}&bodySHA256=${hash}`;
    const sent = delivery({ query: `foo=1&bar=2&bodySHA256=${hash}`, body }, signatureOf(address));
    assert.deepEqual(check(sent, address), signed);
    const changed = check({ ...sent, body: Buffer.from('{"CallSid":"CA2"}') }, address);
    assert.ok(!changed.ok);
    assert.match(changed.because, /bodySHA256 in the address does not fit the body/);
  });
});

describe("a delivery to a portal with an auth token is refused", () => {
  const rows: [title: string, sent: Delivery, address: string, key: string, because: RegExp][] = [
    [
      "when a field changed",
      delivery({ body: Buffer.from(form.replace("1234", "1235")) }),
      url,
      secret,
      /does not fit/,
    ],
    ["when a field was added", delivery({ body: Buffer.from(`${form}&z=1`) }), url, secret, /does not fit/],
    ["when another address was called", delivery(), url.replace("bar=2", "bar=3"), secret, /does not fit/],
    ["when it was signed with another token", delivery({}, signatureOf(url, "54321")), url, secret, /does not fit/],
    ["when the signature is cut", delivery({}, signature.slice(0, -2)), url, secret, /does not fit/],
    ["when the header is missing", delivery({}, null), url, secret, /x-twilio-signature is missing/],
    ["when the address is none", delivery(), "nowhere", secret, /does not fit/],
    ["when the saved token is empty", delivery({}, signatureOf(url, "")), url, " ", /is empty/],
  ];
  for (const [title, sent, address, key, because] of rows) {
    it(title, () => {
      const verdict = check(sent, address, key);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

it("without an auth token the address alone is trusted", () => {
  assert.deepEqual(check(delivery({}, "x"), url, null), { ok: true, trust: "address" });
});

describe("Twilio's own shape", () => {
  const ids = { CallSid: `CA${"a".repeat(32)}`, AccountSid: `AC${"0".repeat(32)}` };
  const recognises = (fields: Record<string, string>) =>
    twilio.recognises?.(delivery({ body: Buffer.from(new URLSearchParams(fields).toString()), query: "" }));

  it("is recognised by its ids, not by its field names, which others use too", () => {
    assert.equal(recognises(ids), true);
    assert.equal(recognises({ ...ids, CallSid: "v3:7V3r4VFCGLTzKLOveE0" }), false);
    assert.equal(recognises({ CallSid: ids.CallSid }), false);
    assert.equal(recognises({ hello: "world" }), false);
  });
});
