// The ends of a leg as programmable phone systems write them: whose they are, the client's or our own people's.
import assert from "node:assert/strict";
import { it } from "node:test";
import { agentAt, endpointOf, namedLeg } from "../../src/providers/endpoint.ts";

it("a number is nobody's yet; SIP phones, apps and extensions are our own people's", () => {
  const rows: [text: string | null, phone: string | null, ours: object | null][] = [
    ["+380501234567", "+380501234567", null],
    ["+38 (050) 123-45-67", "+38 (050) 123-45-67", null],
    ["sip:+380501234567@trunk.acme.test;user=phone", "+380501234567", null],
    ["whatsapp:+380501234567", "+380501234567", null],
    ["anonymous", "anonymous", null],
    ["sip:anonymous@anonymous.invalid", "anonymous", null],
    ["+266696687", "+266696687", null],
    ["Sample Shop", "Sample Shop", null],
    ["101", "101", null],
    ["sip:101@pbx.acme.test", null, { extension: "101", sip: null }],
    ["SIPS:agent101@pbx.acme.test", null, { sip: "agent101", extension: null }],
    ["agent101@pbx.acme.test", null, { sip: "agent101" }],
    ["client:331851", null, { id: "331851", extension: null }],
    ["client:agent@acme.test", null, { id: "agent@acme.test" }],
    ["client:", null, null],
    ["sip:@pbx.acme.test", null, null],
    [null, null, null],
  ];
  for (const [text, phone, ours] of rows) {
    const endpoint = endpointOf(text);
    assert.equal(endpoint.phone, phone, text ?? "nothing");
    if (ours === null) assert.equal(endpoint.agent, null, text ?? "nothing");
    else assert.partialDeepStrictEqual(endpoint.agent, ours);
  }
});

it("our side of a leg is an employee, on a mobile phone too", () => {
  assert.equal(agentAt("+380671112233")?.phone, "+380671112233");
  assert.equal(agentAt("sip:agent101@pbx.acme.test")?.sip, "agent101");
  assert.equal(agentAt("101")?.extension, "101");
  assert.equal(agentAt("agent-101")?.id, "agent-101");
  assert.equal(agentAt(null), null);
});

it("the address may name a leg", () => {
  assert.deepEqual(["leg=agent", "a=1&leg=client", "leg=other", ""].map(namedLeg), ["agent", "client", null, null]);
});
