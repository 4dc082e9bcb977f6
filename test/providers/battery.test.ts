// Runs every fixture of every provider: good, duplicate, malformed and unknown deliveries.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { happening } from "../../src/model/event.ts";
import { providerNamed, providers } from "../../src/providers/index.ts";
import type { Reading } from "../../src/providers/provider.ts";
import { readDelivery } from "../../src/providers/read-delivery.ts";
import { type Fixture, fixtures } from "./fixture.ts";
import { kinds, meetingKinds, noteTakers, unreportable } from "./kinds.ts";

function readingOf(fixture: Fixture): Reading {
  const provider = providerNamed(fixture.provider);
  assert.ok(provider, `there is no provider named ${fixture.provider}`);
  return readDelivery(provider, fixture.delivery, fixture.connection);
}

function fixtureNamed(provider: string, name: string | undefined): Fixture {
  const found = fixtures.find((fixture) => fixture.provider === provider && fixture.name === name);
  assert.ok(found, `${provider} has no fixture named ${name}`);
  return found;
}

function subjectOf(reading: Reading): string {
  assert.ok("happenings" in reading);
  return reading.happenings[0].subject;
}

function check(fixture: Fixture): void {
  const { provider, expect } = fixture;
  const reading = readingOf(fixture);
  if (expect.sameAs) {
    assert.deepEqual(reading, readingOf(fixtureNamed(provider, expect.sameAs)));
  } else if (expect.sameSubjectAs) {
    assert.equal(subjectOf(reading), subjectOf(readingOf(fixtureNamed(provider, expect.sameSubjectAs))));
  } else if (expect.ignored) {
    assert.ok("ignored" in reading && reading.ignored.includes(expect.ignored), JSON.stringify(reading));
  } else if (expect.unreadable) {
    assert.ok("unreadable" in reading && reading.unreadable.includes(expect.unreadable), JSON.stringify(reading));
  } else {
    checkHappenings(reading, expect);
  }
}

/** A mapped system reports what its admin mapped. */
function kindsOf(provider: string): typeof kinds {
  if (provider === "custom") return {};
  return noteTakers.has(provider) ? { ...kinds, ...meetingKinds } : kinds;
}

/** Under the name of its kind, or one that begins with it. */
function ofKind(own: Fixture[], kind: string): Fixture | undefined {
  return own.find(({ name }) => name === kind) ?? own.find(({ name }) => name.startsWith(`${kind}-`));
}

function checkKind(provider: string, kind: string): void {
  const fixture = ofKind(
    fixtures.filter((each) => each.provider === provider),
    kind,
  );
  assert.ok(fixture, `${provider} has no fixture of the kind ${kind}`);
  const reading = readingOf(fixture);
  assert.ok(
    kindsOf(provider)[kind]?.(reading, fixture.expect),
    `${fixture.name} is read as ${JSON.stringify(reading)}`,
  );
}

function checkHappenings(reading: Reading, expect: Fixture["expect"]): void {
  assert.ok("happenings" in reading, JSON.stringify(reading));
  assert.ok(expect.happenings, "the fixture expects nothing");
  assert.equal(reading.happenings.length, expect.happenings.length);
  assert.partialDeepStrictEqual(reading.happenings, expect.happenings);
  assert.deepEqual(reading.leftOut, expect.leftOut);
  if (expect.subjectLike) assert.match(subjectOf(reading), new RegExp(expect.subjectLike));
}

for (const provider of providers) {
  describe(`${provider.label} reads`, () => {
    const own = fixtures.filter((fixture) => fixture.provider === provider.name);

    it("at least ten fixtures", () => assert.ok(own.length >= 10));

    for (const fixture of own) it(fixture.title, () => check(fixture));

    for (const kind of Object.keys(kindsOf(provider.name))) {
      const because = unreportable[provider.name]?.[kind];
      if (because === undefined) it(`a delivery of the kind ${kind}`, () => checkKind(provider.name, kind));
      else it(`nothing of the kind ${kind}: ${because}`, () => assert.equal(ofKind(own, kind), undefined));
    }

    it("every fixture into events that the model accepts unchanged", () => {
      for (const fixture of own) {
        const reading = readingOf(fixture);
        if (!("happenings" in reading)) continue;
        for (const each of reading.happenings) assert.deepEqual(happening.parse(each), each, fixture.title);
      }
    });
  });
}

describe("the list of providers", () => {
  it("has no name twice", () => {
    assert.equal(new Set(providers.map(({ name }) => name)).size, providers.length);
  });

  it("knows no provider that is not in it", () => {
    assert.equal(providerNamed("constructor"), undefined);
  });

  it("has fixtures for nobody else", () => {
    assert.deepEqual(new Set(fixtures.map(({ provider }) => provider)), new Set(providers.map(({ name }) => name)));
  });
});
