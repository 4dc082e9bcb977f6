// Wakes lanes: pg-boss keeps one job per portal, so a portal's lane runs in one place at a time. The only importer of pg-boss.
// The queue only wakes; the events table is the truth, and the sweep finds what a lost wake-up left behind.
import { PgBoss } from "pg-boss";
import { z } from "zod";
import type { Log } from "../log.ts";
import { type PortalId, portalId } from "../model/ids.ts";

export interface Queue {
  /** Asks for a run of the portal's lane; asking twice is as good as once. */
  wake(portal: PortalId): void;
  /** Runs `lane` for every portal that is woken. */
  work(lane: (portal: PortalId) => Promise<void>): Promise<void>;
  /** Lets running lanes end, then stops. */
  stop(): Promise<void>;
}

const lanes = "lane";
/** Lanes that one process runs at a time; each mostly waits for HubSpot. */
const concurrency = 16;
/** A portal under fire is woken this often, not once per delivery: one waiting job covers all that arrives before it runs. */
const repeatMs = 50;
const job = z.object({ portalId });

export async function openQueue(databaseUrl: string, role: "all" | "web" | "worker", log: Log): Promise<Queue> {
  const works = role !== "web";
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: works ? 6 : 2,
    supervise: works,
    superviseIntervalSeconds: 5,
    // Silent jobs are looked for only as often as this, whatever the line above says; pg-boss's own 60 s would be a minute
    // in which the lanes of a killed worker stand still.
    monitorIntervalSeconds: 5,
    schedule: false,
    useListenNotify: works,
  });
  boss.on("error", (error) => log.warn({ error: error.message }, "queue trouble"));
  await boss.start();
  // A worker that is killed stops beating; after 10 s another one takes its lane over.
  await boss.createQueue(lanes, {
    policy: "stately",
    heartbeatSeconds: 10,
    notify: true,
    retryLimit: 1_000,
    retryDelay: 1,
    deleteAfterSeconds: 60,
  });

  /** Wake-ups on their way: what arrives meanwhile is covered by one more. */
  const sending = new Map<PortalId, { again: boolean }>();
  const send = async (portal: PortalId, state: { again: boolean }): Promise<void> => {
    do {
      if (state.again) await new Promise((next) => setTimeout(next, repeatMs));
      state.again = false;
      await boss
        .send(lanes, { portalId: portal }, { singletonKey: portal })
        .catch((error: Error) => log.warn({ error: error.message }, "wake-up lost"));
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
    async work(lane) {
      const options = {
        pollingIntervalSeconds: 2,
        // pg-boss would look only every 30 s while it listens; a lane that is given up by a dead worker notifies nobody.
        notifyPollingIntervalSeconds: 2,
        heartbeatRefreshSeconds: 3,
      };
      for (let count = 0; count < concurrency; count++) {
        let runner = "";
        runner = await boss.work(lanes, options, async (jobs) => {
          try {
            for (const { data } of jobs) await lane(job.parse(data).portalId);
          } catch (error) {
            // While the database is away a lane cannot even be given back: it would lie there until its heartbeat runs out.
            await databaseAnswers(() => boss.touch(lanes, jobs));
            throw error;
          } finally {
            // Looks for the next lane at once, not at the next poll: it may be this one again, woken while it ran.
            boss.notifyWorker(runner);
          }
        });
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 30_000 });
    },
  };
}

const patienceMs = 30_000;
const askAgainMs = 250;

async function databaseAnswers(ask: () => Promise<unknown>): Promise<void> {
  for (let waited = 0; waited < patienceMs; waited += askAgainMs) {
    const answers = await ask().then(
      () => true,
      () => false,
    );
    if (answers) return;
    await new Promise((next) => setTimeout(next, askAgainMs));
  }
}
