// Asking in trouble: refusals, limits, silence, workers that stop, die or meet. Nothing is lost or asked twice at a time.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { createAsking, type DetailedProvider } from "../../src/jobs/details.ts";
import type { Portal } from "../../src/store/portals.ts";
import { announced } from "../../src/web/accept.ts";
import { type TestClock, testClock } from "./call-list.ts";
import { announce, askOnce, type Desk, detailsJobOf, scribe, start, startDesk, stored } from "./details-ground.ts";
import { type Ground, hour, minute, newPortal, openGround } from "./setup.ts";

let ground: Ground;
let clock: TestClock;
let desk: Desk;
let job: ReturnType<typeof detailsJobOf>;

before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());
beforeEach(async () => {
  clock = testClock(start);
  desk = await startDesk();
  job = detailsJobOf(ground, desk.send, clock);
  await ground.database.pool.query('TRUNCATE "Portal", "Event", "Delivery" CASCADE');
});
afterEach(() => desk.close());

const never = new AbortController().signal;
const now = () => new Date(clock.now());

async function portalWith(key: string): Promise<Portal> {
  const portal = await newPortal(ground);
  await ground.stores.accounts.save(portal.id, "scribe", { key });
  return portal;
}

/** A meeting that the sender has written, or will have. */
async function arrives({ id }: Portal, meeting: string, isWritten = true): Promise<string> {
  if (isWritten) desk.notes.set(meeting, { title: "Demo", name: "Sample Client" });
  return announce(ground, id, meeting, now());
}

const event = (id: string) => stored(ground, id);

test("a key that is refused parks the event with the sender's words, at the first time", async () => {
  const id = await arrives(await portalWith("bad"), "m1");
  await askOnce(job);
  const { status, because, thin } = await event(id);
  assert.deepEqual(
    { status, because, thin },
    {
      status: "parked",
      because: "Scribe refused the key (401). Put that right, then replay this event.",
      thin: true,
    },
  );
  assert.deepEqual(job.results, ["refused"]);
});

test("a key that no header may hold parks the event at once too, and nothing is asked", async () => {
  const id = await arrives(await portalWith("ключ"), "m1");
  await askOnce(job);
  const { status, because } = await event(id);
  assert.deepEqual(
    [status, because],
    [
      "parked",
      "api.scribe.test was not asked: the key that is stored holds characters that no header may hold. Put that right, then replay this event.",
    ],
  );
  assert.deepEqual(desk.asked, []);
});

test("any other refusal is asked again by the schedule, then parked with the sender's words", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  desk.instead = () => ({ status: 418 });
  await askOnce(job);
  assert.equal((await event(id)).because, "Scribe answered 418. Hookswitch asks again at 23 Nov, 12:01.");
  clock.advance(30 * hour);
  for (let times = 0; times < 6; times++) {
    await askOnce(job);
    clock.advance(hour);
  }
  const { status, because } = await event(id);
  assert.equal(status, "parked");
  assert.match(because, /^Scribe answered 418\. Hookswitch has asked often enough\./);
});

test("trouble of the sender's own is outlasted; when it stays, the event is asked for later and the next one now", async () => {
  const portal = await portalWith("good");
  const [first, second] = [await arrives(portal, "m1"), await arrives(portal, "m2")];
  desk.instead = ({ url }) => (url.pathname.endsWith("m1") ? { status: 502 } : null);
  await askOnce(job);
  assert.deepEqual(desk.askedFor(), ["m1", "m1", "m1", "m1", "m1", "m2"]);
  assert.match((await event(first)).because, /^After 5 tries: api\.scribe\.test answered 502\. Hookswitch asks again/);
  assert.equal((await event(second)).thin, false);
  desk.instead = null;
  clock.advance(minute);
  await askOnce(job);
  assert.equal((await event(first)).thin, false);
});

test("a sender that wants to be left alone is, for all events of that key and no other", async () => {
  const [limited, other] = [await portalWith("good"), await portalWith("good")];
  const ids = [await arrives(limited, "m1"), await arrives(limited, "m2")];
  desk.instead = () => ({ status: 429, headers: { "retry-after": "10800" } });
  await askOnce(job);
  assert.equal(desk.asked.length, 1);
  desk.instead = null;
  const theirs = await arrives(other, "m3");
  clock.advance(59 * minute);
  await askOnce(job);
  assert.deepEqual(desk.askedFor(), ["m1", "m3"]);
  assert.equal((await event(theirs)).thin, false);
  assert.match((await event(ids[0] ?? "")).because, /asked to be left alone for 3 hours/);
  clock.advance(minute);
  await askOnce(job);
  for (const id of ids) assert.equal((await event(id)).thin, false);
});

test("an answer that nobody understands is a problem in words, not in code, and is asked for again", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  desk.instead = () => ({ json: null });
  await askOnce(job);
  const { status, because } = await event(id);
  assert.equal(status, "waiting");
  assert.match(because, /^The sender’s answer was not understood\./);
  desk.instead = null;
  clock.advance(minute);
  await askOnce(job);
  assert.equal((await event(id)).thin, false);
});

test("an answer that cannot be stored keeps no other event waiting", async () => {
  const portal = await portalWith("good");
  const [bad, next] = [await arrives(portal, "m1"), await arrives(portal, "m2")];
  const provider: DetailedProvider = {
    ...scribe,
    details: {
      ...scribe.details,
      async find(thin, ...others) {
        const found = await scribe.details.find(thin, ...others);
        if (thin.subject === "scribe/m1" && "happening" in found) found.happening.time = "whenever";
        return found;
      },
    },
  };
  await askOnce(detailsJobOf(ground, desk.send, clock, [provider]));
  const { status, thin, because } = await event(bad);
  assert.deepEqual([status, thin], ["waiting", true]);
  assert.match(because, /was not understood.* Hookswitch asks again at/);
  assert.equal((await event(next)).thin, false);
});

test("a key that cannot be decrypted any more ends in a reason, not in silence", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  await ground.database.pool.query(`UPDATE "ProviderAccount" SET "account" = 'lost:'`);
  for (let days = 0; days < 8; days++) {
    await askOnce(job);
    clock.advance(24 * hour);
  }
  assert.equal((await event(id)).status, "parked");
  assert.equal(desk.asked.length, 0);
});

test("of several workers each event is asked for by one, once", async () => {
  const portals = [];
  for (let n = 0; n < 4; n++) portals.push(await portalWith("good"));
  const ids: string[] = [];
  for (const portal of portals) for (let n = 0; n < 5; n++) ids.push(await arrives(portal, `${portal.id}-${n}`));
  const workers = Array.from({ length: 5 }, () => detailsJobOf(ground, desk.send, testClock(clock.now())));
  await Promise.all(workers.map((worker) => askOnce(worker)));
  assert.deepEqual(desk.askedFor().toSorted(), [...new Set(desk.askedFor())].toSorted());
  assert.equal(desk.asked.length, ids.length);
  for (const id of ids) assert.equal((await event(id)).thin, false);
});

test("a worker that was killed while it asked is replaced two minutes later", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  assert.ok(await ground.stores.thin.hold(["scribe"], now(), new Date(clock.now() + 2 * minute)));
  clock.advance(2 * minute - 1);
  await askOnce(job);
  assert.equal(desk.asked.length, 0);
  clock.advance(1);
  await askOnce(job);
  assert.equal((await event(id)).thin, false);
});

test("a worker that waits because the sender wants it to keeps the account meanwhile", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  let isFirst = true;
  desk.instead = () => {
    if (!isFirst) return null;
    isFirst = false;
    return { status: 503, headers: { "retry-after": "290" } };
  };
  const slow = testClock(clock.now());
  slow.sleep = async (ms) => {
    clock.advance(ms - 1);
    await askOnce(job);
    slow.advance(ms);
  };
  await askOnce(detailsJobOf(ground, desk.send, slow));
  assert.deepEqual(desk.askedFor(), ["m1", "m1"]);
  assert.deepEqual(job.results, []);
  assert.equal((await event(id)).thin, false);
});

test("a worker that lost the account while it slept notes nothing over what became of it", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  let isFirst = true;
  desk.instead = () => {
    if (!isFirst) return null;
    isFirst = false;
    return { status: 503, headers: { "retry-after": "240" } };
  };
  const frozen = testClock(clock.now());
  frozen.sleep = async () => {
    clock.advance(hour);
    frozen.advance(hour);
    await askOnce(job);
  };
  const late = detailsJobOf(ground, desk.send, frozen);
  await askOnce(late);
  assert.deepEqual([job.results, late.results], [["found"], []]);
  assert.deepEqual(desk.askedFor(), ["m1", "m1"]);
  assert.equal((await event(id)).thin, false);
});

test("what the old key is refused is not noted when a new one was entered meanwhile", async () => {
  const portal = await portalWith("bad");
  const id = await arrives(portal, "m1");
  const entered = { ...scribe.details };
  const provider: DetailedProvider = {
    ...scribe,
    details: {
      ...entered,
      async find(...asked) {
        const refusal = await entered.find(...asked).catch((error: unknown) => error);
        await ground.stores.accounts.save(portal.id, "scribe", { key: "good" });
        await ground.stores.thin.askAnew(portal.id, "scribe", announced(scribe), now());
        throw refusal;
      },
    },
  };
  await askOnce(detailsJobOf(ground, desk.send, clock, [provider]));
  assert.equal((await event(id)).status, "waiting");
  await askOnce(job);
  assert.equal((await event(id)).thin, false);
});

test("an account that is removed while it is asked in its name ends that, and what waits is parked", async () => {
  const portal = await portalWith("good");
  const ids = [await arrives(portal, "m1", false), await arrives(portal, "m2")];
  desk.instead = () => ({ status: 503, headers: { "retry-after": "290" } });
  const slow = testClock(clock.now());
  slow.sleep = async (ms) => {
    slow.advance(ms);
    await ground.stores.accounts.remove(portal.id, "scribe");
  };
  await askOnce(detailsJobOf(ground, desk.send, slow));
  assert.equal(desk.asked.length, 1);
  await askOnce(job);
  for (const id of ids) assert.match((await event(id)).because, /Enter its API key under Settings/);
});

test("a worker that is asked to stop leaves its events to the next one, which is not kept waiting", async () => {
  const portal = await portalWith("good");
  const ids = [await arrives(portal, "m1"), await arrives(portal, "m2"), await arrives(portal, "m3")];
  const stop = new AbortController();
  desk.instead = ({ url }) => {
    if (url.pathname.endsWith("m2")) stop.abort();
    return null;
  };
  await askOnce(job, stop.signal);
  assert.deepEqual(
    (await Promise.all(ids.map(event))).map(({ thin, attempts, status }) => [thin, attempts, status]),
    [
      [false, 0, "waiting"],
      [true, 0, "waiting"],
      [true, 0, "waiting"],
    ],
  );
  desk.instead = null;
  clock.advance(1000);
  await askOnce(detailsJobOf(ground, desk.send, clock));
  for (const id of ids) assert.equal((await event(id)).thin, false);
});

test("a sender that does not answer keeps neither another sender's events waiting nor another portal's", async () => {
  const slow: DetailedProvider = { ...scribe, name: "slow", label: "Slow" };
  const portals = [await portalWith("good"), await portalWith("good")];
  const [first] = portals;
  assert.ok(first);
  await ground.stores.accounts.save(first.id, "slow", { key: "good" });
  const stuck = await announce(ground, first.id, "m0", now(), slow);
  let answers = () => {};
  const answered = new Promise<void>((done) => {
    answers = done;
  });
  const asking = detailsJobOf(ground, desk.send, clock, [slow, scribe]);
  const send = asking.send;
  asking.send = async (question, signal) => {
    if (question.url.endsWith("/m0")) await answered;
    return send(question, signal);
  };
  const found = new Promise<void>((done) => {
    asking.wake = () => void (asking.woken.push(first.id) === portals.length && done());
  });
  const worker = createAsking(asking, never);
  await worker.look();
  const others = [];
  for (const portal of portals) others.push(await arrives(portal, `of-${portal.id}`));
  await worker.look();
  await found;
  for (const id of others) assert.equal((await event(id)).thin, false);
  assert.equal((await event(stuck)).thin, true);
  desk.notes.set("m0", { title: "Demo", name: "Sample Client" });
  answers();
  await worker.ended();
  assert.equal((await event(stuck)).subject, "scribe/whole-m0");
});
