// Damages every fixture in random ways: a provider never throws and always gives one of its readings.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { providers } from "../../src/providers/index.ts";
import type { Connection, Delivery } from "../../src/providers/provider.ts";
import { checkProvider, wordsOf } from "./check-provider.ts";
import { chanceOf, damage, pick } from "./damage.ts";
import { connectionOf, fixtures, jsonDelivery } from "./fixture.ts";

const bodies = fixtures.map(({ delivery }) => delivery.body.toString());
const odd = fc.constantFrom(
  "",
  " ",
  "null",
  "\0",
  "\ud800",
  "{",
  "[",
  '"',
  "=",
  "&",
  "%",
  "<",
  "-1",
  "1e999",
  "__proto__",
  "9".repeat(300),
);

const cut = fc
  .tuple(fc.constantFrom(...bodies), fc.nat(), fc.nat(40), fc.oneof(odd, fc.string()))
  .map(([body, at, length, piece]) => {
    const from = at % (body.length + 1);
    return body.slice(0, from) + piece + body.slice(from + length);
  });

/** Puts any JSON in the place of one value, wherever it stands. */
function replaced(json: unknown, place: number, value: unknown): unknown {
  let left = place;
  return JSON.parse(JSON.stringify(json), (_name, old) => (left-- === 0 ? value : old));
}
const jsonBodies = bodies.filter((body) => /^[{[]/.test(body) && body.length < 5000).flatMap(parsed);
function parsed(body: string): unknown[] {
  try {
    return [JSON.parse(body)];
  } catch {
    return [];
  }
}
const swapped = fc
  .tuple(fc.constantFrom(...jsonBodies), fc.nat(40), fc.oneof(odd, fc.jsonValue()))
  .map(([json, place, value]) => JSON.stringify(replaced(json, place, value)) ?? "");

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
const body = fc.oneof(
  cut.map((text) => Buffer.from(text)),
  swapped.map((text) => Buffer.from(text)),
  bytes,
);

const delivery: fc.Arbitrary<Delivery> = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT"),
  query: fc.oneof(fc.constant(""), cut, fc.string()),
  headers: fc.dictionary(
    fc.constantFrom("content-type", "webhook-id", "webhook-timestamp", "webhook-signature"),
    fc.oneof(fc.constantFrom("application/json", "multipart/form-data", "1791538300", "v1,AAAA"), fc.string()),
  ),
  body,
});
const connection: fc.Arbitrary<Connection> = fc
  .record({
    timeZone: fc.constantFrom("Europe/Kyiv", "UTC", "Australia/Lord_Howe", "", "nowhere"),
    secret: fc.constantFrom(null, "", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "short"),
  })
  .map(connectionOf);

describe("whatever arrives", () => {
  it("names that are too long are cut between characters, in the reason and in the type", () => {
    for (const shift of ["", "x"]) {
      const long = shift + "📞".repeat(60);
      for (const provider of providers) {
        for (const json of [{ [long]: 1 }, { type: long, data: {} }])
          assert.ok(wordsOf(provider.read(jsonDelivery(json), connectionOf())).every((text) => text.isWellFormed()));
      }
    }
  });

  for (const provider of providers) {
    it(`${provider.name} reads it or says why not`, () => {
      fc.assert(
        fc.property(delivery, connection, (sent, from) => void checkProvider(provider, sent, from)),
        { numRuns: 2000 },
      );
    });

    it(`${provider.name} reads its own deliveries, damaged as senders damage them, or says why not`, () => {
      const own = fixtures.filter((fixture) => fixture.provider === provider.name);
      const chance = chanceOf(7);
      for (let left = 500; left > 0; left--) {
        const { name, delivery, connection } = pick(own, chance);
        const damaged = damage(delivery, connection, chance);
        try {
          checkProvider(provider, damaged.delivery, damaged.connection);
        } catch (error) {
          throw new Error(`${name}: ${damaged.how.join(", ")}`, { cause: error });
        }
      }
    });

    it(`${provider.name} reads the same delivery the same way twice`, () => {
      fc.assert(
        fc.property(delivery, connection, (sent, from) => {
          assert.deepEqual(provider.read(sent, from), provider.read(sent, from));
        }),
        { numRuns: 300 },
      );
    });
  }
});
