// The settings page: everything that a portal decides beforehand, shown and saved.
import { type Request, type Response, Router } from "express";
import { providerNamed, providers } from "../providers/index.ts";
import { sampleCall } from "../providers/sample.ts";
import { accessOf } from "./access.ts";
import { addressActions, type NotSaved, type NotSavedForm } from "./address.ts";
import { alertLocals, wrongAddress } from "./alerts.ts";
import { page, portalOf, saved, wantsJson } from "./answers.ts";
import { asTyped } from "./as-typed.ts";
import { connectionActions, setupReport } from "./connection.ts";
import type { Web } from "./context.ts";
import { countries, wrongCountry } from "./countries.ts";
import { dealPropertiesFor, hasOwnCategory, propertyChoice, wrongDealProperties } from "./deal-properties.ts";
import { directoryFor, stageAlong, wrongIds } from "./directory.ts";
import { formLocals } from "./form-snippets.ts";
import type { Hook } from "./hook.ts";
import { senderLocals } from "./senders.ts";
import { readChange } from "./settings-change.ts";
import { addressOf, settingsData } from "./settings-data.ts";
import { shownTagRows, wrongOutcomes } from "./tag-rows.ts";
import { timeZones } from "./time-zones.ts";
import { momentText } from "./words.ts";

export function settingsPages(web: Web, hook: Hook): Router {
  const { stores } = web;

  const show = async (
    request: Request,
    response: Response,
    errors: Record<string, string> = {},
    typed: NotSavedForm = {},
  ): Promise<void> => {
    const portal = portalOf(response);
    if (wantsJson(request)) {
      response.json(await settingsData(web, portal));
      return;
    }
    const [directory, properties] = await Promise.all([directoryFor(web, portal), dealPropertiesFor(web, portal)]);
    const { settings = portal.settings, sender = request.query.sender } = typed;
    const webhookUrl = await addressOf(web, portal);
    const accessTo = await accessOf(web, portal);
    const provider = providerNamed(portal.settings.provider);
    const until = await stores.addresses.oldAddressUntil(portal.id, web.now());
    response.render("settings", {
      title: "Settings",
      page: "settings",
      settings,
      ...directory,
      tagRows: shownTagRows(settings.tagOutcomes, directory, errors),
      dealCategory: propertyChoice("dealCategoryProperty", properties, settings.dealCategoryProperty),
      dealValue: propertyChoice("dealValueProperty", properties, settings.dealValueProperty),
      hasOwnCategory: hasOwnCategory(portal),
      providers,
      webhookUrl,
      oldAddressUntil: until && momentText(until, portal.settings.timeZone, web.now()),
      curl: curl(webhookUrl, sampleCall(web.now(), portal.settings.timeZone, sampleNumber(web.now()))),
      countries: countries(),
      timeZones: timeZones(portal.settings.timeZone),
      setupReport: setupReport(portal),
      provider,
      secretSet: (await stores.addresses.secretNames(portal.id)).includes(portal.settings.provider),
      access: provider ? accessTo(provider) : null,
      paused: portal.settings.paused,
      ...(await alertLocals(web, portal)),
      ...(await senderLocals(web, portal, webhookUrl, accessTo, sender)),
      ...(await formLocals(web, portal)),
      errors,
    });
  };

  const notSaved: NotSaved = async (request, response, errors, typed = {}) => {
    response.status(typed.status ?? 400);
    if (wantsJson(request)) response.json({ error: "Not saved", fields: errors });
    else await show(request, response, errors, typed);
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = readChange(request.body);
    const errors =
      "change" in read
        ? {
            ...(await wrongIds(web, portal, read.change)),
            ...(await wrongOutcomes(web, portal, read.change)),
            ...(await wrongDealProperties(web, portal, read.change)),
            ...wrongAddress(web.config.production, read.change),
            ...wrongCountry(read.change),
          }
        : read.errors;
    if (!("change" in read) || Object.keys(errors).length > 0) {
      await notSaved(request, response, errors, { settings: asTyped(portal.settings, request.body) });
      return;
    }
    const stageId = await stageAlong(web, portal, read.change);
    const settings = await stores.portals.changeSettings(portal.id, { ...read.change, stageId });
    hook.forget();
    const { paused, dailyBudget, timeZone } = portal.settings;
    const isOtherBudget = dailyBudget !== settings.dailyBudget || timeZone !== settings.timeZone;
    if (isOtherBudget) await web.budget.reconsider(portal.id);
    if (isOtherBudget || (paused && !settings.paused)) web.queue.wake(portal.id);
    saved(request, response, "/settings", "Saved.", await settingsData(web, portal, settings));
  };

  return Router()
    .get(
      "/settings",
      page((request, response) => show(request, response)),
    )
    .post("/settings", page(save))
    .use(addressActions(web, hook, notSaved), connectionActions(web));
}

export function sampleNumber(now: Date): string {
  return String(now.getTime()).slice(-7);
}

function curl(webhookUrl: string, fields: Record<string, string>): string {
  return `curl -X POST '${webhookUrl}/ringostat' \\\n  -H 'content-type: application/json' \\\n  -d '${JSON.stringify(fields).replaceAll("'", "'\\''")}'`;
}
