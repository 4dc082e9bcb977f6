// Run by hand: damages the fixtures of all providers so many times and shows each to every provider.
//   node --disable-warning=ExperimentalWarning test/providers/fuzz.ts 100000 [seed]
import { providers } from "../../src/providers/index.ts";
import { parseJson } from "../../src/providers/payload.ts";
import type { Delivery, Provider, Reading } from "../../src/providers/provider.ts";
import { checkProvider, checkReading } from "./check-provider.ts";
import { chanceOf, type Damaged, damage, pick } from "./damage.ts";
import { type Fixture, fixtures } from "./fixture.ts";

const [times = 10_000, seed = 1] = process.argv.slice(2).map(Number);
const mostShown = 20;

const counts = new Map(providers.map(({ name }) => [name, { own: new Map<string, number>(), strange: 0, claimed: 0 }]));
let failures = 0;

const chance = chanceOf(seed);
for (let time = 1; time <= times; time++) {
  const fixture = pick(fixtures, chance);
  const damaged = damage(fixture.delivery, fixture.connection, chance);
  for (const provider of providers) tryOut(provider, fixture, damaged, time);
}
report();
process.exitCode = failures > 0 ? 1 : 0;

function tryOut(provider: Provider, fixture: Fixture, { delivery, connection, how }: Damaged, time: number): void {
  const isOwn = provider.name === fixture.provider;
  try {
    // A portal's map belongs to one of its providers.
    const reading = checkProvider(provider, delivery, isOwn ? connection : { ...connection, map: null });
    if (isOwn) checkRest(provider, delivery, connection);
    count(provider, isOwn, reading, !isOwn && provider.recognises?.(delivery) === true);
  } catch (error) {
    failures++;
    if (failures > mostShown) return;
    const what = error instanceof Error ? error.stack?.split("\n").slice(0, 8).join("\n") : String(error);
    say(`\n${provider.name} with ${fixture.provider}/${fixture.name}, ${how.join(", ")} (number ${time}):\n${what}\n`);
  }
}

/** Its list of calls and its recordings, with whatever the body holds. */
function checkRest(provider: Provider, { body }: Delivery, connection: Damaged["connection"]): void {
  const text = body.toString();
  if (provider.log) {
    for (const call of callsIn(text)) checkReading(provider.log.read(call, connection));
  }
  provider.recording?.(/https?:[^"&\s]*/.exec(text)?.[0] ?? text.slice(0, 100), {});
}

/** Cleaned, as a list of calls is before it is read. */
function callsIn(text: string): unknown[] {
  const parsed = parseJson(text);
  return "json" in parsed ? [parsed.json, ...Object.values(Object(parsed.json))] : [text.toWellFormed()];
}

function count(provider: Provider, isOwn: boolean, reading: Reading, isClaimed: boolean): void {
  const counted = counts.get(provider.name);
  if (!counted) return;
  if (isClaimed) counted.claimed++;
  if (!isOwn && "happenings" in reading) counted.strange++;
  if (!isOwn) return;
  const first = "happenings" in reading ? reading.happenings[0].type : "ignored" in reading ? "ignored" : "unreadable";
  counted.own.set(first, (counted.own.get(first) ?? 0) + 1);
}

function report(): void {
  say(`${times} damaged deliveries, seed ${seed}, each shown to ${providers.length} providers\n`);
  for (const [name, { own, strange, claimed }] of counts) {
    const outcomes = [...own].sort(([, a], [, b]) => b - a).map(([outcome, number]) => `${outcome} ${number}`);
    say(`${name}: ${outcomes.join(", ")}; of other senders': read ${strange}, recognised as its own ${claimed}\n`);
  }
  say(failures === 0 ? "No provider threw, and every event fits the model.\n" : `${failures} failures\n`);
}

function say(text: string): void {
  process.stdout.write(text);
}
