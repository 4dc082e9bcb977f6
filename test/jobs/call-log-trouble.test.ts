// Lists of calls in trouble: limits, refusals, silence, workers that stop, die or meet. Nothing is lost or done twice.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { takeDueLooks } from "../../src/jobs/call-logs.ts";
import { type TestClock, testClock } from "./call-list.ts";
import { callLogsOf, foundIn, portalWith, start, stateOf } from "./call-log-ground.ts";
import { type MadeUpList, madeUp, startMadeUpList } from "./made-up.ts";
import { day, type Ground, hour, minute, openGround } from "./setup.ts";

let ground: Ground;
let clock: TestClock;
let list: MadeUpList;

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());
beforeEach(async () => {
  clock = testClock(start);
  list = await startMadeUpList(clock);
  await ground.database.pool.query('TRUNCATE "Portal", "Event", "Delivery" CASCADE');
});
afterEach(() => list.close());

const never = new AbortController().signal;
const look = (signal = never, on = clock) => takeDueLooks(callLogsOf(ground, [madeUp], list.send, on), signal);
const entered = (key = "good") => portalWith(ground, "madeup", { key }, clock);
const ago = (ms: number) => ({ startedAt: clock.now() - ms, endedAt: clock.now() - ms + minute });

/** Calls of the last hour, of which two fit on a page. */
function calls(count: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => `call-${String(index).padStart(2, "0")}`);
  list.calls.push(...ids.map((id, index) => ({ id, phone: "+380501234567", ...ago(hour - index * minute) })));
  return ids.map((id) => `madeup/${id}`);
}

test("at a limit it waits for as long as it is told, then goes on", async () => {
  await list.close();
  list = await startMadeUpList(clock, 5);
  const portal = await entered();
  const subjects = calls(30);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
  assert.equal((await stateOf(ground, portal)).problem, null);
  assert.deepEqual(
    clock.slept.filter((ms) => ms > 1_000),
    [55_000, 55_000],
    "five questions a second apart, then the rest of the minute, twice",
  );
});

test("an id with what PostgreSQL refuses, a NUL or half a character, is cleaned and costs no other call", async () => {
  const portal = await entered();
  const [other = ""] = calls(1);
  list.calls.push({ id: "odd\0\ud800", phone: "+380501234567", ...ago(hour / 2) });
  await look();
  assert.deepEqual(await foundIn(ground, portal), [other, "madeup/odd\ufffd"]);
  assert.equal((await stateOf(ground, portal)).problem, null);
});

test("a limit that lasts for long ends the look with a reason, and the next one finds what is missing", async () => {
  const portal = await entered();
  const subjects = calls(6);
  list.instead = ({ url }) =>
    url.searchParams.get("page") === "3" ? { status: 429, headers: { "retry-after": "10800" }, json: {} } : null;
  await look();
  assert.equal(
    (await stateOf(ground, portal)).problem,
    "api.madeup.test answered 429 and asked to be left alone for 3 hours.",
  );
  list.instead = null;
  clock.advance(16 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
  assert.equal((await stateOf(ground, portal)).problem, null);
});

test("trouble of the provider's own is outlasted; when it stays the look ends with a reason", async () => {
  const portal = await entered();
  const subjects = calls(3);
  let failures = 4;
  list.instead = () => (failures-- > 0 ? { status: 502 } : null);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
  assert.deepEqual(clock.slept.slice(0, 4), [1_000, 4_000, 16_000, 64_000]);

  list.instead = () => ({ status: 500 });
  clock.advance(16 * minute);
  await look();
  const { problem, checkedUntil } = await stateOf(ground, portal);
  assert.equal(problem, "After 5 tries: api.madeup.test answered 500.");
  assert.ok(checkedUntil && checkedUntil.getTime() < clock.now() - 15 * minute, "that time is looked at again");
});

test("a server that does not answer at all is named, and the calls of that time are found when it is back", async () => {
  const portal = await entered();
  const subjects = calls(1);
  await list.close();
  await look();
  assert.match((await stateOf(ground, portal)).problem ?? "", /^After 5 tries: .*ECONNREFUSED/);
  const { calls: kept } = list;
  list = await startMadeUpList(clock);
  list.calls.push(...kept);
  clock.advance(16 * minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
});

test("a refused key is said and tried again; a new one is tried at once and finds what was lost meanwhile", async () => {
  const portal = await entered("bad");
  await look();
  assert.equal((await stateOf(ground, portal)).problem, "MadeUp refused the key. Enter it again.");
  clock.advance(5 * hour);
  const subjects = calls(2);
  clock.advance(3 * hour);
  await look();
  assert.equal(list.asked.length, 2);
  await ground.stores.accounts.save(portal.id, "madeup", { key: "good" });
  await ground.stores.callLogs.begin(portal.id, "madeup", new Date(clock.now()));
  assert.equal((await stateOf(ground, portal)).problem, null);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
});

test("a key that no header may hold is said in words, after one try", async () => {
  const portal = await entered("ключ");
  await look();
  assert.match(
    (await stateOf(ground, portal)).problem ?? "",
    /was not asked: .* holds characters that no header may hold/,
  );
  assert.deepEqual([list.asked.length, clock.slept], [0, []]);
});

test("a worker that is asked to stop in the middle leaves the look to the next one, which is not kept waiting", async () => {
  const portal = await entered();
  const subjects = calls(7);
  const stop = new AbortController();
  list.instead = ({ url }) => {
    if (url.searchParams.get("page") === "3") stop.abort();
    return null;
  };
  await look(stop.signal);
  assert.deepEqual(await foundIn(ground, portal), []);
  list.instead = null;
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
  assert.deepEqual((await stateOf(ground, portal)).foundCalls, 7);
});

test("a worker that died is replaced when its lease has run out", async () => {
  const portal = await entered();
  const subjects = calls(1);
  assert.ok(await ground.stores.callLogs.claim(["madeup"], new Date(clock.now())));
  clock.advance(9 * minute);
  await look();
  assert.equal(list.asked.length, 0);
  clock.advance(minute);
  await look();
  assert.deepEqual(await foundIn(ground, portal), subjects);
});

test("a worker that lost its look while it waited stores nothing and notes nothing", async () => {
  const portal = await entered();
  const subjects = calls(5);
  let isFirst = true;
  list.instead = ({ url }) => {
    if (!isFirst || url.searchParams.get("page") !== "2") return null;
    isFirst = false;
    return { status: 503, headers: { "retry-after": "240" } };
  };
  /** It sleeps through its lease; meanwhile another worker takes the whole look. */
  const slow = testClock(start);
  slow.sleep = async (ms) => {
    if (ms < 240_000) return;
    clock.advance(11 * minute);
    slow.advance(11 * minute);
    await look();
  };
  await look(never, slow);
  assert.deepEqual(await foundIn(ground, portal), subjects);
  assert.equal((await stateOf(ground, portal)).foundCalls, 5);
  assert.deepEqual(
    list.asked.map(({ url }) => url.searchParams.get("page")),
    ["1", "2", "1", "2", "3"],
  );
});

test("an account that is removed during a look ends it", async () => {
  const portal = await entered();
  calls(5);
  list.instead = ({ url }) =>
    url.searchParams.get("page") === "2" ? { status: 503, headers: { "retry-after": "290" } } : null;
  const slow = testClock(start);
  slow.sleep = async (ms) => {
    slow.advance(ms);
    await ground.stores.accounts.remove(portal.id, "madeup");
    await ground.stores.callLogs.end(portal.id, "madeup");
  };
  await look(never, slow);
  assert.deepEqual(await foundIn(ground, portal), []);
  assert.deepEqual(await ground.stores.callLogs.list(portal.id), []);
});

test("of several workers each list is asked by one, and every call is found once", async () => {
  const portals = [];
  for (let n = 0; n < 6; n++) portals.push(await entered());
  const subjects = calls(4);
  for (let looks = 0; looks < 3; looks++) {
    await Promise.all(Array.from({ length: 5 }, () => look(never, testClock(clock.now()))));
    clock.advance(16 * minute);
  }
  for (const portal of portals) assert.deepEqual(await foundIn(ground, portal), subjects);
  const first = list.asked.filter(({ url }) => url.searchParams.get("page") === "1");
  assert.equal(first.length, 3 * 6);
});

test("a list that was not looked at for days is compared a day at a time, and what is done stays done", async () => {
  const portal = await entered();
  clock.advance(4.5 * day);
  for (const days of [4, 3, 2, 1])
    list.calls.push({ id: `${days} days ago`, phone: "+380501234567", ...ago(days * day) });
  let windows = 0;
  list.instead = () => (++windows === 3 ? { status: 401 } : null);
  await look();
  assert.deepEqual(await foundIn(ground, portal), ["madeup/4 days ago", "madeup/3 days ago"]);
  const { problem, checkedUntil } = await stateOf(ground, portal);
  assert.equal(problem, "MadeUp refused the key. Enter it again.");
  assert.equal(checkedUntil?.getTime(), start + 2 * day);
  clock.advance(16 * minute);
  await look();
  assert.deepEqual((await foundIn(ground, portal)).length, 4);
});

test("a list that is not what it should be is a problem in words, not in code", async () => {
  const portal = await entered();
  list.instead = () => ({ json: "maintenance" });
  await look();
  assert.match((await stateOf(ground, portal)).problem ?? "", /^The list of calls was not understood\./);
});
