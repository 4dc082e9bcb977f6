// CallRail's signature over the raw body, and the shape by which its webhooks are recognised.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { callrail } from "../../../src/providers/callrail.ts";
import type { Delivery } from "../../../src/providers/provider.ts";
import { hmac } from "../../../src/providers/signature.ts";
import { connectionOf, fixtures } from "../fixture.ts";

// Made with a throw-away key by the scheme of CallRail's reference, whose own vector gives the same with this code.
const key = "test_signing_key";
const body = '{"id":"CAL1","answered":true}';
const signature = "SEc7sORRChDUtm59NOiGjIUU0Mw=";

function sent(text: string, headers: Record<string, string> = { signature }): Delivery {
  return { method: "POST", query: "", headers, body: Buffer.from(text) };
}

const withKey = connectionOf({ secret: key });

describe("CallRail's signature", () => {
  const signed = { ok: true, trust: "signed" };

  it("is accepted for the vector", () => {
    assert.deepEqual(callrail.verify(sent(body), withKey), signed);
    assert.deepEqual(callrail.verify(sent(body), connectionOf({ secret: ` ${key}\n` })), signed);
  });

  it("is accepted however long ago the call began: a call may be changed days later", () => {
    const changed = '{"id":"CAL1","timestamp":"2018-02-19T13:41:00.236-05:00","changes":["note"]}';
    const own = hmac("sha1", key, changed, "base64");
    assert.deepEqual(callrail.verify(sent(changed, { signature: own }), withKey), signed);
  });

  it("is not asked for without a signing key", () => {
    assert.deepEqual(callrail.verify(sent(body, {}), connectionOf()), { ok: true, trust: "address" });
  });

  const other = hmac("sha1", "another_key", body, "base64");
  const hex = hmac("sha1", key, body, "hex");
  const rows: [title: string, delivery: Delivery, because: RegExp][] = [
    ["a changed body", sent(body.replace("true", "false")), /does not fit/],
    ["a body with one more blank", sent(`${body} `), /does not fit/],
    ["a changed timestamp", sent(body.replace("}", ',"timestamp":"2026-10-09T12:30:00+03:00"}')), /does not fit/],
    ["another key", sent(body, { signature: other }), /does not fit/],
    ["the signature in hex", sent(body, { signature: hex }), /does not fit/],
    ["half a signature", sent(body, { signature: signature.slice(0, 14) }), /does not fit/],
    ["an empty signature", sent(body, { signature: " " }), /signature is missing/],
    ["no signature", sent(body, {}), /signature is missing/],
  ];
  for (const [title, delivery, because] of rows) {
    it(`is refused: ${title}`, () => {
      const verdict = callrail.verify(delivery, withKey);
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("by their shape", () => {
  const own = fixtures.filter(({ provider, expect }) => provider === "callrail" && expect.happenings !== undefined);

  it("CallRail's webhooks are recognised", () => {
    assert.deepEqual(
      own.filter(({ delivery }) => !callrail.recognises?.(delivery)),
      [],
    );
  });
});
