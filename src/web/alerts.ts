// The alerts of the settings page: where they go, and the secret that proves to the receiver who sent them.
import { type Request, type Response, Router } from "express";
import type { SettingsChange } from "../model/settings.ts";
import type { Portal } from "../store/portals.ts";
import { page, portalOf, saved } from "./answers.ts";
import type { Web } from "./context.ts";

/** What the page shows beside the settings themselves. */
export async function alertLocals(
  { config, stores }: Web,
  portal: Portal,
): Promise<{ mailIsSetUp: boolean; alertSecret: string | null }> {
  const { alertWebhookUrl } = portal.settings;
  return {
    mailIsSetUp: config.smtp !== null,
    alertSecret: alertWebhookUrl === null ? null : await stores.alerts.secret(portal.id),
  };
}

/** The own machine may be called while developing; on a server it would be the server itself. */
export function wrongAddress(production: boolean, { alertWebhookUrl }: SettingsChange): Record<string, string> {
  return production && alertWebhookUrl?.startsWith("http:")
    ? { alertWebhookUrl: "must be an address that begins with https://" }
    : {};
}

export function alertSecret(web: Web): Router {
  const renew = async (request: Request, response: Response): Promise<void> => {
    const secret = await web.stores.alerts.renewSecret(portalOf(response).id);
    saved(request, response, "/settings#alerts", "Here is the new secret. The old one is no longer used.", { secret });
  };
  return Router().post("/settings/alert-secret", page(renew));
}
