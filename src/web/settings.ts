// The settings page: webhook address, calls, numbers, HubSpot set-up, pause and disconnect.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { Disconnected } from "../errors.ts";
import { type Settings, settingsChange } from "../model/settings.ts";
import { providerNamed, providers } from "../providers/index.ts";
import { sampleCall } from "../providers/sample.ts";
import type { Portal } from "../store/portals.ts";
import { accountLocals, callLogData } from "./account.ts";
import { alertLocals, wrongAddress } from "./alerts.ts";
import { back, fieldErrors, page, portalOf, saved, tell, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { countries, wrongCountry } from "./countries.ts";
import { directoryFor, stageAlong, wrongIds } from "./directory.ts";
import type { Hook } from "./hook.ts";
import { timeZones } from "./time-zones.ts";
import { momentText } from "./words.ts";

/** A form names pipeline and stage in one field. */
const change = z
  .looseObject({ stage: z.string().optional() })
  .transform(({ stage, ...rest }) => {
    if (stage === undefined) return rest;
    const [pipelineId = "", stageId = ""] = stage.split("/");
    return { ...rest, pipelineId, stageId };
  })
  .pipe(settingsChange);

const secretField = z.object({ secret: z.string().trim().max(500, "is longer than any secret") });
const confirmation = z.object({ confirm: z.literal(["yes", true]) });

export function settingsPages(web: Web, hook: Hook): Router {
  const { stores } = web;

  const addressOf = async (portal: Portal): Promise<string> =>
    `${web.config.baseUrl}/hooks/${await stores.addresses.current(portal.id)}`;

  const data = async (portal: Portal, settings: Settings) => ({
    portalId: portal.id,
    webhookUrl: await addressOf(portal),
    ...settings,
    callLog: await callLogData(web, { ...portal, settings }),
  });

  const show = async (request: Request, response: Response, errors: Record<string, string> = {}): Promise<void> => {
    const portal = portalOf(response);
    if (wantsJson(request)) {
      response.json(await data(portal, portal.settings));
      return;
    }
    const directory = await directoryFor(web, portal);
    const webhookUrl = await addressOf(portal);
    const until = await stores.addresses.oldAddressUntil(portal.id, web.now());
    response.render("settings", {
      title: "Settings",
      page: "settings",
      settings: portal.settings,
      ...directory,
      providers,
      webhookUrl,
      oldAddressUntil: until && momentText(until, portal.settings.timeZone, web.now()),
      curl: curl(webhookUrl, sampleCall(web.now(), portal.settings.timeZone, sampleNumber(web.now()))),
      countries: countries(),
      timeZones: timeZones(portal.settings.timeZone),
      setupReport: setupReport(portal),
      secretSet: await stores.addresses.hasSecret(portal.id, portal.settings.provider),
      paused: portal.settings.paused,
      ...(await alertLocals(web, portal)),
      ...(await accountLocals(web, portal)),
      errors,
    });
  };

  const notSaved = async (request: Request, response: Response, errors: Record<string, string>): Promise<void> => {
    response.status(400);
    if (wantsJson(request)) response.json({ error: "Not saved", fields: errors });
    else await show(request, response, errors);
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = change.safeParse(request.body ?? {});
    const errors = read.success
      ? {
          ...(await wrongIds(web, portal, read.data)),
          ...wrongAddress(web.config.production, read.data),
          ...wrongCountry(read.data),
        }
      : fieldErrors(read.error);
    if (!read.success || Object.keys(errors).length > 0) {
      await notSaved(request, response, errors);
      return;
    }
    const stageId = await stageAlong(web, portal, read.data);
    const settings = await stores.portals.changeSettings(portal.id, { ...read.data, stageId });
    hook.forget();
    const { paused, dailyBudget, timeZone } = portal.settings;
    const isOtherBudget = dailyBudget !== settings.dailyBudget || timeZone !== settings.timeZone;
    if (isOtherBudget) await web.budget.reconsider(portal.id);
    if (isOtherBudget || (paused && !settings.paused)) web.queue.wake(portal.id);
    saved(request, response, "/settings", "Saved.", await data(portal, settings));
  };

  const pause = (paused: boolean) => async (request: Request, response: Response) => {
    const portal = portalOf(response);
    const settings = await stores.portals.changeSettings(portal.id, { paused });
    if (!paused) web.queue.wake(portal.id);
    const text = paused ? "Paused. Webhooks are accepted and wait." : "Resumed. What waited is being written now.";
    saved(request, response, "/settings#pause", text, await data(portal, settings));
  };

  const rotate = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    await stores.addresses.rotate(portal.id, web.now());
    hook.forget();
    saved(
      request,
      response,
      "/settings#address",
      "Here is the new address. The old one works for 7 more days.",
      await data(portal, portal.settings),
    );
  };

  const saveSecret = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = secretField.safeParse(request.body ?? {});
    const provider = providerNamed(portal.settings.provider);
    if (!read.success || provider?.signature === "address") {
      const unsigned = { secret: `${provider?.label} does not sign what it sends.` };
      await notSaved(request, response, read.success ? unsigned : fieldErrors(read.error));
      return;
    }
    const { secret } = read.data;
    await stores.addresses.saveSecret(portal.id, portal.settings.provider, secret || null);
    hook.forget();
    const text = secret
      ? "The secret is stored. From now on only signed webhooks are accepted."
      : "The secret was removed.";
    saved(request, response, "/settings#address", text, { secretSet: secret !== "" });
  };

  const prepare = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const gateway = web.gatewayFor(portal.id);
    const prepared = await gateway.prepare();
    await stores.portals.savePrepared(portal.id, prepared);
    await stores.portals.saveDirectory(portal.id, await gateway.directory(), web.now());
    saved(request, response, "/settings#setup", "Checked. The result is below.", prepared);
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
    if (wantsJson(request)) response.json({ disconnected: true });
    else
      back(request, response, "/", {
        kind: "good",
        text: "Disconnected. Your settings are kept; install again to carry on.",
      });
  };

  return Router()
    .get(
      "/settings",
      page((request, response) => show(request, response)),
    )
    .post("/settings", page(save))
    .post("/settings/rotate", page(rotate))
    .post("/settings/secret", page(saveSecret))
    .post("/settings/prepare", page(prepare))
    .post("/settings/pause", page(pause(true)))
    .post("/settings/resume", page(pause(false)))
    .post("/disconnect", page(disconnect));
}

function setupReport({ prepared }: Portal): { ok: boolean; lines: string[] } {
  if (!prepared) return { ok: false, lines: [] };
  const counts = `Properties of Hookswitch in your HubSpot: ${prepared.contact.length} on contacts, ${prepared.deal.length} on deals, ${prepared.call.length} on calls.`;
  return { ok: prepared.missing.length === 0, lines: [counts, ...prepared.missing] };
}

export function sampleNumber(now: Date): string {
  return String(now.getTime()).slice(-7);
}

function curl(webhookUrl: string, fields: Record<string, string>): string {
  return `curl -X POST '${webhookUrl}/ringostat' \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(fields).replaceAll("'", "'\\''")}'`;
}
