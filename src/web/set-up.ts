// Sets a portal up after an install: its directory, our properties, and sensible first settings.
import { getCountries } from "libphonenumber-js";
import { Refused } from "../errors.ts";
import type { Directory } from "../model/crm.ts";
import type { PortalId } from "../model/ids.ts";
import type { SettingsChange } from "../model/settings.ts";
import type { Web } from "./context.ts";
import type { Scope } from "./scopes.ts";

/** @returns what could not be finished, for the page; null when all is well */
export async function setUpPortal(
  web: Web,
  id: PortalId,
  email: string,
  missing: readonly Scope[],
): Promise<string | null> {
  const { stores, gatewayFor, now, log } = web;
  const essential = missing.filter((scope) => scope.essential).map(({ scope }) => scope);
  if (essential.length > 0) {
    await stores.portals.disconnect(
      id,
      `HubSpot did not grant: ${essential.join(", ")}. Install again and grant all permissions.`,
    );
    return null;
  }
  const gateway = gatewayFor(id);
  try {
    const [account, directory] = await Promise.all([gateway.account(), gateway.directory()]);
    await stores.portals.connect(id, account.uiDomain);
    await stores.portals.saveDirectory(id, directory, now());
    await suggestSettings(web, id, directory, account.timeZone, email);
    await stores.employees.matchByEmail(id, directory.owners);
    await stores.portals.savePrepared(id, await gateway.prepare());
    return null;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    log.warn({ portalId: id, error: error.message }, "set-up unfinished");
    const advice =
      error instanceof Refused ? "" : " It goes on by itself with the first call, or press “Check again” below.";
    return `Hookswitch is connected, but its set-up in HubSpot is not finished: ${error.message}${advice}`;
  }
}

/** Only what nobody has chosen yet: a reinstall and a second admin change nothing. */
async function suggestSettings(
  web: Web,
  id: PortalId,
  directory: Directory,
  timeZone: string | null,
  email: string,
): Promise<void> {
  const portal = await web.stores.portals.find(id);
  if (!portal) return;
  const { settings } = portal;
  const pipeline = directory.pipelines[0];
  const stage = pipeline?.stages.find((candidate) => !candidate.closed);
  const installer = directory.owners.find((owner) => owner.email?.toLowerCase() === email.toLowerCase());
  const untouched = settings.pipelineId === null && settings.topManagerOwnerId === null;
  const change: SettingsChange = {
    ...(settings.pipelineId === null && pipeline && stage ? { pipelineId: pipeline.id, stageId: stage.id } : {}),
    ...(untouched && timeZone && isTimeZone(timeZone)
      ? { timeZone, defaultCountry: settings.defaultCountry ?? countryOf(timeZone) }
      : {}),
    ...(untouched ? { topManagerOwnerId: (installer ?? directory.owners[0])?.id ?? null } : {}),
  };
  if (Object.keys(change).length > 0) await web.stores.portals.changeSettings(id, change);
}

function isTimeZone(zone: string): boolean {
  return canonicalZone(zone) !== null;
}

/** Europe/Kiev and Europe/Kyiv are one zone under two names. */
function canonicalZone(zone: string): string | null {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** The country whose clocks run by this zone, when there is just one. */
export function countryOf(timeZone: string): string | null {
  const wanted = canonicalZone(timeZone);
  if (wanted === null || wanted === "UTC") return null;
  const countries = getCountries().filter((code) => {
    // Newer than TypeScript's list of it.
    const locale: Intl.Locale & { getTimeZones?(): string[] | undefined } = new Intl.Locale(`und-${code}`);
    const zones = locale.getTimeZones?.() ?? [];
    return zones.some((zone) => canonicalZone(zone) === wanted);
  });
  return countries.length === 1 ? (countries[0] ?? null) : null;
}
