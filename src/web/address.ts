// What the settings page does with the webhook address: a new one, and the secret of the phone system's signatures.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { providerNamed } from "../providers/index.ts";
import type { Provider } from "../providers/provider.ts";
import { fieldErrors, page, portalOf, saved, wantsJson } from "./answers.ts";
import type { asTyped } from "./as-typed.ts";
import type { Web } from "./context.ts";
import type { Hook } from "./hook.ts";
import { wrongKey } from "./key-text.ts";
import { placeOf } from "./senders.ts";
import { settingsData } from "./settings-data.ts";

const secretForm = z.object({
  /** Absent: the chosen one. */
  provider: z.string().optional(),
  /** Read once it is known whose it is, so that the answer is given there. */
  secret: z.unknown().optional(),
});

export interface NotSavedForm {
  /** Absent: 400. */
  status?: number;
  /** Whose form it was, where it was one sender's own. */
  sender?: string;
  /** As they were typed; absent: the form was not theirs. */
  settings?: ReturnType<typeof asTyped>;
}

export type NotSaved = (
  request: Request,
  response: Response,
  errors: Record<string, string>,
  about?: NotSavedForm,
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
    const read = secretForm.safeParse(request.body ?? {});
    if (!read.success) return notSaved(request, response, fieldErrors(read.error));
    const name = read.data.provider ?? portal.settings.provider;
    const provider = providerNamed(name);
    if (!provider) return notSaved(request, response, { provider: `There is no sender “${name.slice(0, 100)}”.` });
    /** On the page each sender has a field of its own. */
    const refuse = (problem: string, status = 400) => {
      const field = name === portal.settings.provider || wantsJson(request) ? "secret" : `secret-${name}`;
      return notSaved(request, response, { [field]: problem }, { status, sender: name });
    };
    const secret = typeof read.data.secret === "string" ? read.data.secret.trim() : null;
    if (secret === null) return refuse("The secret must be text.");
    const wrong = wrongSecret(provider, secret);
    if (wrong !== null) return refuse(wrong);
    if (secret === "" && !(await stores.addresses.secretNames(portal.id)).includes(name))
      return refuse("There is no secret to remove.", 404);
    await stores.addresses.saveSecret(portal.id, name, secret || null);
    hook.forget();
    const text = secret
      ? "The secret is stored. From now on only signed webhooks are accepted."
      : "The secret was removed.";
    saved(request, response, placeOf(portal, name, "address"), text, { provider: name, secretSet: secret !== "" });
  };

  return Router().post("/settings/rotate", page(rotate)).post("/settings/secret", page(saveSecret));
}

/** Every delivery would be refused with a secret that cannot be one; null: it may be stored, or removed where it is empty. */
function wrongSecret({ label, signature, wrongSecret: wrongOfTheirs }: Provider, secret: string): string | null {
  if (signature === "address") return `${label} does not sign what it sends.`;
  if (secret === "") return null;
  // A public key comes in lines.
  return wrongKey("The secret", secret.replace(/[\r\n\t]/g, " ")) ?? wrongOfTheirs?.(secret) ?? null;
}
