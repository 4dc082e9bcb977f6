// What a webhook only announced is asked from its sender before the lane may have it: again and again, or not at all.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { nextAsk } from "../../src/jobs/details-schedule.ts";
import type { Portal } from "../../src/store/portals.ts";
import { announced, toEvent } from "../../src/web/accept.ts";
import { type TestClock, testClock } from "./call-list.ts";
import {
  announce,
  announcement,
  askOnce,
  type Desk,
  detailsJobOf,
  scribe,
  start,
  startDesk,
  stored,
} from "./details-ground.ts";
import { day, type Ground, hour, minute, newPortal, openGround } from "./setup.ts";

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

const now = () => new Date(clock.now());

async function portalWith(key: string | null, settings = {}): Promise<Portal> {
  const portal = await newPortal(ground, settings);
  if (key !== null) await ground.stores.accounts.save(portal.id, "scribe", { key });
  return portal;
}

const arrives = ({ id }: Portal, meeting: string) => announce(ground, id, meeting, now());
const event = (id: string) => stored(ground, id);
const claimed = async ({ id }: Portal) =>
  (await ground.stores.events.claim(id, 100, now())).map((each) => each.event.subject);

test("an announced meeting is completed with what its sender tells, and the lane is woken", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  const { type, subject, who, data, status, because, thin, attempts, dueAt } = await event(id);
  assert.deepEqual(
    { type, subject, who, data, status, because, thin, attempts },
    {
      type: "meeting.analyzed",
      subject: "scribe/whole-m1",
      who: "Sample Client client@acme.test",
      data: { title: "Demo", person: { name: "Sample Client", email: "client@acme.test" } },
      status: "waiting",
      because: "",
      thin: false,
      attempts: 0,
    },
  );
  assert.ok(dueAt <= now());
  assert.deepEqual(job.woken, [portal.id]);
  assert.deepEqual(await claimed(portal), ["scribe/whole-m1"]);
});

test("the lane, its sweep and its alarms leave alone what is only announced", async () => {
  const portal = await portalWith("good", { alertEmail: "admin@acme.test" });
  const id = await arrives(portal, "m1");
  assert.equal((await event(id)).because, "Hookswitch asks Scribe for the rest of it.");
  clock.advance(hour);
  const { events, backlog, alerts } = ground.stores;
  assert.deepEqual(await claimed(portal), []);
  assert.deepEqual(await events.portalsWithDueEvents(now()), []);
  assert.equal(await events.stillWaiting(portal.id, id), null);
  assert.equal((await backlog.of(portal.id, now())).waiting, 0);
  assert.equal(await backlog.oldestSeconds(now()), 0);
  assert.deepEqual(
    (await alerts.watched(now())).map(({ waiting, oldest }) => ({ waiting, oldest })),
    [{ waiting: 0, oldest: null }],
  );
  const before = await event(id);
  await events.postpone(portal.id, [id], new Date(clock.now() + hour), before.because);
  assert.equal(await events.wakeSubjects(portal.id, [before.subject], now()), 0);
});

test("what the sender has not written yet is asked for after 1, 2, 5, 10 and 30 minutes, then hourly for a day, then parked", async () => {
  const portal = await portalWith("good", { timeZone: "Europe/Kyiv" });
  const id = await arrives(portal, "m1");
  const askedAfter: number[] = [];
  for (;;) {
    await askOnce(job);
    askedAfter.push((clock.now() - start) / minute);
    const { status, because, dueAt } = await event(id);
    if (askedAfter.length === 1)
      assert.equal(
        because,
        "Scribe is still writing. Hookswitch asks again at 23 Nov, 14:01.",
        "in the portal's own time",
      );
    if (status === "parked") break;
    clock.advance(dueAt.getTime() - clock.now() - 1);
    await askOnce(job);
    assert.equal(desk.asked.length, askedAfter.length, "not sooner");
    clock.advance(1);
  }
  assert.deepEqual(askedAfter, [0, 1, 3, 8, 18, ...Array.from({ length: 24 }, (_, hours) => 48 + 60 * hours)]);
  const { status, because, thin } = await event(id);
  assert.deepEqual(
    { status, because, thin },
    {
      status: "parked",
      because:
        "Scribe is still writing. Hookswitch has asked often enough. Replay this event to have it asked for again.",
      thin: true,
    },
  );
});

test("it is completed as soon as the sender has written it", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  await askOnce(job);
  clock.advance(minute);
  await askOnce(job);
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  clock.advance(2 * minute);
  await askOnce(job);
  const { thin, attempts } = await event(id);
  assert.deepEqual(
    { thin, attempts, results: job.results },
    { thin: false, attempts: 0, results: ["not_yet", "not_yet", "found"] },
  );
});

test("the schedule: what is asked for late has its first times nonetheless", () => {
  const received = new Date(start);
  const waits = (ageMs: number, asked: number) => {
    const at = new Date(start + ageMs);
    const next = nextAsk(asked, received, at);
    return next && (next.getTime() - at.getTime()) / minute;
  };
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7].map((asked) => waits(0, asked)),
    [1, 2, 5, 10, 30, 60, 60],
  );
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map((asked) => waits(3 * day, asked)),
    [1, 2, 5, 10, 30, null],
  );
  assert.equal(waits(23 * hour, 20), 60);
  assert.equal(waits(23 * hour + 1, 20), null);
});

test("what the sender says is nothing is ignored for the sender's reason", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  desk.instead = () => ({ status: 410 });
  await askOnce(job);
  const { status, because } = await event(id);
  assert.deepEqual([status, because], ["ignored", "Scribe has deleted the meeting."]);
});

test("an ignored meeting that was never told of is not taken for something that is known of it", async () => {
  const portal = await portalWith("good");
  await arrives(portal, "m1");
  desk.instead = () => ({ status: 410 });
  await askOnce(job);
  assert.equal((await ground.stores.moments.of(portal.id, ["scribe/m1"])).size, 0);
});

test("without an account it is parked at once, and says where to enter the key", async () => {
  const portal = await portalWith(null);
  const id = await arrives(portal, "m1");
  await askOnce(job);
  const { status, because } = await event(id);
  assert.deepEqual(
    [status, because],
    [
      "parked",
      "Scribe only announced this meeting. Enter its API key under Settings, where Scribe is set up: it is asked for at once.",
    ],
  );
  assert.deepEqual(desk.asked, []);
});

test("once the key is entered, what was parked for want of it is asked for, of this portal and sender alone", async () => {
  const portal = await portalWith(null);
  const stranger = await portalWith(null);
  const id = await arrives(portal, "m1");
  const theirs = await arrives(stranger, "m1");
  await askOnce(job);
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  clock.advance(3 * day);
  await ground.stores.accounts.save(portal.id, "scribe", { key: "good" });
  assert.equal(await ground.stores.thin.askAnew(portal.id, "other", announced(scribe), now()), 0);
  assert.equal(await ground.stores.thin.askAnew(portal.id, "scribe", announced(scribe), now()), 1);
  const { status, because } = await event(id);
  assert.deepEqual([status, because], ["waiting", "Hookswitch asks Scribe for the rest of it."]);
  await askOnce(job);
  assert.deepEqual([(await event(id)).thin, (await event(theirs)).status], [false, "parked"]);
});

test("a sender that this version does not know, or cannot ask, is nobody to wait for", async () => {
  const portal = await portalWith("good");
  await ground.stores.accounts.save(portal.id, "pigeon", { key: "good" });
  const id = await announce(ground, portal.id, "m1", now(), { ...scribe, name: "pigeon", label: "Pigeon" });
  await askOnce(job);
  const { status, because } = await event(id);
  assert.equal(status, "parked");
  assert.match(because, /^This version of Hookswitch cannot ask pigeon .* Replay this event after an update\.$/);
});

test("an event of a shape that this version does not know is parked, and the next one is asked for", async () => {
  const portal = await portalWith("good");
  const [odd, next] = [await arrives(portal, "odd"), await arrives(portal, "m1")];
  await ground.database.pool.query(`UPDATE "Event" SET "type" = 'meeting.dreamt' WHERE "id" = $1`, [odd]);
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  assert.equal((await event(odd)).status, "parked");
  assert.match((await event(odd)).because, /another version/);
  assert.equal((await event(next)).thin, false);
});

test("a delivery that is repeated after the event was completed is still the same event", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  await arrives(portal, "m1");
  await askOnce(job);
  assert.equal(desk.asked.length, 1);
  const { rows } = await ground.database.pool.query<{ id: string }>('SELECT "id" FROM "Event"');
  assert.deepEqual(rows, [{ id }]);
});

test("two deliveries that turn out to tell the same are two events, each complete", async () => {
  const portal = await portalWith("good");
  const ids = [await arrives(portal, "m1")];
  clock.advance(minute);
  ids.push(await arrives(portal, "m1"));
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  const events = await Promise.all(ids.map(event));
  assert.deepEqual(
    events.map(({ thin, subject }) => [thin, subject]),
    [
      [false, "scribe/whole-m1"],
      [false, "scribe/whole-m1"],
    ],
  );
});

test("the sender's limit holds for a portal's key: one question a second, however many wait and whoever asks", async () => {
  const portal = await portalWith("good");
  const times: number[] = [];
  desk.instead = () => {
    times.push((clock.now() - start) / 1000);
    return null;
  };
  for (const meeting of ["a", "b", "c"]) await arrives(portal, meeting);
  await askOnce(job);
  assert.deepEqual(times, [0, 1, 2]);
  await arrives(portal, "d");
  await askOnce(job);
  assert.deepEqual(times, [0, 1, 2], "another worker leaves the key alone for the rest of the second");
  clock.advance(1000);
  await askOnce(job);
  assert.deepEqual(times, [0, 1, 2, 3]);
});

test("of a disconnected or paused portal it is asked for all the same; the lane waits", async () => {
  const [gone, paused] = [await portalWith("good"), await portalWith("good", { paused: true })];
  const ids = [await arrives(gone, "m1"), await arrives(paused, "m1")];
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await ground.stores.portals.disconnect(gone.id, "Removed.");
  await askOnce(job);
  for (const id of ids) assert.equal((await event(id)).thin, false);
  assert.deepEqual(await ground.stores.events.portalsWithDueEvents(now()), []);
});

test("a parked event that is replayed is asked for from the beginning", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  desk.instead = () => ({ status: 401 });
  await askOnce(job);
  assert.equal((await event(id)).status, "parked");
  desk.instead = null;
  clock.advance(3 * day);
  const reading = toEvent(scribe, announcement("m1"), new Date(start), id);
  assert.ok(await ground.stores.replays.replay(portal.id, id, now(), reading));
  const { status, thin, attempts, because } = await event(id);
  assert.deepEqual(
    { status, thin, attempts, because },
    { status: "waiting", thin: true, attempts: 0, because: "Hookswitch asks Scribe for the rest of it." },
  );
  assert.deepEqual(await claimed(portal), []);
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  assert.deepEqual(await claimed(portal), ["scribe/whole-m1"]);
});

test("one whose delivery is no longer kept is asked for by what was announced", async () => {
  const portal = await portalWith(null);
  const id = await arrives(portal, "m1");
  await askOnce(job);
  await ground.stores.accounts.save(portal.id, "scribe", { key: "good" });
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  assert.ok(await ground.stores.replays.replay(portal.id, id, now(), null));
  assert.equal((await event(id)).because, "Replayed by hand");
  await askOnce(job);
  assert.equal((await event(id)).subject, "scribe/whole-m1");
});

test("one that was completed, decided and parked is asked for anew when it is replayed", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  await ground.stores.events.settle(
    portal.id,
    [{ eventId: id, status: "parked", because: "HubSpot refused it." }],
    now(),
  );
  desk.notes.set("m1", { title: "Demo, corrected", name: "Sample Client" });
  clock.advance(minute);
  await ground.stores.replays.replay(portal.id, id, now(), toEvent(scribe, announcement("m1"), new Date(start), id));
  assert.equal((await event(id)).subject, "scribe/m1");
  await askOnce(job);
  const { data, thin } = await event(id);
  assert.deepEqual([(data as { title: string }).title, thin], ["Demo, corrected", false]);
});

test("a plan that is half written is carried on as it was decided, without asking", async () => {
  const portal = await portalWith("good");
  const id = await arrives(portal, "m1");
  desk.notes.set("m1", { title: "Demo", name: "Sample Client" });
  await askOnce(job);
  await ground.database.prisma.ledgerEntry.create({
    data: {
      portalId: portal.id,
      key: `${id}/contact`,
      eventId: id,
      subject: "scribe/whole-m1",
      position: 0,
      do: "create",
      what: "contact",
      state: "done",
      hubspotId: "1",
      because: "nobody has the address",
      properties: {},
    },
  });
  await ground.stores.events.settle(
    portal.id,
    [{ eventId: id, status: "parked", because: "HubSpot refused it." }],
    now(),
  );
  clock.advance(minute);
  await ground.stores.replays.replay(portal.id, id, now(), toEvent(scribe, announcement("m1"), new Date(start), id));
  await askOnce(job);
  const { subject, thin } = await event(id);
  assert.deepEqual([subject, thin, desk.asked.length], ["scribe/whole-m1", false, 1]);
});

test("what PostgreSQL refuses, a NUL or half a character, costs nothing but itself", async () => {
  const id = await arrives(await portalWith("good"), "m1");
  desk.notes.set("m1", { title: "De\0mo \ud800", name: "Sam\0ple Client" });
  await askOnce(job);
  const { data, who } = await event(id);
  assert.deepEqual([(data as { title: string }).title, who], ["Demo \ufffd", "Sample Client client@acme.test"]);
});
