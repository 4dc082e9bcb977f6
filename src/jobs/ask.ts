// Asks a provider's API with patience: at its pace, again after what passes by itself, for as long as it asks us to wait.
import type { Ask } from "../providers/call-log.ts";
import { spanText } from "../rules/day.ts";
import { fromJson } from "../store/json.ts";
import type { Reply, Send } from "./secure-request.ts";

export interface Patience {
  send: Send;
  perMinute: number;
  clock: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<void> };
  /** The process is asked to stop. */
  signal: AbortSignal;
  /** Runs before each request; rejects when this worker is no longer the one to ask. */
  turn(): Promise<void>;
}

/** The sender wants no question for longer than one may wait. */
export class LeftAlone extends Error {
  readonly ms: number;

  constructor(message: string, ms: number) {
    super(message);
    this.ms = ms;
  }
}

/** The first try and four more. */
const mostTries = 5;
/** Who is told to wait for longer gives up until the next look. Well within the lease of a look. */
const longestWaitMs = 5 * 60_000;
/** Limits are counted by the minute, so after one without a word (Twilio, CallRail) there is room again. */
const limitedMs = 60_000;
const firstPauseMs = 1_000;

export function createAsk({ send, perMinute, clock, signal, turn }: Patience): Ask {
  let free = 0;
  /** Evenly spaced, also when several questions are asked at once. */
  const pace = async (): Promise<void> => {
    const at = Math.max(clock.now(), free);
    free = at + 60_000 / perMinute;
    if (at > clock.now()) await clock.sleep(at - clock.now(), signal);
  };

  return async (question) => {
    const { host } = new URL(question.url);
    for (let tries = 1; ; tries++) {
      await pace();
      await turn();
      const reply = await send(question, signal);
      if ("status" in reply && !passes(reply.status)) return { status: reply.status, json: jsonOf(reply.text) };
      const because = "status" in reply ? `${host} answered ${reply.status}` : reply.unanswered;
      if (tries === mostTries) throw new Error(`After ${mostTries} tries: ${because}.`);
      const waitMs = waitAfter(reply, tries, clock.now());
      if (waitMs > longestWaitMs) {
        throw new LeftAlone(`${because} and asked to be left alone for ${spanText(waitMs)}.`, waitMs);
      }
      await clock.sleep(waitMs, signal);
    }
  };
}

/** Too many requests, or trouble of the sender's own: the same question may well be answered later. */
function passes(status: number): boolean {
  return status === 429 || status >= 500;
}

function waitAfter(reply: Reply, tries: number, now: number): number {
  if ("unanswered" in reply) return pauseAfter(tries);
  const asked = reply.status === 429 || reply.status === 503 ? retryAfterMs(reply.retryAfter, now) : null;
  return asked ?? (reply.status === 429 ? limitedMs : pauseAfter(tries));
}

/** 1, 4, 16 and 64 seconds. */
function pauseAfter(tries: number): number {
  return firstPauseMs * 4 ** (tries - 1);
}

/** RFC 9110: seconds or a date. */
function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000;
  return Number.isFinite(seconds) ? Math.max(seconds * 1_000, 0) : null;
}

function jsonOf(text: string): unknown {
  try {
    return fromJson(text);
  } catch {
    return null;
  }
}
