// What the settings page does with the webhook address: a new one, and the secret of the phone system's signatures.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { providerNamed } from "../providers/index.ts";
import { back, fieldErrors, page, portalOf, saved, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import type { Hook } from "./hook.ts";
import { placeOf } from "./senders.ts";
import { settingsData } from "./settings-data.ts";

const secretField = z.object({
  /** Absent: the chosen one. */
  provider: z.string().optional(),
  secret: z.string().trim().max(500, "is longer than any secret"),
});

export type NotSaved = (
  request: Request,
  response: Response,
  errors: Record<string, string>,
  status?: number,
) => Promise<void>;

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
    if (!read.success) return notSaved(request, response, fieldErrors(read.error));
    const name = read.data.provider ?? portal.settings.provider;
    const place = placeOf(portal, name, "address");
    /** The form of another sender is not the one whose errors the page marks. */
    const refuse = (errors: Record<string, string>, status = 400) =>
      name === portal.settings.provider || wantsJson(request)
        ? notSaved(request, response, errors, status)
        : back(request, response, place, { kind: "bad", text: `Not saved: ${Object.values(errors).join(" ")}` });
    const provider = providerNamed(name);
    if (!provider) return refuse({ provider: `There is no sender “${name.slice(0, 100)}”.` });
    if (provider.signature === "address") return refuse({ secret: `${provider.label} does not sign what it sends.` });
    const { secret } = read.data;
    if (secret === "" && !(await stores.addresses.secretNames(portal.id)).includes(name))
      return refuse({ secret: "There is no secret to remove." }, 404);
    await stores.addresses.saveSecret(portal.id, name, secret || null);
    hook.forget();
    const text = secret
      ? "The secret is stored. From now on only signed webhooks are accepted."
      : "The secret was removed.";
    saved(request, response, place, text, { provider: name, secretSet: secret !== "" });
  };

  return Router().post("/settings/rotate", page(rotate)).post("/settings/secret", page(saveSecret));
}
