// Warns a portal's admins by mail and by webhook: once while a thing lasts, by exactly one worker, again when it comes back.
import { createHash } from "node:crypto";
import type { Log } from "../log.ts";
import { type PortalId, portalId as portalIdSchema } from "../model/ids.ts";
import type { AlertStore, DueAlert, WatchedPortal } from "../store/alerts.ts";
import type { PortalStore } from "../store/portals.ts";
import { type Alert, type AlertKind, alertKinds, alertsFor } from "./condition.ts";
import type { SendMail } from "./mail.ts";
import type { Post } from "./outgoing.ts";
import type { Habit } from "./silence.ts";

export interface Alerting {
  stores: { alerts: AlertStore; portals: PortalStore };
  /** Null: mail is not set up on this server. */
  sendMail: SendMail | null;
  post: Post;
  baseUrl: string;
  log: Log;
}

/** The first try and five more. */
const mostAttempts = 6;
const atOnce = 20;
/** Less silence than this is never unusual, so habits need not be looked up. */
const quietMs = 4 * 3_600_000;

const about: Record<AlertKind, { subject: string; path: string }> = {
  disconnected: { subject: "HubSpot is disconnected", path: "/install" },
  throttled: { subject: "writing into HubSpot is held up", path: "/" },
  silent: { subject: "nothing comes in any more", path: "/settings#address" },
  parked: { subject: "events need a look", path: "/activity?status=parked" },
};

/** The worker's job of every minute. */
export function createAlerts(alerting: Alerting): (now: Date) => Promise<void> {
  const { alerts } = alerting.stores;
  /** What a portal's week looked like up to its last delivery does not change until the next one. */
  const habits = new Map<PortalId, Habit>();

  const habitOf = async (portalId: PortalId, last: Date | null, now: Date): Promise<Habit | null> => {
    if (!last || now.getTime() - last.getTime() < quietMs) {
      habits.delete(portalId);
      return null;
    }
    const known = habits.get(portalId);
    if (known?.last.getTime() === last.getTime()) return known;
    const habit = { last, ...(await alerts.habit(portalId, last)) };
    habits.set(portalId, habit);
    return habit;
  };

  const current = async (now: Date) => {
    const found: ({ portalId: PortalId } & Alert)[] = [];
    for (const row of await alerts.watched(now)) {
      const portalId = portalIdSchema.parse(row.portalId);
      const habit = await habitOf(portalId, row.lastDelivery, now);
      for (const alert of alertsFor({ ...row, habit, ...parkedOf(row) }, now)) found.push({ portalId, ...alert });
    }
    return found;
  };

  return async (now) => {
    await alerts.keep(now, () => current(now));
    for (;;) {
      const due = await alerts.claim(now, atOnce, mostAttempts);
      await Promise.all(due.map((alert) => deliver(alert, alerting, now)));
      if (due.length < atOnce) return;
    }
  };
}

function parkedOf(row: WatchedPortal) {
  const { parkedCount: count, parkedLatest: latest, parkedBecause, parkedSince: since, parkedEndedAt: endedAt } = row;
  return {
    parked: latest ? { count, latest, because: parkedBecause ?? "" } : null,
    parkedAlert: since ? { since, endedAt } : null,
  };
}

/** To wherever it has not arrived yet; what fails is tried again by a later run. */
async function deliver(alert: DueAlert, alerting: Alerting, now: Date): Promise<void> {
  const { stores, log } = alerting;
  const { portalId, kind, attempts } = alert;
  const portal = await stores.portals.find(portalId);
  if (!portal) return;
  const ways = waysTo(alert, portal.settings, alerting, now).filter(({ way }) => !alert.sentTo.includes(way));
  const sentTo = [...alert.sentTo];
  for (const { way, send } of ways) {
    try {
      await send();
      sentTo.push(way);
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      log.warn({ portalId, kind, way, attempts, last: attempts === mostAttempts, because }, "alert not delivered");
    }
  }
  const isEverywhere = ways.every(({ way }) => sentTo.includes(way));
  await stores.alerts.note(alert, sentTo, isEverywhere ? now : null);
  if (isEverywhere) log.info({ portalId, kind, sentTo }, sentTo.length > 0 ? "alert sent" : "alert has nowhere to go");
}

function waysTo(
  alert: DueAlert,
  settings: { alertEmail: string | null; alertWebhookUrl: string | null },
  { sendMail, post, stores, baseUrl }: Alerting,
  now: Date,
): { way: string; send(): Promise<void> }[] {
  const { portalId, text, since } = alert;
  const { alertEmail: to, alertWebhookUrl: hookUrl } = settings;
  const kind = alertKinds.find((each) => each === alert.kind) ?? "throttled";
  const { subject, path } = about[kind];
  const url = `${baseUrl}${path}`;
  const id = `alert_${createHash("sha256").update(`${portalId}/${kind}/${since.toISOString()}`).digest("hex").slice(0, 32)}`;
  const mail = {
    id,
    to: to ?? "",
    subject: `Hookswitch: ${subject} (portal ${portalId})`,
    text: `${text}\n\n${url}\n`,
  };
  const message = { id, type: `portal.${kind}`, timestamp: since, data: { portalId, text, url } };
  return [
    ...(to && sendMail ? [{ way: "mail", send: () => sendMail(mail) }] : []),
    ...(hookUrl
      ? [{ way: "webhook", send: async () => post(hookUrl, await stores.alerts.secret(portalId), message, now) }]
      : []),
  ];
}
