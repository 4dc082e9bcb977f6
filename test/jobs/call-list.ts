// A stand-in for a provider's API with a list of calls: a real server on this machine, and a clock that waiting moves.
import { createServer, request as plainRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { createSend, type Send } from "../../src/jobs/secure-request.ts";

export interface Asked {
  method: string;
  url: URL;
  headers: Record<string, string | undefined>;
  body: string;
}

export interface Told {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
}

export interface TestClock {
  now(): number;
  /** Costs no time: the clock jumps. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** How long was slept, one by one. */
  slept: number[];
  advance(ms: number): void;
}

export function testClock(start: number): TestClock {
  let at = start;
  const slept: number[] = [];
  return {
    now: () => at,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
      at += ms;
    },
    slept,
    advance(ms) {
      at += ms;
    },
  };
}

export interface StandIn {
  asked: Asked[];
  /** Leads every https address here. */
  send: Send;
  close(): Promise<void>;
}

/** @param tell sees the address as it was asked, the real host included */
export async function startStandIn(tell: (asked: Asked) => Told): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", `https://${request.headers.host}`);
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const question = { method: request.method ?? "", url, headers, body: Buffer.concat(pieces).toString() };
      asked.push(question);
      const { status = 200, headers: extra = {}, json } = tell(question);
      response.writeHead(status, { "content-type": "application/json", ...extra });
      response.end(json === undefined ? "" : JSON.stringify(json));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const send = createSend(
    async () => [{ address: "127.0.0.1", family: 4 }],
    (url, options, answered) =>
      plainRequest(
        `http://127.0.0.1:${port}${url.pathname}${url.search}`,
        { ...options, headers: { ...options.headers, host: url.host } },
        answered,
      ),
  );
  return { asked, send, close: () => new Promise((done) => server.close(() => done())) };
}

/** At most so many requests in any minute; `null`: there is room. */
export function limiter(
  perMinute: number,
  clock: TestClock,
  tooMany: (seconds: number, now: number) => Told,
): () => Told | null {
  const times: number[] = [];
  return () => {
    const recent = times.filter((at) => at > clock.now() - 60_000);
    if (recent.length < perMinute) {
      times.push(clock.now());
      return null;
    }
    return tooMany(Math.ceil(((recent[0] ?? 0) + 60_000 - clock.now()) / 1_000), clock.now());
  };
}
