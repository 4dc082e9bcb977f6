// What the settings page does with the webhook address: a new one, and the secret of the phone system's signatures.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { providerNamed } from "../providers/index.ts";
import { fieldErrors, page, portalOf, saved } from "./answers.ts";
import type { Web } from "./context.ts";
import type { Hook } from "./hook.ts";
import { settingsData } from "./settings-data.ts";

const secretField = z.object({ secret: z.string().trim().max(500, "is longer than any secret") });

export type NotSaved = (request: Request, response: Response, errors: Record<string, string>) => Promise<void>;

/** @param notSaved answers with the settings page and what is wrong on it */
export function addressActions(web: Web, hook: Hook, notSaved: NotSaved): Router {
  const { stores } = web;

  const rotate = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    await stores.addresses.rotate(portal.id, web.now());
    hook.forget();
    const text = "Here is the new address. The old one works for 7 more days.";
    saved(request, response, "/settings#address", text, await settingsData(web, portal));
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

  return Router().post("/settings/rotate", page(rotate)).post("/settings/secret", page(saveSecret));
}
