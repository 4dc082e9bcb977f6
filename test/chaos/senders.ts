// Phone systems that keep a client's messages in order and send one again until somebody answers 200.
import type { Message } from "./calls.ts";
import type { Fleet } from "./fleet.ts";
import type { Step } from "./scenario.ts";

const answerWithinMs = 10_000;
const repeatForMs = 120_000;
const atATime = 24;

/** Sends the steps; resolves when every one of them was answered 200. */
export async function sendAll(steps: readonly Step[], fleet: Fleet): Promise<void> {
  const before = new Map<number, Promise<void>>();
  const waiting = [...steps];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const { client, message, copies } = step;
      const earlier = before.get(client) ?? Promise.resolve();
      const sent = earlier.then(async () => {
        await Promise.all(Array.from({ length: copies }, (_, copy) => deliver(message, fleet, client + copy)));
      });
      before.set(client, sent);
      await sent;
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}

/** Accepted means that 200 was seen; without it, a sender asks the next web process. */
async function deliver({ portal, path, contentType, body }: Message, fleet: Fleet, turn: number): Promise<void> {
  const deadline = Date.now() + repeatForMs;
  for (let attempt = turn; Date.now() < deadline; attempt++) {
    const url = `${fleet.urls[attempt % fleet.urls.length]}${fleet.hooks[portal]}/${path}`;
    const status = await fetch(url, {
      method: "POST",
      headers: { "content-type": contentType },
      body,
      signal: AbortSignal.timeout(answerWithinMs),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => 0,
    );
    if (status === 200) return;
    if (status >= 400 && status < 500) throw new Error(`A delivery was refused with ${status}.`);
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`A delivery was never answered 200 in ${repeatForMs / 1000} s.`);
}
