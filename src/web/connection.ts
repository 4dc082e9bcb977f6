// What the settings page does with the connection to HubSpot: check the set-up, pause, resume, disconnect.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { Disconnected } from "../errors.ts";
import type { Portal } from "../store/portals.ts";
import { back, page, portalOf, saved, tell, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { settingsData } from "./settings-data.ts";

const confirmation = z.object({ confirm: z.literal(["yes", true]) });

export function connectionActions(web: Web): Router {
  const { stores } = web;

  const prepare = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const gateway = web.gatewayFor(portal.id);
    const prepared = await gateway.prepare();
    await stores.portals.savePrepared(portal.id, prepared);
    await stores.portals.saveDirectory(portal.id, await gateway.directory(), web.now());
    saved(request, response, "/settings#setup", "Checked. The result is below.", prepared);
  };

  const pause = (paused: boolean) => async (request: Request, response: Response) => {
    const portal = portalOf(response);
    const settings = await stores.portals.changeSettings(portal.id, { paused });
    if (!paused) web.queue.wake(portal.id);
    const text = paused ? "Paused. Webhooks are accepted and wait." : "Resumed. What waited is being written now.";
    saved(request, response, "/settings#pause", text, await settingsData(web, portal, settings));
  };

  const disconnect = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    if (!confirmation.safeParse(request.body).success) {
      tell(request, response, {
        status: 400,
        heading: "Not disconnected",
        text: "Tick the box that you understand what disconnecting means.",
        action: { href: "/settings#disconnect", label: "Back" },
      });
      return;
    }
    try {
      await web.gatewayFor(portal.id).uninstall();
    } catch (error) {
      // HubSpot has already forgotten us: that is what was asked for.
      if (!(error instanceof Disconnected)) throw error;
    }
    await stores.tokens.remove(portal.id);
    web.oauth.forget(portal.id);
    await stores.portals.disconnect(
      portal.id,
      "You disconnected Hookswitch here. Webhooks are still accepted and wait.",
    );
    const text = "Disconnected. Your settings are kept; install again to carry on.";
    if (wantsJson(request)) response.json({ disconnected: true });
    else back(request, response, "/", { kind: "good", text });
  };

  return Router()
    .post("/settings/prepare", page(prepare))
    .post("/settings/pause", page(pause(true)))
    .post("/settings/resume", page(pause(false)))
    .post("/disconnect", page(disconnect));
}

export function setupReport({ prepared }: Portal): { ok: boolean; lines: string[] } {
  if (!prepared) return { ok: false, lines: [] };
  const { contact, company, deal, call, missing } = prepared;
  const counts = [
    `${contact.length} on contacts`,
    ...(company ? [`${company.length} on companies`] : []),
    `${deal.length} on deals`,
    `${call.length} on calls`,
  ];
  const report = `Properties of Hookswitch in your HubSpot: ${counts.join(", ")}.`;
  return { ok: missing.length === 0, lines: [report, ...missing] };
}
