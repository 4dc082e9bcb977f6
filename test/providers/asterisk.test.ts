// Asterisk's dispositions, which way a call went, and whose phone a channel is.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asterisk } from "../../src/providers/asterisk.ts";
import { connectionOf, fixtures, jsonDelivery } from "./fixture.ts";

const incoming = {
  uniqueid: "1.1",
  linkedid: "1.1",
  src: "+380501234567",
  dst: "+380441112233",
  dcontext: "from-trunk",
  channel: "PJSIP/provider-00000001",
  dstchannel: "PJSIP/101-00000002",
  lastapp: "Dial",
  disposition: "ANSWERED",
  calldate: "2026-10-09 12:30:01",
  duration: 95,
  billsec: 80,
};
const outgoing = {
  ...incoming,
  src: "101",
  dst: "0501234567",
  channel: "PJSIP/101-00000001",
  dstchannel: "PJSIP/provider-00000002",
};

function dataOf(...rows: object[]): Record<string, unknown> {
  const reading = asterisk.read(jsonDelivery(rows), connectionOf());
  assert.ok("happenings" in reading, JSON.stringify(reading));
  return reading.happenings[0].data;
}

describe("Asterisk's disposition", () => {
  const rows: [disposition: string, received: string, made: string][] = [
    ["ANSWERED", "answered", "answered"],
    ["NO ANSWER", "missed", "no_answer_by_client"],
    ["BUSY", "busy", "busy"],
    ["FAILED", "failed", "failed"],
    ["CONGESTION", "failed", "failed"],
    ["ANSWER", "unknown", "unknown"],
    ["constructor", "unknown", "unknown"],
  ];
  for (const [disposition, received, made] of rows) {
    it(`"${disposition}" is ${received} in and ${made} out`, () => {
      const outcomes = [incoming, outgoing].map((row) => dataOf({ ...row, disposition }).outcome);
      assert.deepEqual(outcomes, [received, made]);
    });
  }

  const together: [title: string, words: string[], received: string, made: string][] = [
    ["one of several phones took it", ["NO ANSWER", "ANSWERED", "BUSY"], "answered", "answered"],
    ["one was busy, one rang", ["BUSY", "NO ANSWER"], "missed", "busy"],
    ["one was not there, one was busy", ["FAILED", "BUSY"], "busy", "busy"],
    ["a trunk failed, the next one rang", ["CONGESTION", "NO ANSWER"], "missed", "no_answer_by_client"],
  ];
  for (const [title, words, received, made] of together) {
    it(`of several rows: ${title}`, () => {
      const outcomes = [incoming, outgoing].map(
        (row) => dataOf(...words.map((disposition, sequence) => ({ ...row, disposition, sequence }))).outcome,
      );
      assert.deepEqual(outcomes, [received, made]);
    });
  }

  it("ANSWERED with nobody at the other end is a menu, or an announcement that the call failed", () => {
    const outcomes = [incoming, outgoing].map((row) => dataOf({ ...row, dstchannel: "" }));
    assert.deepEqual(
      outcomes.map(({ outcome, talkSeconds, answeredAt }) => [outcome, talkSeconds, answeredAt]),
      [
        ["missed", 0, null],
        ["failed", 0, null],
      ],
    );
  });
});

describe("a call is", () => {
  const rows: [direction: string, title: string, row: object][] = [
    ["in", "from a trunk", incoming],
    ["in", "with a DID, even to an extension that looks like the caller", { ...outgoing, did: "0441112233" }],
    ["in", "from nobody who says who it is", { ...incoming, src: "" }],
    ["out", "from an extension", outgoing],
    ["out", "from an extension that shows the company's number", { ...outgoing, src: "+380441112233" }],
    ["out", "from a phone with a word for a name and an extension", { ...outgoing, channel: "SIP/alice-00000001" }],
    ["out", "from FreePBX's own context", { ...incoming, dcontext: "from-internal", channel: "SIP/alice-00000001" }],
    ["out", "clicked together", { ...outgoing, channel: "Local/101@from-internal-00000001;1" }],
    ["internal", "from one extension to another", { ...outgoing, dst: "102" }],
    ["internal", "to a feature of the PBX", { ...outgoing, dst: "*97" }],
  ];
  for (const [direction, title, row] of rows) {
    it(`${direction}: ${title}`, () => assert.equal(dataOf(row).direction, direction));
  }
});

describe("a channel is the phone of", () => {
  const rows: [channel: string, extension: string | null, sip: string | null][] = [
    ["PJSIP/101-0000001a", "101", null],
    ["SIP/101-0000001a", "101", null],
    ["Local/101@from-queue-00000012;1", "101", null],
    ["PJSIP/front-desk-0000001a", null, "front-desk"],
    ["PJSIP/1234567-0000001a", null, null],
    ["Local/everybody@groups-00000012;1", null, null],
    ["Surrogate", null, null],
  ];
  for (const [channel, extension, sip] of rows) {
    it(`${extension ?? sip ?? "nobody we know"}: ${channel}`, () => {
      const agent = dataOf({ ...incoming, dstchannel: channel }).agent;
      if (extension === null && sip === null) assert.equal(agent, null);
      else assert.partialDeepStrictEqual(agent, { extension, sip });
    });
  }
});

it("Asterisk's records are recognised by their columns, each of several rows, and nothing else is", () => {
  assert.equal(asterisk.recognises?.(jsonDelivery([incoming, outgoing])), true);
  assert.equal(asterisk.recognises?.(jsonDelivery(incoming)), true);
  const { channel: _without, ...other } = incoming;
  assert.equal(asterisk.recognises?.(jsonDelivery([incoming, other])), false);
  const others = fixtures.filter(({ provider }) => provider !== "asterisk");
  assert.ok(others.every(({ delivery }) => !asterisk.recognises?.(delivery)));
});

it("an array of too many rows is kept unread", () => {
  const reading = asterisk.read(jsonDelivery(Array(1001).fill(incoming)), connectionOf());
  assert.deepEqual(reading, { unreadable: "The array holds 1001 rows; at most 1000 fit into one delivery." });
});

it("the agent signs nothing, so only the address speaks for it", () => {
  assert.deepEqual(asterisk.verify(jsonDelivery(incoming), connectionOf()), { ok: true, trust: "address" });
});
