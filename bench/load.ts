// The load generator, in a process of its own: many connections that each send the next call as soon as one is answered.
import autocannon from "autocannon";
import { callBody, phoneNumber, placeholders } from "./calls.ts";
import { runProgram } from "./processes.ts";

export interface LoadOptions {
  url: string;
  connections: number;
  /** Either so many seconds… */
  seconds?: number;
  /** …or so many calls. */
  amount?: number;
  /** Begins every call's id. */
  name: string;
}

export interface Load {
  /** Answers with 2xx. */
  answered: number;
  refused: number;
  perSecond: number;
  p50: number;
  p99: number;
}

/** Runs the generator beside this process and returns what it saw. */
export async function generateLoad(options: LoadOptions): Promise<Load> {
  return JSON.parse(await runProgram("load.ts", [JSON.stringify(options)])) as Load;
}

async function fire({ url, connections, seconds, amount, name }: LoadOptions): Promise<Load> {
  const [beforeId = "", beforePhone = "", ...rest] = split(callBody(placeholders.id, placeholders.phone));
  let sent = 0;
  const result = await autocannon({
    url,
    connections,
    ...(amount === undefined ? { duration: seconds ?? 5 } : { amount }),
    method: "POST",
    headers: { "content-type": "application/json" },
    requests: [
      {
        setupRequest: (request) => {
          const id = `${name}-${sent}`;
          return { ...request, body: beforeId + id + beforePhone + id + rest[0] + phoneNumber(sent++) + rest[1] };
        },
      },
    ],
  });
  return {
    answered: result["2xx"],
    refused: result.non2xx + result.errors + result.timeouts,
    perSecond: result["2xx"] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** Around the two places of the id and the one of the number. */
function split(body: string): string[] {
  return body.split(new RegExp(`${placeholders.id}|\\${placeholders.phone}`));
}

if (import.meta.main) {
  const options = JSON.parse(process.argv[2] ?? "{}") as LoadOptions;
  process.stdout.write(JSON.stringify(await fire(options)));
}
