// The real providers' lists of calls, each stood in for by a server that pages, limits and refuses as its maker documents.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { v7 as uuid } from "uuid";
import { takeDueLooks } from "../../src/jobs/call-logs.ts";
import type { LoggingProvider } from "../../src/jobs/lost-calls.ts";
import type { Ask } from "../../src/providers/call-log.ts";
import { providerNamed } from "../../src/providers/index.ts";
import type { StoredAccount } from "../../src/store/accounts.ts";
import type { Portal } from "../../src/store/portals.ts";
import { toRows } from "../../src/web/accept.ts";
import { limiter, type StandIn, startStandIn, type TestClock, testClock } from "./call-list.ts";
import { callLogsOf, foundIn, portalWith, start, stateOf } from "./call-log-ground.ts";
import { aircallList } from "./lists/aircall.ts";
import { callrailList } from "./lists/callrail.ts";
import { dialpadList } from "./lists/dialpad.ts";
import type { KnownCall, ListOfCalls } from "./lists/list.ts";
import { quoList } from "./lists/quo.ts";
import { ringcentralList } from "./lists/ringcentral.ts";
import { ringostatList } from "./lists/ringostat.ts";
import { twilioList } from "./lists/twilio.ts";
import { zoomPhoneList } from "./lists/zoom-phone.ts";
import { type Ground, minute, openGround } from "./setup.ts";

const lists = [
  ringostatList,
  callrailList,
  twilioList,
  aircallList,
  dialpadList,
  quoList,
  zoomPhoneList,
  ringcentralList,
];

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.database.close());

const never = new AbortController().signal;

/** So many calls in the hour and a half that ended half an hour ago: the patience of the most patient webhooks is over. */
function callsOf(count: number): KnownCall[] {
  return Array.from({ length: count }, (_, n) => {
    const startedAt = start - 120 * minute + Math.floor((n * 85 * 60) / count) * 1000;
    return { n: n + 1, startedAt, seconds: 60, phone: `+38050${1_000_000 + n}` };
  });
}

interface Scene {
  provider: LoggingProvider;
  clock: TestClock;
  standIn: StandIn;
  portal: Portal;
  look(): Promise<void>;
}

async function sceneOf(
  list: ListOfCalls,
  calls: readonly KnownCall[],
  perMinute: number,
  account: StoredAccount,
): Promise<Scene> {
  const provider = providerNamed(list.provider);
  if (!provider?.log) throw new Error(`${list.provider} has no list of calls.`);
  const logging = { ...provider, log: provider.log };
  const clock = testClock(start);
  const tooMany = limiter(perMinute, clock, list.tooMany);
  const standIn = await startStandIn((asked) => tooMany() ?? list.answer(asked, calls) ?? list.refused);
  const portal = await portalWith(ground, list.provider, account, clock, { timeZone: "Europe/Kyiv" });
  const job = callLogsOf(ground, [logging], standIn.send, clock);
  return { provider: logging, clock, standIn, portal, look: () => takeDueLooks(job, never) };
}

/** The webhooks of these calls came: what they tell has the list's own subject. */
async function tellOf(calls: readonly KnownCall[], list: ListOfCalls, { provider, portal }: Scene): Promise<void> {
  const receivedAt = new Date(start);
  const connection = { timeZone: "Europe/Kyiv", secret: null, receivedAt, url: "", map: null };
  const open = await startStandIn((asked) => list.answer(asked, calls) ?? list.refused);
  const ask: Ask = async (question) => {
    const reply = await open.send(question, never);
    if (!("status" in reply)) throw new Error(reply.unanswered);
    return { status: reply.status, json: JSON.parse(reply.text) };
  };
  const window = { from: new Date(start - 120 * minute), to: receivedAt };
  for await (const page of provider.log.pages(window, list.account, ask, { timeZone: "Europe/Kyiv" })) {
    for (const call of page) {
      const delivery = { method: "POST", query: "", headers: {}, body: Buffer.from(JSON.stringify(call)) };
      const reading = provider.log.read(call, connection);
      await ground.stores.deliveries.accept(
        toRows(portal.id, provider, delivery, "address", reading, receivedAt, uuid),
      );
    }
  }
  await open.close();
}

for (const list of lists) {
  test(`${list.provider}: of 60 calls the 12 that no webhook told of are found, once, page by page and within its limits`, async () => {
    const calls = callsOf(60);
    const scene = await sceneOf(list, calls, 2, list.account);
    const { portal, look, standIn, clock } = scene;
    await tellOf(
      calls.filter(({ n }) => n % 5 > 0),
      list,
      scene,
    );
    await look();
    const { problem, foundCalls } = await stateOf(ground, portal);
    assert.deepEqual({ problem, foundCalls }, { problem: null, foundCalls: 12 });
    const found = [...new Set(await foundIn(ground, portal))];
    const numbers = found.map((subject) => Number(/\d{1,4}$/.exec(subject)?.[0]));
    assert.deepEqual(
      numbers,
      calls.map(({ n }) => n).filter((n) => n % 5 === 0),
      "the oldest first",
    );

    for (let looks = 0; looks < 3; looks++) {
      clock.advance(16 * minute);
      await look();
    }
    assert.deepEqual([...new Set(await foundIn(ground, portal))], found);
    const again = await stateOf(ground, portal);
    assert.deepEqual([again.problem, again.foundCalls], [null, 12]);
    if (list !== ringostatList)
      assert.ok(
        clock.slept.some((ms) => ms >= 30_000),
        "it waited at a limit",
      );
    await standIn.close();
  });

  test(`${list.provider}: a refused account is said in words that name it`, async () => {
    const [last = ""] = Object.keys(list.account).slice(-1);
    const { portal, look, standIn, provider } = await sceneOf(list, [], 60, { ...list.account, [last]: "wrong" });
    await look();
    const { problem } = await stateOf(ground, portal);
    assert.match(problem ?? "", new RegExp(`^${provider.label.split(" ")[0]}.*\\((400|401)\\)`));
    await standIn.close();
  });
}

test("ringostat: a list longer than one answer holds is asked for in parts, and nothing between them is left out", async () => {
  const calls = callsOf(7_000);
  const scene = await sceneOf(ringostatList, calls, 60, ringostatList.account);
  await scene.look();
  assert.equal((await stateOf(ground, scene.portal)).foundCalls, 7_000);
  assert.equal(new Set(await foundIn(ground, scene.portal)).size, 7_000);
  assert.equal(scene.standIn.asked.length, 3);
  await scene.standIn.close();
});

test("zoom-phone: every entry of a lost call is stored, for each tells of other people", async () => {
  const scene = await sceneOf(zoomPhoneList, callsOf(1), 60, zoomPhoneList.account);
  await scene.look();
  assert.deepEqual(await foundIn(ground, scene.portal), ["zoom-phone/1", "zoom-phone/1", "zoom-phone/1"]);
  assert.equal((await stateOf(ground, scene.portal)).foundCalls, 1);
  await scene.standIn.close();
});
