// The switches of the whole sandbox: how far search lags behind, which rate limits hold, where recordings are asked for.
import { type Json, readOptionalFlag, readOptionalInteger, readOptionalText } from "../api/input.ts";
import type { LimitSettings } from "../api/rate-limits.ts";
import type { IndexLag } from "../engine/portal.ts";
import { invalid } from "../errors.ts";
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

export function setCalling({ calling }: World, given: Json): World["calling"] {
  const url = readOptionalText(given.urlToRetrieveAuthedRecording, "urlToRetrieveAuthedRecording");
  if (url !== undefined && !(URL.canParse(url) && url.includes("%s"))) {
    throw invalid("urlToRetrieveAuthedRecording must be a URL that contains %s");
  }
  calling.urlToRetrieveAuthedRecording = url;
  return calling;
}
