// Times as phone systems write them, daylight saving included.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { later, utcOf, wallClock } from "../../src/providers/local-time.ts";

describe("a time", () => {
  const noon = "2026-10-09T09:30:01.000Z";
  const rows: [text: string, expected: string | null][] = [
    ["1791538201000000", noon],
    ["1791538201501605", "2026-10-09T09:30:01.501Z"],
    ["1791538201000", noon],
    ["1791538201", noon],
    ["1791538201.25", "2026-10-09T09:30:01.250Z"],
    ["2026-10-09 12:30:01", noon],
    ["2026-10-09T12:30:01", noon],
    ["2026/10/09 12:30:01", noon],
    ["09.10.2026 12:30:01", noon],
    ["2026-10-09 12:30", "2026-10-09T09:30:00.000Z"],
    ["2026-10-09", "2026-10-08T21:00:00.000Z"],
    ["2026-10-09T09:30:01Z", noon],
    ["2026-10-09 09:30:01 UTC", noon],
    ["2026-10-09T09:30:01.5z", "2026-10-09T09:30:01.500Z"],
    ["2026-10-09T14:30:01+05:00", noon],
    ["2026-10-09T14:30:01+0500", noon],
    ["2026-10-09T14:30:01 05:00", noon],
    ["2026-10-09T05:30:01-04:00", noon],
    ["2026-10-09T15:15:01+05:45", noon],
    ["2026-10-09T06:00:01-03:30", noon],
    ["2026-02-29 12:00:00", null],
    ["2026-13-01 12:00:00", null],
    ["1899-12-31 12:00:00", null],
    ["9999-12-31 23:59:59", null],
    ["9999-12-31T23:59:59-05:00", null],
    ["2026-10-09 24:00:00", null],
    ["2026-10-09 12:60:00", null],
    ["0000-00-00 00:00:00", null],
    ["09/10/2026 12:30:01", null],
    ["12345", null],
    ["yesterday", null],
    ["", null],
  ];
  for (const [text, expected] of rows) {
    it(`"${text}" is ${expected}`, () => assert.equal(utcOf(text, "Europe/Kyiv"), expected));
  }
});

describe("when clocks change", () => {
  const rows: [title: string, text: string, zone: string, expected: string][] = [
    ["before Kyiv springs forward", "2026-03-29 02:59:59", "Europe/Kyiv", "2026-03-29T00:59:59.000Z"],
    ["a time that Kyiv skips counts on", "2026-03-29 03:30:00", "Europe/Kyiv", "2026-03-29T01:30:00.000Z"],
    ["after Kyiv sprang forward", "2026-03-29 04:00:00", "Europe/Kyiv", "2026-03-29T01:00:00.000Z"],
    ["the hour Kyiv has twice is its first", "2026-10-25 03:30:00", "Europe/Kyiv", "2026-10-25T00:30:00.000Z"],
    ["after Kyiv fell back", "2026-10-25 04:00:00", "Europe/Kyiv", "2026-10-25T02:00:00.000Z"],
    ["the hour New York has twice", "2026-11-01 01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z"],
    ["a time that New York skips", "2026-03-08 02:30:00", "America/New_York", "2026-03-08T07:30:00.000Z"],
    ["Lord Howe moves by half an hour", "2026-04-05 01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
    ["Kathmandu is 5:45 ahead", "2026-10-09 12:30:00", "Asia/Kathmandu", "2026-10-09T06:45:00.000Z"],
    ["a zone that nobody knows is UTC", "2026-10-09 12:30:00", "Mars/Olympus", "2026-10-09T12:30:00.000Z"],
  ];
  for (const [title, text, zone, expected] of rows) it(title, () => assert.equal(utcOf(text, zone), expected));
});

it("the wall clock read back is the same instant", () => {
  for (const zone of ["Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]) {
    const instant = new Date("2026-07-01T22:15:07.000Z");
    assert.equal(utcOf(wallClock(instant, zone), zone), instant.toISOString());
  }
});

it("a time that lies seconds later is none when either is unknown or it lies past the year 9998", () => {
  const start = "2026-10-09T09:30:01.000Z";
  const rows: [start: string | null, seconds: number | null, expected: string | null][] = [
    [start, 1.5, "2026-10-09T09:30:02.500Z"],
    [null, 5, null],
    [start, null, null],
    [start, 999_999_999_999, null],
    [start, 999_999_999_999_999, null],
  ];
  for (const [from, seconds, expected] of rows) assert.equal(later(from, seconds), expected);
});
