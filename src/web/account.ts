// The portal's access to its providers' own APIs, as the settings page enters and removes it, and what begins with it.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { providerNamed } from "../providers/index.ts";
import type { Portal } from "../store/portals.ts";
import { announced } from "./accept.ts";
import { hasAccount, type Opening } from "./access.ts";
import { back, page, portalOf, saved, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { wrongKey } from "./key-text.ts";
import { placeOf } from "./senders.ts";
import { ownerOf } from "./words.ts";

const which = z.object({ provider: z.string().optional() });
/** Each value is judged once it is known whose it is, so that the answer is given there. */
const form = z.object({ account: z.record(z.string(), z.unknown()).default({}) });

export function accountPages(web: Web): Router {
  const { stores } = web;

  const refuse = (
    request: Request,
    response: Response,
    fields: Record<string, string>,
    { status = 400, provider = portalOf(response).settings.provider } = {},
  ): void => {
    const place = placeOf(portalOf(response), provider, "account");
    if (wantsJson(request)) response.status(status).json({ error: "Not saved", fields });
    else back(request, response, place, { kind: "bad", text: `Not saved: ${Object.values(fields).join(" ")}` });
  };

  const asked = (request: Request, { settings }: Portal): Opening | null => {
    const read = which.safeParse(request.body ?? {});
    const provider = read.success ? providerNamed(read.data.provider ?? settings.provider) : undefined;
    return provider && hasAccount(provider) ? provider : null;
  };

  /** What the new access is for begins: the list of calls is looked at, and what only was announced is asked for. */
  const begin = async (portal: Portal, { name, label, log, details }: Opening): Promise<string> => {
    if (log) await stores.callLogs.begin(portal.id, name, web.now());
    const asked = details ? await stores.thin.askAnew(portal.id, name, announced({ label }), web.now()) : 0;
    return [
      "The access is stored.",
      ...(log ? [`${ownerOf(label)} list of calls is looked at within a minute.`] : []),
      ...(asked > 0
        ? [`${asked === 1 ? "1 event that waits is" : `${asked} events that wait are`} asked for now.`]
        : []),
    ].join(" ");
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const provider = asked(request, portal);
    if (!provider) return refuse(request, response, { provider: "This sender has no API that Hookswitch knows." });
    const read = form.safeParse(request.body ?? {});
    if (!read.success) {
      const fields = { account: "The access must be an object with a text for each field." };
      return refuse(request, response, fields, { provider: provider.name });
    }
    const { given, errors } = sorted(provider, read.data.account);
    // A field that was left empty keeps what it held.
    const before =
      Object.keys(given).length < provider.account.length ? await stores.accounts.find(portal.id, provider.name) : null;
    const account = { ...before, ...given };
    for (const { name, label } of provider.account)
      if (!account[name] && !errors[`account.${name}`]) errors[`account.${name}`] = `${label} is missing.`;
    if (Object.keys(errors).length > 0) return refuse(request, response, errors, { provider: provider.name });
    await stores.accounts.save(portal.id, provider.name, account);
    saved(request, response, placeOf(portal, provider.name, "account"), await begin(portal, provider), {
      provider: provider.name,
      accountSet: true,
    });
  };

  const remove = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const provider = asked(request, portal);
    if (!provider || !(await stores.accounts.names(portal.id)).includes(provider.name))
      return refuse(request, response, { provider: "There is no such access." }, { status: 404 });
    await stores.accounts.remove(portal.id, provider.name);
    await stores.callLogs.end(portal.id, provider.name);
    saved(request, response, placeOf(portal, provider.name, "account"), "The access was removed.", {
      provider: provider.name,
      accountSet: false,
    });
  };

  return Router().post("/settings/account", page(save)).post("/settings/account/remove", page(remove));
}

/** What was filled in, and what cannot be a value of the provider's. */
function sorted({ account }: Opening, fields: Record<string, unknown>) {
  const labels = new Map(account.map(({ name, label }) => [name, label]));
  const given: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const label = labels.get(name);
    const text = typeof value === "string" ? value.trim() : null;
    const wrong =
      label === undefined ? `${name} is not known.` : text === null ? `${label} must be text.` : wrongKey(label, text);
    if (wrong !== null) errors[`account.${name}`] = wrong;
    else if (text) given[name] = text;
  }
  return { given, errors };
}
