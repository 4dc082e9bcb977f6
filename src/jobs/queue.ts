// Wakes lanes: pg-boss keeps one job per portal, so a portal's lane runs in one place at a time. The only importer of pg-boss.
// The queue only wakes; the events table is the truth, and the sweep finds what a lost wake-up left behind.
import { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Log } from "../log.ts";
import { type PortalId, portalId } from "../model/ids.ts";
import type { Notices } from "../store/notices.ts";
import { type LaneSource, type Runners, startRunners } from "./runners.ts";

export interface Queue {
  /** Asks for a run of the portal's lane; asking twice is as good as once. */
  wake(portal: PortalId): void;
  /** Runs `lane` for every portal that is woken, until the process is asked to stop. */
  work(lane: (portal: PortalId) => Promise<void>, isStopping: () => boolean): void;
  /** Lets running lanes end, then stops. */
  stop(): Promise<void>;
}

const lanes = "lane";
/** Where a process that has woken a lane tells the others so. */
const channel = "hookswitch_lanes";
/** A portal under fire is woken this often, not once per delivery: one waiting job covers all that arrives before it runs. */
const repeatMs = 50;
const job = z.object({ id: z.string(), retryCount: z.number(), data: z.object({ portalId }) });

export async function openQueue(
  databaseUrl: string,
  role: "all" | "web" | "worker",
  notices: Notices,
  log: Log,
): Promise<Queue> {
  const works = role !== "web";
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: works ? 4 : 2,
    supervise: works,
    superviseIntervalSeconds: 5,
    // Silent jobs are looked for only as often as this, whatever the line above says; pg-boss's own 60 s would be a minute
    // in which the lanes of a killed worker stand still.
    monitorIntervalSeconds: 5,
    schedule: false,
    useListenNotify: false,
  });
  boss.on("error", (error) => log.warn({ error: error.message }, "queue trouble"));
  await boss.start();
  // A worker that is killed stops beating; after 10 s another one takes its lane over.
  await boss.createQueue(lanes, {
    policy: "stately",
    heartbeatSeconds: 10,
    retryLimit: 1_000,
    retryDelay: 1,
    deleteAfterSeconds: 60,
  });
  // pg-boss's own workers would each ask for a job at every notice: sixteen queries for one lane.
  const source: LaneSource = {
    async take(batchSize) {
      const jobs = await boss.fetch(lanes, { batchSize });
      return jobs.map((each) => {
        const { id, retryCount, data } = job.parse(each);
        return { job: { id, retryCount }, portal: data.portalId };
      });
    },
    async touch(taken) {
      if (taken.length > 0)
        await boss.touch(
          lanes,
          taken.map((each) => each.job),
        );
    },
    async end(taken) {
      await boss.complete(lanes, [taken.job]);
    },
    async giveBack(taken, because) {
      await boss.fail(lanes, [taken.job], { because });
    },
  };
  let runners: Runners | null = null;

  /** Wake-ups on their way: what arrives meanwhile is covered by one more. */
  const sending = new Map<PortalId, { again: boolean }>();
  const send = async (portal: PortalId, state: { again: boolean }): Promise<void> => {
    do {
      if (state.again) await new Promise((next) => setTimeout(next, repeatMs));
      state.again = false;
      try {
        await boss.send(lanes, { portalId: portal }, { singletonKey: portal });
        runners?.look();
        if (!runners || runners.isFull()) await notices.tell(channel, [""]);
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.message : String(error) }, "wake-up lost");
      }
    } while (state.again);
    sending.delete(portal);
  };

  return {
    wake(portal) {
      const state = sending.get(portal);
      if (state) {
        state.again = true;
        return;
      }
      const fresh = { again: false };
      sending.set(portal, fresh);
      void send(portal, fresh);
    },
    work(lane, isStopping) {
      const mine = startRunners(source, lane, isStopping, log);
      runners = mine;
      notices.listen(channel, () => mine.look());
    },
    async stop() {
      await runners?.stop();
      await boss.stop({ graceful: true, timeout: 30_000 });
    },
  };
}
