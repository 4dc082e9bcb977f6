// The contract of a sender's own list of calls: polled to find what its webhooks lost.
import type { Account, Connection, Reading } from "./provider.ts";

/** The method under which a call of such a list is stored as a delivery; no HTTP request has it. */
export const logMethod = "LOG";

/** One request to the sender's API. The caller adds patience: timeouts, Retry-After, limits per minute. */
export interface Question {
  method: "GET" | "POST";
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answer {
  status: number;
  /** Parsed JSON; null where the body is none. */
  json: unknown;
}

/** Rejects with an Error that says why when the sender refuses; its message is shown to the admin. */
export type Ask = (question: Question) => Promise<Answer>;

export interface Window {
  from: Date;
  to: Date;
}

export interface CallLog {
  /** At most so many requests a minute, by the sender's documentation or well below it. */
  readonly perMinute: number;
  /** Pages of calls that began in the window, each call as the sender wrote it, to be stored raw. */
  pages(window: Window, account: Account, ask: Ask, connection: Pick<Connection, "timeZone">): AsyncIterable<unknown[]>;
  /** One call of such a page → what its webhooks would have told: call.completed under the same subject. */
  read(call: unknown, connection: Connection): Reading;
}
