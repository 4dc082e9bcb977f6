// docs/json.md: every example in it is read, whole, and there is one of every type.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { callOutcomes, callTypes, otherTypes } from "../../src/model/event.ts";
import { generic } from "../../src/providers/generic.ts";
import type { Connection, Delivery } from "../../src/providers/provider.ts";
import { verifyStandardWebhook } from "../../src/providers/standard-webhooks.ts";

const text = readFileSync(new URL("../../docs/json.md", import.meta.url), "utf8");
const blocks = [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, block = ""]) => block);
const receivedAt = new Date("2026-12-02T00:00:00Z");
const connection: Connection = {
  timeZone: "Europe/Kyiv",
  secret: null,
  receivedAt,
  url: "https://hookswitch.test/hooks/t/generic",
  map: null,
};
const deliveryOf = (body: string): Delivery => ({ method: "POST", query: "", headers: {}, body: Buffer.from(body) });

function read(block: string) {
  const reading = generic.read(deliveryOf(block), connection);
  assert.ok("happenings" in reading, JSON.stringify(reading));
  assert.equal(reading.leftOut, undefined, JSON.stringify(reading.leftOut));
  return reading.happenings;
}

/** Texts, numbers and flags at any depth, times as they are kept. */
function leavesOf(value: unknown): unknown[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return [typeof value === "string" && /^\d{4}-\d{2}-\d{2}T/.test(value) ? new Date(value).toISOString() : value];
}

test("the page has an example of every type of event, and names every type and outcome", () => {
  const shown = new Set(blocks.flatMap(read).map(({ type }) => type));
  assert.deepEqual([...shown].sort(), [...callTypes, ...otherTypes].sort());
  for (const outcome of callOutcomes) assert.ok(text.includes(`\`${outcome}\``), outcome);
});

for (const block of blocks) {
  const [first] = [JSON.parse(block)].flat() as { type: string; id?: string; time?: string }[];
  test(`the example ${first?.type} ${first?.id ?? "of an array"} is read, and nothing in it is passed over`, () => {
    const events = [JSON.parse(block)].flat() as { type: string; id?: string; time?: string; data: unknown }[];
    const happenings = read(block);
    assert.equal(happenings.length, events.length);
    for (const [index, { type, id, time, data }] of events.entries()) {
      const happening = happenings[index];
      assert.ok(happening);
      assert.deepEqual([happening.type, happening.providerEventId], [type, id]);
      if (time) assert.equal(happening.time, new Date(time).toISOString());
      const kept = leavesOf(happening.data);
      for (const leaf of leavesOf(data)) assert.ok(kept.includes(leaf), `${type} ${id}: ${String(leaf)}`);
    }
  });
}

test("what the page says of signing by hand holds", () => {
  const [body, key] = ['{"type":"call.started"}', Buffer.from("a key of some thirty-two letters")];
  const timestamp = String(receivedAt.getTime() / 1000);
  const signature = `v1,${createHmac("sha256", key).update(`id-1.${timestamp}.${body}`).digest("base64")}`;
  const headers = { "webhook-id": "id-1", "webhook-timestamp": timestamp, "webhook-signature": signature };
  for (const secret of [key.toString("base64"), `whsec_${key.toString("base64")}`])
    assert.equal(verifyStandardWebhook({ ...deliveryOf(body), headers }, secret, receivedAt).ok, true);
});
