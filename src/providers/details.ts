// The contract of thin events: what a webhook only announces is asked from the sender, with the portal's key.
import type { Happening } from "../model/event.ts";
import type { Ask } from "./call-log.ts";
import type { Account, Connection } from "./provider.ts";

export type Found =
  /** The event as it should have come: its subject and type may differ from the thin one's. */
  | { happening: Happening }
  /** The sender is still working on it: asked again later. */
  | { notYet: string }
  /** There is nothing to write, and why. */
  | { ignored: string };

export interface Details {
  /** At most so many requests a minute, by the sender's documentation or well below it. */
  readonly perMinute: number;
  /**
   * Rejects with Refused when the sender would say the same however often it is asked, such as for a wrong key, and with
   * an Error for what may pass; both messages are shown to the admin.
   */
  find(thin: Happening, account: Account, ask: Ask, connection: Pick<Connection, "timeZone">): Promise<Found>;
}
