// The settings as programs read them: those of the portal, its addresses, how the list of calls compares.
import type { Settings } from "../model/settings.ts";
import type { Portal } from "../store/portals.ts";
import { callLogData } from "./access.ts";
import type { Web } from "./context.ts";
import { formsUrlOf } from "./form-snippets.ts";
import { sendersOf } from "./senders.ts";

export async function addressOf({ config, stores }: Web, { id }: Portal): Promise<string> {
  return `${config.baseUrl}/hooks/${await stores.addresses.current(id)}`;
}

/** @param settings those in force by now, where the portal was read before they changed */
export async function settingsData(web: Web, portal: Portal, settings: Settings = portal.settings) {
  const webhookUrl = await addressOf(web, portal);
  return {
    portalId: portal.id,
    webhookUrl,
    formsUrl: await formsUrlOf(web, portal),
    ...settings,
    senders: await sendersOf(web, portal, webhookUrl),
    callLog: await callLogData(web, { ...portal, settings }),
  };
}
