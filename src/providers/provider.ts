// The contract of a provider: a plain object that checks and reads one sender's webhooks.
import type { Happening } from "../model/event.ts";

/** One HTTP request received on a portal's webhook address, raw. */
export interface Delivery {
  method: string;
  /** The query as it came, without the question mark. */
  query: string;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Buffer;
}

/** What a provider may know of the portal that the delivery is for. */
export interface Connection {
  /** IANA zone in which the sender writes times that carry no offset. */
  timeZone: string;
  /** The portal's signing secret for this provider, if it has set one. */
  secret: string | null;
  receivedAt: Date;
}

export type Verdict = { ok: true; trust: "signed" | "address" } | { ok: false; because: string };

/** What became of a delivery. An ignored one is an answer too: admins ask why. */
export type Reading =
  | {
      happenings: [Happening, ...Happening[]];
      /** Why further events of the same delivery were not read: one bad event must not lose the good ones. */
      leftOut?: string[];
    }
  | { ignored: string; type?: string }
  | { unreadable: string };

export interface Provider {
  readonly name: string;
  readonly label: string;
  /** "address": nothing but the secret address proves the sender, and the settings page says so. */
  readonly signature: "address" | "optional" | "required";
  /** Numbered steps for the settings page, plain text. */
  readonly setup: readonly string[];
  /** Runs on the raw bytes, before anything is parsed. */
  verify(delivery: Delivery, connection: Connection): Verdict;
  read(delivery: Delivery, connection: Connection): Reading;
  /** The body that the sender wants with its 200; empty when it does not care. */
  readonly answer?: { type: string; body: string };
}
