// Sends signed webhooks to an address of the portal's own: Standard Webhooks headers, 10 s, no redirects, no inner networks.
import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { Webhook } from "standardwebhooks";
import { pinnedTo, type ResolvedAddress } from "./public-address.ts";

export interface OutgoingMessage {
  /** The same for every attempt, so that the receiver can tell a repetition. */
  id: string;
  type: string;
  timestamp: Date;
  data: Record<string, string>;
}

export type Post = (url: string, secret: string, message: OutgoingMessage, now: Date) => Promise<void>;

const timeoutMs = 10_000;

/** @param addressesOf where a name may be reached: only there the request goes; null leaves it to the system */
export function createPost(addressesOf: (hostname: string) => Promise<ResolvedAddress[] | null>): Post {
  return async (url, secret, { id, type, timestamp, data }, now) => {
    const target = new URL(url);
    const signal = AbortSignal.timeout(timeoutMs);
    const addresses = await addressesOf(target.hostname);
    const body = JSON.stringify({ type, timestamp: timestamp.toISOString(), data });
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "user-agent": "Hookswitch",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign(id, now, body),
    };
    const status = await send(target, headers, body, signal, addresses);
    if (status < 200 || status > 299) throw new Error(`${target.host} answered ${status}.`);
  };
}

function send(
  target: URL,
  headers: Record<string, string | number>,
  body: string,
  signal: AbortSignal,
  addresses: ResolvedAddress[] | null,
): Promise<number> {
  const request = target.protocol === "https:" ? secureRequest : plainRequest;
  const pinned = addresses ? { lookup: pinnedTo(addresses) } : {};
  return new Promise((done, fail) => {
    const sending = request(target, { method: "POST", headers, signal, agent: false, ...pinned }, (response) => {
      // Nobody reads the answer's body, however long it is.
      response.destroy();
      done(response.statusCode ?? 0);
    });
    sending.on("error", (error) =>
      fail(new Error(signal.aborted ? `${target.host} did not answer within 10 seconds.` : error.message)),
    );
    sending.end(body);
  });
}
