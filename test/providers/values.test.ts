// Loosely typed values: what counts as a text, a number, a span of seconds, a flag and an address.
import assert from "node:assert/strict";
import { it } from "node:test";
import { flagOf, internationalOf, numberOf, secondsOf, textOf, webAddressOf } from "../../src/providers/values.ts";

function table<Value>(read: (value: unknown) => Value, rows: [given: unknown, expected: Value][]): void {
  for (const [given, expected] of rows) assert.deepEqual([given, read(given)], [given, expected]);
}

it("a text is trimmed, a number is a text too, and templates' words for nothing are nothing", () => {
  table(textOf, [
    [" a ", "a"],
    [5, "5"],
    ["Null", "Null"],
    ["null", null],
    ["undefined", null],
    [" ", null],
    [Number.NaN, null],
    [true, null],
    [["a"], null],
    [null, null],
  ]);
});

it("a number is not negative, and may be written as text", () => {
  table(numberOf, [
    [80, 80],
    ["80", 80],
    ["80.5", 80.5],
    ["80,5", 80.5],
    [0, 0],
    [-1, null],
    ["1e3", null],
    ["0x10", null],
    ["eighty", null],
    [Number.POSITIVE_INFINITY, null],
  ]);
});

it("seconds may be written with minutes and hours", () => {
  table(secondsOf, [
    ["95", 95],
    ["1:35", 95],
    ["00:01:35", 95],
    ["2:00:00", 7200],
    ["1:5", null],
  ]);
});

it("a flag is yes, no or not said", () => {
  table(flagOf, [
    [true, true],
    ["1", true],
    ["TRUE", true],
    ["yes", true],
    [false, false],
    [0, false],
    ["false", false],
    ["no", false],
    ["maybe", null],
    [undefined, null],
  ]);
});

it("only an address of the web is one", () => {
  table(webAddressOf, [
    ["https://pbx.acme.test/1.mp3", "https://pbx.acme.test/1.mp3"],
    ["http://pbx.acme.test/1.mp3", "http://pbx.acme.test/1.mp3"],
    ["HTTPS://pbx.acme.test/1.mp3", "HTTPS://pbx.acme.test/1.mp3"],
    ["https://", null],
    ["http:1.mp3", null],
    ["ftp://pbx.acme.test/1.mp3", null],
    ["javascript:alert(1)", null],
    ["42", null],
  ]);
});

it("a number with its country code gets back the plus that its sender leaves out", () => {
  table(internationalOf, [
    [380501234567, "+380501234567"],
    ["12135661234", "+12135661234"],
    ["+380501234567", "+380501234567"],
    ["0501234567", "0501234567"],
    ["101", "101"],
    ["anonymous", "anonymous"],
    [null, null],
  ]);
});
