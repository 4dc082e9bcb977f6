// Binotel's words, its question during the call, and what it must be answered.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { binotel } from "../../src/providers/binotel.ts";
import type { Delivery } from "../../src/providers/provider.ts";
import { connectionOf, fixtures, jsonDelivery } from "./fixture.ts";

function report(callType: string, disposition: string): Delivery {
  return formDelivery({
    requestType: "apiCallCompleted",
    "callDetails[generalCallID]": "1",
    "callDetails[callType]": callType,
    "callDetails[disposition]": disposition,
    "callDetails[billsec]": "30",
  });
}

function formDelivery(fields: Record<string, string>): Delivery {
  return { method: "POST", query: "", headers: {}, body: Buffer.from(new URLSearchParams(fields).toString()) };
}

function dataOf(delivery: Delivery): Record<string, unknown> {
  const reading = binotel.read(delivery, connectionOf());
  assert.ok("happenings" in reading, JSON.stringify(reading));
  return reading.happenings[0].data;
}

describe("Binotel's disposition", () => {
  const rows: [disposition: string, incoming: string, outgoing: string, talk: number][] = [
    ["ANSWER", "answered", "answered", 30],
    ["answer", "answered", "answered", 30],
    ["TRANSFER", "answered", "answered", 30],
    ["BUSY", "busy", "busy", 0],
    ["NOANSWER", "missed", "no_answer_by_client", 0],
    ["CANCEL", "abandoned", "no_answer_by_client", 0],
    ["CONGESTION", "failed", "failed", 0],
    ["CHANUNAVAIL", "failed", "failed", 0],
    ["VM", "missed", "missed", 0],
    ["VM-SUCCESS", "voicemail", "voicemail", 0],
    ["ONLINE", "in_progress", "in_progress", 0],
    ["CALLING", "in_progress", "in_progress", 0],
    ["NO ANSWER", "unknown", "unknown", 30],
    ["constructor", "unknown", "unknown", 30],
  ];
  for (const [disposition, incoming, outgoing, talk] of rows) {
    it(`"${disposition}" is ${incoming} in and ${outgoing} out`, () => {
      const [received, made] = [dataOf(report("0", disposition)), dataOf(report("1", disposition))];
      assert.deepEqual([received.outcome, made.outcome], [incoming, outgoing]);
      assert.deepEqual([received.talkSeconds, received.providerStatus], [talk, disposition]);
    });
  }
});

describe("Binotel's question who is calling", () => {
  const question = { requestType: "apiCallSettings", companyID: "41337", callType: "0", externalNumber: "0501234567" };
  const nobody = { status: 200, type: "application/json", body: '{"customerData":{}}' };

  it("is answered with nobody, as a form and as JSON", () => {
    for (const delivery of [formDelivery(question), jsonDelivery(question)]) {
      assert.deepEqual(binotel.greet?.(delivery, connectionOf()), nobody);
      assert.equal(binotel.recognises?.(delivery), true);
    }
  });

  it("is nothing else", () => {
    for (const { delivery, connection } of fixtures) assert.equal(binotel.greet?.(delivery, connection), null);
    const mentioned = formDelivery({ requestType: "apiCallCompleted", note: "apiCallSettings" });
    assert.equal(binotel.greet?.(mentioned, connectionOf()), null);
  });

  it("would be ignored if it were read", () => {
    const reading = binotel.read(formDelivery(question), connectionOf());
    assert.deepEqual(reading, {
      ignored: "Binotel reported apiCallSettings; Hookswitch writes calls.",
      type: "apiCallSettings",
    });
  });
});

it("Binotel hears the success that it waits for", () => {
  assert.deepEqual(JSON.parse(binotel.answer?.body ?? ""), { status: "success" });
});

it("Binotel signs nothing, so only the address speaks for it", () => {
  assert.deepEqual(binotel.verify(report("0", "ANSWER"), connectionOf()), { ok: true, trust: "address" });
});
