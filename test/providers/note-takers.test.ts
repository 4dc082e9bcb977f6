// Whose webhook it is, where note-takers send shapes that look alike.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { recognised } from "../../src/providers/recognise.ts";
import { fixtures, jsonDelivery } from "./fixture.ts";

/** What is nobody's for certain: it breaks off, it is a test, or what is needed is missing. */
const strangers: Record<string, string[]> = {
  fathom: ["list", "malformed", "unknown-event", "wrong-values"],
  tldv: ["malformed", "other-json", "unknown-event"],
  grain: [
    ...["list", "malformed", "removed", "test-empty", "test-form", "test-object"],
    ...["unknown-event", "upload", "without-data"],
  ],
};

for (const [name, unknown] of Object.entries(strangers)) {
  it(`every other delivery of ${name}'s is recognised as its own`, () => {
    const own = fixtures.filter(({ provider }) => provider === name);
    const nobodys = own.filter(({ delivery }) => recognised(delivery)?.name !== name);
    assert.deepEqual(
      nobodys.map((fixture) => fixture.name),
      unknown.toSorted(),
    );
  });
}

describe("nobody's is", () => {
  const rows: [title: string, json: unknown][] = [
    [
      "a recording that Claap, which names events as Grain does, tells of",
      { type: "recording_added", recording: { id: "1" } },
    ],
    ["an event of Grain's name with data, but of no user", { type: "recording_added", data: { id: "1" } }],
    ["an event of tl;dv's name without its time", { event: "MeetingReady", data: { id: "1" } }],
    [
      "an event of another name in the shape of tl;dv's",
      { event: "call.ended", data: { id: "1" }, executedAt: "2026-10-09T09:00:00Z" },
    ],
    [
      "a recording with an id and an address, and no more of Fathom's",
      { recording_id: 1, share_url: "https://fathom.video/share/1" },
    ],
  ];
  for (const [title, json] of rows) it(title, () => assert.equal(recognised(jsonDelivery(json)), null));
});
