// The settings as programs read them: those of the portal, its addresses, how the list of calls compares.
import type { Settings } from "../model/settings.ts";
import type { Portal } from "../store/portals.ts";
import { callLogData } from "./account.ts";
import type { Web } from "./context.ts";
import { formsUrlOf } from "./form-snippets.ts";

export async function addressOf({ config, stores }: Web, { id }: Portal): Promise<string> {
  return `${config.baseUrl}/hooks/${await stores.addresses.current(id)}`;
}

/** @param settings those in force by now, where the portal was read before they changed */
export async function settingsData(web: Web, portal: Portal, settings: Settings = portal.settings) {
  return {
    portalId: portal.id,
    webhookUrl: await addressOf(web, portal),
    formsUrl: await formsUrlOf(web, portal),
    ...settings,
    callLog: await callLogData(web, { ...portal, settings }),
  };
}
