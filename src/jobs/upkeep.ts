// What a worker does by the clock beside its lanes: warns admins every minute, deletes what is old every hour.
import type { Log } from "../log.ts";
import type { Stores } from "../store/stores.ts";
import { createAlerts } from "./alerts.ts";
import { every } from "./every.ts";
import { createSendMail } from "./mail.ts";
import { createPost } from "./outgoing.ts";
import { publicAddresses, systemAddresses } from "./public-address.ts";
import { purge } from "./purge.ts";

export interface Upkeep {
  stores: Stores;
  smtp: { url: string; from: string } | null;
  /** In production, webhooks of alerts never go to inner addresses. */
  production: boolean;
  baseUrl: string;
  now(): Date;
  log: Log;
}

const minuteMs = 60_000;

/** @returns stops both */
export function startUpkeep({ stores, smtp, production, baseUrl, now, log }: Upkeep): () => Promise<void> {
  let stopping = false;
  const sendMail = createSendMail(smtp);
  const post = createPost(async (hostname) => (production ? publicAddresses(hostname, systemAddresses) : null));
  const alerts = createAlerts({ stores, sendMail, post, baseUrl, log });
  const jobs = [
    every(minuteMs, "alerts", () => alerts(now()), log),
    every(60 * minuteMs, "purge", () => purge(stores.purge, now(), log, () => stopping), log),
  ];
  return async () => {
    stopping = true;
    await Promise.all(jobs.map((stop) => stop()));
  };
}
