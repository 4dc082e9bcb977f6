// Everything one sandbox holds: its portals, the app's grants, and the switches that tests turn.
import { Counters } from "./api/counters.ts";
import { Faults } from "./api/faults.ts";
import { RateLimits } from "./api/rate-limits.ts";
import { type Clock, createClock } from "./clock.ts";
import { createPortal, type IndexLag, type Portal, type PortalSettings } from "./engine/portal.ts";
import { Grants } from "./oauth/grants.ts";
import { createRandom, type Random } from "./random.ts";
import { Webhooks } from "./webhooks/webhooks.ts";

export interface World {
  clock: Clock;
  random: Random;
  portals: Map<string, Portal>;
  grants: Grants;
  lag: IndexLag;
  limits: RateLimits;
  faults: Faults;
  counters: Counters;
  webhooks: Webhooks;
  /** The app's calling settings; HubSpot asks there for a recording, with the call's external id in place of %s. */
  calling: { urlToRetrieveAuthedRecording: string | undefined };
}

export const FIRST_PORTAL = "1001";

// HubSpot promises only "a few moments": long enough here that searching right after a write finds nothing.
export const DEFAULT_LAG: IndexLag = { createMs: 5_000, updateMs: 2_000 };

export function createWorld(options: {
  realTime?: (() => number) | undefined;
  randomSeed?: number | undefined;
}): World {
  const clock = createClock(options.realTime);
  const random = createRandom(options.randomSeed ?? 1);
  const grants = new Grants(clock, random);
  return {
    clock,
    random,
    portals: new Map(),
    grants,
    lag: { ...DEFAULT_LAG },
    limits: new RateLimits(),
    faults: new Faults(),
    counters: new Counters(),
    webhooks: new Webhooks(clock, random, (portalId) => grants.isInstalled(portalId)),
    calling: { urlToRetrieveAuthedRecording: undefined },
  };
}

/** Opens a portal, or changes the settings of the one that is there. */
export function openPortal(world: World, id: string, settings: Partial<PortalSettings>): Portal {
  const existing = world.portals.get(id);
  if (existing) {
    Object.assign(existing.settings, settings);
    return existing;
  }
  const portal = createPortal(id, settings, {
    now: world.clock.now,
    lag: world.lag,
    changed: (where, change) => world.webhooks.changed(where, change),
  });
  world.portals.set(id, portal);
  return portal;
}
