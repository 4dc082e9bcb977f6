// Runs the lanes that are waiting, so many at a time: takes them from the queue, keeps them alive, gives them back.
import type { Log } from "../log.ts";
import type { PortalId } from "../model/ids.ts";
import { every } from "./every.ts";

/** A lane that was taken from the queue: nobody else has it until it is ended, given back or silent for too long. */
export interface Taken {
  job: { id: string; retryCount: number };
  portal: PortalId;
}

export interface LaneSource {
  take(atMost: number): Promise<Taken[]>;
  /** Says that these lanes are still being run. */
  touch(taken: readonly Taken[]): Promise<void>;
  end(taken: Taken): Promise<void>;
  /** To be run again soon. */
  giveBack(taken: Taken, because: string): Promise<void>;
}

export interface Runners {
  /** Takes what there is, now. */
  look(): void;
  /** Whether others should be told of a lane that waits. */
  isFull(): boolean;
  /** Lets running lanes end; gives back what does not end in time. */
  stop(): Promise<void>;
}

/** Lanes that one process runs at a time; each mostly waits for HubSpot. */
const slots = 16;
/** What a lost notice is made up for by: lanes that a dead worker gave up notify nobody. */
const lookMs = 1_000;
const touchMs = 3_000;
const databasePatienceMs = 30_000;
/** Hosts kill a process 30 s after they have told it to end, and its web server may take 5 s of them. */
const stopPatienceMs = 20_000;
const askAgainMs = 250;

/** @param isStopping the process is asked to stop: lanes that are taken by now may end, no other is taken */
export function startRunners(
  source: LaneSource,
  run: (portal: PortalId) => Promise<void>,
  isStopping: () => boolean,
  log: Log,
): Runners {
  const running = new Map<Taken, Promise<void>>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const mayTake = () => !stopped && !isStopping() && running.size < slots;

  const look = (): Promise<void> => {
    again = true;
    if (looking) return looking;
    if (!mayTake()) return Promise.resolve();
    looking = takeAll();
    return looking;
  };
  const takeAll = async (): Promise<void> => {
    try {
      while (again && mayTake()) {
        again = false;
        for (const taken of await source.take(slots - running.size)) {
          if (stopped) await source.giveBack(taken, "The process stops.");
          else begin(taken);
        }
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, "lanes could not be taken");
    } finally {
      looking = null;
    }
  };
  const begin = (taken: Taken): void => {
    const ended = runOne(taken).finally(() => {
      running.delete(taken);
      // At once, not with the next look: it may be this lane again, woken while it ran.
      void look();
    });
    running.set(taken, ended);
  };
  const runOne = async (taken: Taken): Promise<void> => {
    const because = await run(taken.portal).then(
      () => null,
      (error: unknown) => messageOf(error),
    );
    if (because !== null) log.warn({ portalId: taken.portal, because }, "lane given back");
    await untilItAnswers(() => (because === null ? source.end(taken) : source.giveBack(taken, because)));
  };

  const looks = every(lookMs, "lanes", look, log);
  const touches = every(touchMs, "lanes' heartbeat", () => source.touch([...running.keys()]), log);
  return {
    look: () => void look(),
    isFull: () => running.size >= slots,
    async stop() {
      stopped = true;
      await looks();
      await looking;
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((done) => {
        late = setTimeout(done, stopPatienceMs);
      });
      await Promise.race([Promise.all(running.values()), patience]);
      clearTimeout(late);
      await touches();
      for (const taken of running.keys()) await source.giveBack(taken, "The process stops.").catch(() => undefined);
    },
  };
}

/** While the database is away a lane cannot even be given back: it would lie there until its heartbeat runs out. */
async function untilItAnswers(ask: () => Promise<void>): Promise<void> {
  for (let waited = 0; waited < databasePatienceMs; waited += askAgainMs) {
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((next) => setTimeout(next, askAgainMs));
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
