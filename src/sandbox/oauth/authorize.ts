// The authorize page: shows what the app asks for, takes the consent, and sends the browser back with a code.
import type { Request, RequestHandler, Response } from "express";
import { bodyText } from "../api/call.ts";
import type { Portal } from "../engine/portal.ts";
import { meaningOf } from "../schema/scopes.ts";
import type { World } from "../world.ts";
import { type AuthorizeRequest, grantableScopes, readAuthorize, redirectTo } from "./authorize-request.ts";

const queryOf = (request: Request) => new URL(request.originalUrl, "http://sandbox").searchParams;

function refuse(response: Response, problem: string): void {
  response.status(400).render("consent-problem", { title: "Connection refused", problem });
}

// Chosen on the page, named in the path (/oauth/{accountId}/authorize), or the first there is.
function chosenPortal(world: World, request: Request, params: URLSearchParams): Portal | undefined {
  const { accountId } = request.params;
  const wanted = params.get("portal_id") ?? (typeof accountId === "string" ? accountId : undefined);
  return wanted === undefined ? [...world.portals.values()][0] : world.portals.get(wanted);
}

function consent(world: World, portal: Portal, request: AuthorizeRequest, response: Response): void {
  const granted = grantableScopes(portal, request);
  if ("problem" in granted) {
    refuse(response, granted.problem);
    return;
  }
  const [installer] = portal.owners;
  const grant = {
    portalId: portal.id,
    userId: installer?.userId ?? 1,
    user: installer?.email ?? "admin@acme.test",
    scopes: granted.scopes,
  };
  response.redirect(
    302,
    redirectTo(request, { code: world.grants.issueCode(grant, request.redirectUri, request.challenge) }),
  );
}

export function showAuthorize(world: World): RequestHandler {
  return (request, response) => {
    const params = queryOf(request);
    const checked = readAuthorize(params);
    if ("problem" in checked) {
      refuse(response, checked.problem);
      return;
    }
    const portal = chosenPortal(world, request, params);
    if (!portal) {
      refuse(response, "This account does not exist in the sandbox.");
      return;
    }
    if (params.get("consent") === "auto") {
      consent(world, portal, checked.request, response);
      return;
    }
    const describe = (scopes: readonly string[]) => scopes.map((name) => ({ name, meaning: meaningOf(name) }));
    response.render("consent", {
      title: "Connect app",
      action: request.originalUrl,
      portals: [...world.portals.values()],
      chosen: portal.id,
      required: describe(checked.request.scopes),
      optional: describe(checked.request.optionalScopes),
      returnsTo: new URL(checked.request.redirectUri).host,
    });
  };
}

/** The form posts back to the same address, so the request is read and checked from the query again. */
export function answerAuthorize(world: World): RequestHandler {
  return (request, response) => {
    const params = queryOf(request);
    const checked = readAuthorize(params);
    if ("problem" in checked) {
      refuse(response, checked.problem);
      return;
    }
    const form = new URLSearchParams(bodyText(request));
    if (form.get("answer") !== "connect") {
      const error = { error: "access_denied", error_description: "The user denied access." };
      response.redirect(302, redirectTo(checked.request, error));
      return;
    }
    for (const [name, value] of form) params.set(name, value);
    const portal = chosenPortal(world, request, params);
    if (portal) consent(world, portal, checked.request, response);
    else refuse(response, "This account does not exist in the sandbox.");
  };
}
