// Who is who in a Ringostat call, and which recording it has.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { call, dataOf, readCall } from "./ringostat-call.ts";

describe("Ringostat's people", () => {
  it("an employee's mobile in connected_with is the employee's phone", () => {
    const data = dataOf({ connected_with: "380671112233", disposition: "ANSWERED" });
    assert.equal(data.agent?.phone, "380671112233");
    assert.equal(data.client.phone, "380501234567");
  });

  it("the client's own number in connected_with is nobody's phone", () => {
    assert.equal(dataOf({ connected_with: "+380501234567" }).agent, null);
  });

  it("a short number in connected_with is an extension", () => {
    const { agent } = dataOf({ connected_with: "101" });
    assert.deepEqual([agent?.extension, agent?.sip], ["101", null]);
  });

  it("a caller with a name in brackets gives both", () => {
    const { client } = dataOf({ E164: "", caller: '"O&#39;Neil" &lt;380501234567&gt;' });
    assert.deepEqual([client.name, client.phone], ["O'Neil", "380501234567"]);
  });

  it("a caller with nothing in the brackets is kept as it came", () => {
    const { client, agent } = dataOf({ E164: "", caller: '"Hidden" <>' });
    assert.deepEqual([client.phone, client.otherPhones, client.name, agent], ['"Hidden" <>', [], null, null]);
  });

  it("a number in front of the brackets is nobody's name", () => {
    assert.equal(dataOf({ E164: "", caller: '"380501234567" <380501234567>' }).client.name, null);
  });

  it("further numbers follow in the order of likelihood, each once", () => {
    const { client } = dataOf({
      userfield: "380631112233",
      caller: "+380 50 123-45-67",
      connected_with: "380631112233",
    });
    assert.deepEqual([client.phone, client.otherPhones], ["380501234567", ["380631112233", "380441112233"]]);
  });

  it("a department alone does not mean that somebody answered", () => {
    assert.equal(readCall({ ...call, department: "Sales" }).type, "call.started");
    assert.equal(readCall({ ...call, employee_fio: "Sample Agent" }).type, "call.answered");
  });
});

describe("Ringostat's recording", () => {
  const wav = "https://pbx.acme.test/1.wav";
  const rows: [title: string, fields: object, expected: string | null][] = [
    ["the wav goes before the ogg", { recording: "https://pbx.acme.test/1.ogg", recording_wav: wav }, wav],
    ["record_link is one", { record_link: wav }, wav],
    ["an id is not an address", { record: "us1_-1.1" }, null],
    [
      "an address without https is kept, to be linked",
      { recording: "http://pbx.acme.test/1.ogg" },
      "http://pbx.acme.test/1.ogg",
    ],
    ["one that HubSpot can play goes before", { recording_wav: "http://pbx.acme.test/1.wav", record_link: wav }, wav],
    ["has_recording 0 means none", { recording_wav: wav, has_recording: "0" }, null],
    ["recording_presence 0 means none", { recording_wav: wav, recording_presence: 0 }, null],
    ["an escaped ampersand is an ampersand", { recording: `${wav}?a=1&amp;b=2` }, `${wav}?a=1&b=2`],
  ];
  for (const [title, fields, expected] of rows) {
    it(title, () => assert.equal(dataOf({ ...fields, disposition: "ANSWERED" }).recordingUrl, expected));
  }
});
