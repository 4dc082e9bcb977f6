// What the pages work with: stores, HubSpot through its gateway, the queue, and a few words about the surroundings.
import type { Config } from "../config.ts";
import type { GatewayFor } from "../hubspot/gateway.ts";
import type { Introspection } from "../hubspot/oauth.ts";
import type { Queue } from "../jobs/queue.ts";
import type { OpenRecording } from "../jobs/recording-source.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Backlog } from "../model/backlog.ts";
import type { Directory, ObjectType } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { PortalId } from "../model/ids.ts";
import type { Plan } from "../model/plan.ts";
import type { Database } from "../store/database.ts";
import type { Live } from "../store/live.ts";
import type { Portal } from "../store/portals.ts";
import type { Stores } from "../store/stores.ts";

export interface Web {
  config: Config;
  database: Pick<Database, "pool">;
  stores: Stores;
  gatewayFor: GatewayFor;
  queue: Queue;
  log: Log;
  now(): Date;
  oauth: {
    tokenUrl: string;
    introspect(accessToken: string): Promise<Introspection>;
    /** After new tokens were stored: the old ones must not be used again. */
    forget(portalId: PortalId): void;
  };
  /** Owners and pipelines, read from HubSpot when they are old. */
  directory(portal: Portal): Promise<Directory>;
  budget: {
    /** HubSpot requests of the portal's day so far. */
    today(portal: Portal): Promise<number>;
    /** After the budget changed: the lane may go on if it slept for the old one. */
    reconsider(portalId: PortalId): Promise<void>;
  };
  live: Live;
  backlog(portal: Portal): Promise<Backlog>;
  metrics: Metrics;
  /** A call's recording, from where its sender keeps it. */
  openRecording: OpenRecording;
  /** What decide would do with the event now; writes nothing. */
  preview(portalId: PortalId, event: Event): Promise<Plan>;
  /** The record's page in HubSpot. */
  recordUrl(portal: Portal, of: ObjectType | { objectTypeId: string }, id: string): string;
}
