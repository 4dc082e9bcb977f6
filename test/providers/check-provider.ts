// What every provider keeps to, whatever it is sent: it never throws, and what it reads can be stored as it is.
import assert from "node:assert/strict";
import { happening } from "../../src/model/event.ts";
import type { Connection, Delivery, Provider, Reading } from "../../src/providers/provider.ts";
import { readDelivery } from "../../src/providers/read-delivery.ts";

export function checkProvider(provider: Provider, delivery: Delivery, connection: Connection): Reading {
  const greeting = provider.greet?.(delivery, connection) ?? null;
  if (greeting) assert.ok(greeting.status >= 200 && greeting.status < 600 && greeting.type !== "");
  assert.ok([true, false, undefined].includes(provider.recognises?.(delivery)));
  const verdict = provider.verify(delivery, connection);
  assert.ok(verdict.ok ? verdict.trust : verdict.because);
  const reading = readDelivery(provider, delivery, connection);
  checkReading(reading);
  return reading;
}

export function checkReading(reading: Reading): void {
  for (const text of wordsOf(reading)) assert.ok(text.isWellFormed(), "half a surrogate pair");
  if (!("happenings" in reading)) {
    assert.ok(("ignored" in reading ? reading.ignored : reading.unreadable).length > 5);
    return;
  }
  assert.ok(reading.happenings.length > 0);
  for (const each of reading.happenings) {
    assert.deepEqual(happening.parse(each), each);
    assert.ok(each.subject.length <= 300);
    // JSON that PostgreSQL stores: neither NUL nor half a surrogate pair, escaped or not.
    const stored = JSON.stringify(each);
    assert.ok(!/(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i.test(stored), stored);
  }
}

/** What it says of a delivery, or of parts of it, that it could not use. */
export function wordsOf(reading: Reading): string[] {
  if ("happenings" in reading) return reading.leftOut ?? [];
  return "ignored" in reading ? [reading.ignored, reading.type ?? ""] : [reading.unreadable];
}
