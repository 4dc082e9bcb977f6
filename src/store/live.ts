// What is going on in a portal at this moment: calls that ring or are picked up, told to whoever follows the portal.
import { z } from "zod";
import { type PortalId, portalId } from "../model/ids.ts";
import type { Notices } from "./notices.ts";

const channel = "hookswitch_live";

/** Enough to look the event up; PostgreSQL's notices are small. */
const moment = z.object({ portalId, eventId: z.string(), type: z.string(), subject: z.string(), time: z.string() });
export type LiveMoment = z.infer<typeof moment>;

export interface Live {
  /** A lost one is lost: what must not be is in the events. */
  publish(moment: LiveMoment): void;
  /**
   * Hears the portal's moments as they come in, in whichever process they were accepted; null: some may be missing.
   * @returns ends it
   */
  follow(portal: PortalId, hear: (moment: LiveMoment | null) => void): () => void;
}

/** More than a page could show: what comes on top while the database is slow is lost. */
const waitingMost = 1_000;

export function openLive(notices: Notices): Live {
  const waiting: string[] = [];
  let telling = false;
  /** One statement at a time: what comes meanwhile shares the next one, and leaves the connections to the webhooks. */
  const tell = async (): Promise<void> => {
    if (telling) return;
    telling = true;
    while (waiting.length > 0) await notices.tell(channel, waiting.splice(0)).catch(() => undefined);
    telling = false;
  };
  return {
    publish(news) {
      if (waiting.length < waitingMost) waiting.push(JSON.stringify(news));
      void tell();
    },
    follow(portal, hear) {
      return notices.listen(channel, (payload) => {
        if (payload === null) return hear(null);
        const read = moment.safeParse(JSON.parse(payload));
        if (read.success && read.data.portalId === portal) hear(read.data);
      });
    },
  };
}
