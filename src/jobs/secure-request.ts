// One request to a provider's API: https only, public addresses only, 30 s, 32 MB, no redirects.
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import { Refused } from "../errors.ts";
import type { Question } from "../providers/call-log.ts";
import { pinnedTo, type ResolvedAddress } from "./public-address.ts";

/** `unanswered`: why nothing came back; the network may do better the next time. */
export type Reply = { status: number; retryAfter: string | null; text: string } | { unanswered: string };

/** Rejects when the request may not be made at all, with Refused when the key is why, or when `signal` ends it. */
export type Send = (question: Question, signal: AbortSignal) => Promise<Reply>;

/** As node:https has it; the tests pass one that leads to a server of their own. */
export type RequestFunction = (
  url: URL,
  options: RequestOptions,
  answered: (message: IncomingMessage) => void,
) => ReturnType<typeof secureRequest>;

const timeoutMs = 30_000;
const mostBytes = 32 * 1024 * 1024;

/** @param addressesOf where a name may be reached: the request goes there and nowhere else */
export function createSend(
  addressesOf: (hostname: string) => Promise<ResolvedAddress[]>,
  request: RequestFunction = secureRequest,
): Send {
  return async (question, signal) => {
    const target = new URL(question.url);
    if (target.protocol !== "https:") throw new Error(`${target.host} would be asked without encryption.`);
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const addresses = await addressesOf(target.hostname);
      return await answerOf(target, question, addresses, request, AbortSignal.any([signal, timeout]));
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) return { unanswered: `${target.host} did not answer within 30 seconds` };
      const code = error instanceof Error && "code" in error ? error.code : null;
      if (typeof code !== "string") throw error;
      // Node refuses the header before anything is sent: the same key would be refused for ever.
      if (code === "ERR_INVALID_CHAR") throw new Refused(unsendable(target.host));
      return { unanswered: `${target.host} cannot be reached (${code})` };
    }
  };
}

function answerOf(
  target: URL,
  { method, headers, body }: Question,
  addresses: ResolvedAddress[],
  request: RequestFunction,
  signal: AbortSignal,
): Promise<Reply> {
  const plain = { accept: "application/json", "user-agent": "Hookswitch" };
  const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
  const options = {
    method,
    headers: { ...plain, ...headers, ...length },
    signal,
    agent: false,
    lookup: pinnedTo(addresses),
  };
  return new Promise((done, fail) => {
    const asking = request(target, options, (message) => {
      textOf(message, target.host).then(
        (text) => done({ status: message.statusCode ?? 0, retryAfter: message.headers["retry-after"] ?? null, text }),
        fail,
      );
    });
    asking.on("error", fail);
    asking.end(body);
  });
}

function unsendable(host: string): string {
  return `${host} was not asked: the key that is stored holds characters that no header may hold.`;
}

async function textOf(message: IncomingMessage, host: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of message) {
    bytes += piece.length;
    // Leaving the loop closes the connection.
    if (bytes > mostBytes) throw new Error(`${host} answered with more than 32 MB.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
