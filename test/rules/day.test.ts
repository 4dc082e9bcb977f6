// Days in a time zone: where they begin when clocks change, and how moments and spans are said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockIn, dayIn, hourOfWeek, nextMidnight, spanText } from "../../src/rules/day.ts";

const at = (text: string) => new Date(text);

test("a moment belongs to the day that people there write", () => {
  assert.equal(dayIn("UTC", at("2026-03-28T23:30:00Z")), "2026-03-28");
  assert.equal(dayIn("Europe/Kyiv", at("2026-03-28T23:30:00Z")), "2026-03-29");
  assert.equal(dayIn("America/Los_Angeles", at("2026-01-01T07:59:59Z")), "2025-12-31");
});

test("the next day begins at midnight there, also on days of 23 and 25 hours", () => {
  const midnights = [
    ["UTC", "2026-03-28T12:00:00Z", "2026-03-29T00:00:00.000Z"],
    ["Asia/Kathmandu", "2026-03-28T12:00:00Z", "2026-03-28T18:15:00.000Z"],
    ["Europe/Kyiv", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00.000Z"],
    ["Europe/Kyiv", "2026-10-24T21:00:00Z", "2026-10-25T22:00:00.000Z"],
    // Clocks go from 23:59 to 01:00: the day begins at one o'clock.
    ["Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00.000Z"],
  ] as const;
  for (const [zone, now, next] of midnights) assert.equal(nextMidnight(zone, at(now)).toISOString(), next, zone);
});

test("at midnight itself the next one is a day away", () => {
  assert.equal(nextMidnight("UTC", at("2026-05-01T00:00:00Z")).toISOString(), "2026-05-02T00:00:00.000Z");
});

test("hours are compared by weekday or weekend and the clock there", () => {
  const slot = hourOfWeek("Europe/Kyiv");
  assert.equal(slot(at("2026-11-23T08:30:00Z")), "weekday 10");
  assert.equal(slot(at("2026-11-22T22:30:00Z")), "weekday 00");
  assert.equal(slot(at("2026-11-22T08:30:00Z")), "weekend 10");
});

test("moments and spans are said as a person would", () => {
  assert.equal(clockIn("Europe/Kyiv", at("2026-11-23T08:05:00Z")), "23 Nov, 10:05");
  const spans = [
    [20_000, "less than a minute"],
    [60_000, "1 minute"],
    [95 * 60_000, "95 minutes"],
    [3 * 3_600_000, "3 hours"],
    [47 * 3_600_000, "47 hours"],
    [72 * 3_600_000, "3 days"],
  ] as const;
  for (const [ms, text] of spans) assert.equal(spanText(ms), text);
});
