// Lanes are taken as long as there is room, and no more once the process is asked to stop.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type LaneSource, startRunners, type Taken } from "../../src/jobs/runners.ts";
import { portalId } from "../../src/model/ids.ts";
import { log } from "./setup.ts";

const portal = portalId.parse("1");
let jobs = 0;
const oneMore = (): Taken => ({ job: { id: String(++jobs), retryCount: 0 }, portal });

function queueOf(take: () => Promise<Taken[]>) {
  const heard: string[] = [];
  const source: LaneSource = {
    take,
    touch: async () => undefined,
    end: async () => void heard.push("ended"),
    giveBack: async (_taken, because) => void heard.push(because),
  };
  return { source, heard };
}

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

test("lanes that come again at once are not taken again by a process that is asked to stop", async () => {
  let stopping = false;
  let taken = 0;
  const { source } = queueOf(async () => {
    taken += 1;
    await later(1);
    return [oneMore()];
  });
  const runners = startRunners(
    source,
    () => later(1),
    () => stopping,
    log,
  );
  await later(30);
  stopping = true;
  await later(30);
  const before = taken;
  await later(50);
  assert.equal(taken, before);
  await runners.stop();
});

test("a lane that is on its way when the runners stop is given back, and not run", async () => {
  let hand: (taken: Taken[]) => void = () => undefined;
  let runs = 0;
  const { source, heard } = queueOf(
    () =>
      new Promise<Taken[]>((done) => {
        hand = done;
      }),
  );
  const runners = startRunners(
    source,
    async () => {
      runs += 1;
    },

    () => false,
    log,
  );
  const stopped = runners.stop();
  hand([oneMore()]);
  await stopped;
  assert.deepEqual([runs, heard], [0, ["The process stops."]]);
});

test("a lane that fails is given back with the reason", async () => {
  const waiting = [oneMore()];
  const { source, heard } = queueOf(async () => waiting.splice(0));
  const failing = () => Promise.reject(new Error("no luck"));
  const runners = startRunners(source, failing, () => false, log);
  await later(20);
  await runners.stop();
  assert.deepEqual(heard, ["no luck"]);
});
