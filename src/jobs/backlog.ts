// When a backlog is expected to end, judged by the pace of the portal's own last minutes.
import type { Backlog } from "../model/backlog.ts";
import type { BacklogStore } from "../store/backlog.ts";
import type { Portal } from "../store/portals.ts";

export interface BacklogFacts {
  waiting: number;
  oldest: Date | null;
  /** When the latest events were settled; those of more than a few minutes ago do not count. */
  settledAt: Date[];
}

export const windowMs = 10 * 60_000;
/** One batch settles in an instant; a pace measured over less would promise too much. */
const shortestSpanMs = 10_000;

/** @param goesOnAt when the lane runs again: now, at the end of its sleep, or null for nobody knows when */
export function backlogOf({ waiting, oldest, settledAt }: BacklogFacts, goesOnAt: Date | null, now: Date): Backlog {
  const recent = settledAt
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() - windowMs && at <= now.getTime());
  const span = Math.max(now.getTime() - Math.min(...recent), shortestSpanMs);
  const perMinute = recent.length > 0 ? (recent.length * 60_000) / span : null;
  const start = goesOnAt && Math.max(goesOnAt.getTime(), now.getTime());
  const endsAt =
    waiting > 0 && perMinute !== null && start !== null
      ? new Date(start + Math.ceil((waiting / perMinute) * 60_000))
      : null;
  return { waiting, oldest, perMinute, endsAt };
}

export async function currentBacklog(portal: Portal, store: BacklogStore, now: Date): Promise<Backlog> {
  const runs = portal.state === "connected" && !portal.settings.paused;
  return backlogOf(await store.of(portal.id, now), runs ? (portal.sleepsUntil ?? now) : null, now);
}
