// A made-up provider with a list of calls, and the server that keeps the list: what every real one has in common.

import type { LoggingProvider } from "../../src/jobs/lost-calls.ts";
import type { CallLog } from "../../src/providers/call-log.ts";
import { generic } from "../../src/providers/generic.ts";
import { type Asked, limiter, type StandIn, startStandIn, type TestClock, type Told } from "./call-list.ts";

export interface MadeUpCall {
  id: string;
  phone: string;
  startedAt: number;
  /** null: it goes on. */
  endedAt: number | null;
  /** Not in the list before then. */
  listedAt?: number;
  /** Parts of it that have ids of their own. */
  legs?: string[];
}

const isCall = (value: unknown): value is MadeUpCall => typeof value === "object" && value !== null && "id" in value;

const log: CallLog = {
  perMinute: 60,
  async *pages({ from, to }, account, ask) {
    for (let page: number | null = 1; page !== null; ) {
      const url = `https://api.madeup.test/calls?from=${from.getTime()}&to=${to.getTime()}&page=${page}`;
      const { status, json } = await ask({ method: "GET", url, headers: { authorization: account.key ?? "" } });
      if (status === 401) throw new Error("MadeUp refused the key. Enter it again.");
      const answer = json as { calls: unknown[]; next: number | null };
      yield answer.calls;
      page = answer.next;
    }
  },
  read(call, connection) {
    if (!isCall(call)) return { unreadable: "It has no id." };
    const { id, phone, startedAt, endedAt, legs } = call;
    if (endedAt === null) return { ignored: "The call goes on." };
    const iso = (at: number) => new Date(at).toISOString();
    const event = {
      type: "call.completed",
      time: iso(endedAt),
      data: {
        call_id: id,
        direction: "in",
        outcome: "answered",
        client: { phone },
        started_at: iso(startedAt),
        ended_at: iso(endedAt),
        talk_seconds: 10,
      },
    };
    const body = Buffer.from(JSON.stringify(event));
    const reading = generic.read({ method: "POST", query: "", headers: {}, body }, connection);
    if (!("happenings" in reading)) return reading;
    const [first] = reading.happenings;
    if (first.type !== "call.completed") return reading;
    const data = legs ? { ...first.data, linkedIds: legs } : first.data;
    return { happenings: [{ ...first, subject: `madeup/${id}`, data }] };
  },
};

export const madeUp: LoggingProvider = { ...generic, name: "madeup", label: "MadeUp", log };

export interface MadeUpList extends StandIn {
  calls: MadeUpCall[];
  /** What it answers instead, until that is done. */
  instead: ((asked: Asked) => Told | null) | null;
}

const pageSize = 2;

/** Newest first, two a page, so many questions a minute. */
export async function startMadeUpList(clock: TestClock, perMinute = 60): Promise<MadeUpList> {
  const calls: MadeUpCall[] = [];
  const limit = limiter(perMinute, clock, (seconds) => ({ status: 429, headers: { "retry-after": String(seconds) } }));
  const list: { instead: MadeUpList["instead"] } = { instead: null };
  const standIn = await startStandIn((asked) => {
    const told = list.instead?.(asked) ?? limit();
    if (told) return told;
    if (asked.headers.authorization !== "good") return { status: 401, json: {} };
    const [from, to, page] = ["from", "to", "page"].map((name) => Number(asked.url.searchParams.get(name)));
    const inWindow = calls
      .filter(
        ({ startedAt, listedAt = 0 }) => startedAt >= (from ?? 0) && startedAt <= (to ?? 0) && listedAt <= clock.now(),
      )
      .sort((a, b) => b.startedAt - a.startedAt);
    const end = (page ?? 1) * pageSize;
    const next = end < inWindow.length ? (page ?? 1) + 1 : null;
    return { json: { calls: inWindow.slice(end - pageSize, end), next } };
  });
  return Object.assign(list, standIn, { calls });
}
