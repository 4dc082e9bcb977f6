// The switches of the whole sandbox: how far search lags behind, and which rate limits hold.
import { type Json, readOptionalFlag, readOptionalInteger } from "../api/input.ts";
import type { LimitSettings } from "../api/rate-limits.ts";
import type { IndexLag } from "../engine/portal.ts";
import type { World } from "../world.ts";

export function setLag({ lag }: World, given: Json): IndexLag {
  lag.createMs = readOptionalInteger(given.createMs, "createMs") ?? lag.createMs;
  lag.updateMs = readOptionalInteger(given.updateMs, "updateMs") ?? lag.updateMs;
  return lag;
}

export function setLimits({ limits }: World, given: Json): LimitSettings {
  const { settings } = limits;
  settings.on = readOptionalFlag(given.on, "on") ?? settings.on;
  settings.perTenSeconds = readOptionalInteger(given.perTenSeconds, "perTenSeconds") ?? settings.perTenSeconds;
  settings.searchPerSecond = readOptionalInteger(given.searchPerSecond, "searchPerSecond") ?? settings.searchPerSecond;
  return settings;
}
