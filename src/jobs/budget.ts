// The daily budget: counts each portal's HubSpot requests, and lets its lane sleep until midnight when they are spent.
import type { PortalId } from "../model/ids.ts";
import { dayIn, nextMidnight } from "../rules/day.ts";
import type { Portal, PortalStore } from "../store/portals.ts";
import type { RequestStore } from "../store/requests.ts";

export interface Budget {
  /** One more request went out. */
  heard(portalId: PortalId): void;
  /** Asked before each batch; when the answer is yes, the lane has been put to sleep until midnight. */
  isSpent(portal: Portal): Promise<boolean>;
  /** Requests of the portal's day so far. */
  today(portal: Portal): Promise<number>;
  /** After the admin changed the budget: a sleep that the old one caused is over. */
  reconsider(portalId: PortalId): Promise<void>;
  /** Stores what was counted in this process. */
  flush(): Promise<void>;
}

/** All time zones change their day at a quarter of an hour, so counts per quarter can be told apart at midnight. */
const quarterMs = 900_000;
const spent = "The daily budget of ";

export function createBudget(stores: { requests: RequestStore; portals: PortalStore }, now: () => Date): Budget {
  const { requests, portals } = stores;
  /** Not stored yet: by portal, then by quarter of an hour. */
  const counted = new Map<PortalId, Map<number, number>>();

  const count = (portalId: PortalId, quarter: number, more: number): void => {
    const quarters = counted.get(portalId) ?? new Map<number, number>();
    quarters.set(quarter, (quarters.get(quarter) ?? 0) + more);
    counted.set(portalId, quarters);
  };

  const store = async (portalId: PortalId, timeZone: string): Promise<void> => {
    const quarters = [...(counted.get(portalId) ?? [])];
    counted.delete(portalId);
    const storing = quarters.map(async ([quarter, more]) => {
      try {
        await requests.add(portalId, dayIn(timeZone, new Date(quarter * quarterMs)), more);
      } catch (error) {
        count(portalId, quarter, more);
        throw error;
      }
    });
    await Promise.all(storing);
  };

  const today = async ({ id, settings }: Portal): Promise<number> => {
    await store(id, settings.timeZone);
    return requests.on(id, dayIn(settings.timeZone, now()));
  };

  return {
    heard: (portalId) => count(portalId, Math.floor(now().getTime() / quarterMs), 1),
    today,
    async isSpent(portal) {
      const { dailyBudget, timeZone } = portal.settings;
      if (dailyBudget === null) return false;
      if ((await today(portal)) < dailyBudget) return false;
      const because = `${spent}${dailyBudget} HubSpot request${dailyBudget === 1 ? "" : "s"} is spent`;
      await portals.sleep(portal.id, nextMidnight(timeZone, now()), because);
      return true;
    },
    reconsider: (portalId) => portals.endSleep(portalId, spent),
    async flush() {
      for (const portalId of [...counted.keys()]) {
        const portal = await portals.find(portalId);
        if (portal) await store(portalId, portal.settings.timeZone);
        else counted.delete(portalId);
      }
    },
  };
}
