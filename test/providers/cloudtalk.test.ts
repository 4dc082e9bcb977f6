// CloudTalk's template: what the setup tells an admin to build is what is read.
import assert from "node:assert/strict";
import { it } from "node:test";
import { cloudtalk } from "../../src/providers/cloudtalk.ts";
import { connectionOf, fixtures, jsonDelivery } from "./fixture.ts";

const template: unknown = JSON.parse(/\{.*\}/.exec(cloudtalk.setup.join("\n"))?.[0] ?? "null");

it("the template of the setup has the keys of a call that is read whole", () => {
  const whole = fixtures.find(({ provider, name }) => provider === "cloudtalk" && name === "answered-in");
  assert.ok(template instanceof Object && whole);
  assert.deepEqual(Object.keys(template), Object.keys(JSON.parse(whole.delivery.body.toString())));
});

it("a template that was left as it stands in the setup makes a call without facts, and no error", () => {
  const reading = cloudtalk.read(jsonDelivery(template), connectionOf());
  assert.ok("happenings" in reading);
  assert.partialDeepStrictEqual(reading.happenings[0], {
    type: "call.completed",
    data: { outcome: "unknown", direction: null, startedAt: null, recordingUrl: null },
  });
});

it("nothing but the secret address proves the sender", () => {
  const signed = connectionOf({ secret: "a secret that CloudTalk never hears of" });
  assert.deepEqual(cloudtalk.verify(jsonDelivery(template), signed), { ok: true, trust: "address" });
});
