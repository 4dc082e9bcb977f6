// The contract of a provider: a plain object that checks and reads one sender's webhooks. All but verify and read is optional.
import type { Happening } from "../model/event.ts";
import type { FieldMap } from "../model/field-map.ts";
import type { CallLog } from "./call-log.ts";
import type { Details } from "./details.ts";

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
  /** The public address that was called, query included: some senders sign it. */
  url: string;
  /** How the portal has mapped this provider's fields, in its newest version; it goes before the provider's own reading. */
  map: FieldMap | null;
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

/** The answer to a handshake; nothing of it is stored. */
export interface Greeting {
  status: number;
  headers?: Record<string, string>;
  type: string;
  body: string;
}

/** An employee as the phone system addresses him, when it asks who shall take a call. */
export interface Route {
  /** E.164 */
  phone: string | null;
  sip: string | null;
  extension: string | null;
  name: string | null;
}

/** The portal's access to the sender's own API: what its settings page asks for, by name. */
export type Account = Readonly<Record<string, string>>;
export interface AccountField {
  name: string;
  label: string;
  /** Where to find it, for the settings page. */
  hint: string;
}

export interface Provider {
  readonly name: string;
  readonly label: string;
  /** "address": nothing but the secret address proves the sender, and the settings page says so. */
  readonly signature: "address" | "optional";
  /** What the sender calls its secret and where to find it; only with signature "optional". */
  readonly secretHint?: string;
  /** Why this text cannot be a secret of this sender, in words for the admin who saves it; null: it may be one. */
  wrongSecret?(text: string): string | null;
  /** Headers that hold the secret itself, in lower case: they are checked, and never kept. */
  readonly secretHeaders?: readonly string[];
  /** Numbered steps for the settings page, plain text. */
  readonly setup: readonly string[];
  /** Runs on the raw bytes, before anything is parsed. Without a secret of the portal's the address alone speaks. */
  verify(delivery: Delivery, connection: Connection): Verdict;
  read(delivery: Delivery, connection: Connection): Reading;
  /** The body that the sender wants with its 200; empty when it does not care. */
  readonly answer?: { type: string; body: string };
  /** The sender's handshake or challenge, answered at once; null: an ordinary delivery. Runs before verify. */
  greet?(delivery: Delivery, connection: Connection): Greeting | null;
  /** Whether this can only be this sender's, by its shape alone: never true for what another provider may send. */
  recognises?(delivery: Delivery): boolean;
  /**
   * Seconds that a call which has ended waits for its other moments, for senders that report it in several pieces in any
   * order; absent: none.
   */
  readonly settleSeconds?: number;
  /** The largest body in bytes; absent: 1 MB. For senders whose webhooks carry whole transcripts. */
  readonly bodyLimit?: number;
  /** How what a thin event does not say is asked from the sender; with it, `account` names the key. */
  readonly details?: Details;
  /** What the portal may enter of its account with the sender, for `log`, `details` and `recording`. */
  readonly account?: readonly AccountField[];
  /** The sender's own list of calls, to find what its webhooks lost. */
  readonly log?: CallLog;
  /** Headers with which the sender lets a recording be fetched; null: the address is enough or is not the sender's. */
  recording?(url: string, account: Account): Record<string, string> | null;
  /** How the sender wants to be told who takes a call; absent: the settings say which address, or JSON. */
  route?(route: Route | null): { type: string; body: string };
}
