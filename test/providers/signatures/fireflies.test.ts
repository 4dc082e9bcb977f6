// Fireflies' signature over the raw body, and the shapes by which its webhooks of both generations are recognised.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fireflies } from "../../../src/providers/fireflies.ts";
import type { Delivery } from "../../../src/providers/provider.ts";
import { hmac } from "../../../src/providers/signature.ts";
import { connectionOf, fixtures, jsonDelivery } from "../fixture.ts";

// Made with a throw-away secret by the scheme of Fireflies' documentation.
const secret = "ff_secret";
const body = '{"event":"meeting.summarized","meeting_id":"m1"}';
const signature = "sha256=235645d4626395ccdcadaa47015437494c1d52d3707a186dcc698641d70524ef";

function sent(text: string, headers: Record<string, string> = { "x-hub-signature": signature }): Delivery {
  return { method: "POST", query: "", headers, body: Buffer.from(text) };
}

const withSecret = connectionOf({ secret });

describe("Fireflies' signature", () => {
  it("is accepted for the vector", () => {
    for (const connection of [withSecret, connectionOf({ secret: ` ${secret}\n` })]) {
      assert.deepEqual(fireflies.verify(sent(body), connection), { ok: true, trust: "signed" });
    }
  });

  it("is not asked for without a signing secret", () => {
    assert.deepEqual(fireflies.verify(sent(body, {}), connectionOf()), { ok: true, trust: "address" });
  });

  const hub = (value: string) => ({ "x-hub-signature": value });
  const rows: [title: string, delivery: Delivery, because: RegExp, saved?: string][] = [
    ["when the body changed", sent(`${body} `), /does not fit/],
    ["when another secret made it", sent(body, hub(`sha256=${hmac("sha256", "other", body, "hex")}`)), /does not fit/],
    ["when it is of another algorithm", sent(body, hub(`sha1=${hmac("sha1", secret, body, "hex")}`)), /does not fit/],
    ["when it does not name its algorithm", sent(body, hub(hmac("sha256", secret, body, "hex"))), /does not fit/],
    ["when it is missing", sent(body, {}), /X-Hub-Signature is missing/],
    ["when it is empty", sent(body, hub(" ")), /X-Hub-Signature is missing/],
    ["when the saved secret is empty", sent(body, hub(`sha256=${hmac("sha256", "", body, "hex")}`)), /is empty/, " "],
  ];
  for (const [title, delivery, because, saved] of rows) {
    it(`is refused ${title}`, () => {
      const verdict = fireflies.verify(delivery, saved === undefined ? withSecret : connectionOf({ secret: saved }));
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("Fireflies is recognised", () => {
  const recognises = (json: unknown) => fireflies.recognises?.(jsonDelivery(json));

  it("by its events and by the one of the older webhooks", () => {
    const own = fixtures.filter(
      ({ provider, delivery }) => provider === "fireflies" && fireflies.recognises?.(delivery),
    );
    const names = own.map(({ name }) => name).sort();
    const expected = ["analyzed", "bot-joined", "completed", "completed-older", "disorder", "duplicate", "endless-id"];
    assert.deepEqual(names, expected);
  });

  it("by nothing less", () => {
    const event = { event: "meeting.summarized", timestamp: 1_791_538_290_000, meeting_id: "m1" };
    assert.equal(recognises(event), true);
    for (const name of Object.keys(event)) assert.equal(recognises({ ...event, [name]: undefined }), false, name);
    assert.equal(recognises({ ...event, event: "meeting.shared" }), false);
    assert.equal(recognises({ meetingId: "m1", eventType: "Transcription failed" }), false);
    assert.equal(recognises({ meetingId: "m1" }), false);
    assert.equal(recognises([event]), false);
  });
});
