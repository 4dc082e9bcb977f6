// One round of questions in the name of an account: event by event until none is due, and what became of each is noted.
import type { Ask } from "../providers/call-log.ts";
import type { HeldAccount, ThinEvent } from "../store/thin.ts";
import { createAsk } from "./ask.ts";
import type { DetailedProvider, DetailsJob } from "./details.ts";
import { type Hold, holdOf } from "./details-hold.ts";
import { againAfter, answerTo, type Outcome } from "./details-outcome.ts";
import { nextAsk } from "./details-schedule.ts";
import { askedAgain, givenUp } from "./details-words.ts";

/** However long the sender wants to be left alone: one question an hour does no harm. */
const longestPauseMs = 60 * 60_000;
/** After what nobody has foreseen it is not tried again at once. */
const afterTroubleMs = 60_000;

export interface Round {
  held: HeldAccount;
  provider: DetailedProvider;
  timeZone: string;
  hold: Hold;
  ask: Ask;
  signal: AbortSignal;
}

export async function askAll(held: HeldAccount, job: DetailsJob, signal: AbortSignal): Promise<void> {
  const { clock, log } = job;
  const { portalId, provider: name } = held;
  const hold = holdOf(held, job.stores.thin, clock.now);
  /** Until then nobody asks: the sender's limit counts questions, whichever worker's they are. */
  let quietUntil = 0;
  const asked = (gapMs: number) => {
    quietUntil = clock.now() + gapMs;
  };
  try {
    const round = await roundOf(held, hold, job, asked, signal);
    while (!signal.aborted) {
      const event = await job.stores.thin.next(held, new Date(clock.now()));
      // The account was removed a moment ago: the next look parks what waits.
      const outcome = event && (await answerTo(event, round, job));
      if (!event || !outcome) return;
      await note(event, outcome, round, job).catch((error: unknown) => {
        // An answer that cannot be stored must not keep the others waiting.
        const again = againAfter(error, event, round, job);
        return note(event, { result: "failed", again }, round, job);
      });
      if (!("leaveAloneMs" in outcome)) continue;
      quietUntil = clock.now() + Math.min(outcome.leaveAloneMs, longestPauseMs);
      return;
    }
  } catch (error) {
    if (signal.aborted || hold.isBroken()) return;
    quietUntil = clock.now() + afterTroubleMs;
    log.error({ portalId, provider: name, error: error instanceof Error ? error.stack : String(error) }, "details");
  } finally {
    await hold.letGo(new Date(Math.max(quietUntil, clock.now()))).catch(() => undefined);
  }
}

async function roundOf(
  held: HeldAccount,
  hold: Hold,
  { stores, providers, send, clock }: DetailsJob,
  asked: (gapMs: number) => void,
  signal: AbortSignal,
): Promise<Round> {
  const provider = providers.find(({ name }) => name === held.provider);
  const portal = await stores.portals.find(held.portalId);
  if (!provider || !portal) throw new Error("There is nobody to ask, or for.");
  const { perMinute } = provider.details;
  const ask = createAsk({
    send,
    perMinute,
    clock: { now: clock.now, sleep: (ms, ended) => hold.keep(ms).then(() => clock.sleep(ms, ended)) },
    signal,
    turn: async () => {
      await hold.keep();
      asked(60_000 / perMinute);
    },
  });
  return { held, provider, timeZone: portal.settings.timeZone, hold, ask, signal };
}

async function note(event: ThinEvent, outcome: Outcome, round: Round, job: DetailsJob): Promise<void> {
  const { thin } = job.stores;
  const { portalId, provider } = round.held;
  const now = new Date(job.clock.now());
  if (outcome.result === "found") {
    await thin.complete(portalId, job.toEvent(round.provider, outcome.happening, event.receivedAt, event.id), now);
    job.wake(portalId);
  } else {
    // What an old key was told is not noted over what became of a new one.
    await round.hold.keep();
    const next = "again" in outcome ? nextAsk(event.asked + 1, event.receivedAt, now) : null;
    if ("again" in outcome && next)
      await thin.askAgain(portalId, event.id, next, askedAgain(outcome.again, round.timeZone, next));
    else if ("again" in outcome) await thin.settle(portalId, event.id, "parked", givenUp(outcome.again), now);
    else await thin.settle(portalId, event.id, outcome.status, outcome.because, now);
  }
  job.counted(provider, outcome.result);
  job.log.info({ portalId, provider, eventId: event.id, result: outcome.result }, "details");
}
