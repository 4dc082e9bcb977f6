// The secret that Salescaling sends in a header of one's own, and the shapes by which its webhooks are recognised.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { salescaling } from "../../../src/providers/salescaling.ts";
import { connectionOf, jsonDelivery } from "../fixture.ts";

const secret = "fake-secret-of-32-letters-and-di";
const event = { meetingId: "5516cd47", status: "meeting_summary_done" };
const sent = (headers: Record<string, string>) => jsonDelivery(event, headers);

describe("Salescaling's header", () => {
  it("is accepted when it holds the secret", () => {
    for (const [saved, given] of [
      [secret, secret],
      [`${secret}\n`, ` ${secret} `],
    ]) {
      const verdict = salescaling.verify(sent({ "x-webhook-secret": given ?? "" }), connectionOf({ secret: saved }));
      assert.deepEqual(verdict, { ok: true, trust: "signed" });
    }
  });

  it("is not asked for without a secret", () => {
    assert.deepEqual(salescaling.verify(sent({}), connectionOf()), { ok: true, trust: "address" });
  });

  const rows: [title: string, headers: Record<string, string>, because: RegExp, saved?: string][] = [
    ["when it is missing", {}, /x-webhook-secret is missing/],
    ["when it is empty", { "x-webhook-secret": " " }, /x-webhook-secret is missing/],
    ["when it holds another secret", { "x-webhook-secret": `${secret}x` }, /does not hold the secret/],
    ["when the secret stands elsewhere", { authorization: `Bearer ${secret}` }, /x-webhook-secret is missing/],
    ["when the saved secret is empty", { "x-webhook-secret": " " }, /is empty/, " "],
  ];
  for (const [title, headers, because, saved = secret] of rows) {
    it(`is refused ${title}`, () => {
      const verdict = salescaling.verify(sent(headers), connectionOf({ secret: saved }));
      assert.ok(!verdict.ok);
      assert.match(verdict.because, because);
    });
  }
});

describe("Salescaling is recognised", () => {
  const recognises = (json: unknown) => salescaling.recognises?.(jsonDelivery(json));

  it("by a status of its own with the id it belongs to", () => {
    for (const status of ["created", "deleted", "transcript_done", "summary_done", "video_done", "notes_done"]) {
      assert.equal(recognises({ meetingId: "m", status: `meeting_${status}` }), true, status);
      assert.equal(recognises({ meetingNoteId: "n", status: `meeting_${status}` }), false, status);
    }
    for (const status of ["created", "updated", "deleted"]) {
      assert.equal(recognises({ meetingNoteId: "n", status: `meeting_note_${status}` }), true, status);
    }
  });

  it("by nothing that others may send", () => {
    assert.equal(recognises({ meetingId: "m", status: "summary_done" }), false);
    assert.equal(recognises({ meetingId: "m", status: "meeting_ended" }), false);
    assert.equal(recognises({ status: "meeting_summary_done" }), false);
    assert.equal(recognises({ event: "commercial_signal_detected" }), false);
  });
});
