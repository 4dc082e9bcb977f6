// The caller in a phone system's question, however it is asked.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { callerOf } from "../../src/providers/caller.ts";

const ask = (query: string, body = "", type = "") =>
  callerOf({ method: "POST", query, headers: { "content-type": type }, body: Buffer.from(body) });

const rows: [title: string, query: string, body: string, expected: string | null][] = [
  ["in the query", "caller=%2B380501234567&callee=0441112233", "", "+380501234567"],
  ["in a form", "", "CallerID=0501234567", "0501234567"],
  ["in JSON", "", '{"caller_number":380501234567,"number":"0441112233"}', "380501234567"],
  ["in JSON-RPC", "", '{"jsonrpc":"2.0","method":"route","params":{"E164":"+380501234567"},"id":7}', "+380501234567"],
  ["in a list of one parameter object", "", '{"jsonrpc":"2.0","params":[{"from":"1"}],"id":7}', "1"],
  ["in brackets of a form", "", "additional_call_data[E164]=380501234567", "380501234567"],
  ["under a name with other punctuation", "Caller-Id=1", "", "1"],
  ["the telling name before the vague one", "number=2&phone=3&from=1", "", "1"],
  ["the filled before the blank", "caller=&phone=1", "", "1"],
  ["blank when the number is hidden", "caller=", "", ""],
  ["nothing when nobody is named", "", "", null],
  ["nothing in other fields", "foo=1&uuid=2", "", null],
  ["nothing in garbage", "", "\u0000{[<", null],
  ["nothing in JSON of another kind", "", "[1,2]", null],
];

describe("who is calling", () => {
  for (const [title, query, body, expected] of rows) it(title, () => assert.equal(ask(query, body), expected));

  it("not in a multipart form", () => assert.equal(ask("", "--x", "multipart/form-data; boundary=x"), null));
});
