// The sample call is what Ringostat would send, and is read as one.
import assert from "node:assert/strict";
import { it } from "node:test";
import { ringostat } from "../../src/providers/ringostat.ts";
import { sampleCall } from "../../src/providers/sample.ts";
import { connectionOf, jsonDelivery } from "./fixture.ts";

const now = new Date("2026-10-09T09:31:36.000Z");

it("the sample call is an answered call that ends now, with its employee, source and recording", () => {
  for (const timeZone of ["Europe/Kyiv", "America/New_York"]) {
    const reading = ringostat.read(jsonDelivery(sampleCall(now, timeZone, "7")), connectionOf({ timeZone }));
    assert.ok("happenings" in reading);
    assert.partialDeepStrictEqual(reading.happenings[0], {
      type: "call.completed",
      time: now.toISOString(),
      data: {
        outcome: "answered",
        direction: "in",
        client: { phone: "380501234567" },
        agent: { email: "agent@acme.test", extension: "101", name: "Sample Agent" },
        talkSeconds: 80,
        totalSeconds: 95,
        attribution: { utmSource: "google", utmCampaign: "spring" },
      },
    });
    assert.match(JSON.stringify(reading), /"recordingUrl":"https:\/\/pbx\.acme\.test\//);
  }
});

it("another n is another client and call; the same n later is the same client with another call", () => {
  const [first, other] = [sampleCall(now, "UTC", "1"), sampleCall(now, "UTC", "2")];
  const again = sampleCall(new Date(now.getTime() + 1000), "UTC", "1");
  assert.notEqual(first.E164, other.E164);
  assert.notEqual(first.uniqueid, other.uniqueid);
  assert.equal(first.E164, again.E164);
  assert.notEqual(first.uniqueid, again.uniqueid);
});
