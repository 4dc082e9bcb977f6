// Install and sign-in through HubSpot: authorize, exchange, who is it, which permissions, set the portal up.
import { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import passport from "passport";
import OAuth2Strategy, { type VerifyCallback } from "passport-oauth2";
import { z } from "zod";
import { portalId } from "../model/ids.ts";
import { back, sentence, tell } from "./answers.ts";
import type { Web } from "./context.ts";
import { missingScopes, optionalScopes, type Scope, scopes } from "./scopes.ts";
import { csrf } from "./session.ts";
import { setUpPortal } from "./set-up.ts";

/** HubSpot's answer to the exchange says itself what the introspection may leave out. */
const tokenAnswer = z.looseObject({
  expires_in: z.coerce.number().positive(),
  hub_id: z.coerce.string().nullish(),
  scopes: z.array(z.string()).nullish().catch(null),
});

export function install(web: Web): Router {
  const { config, stores, oauth } = web;
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${config.hubspot.appUrl}/oauth/authorize`,
      tokenURL: oauth.tokenUrl,
      clientID: config.hubspot.clientId,
      clientSecret: config.hubspot.clientSecret,
      callbackURL: `${config.baseUrl}/oauth/callback`,
      scope: scopes.map(({ scope }) => scope),
      state: true,
      pkce: true,
    },
    (accessToken: string, refreshToken: string, answer: unknown, _profile: unknown, done: VerifyCallback) => {
      connect(web, accessToken, refreshToken, answer).then((user) => done(null, user), done);
    },
  );

  strategy.authorizationParams = () => ({ optional_scope: optionalScopes.join(" ") });

  /** Passport keeps the answer to a request on the strategy that it is given: shared, people would get each other's session. */
  const strategyOfRequest = (): OAuth2Strategy => Object.create(strategy);

  const authorize: RequestHandler = (request, response, next) => {
    passport.authenticate(strategyOfRequest())(request, response, next);
  };

  const authenticate: RequestHandler = (request, response, next) => {
    passport.authenticate(
      strategyOfRequest(),
      (error: unknown, user: Express.User | false | null, info: { message?: string } | undefined) => {
        if (error || !user) {
          web.log.warn({ error: error instanceof Error ? error.message : info?.message }, "install failed");
          tell(request, response, failure(error, info?.message));
          return;
        }
        request.logIn(user, (problem: unknown) =>
          problem ? next(problem) : void welcome(request, response, user).catch(next),
        );
      },
    )(request, response, next);
  };

  const welcome = async (request: Request, response: Response, user: Express.User): Promise<void> => {
    const id = portalId.parse(user.portalId);
    const tokens = await stores.tokens.load(id);
    const missing = missingScopes(tokens?.scopes ?? []);
    const unfinished = await setUpPortal(web, id, user.email, missing);
    web.queue.wake(id);
    // Now, so that pages opened at the same moment do not each make one of their own.
    csrf.generateToken(request);
    if (isStopped(missing)) request.session.save(() => response.redirect("/install/permissions"));
    else if (unfinished || missing.length > 0)
      back(request, response, "/settings", {
        kind: "bad",
        text: [unfinished ?? "", lessPermitted(missing)].join(" ").trim(),
      });
    else
      back(request, response, "/settings", {
        kind: "good",
        text: "Hookswitch is connected. Check the settings below, then send a sample call.",
      });
  };

  /** HubSpot's marketplace starts an install without our state: the flow begins anew with one, so nobody can slip in a foreign account. */
  const restartWithoutState = (request: Request, response: Response, next: NextFunction): void => {
    if (request.query.code !== undefined && request.query.state === undefined) response.redirect("/install");
    else next();
  };

  return Router()
    .get("/install", authorize)
    .get("/oauth/callback", restartWithoutState, authenticate)
    .get("/install/permissions", async (request, response) => {
      const id = portalId.safeParse(request.user?.portalId);
      const tokens = id.success ? await stores.tokens.load(id.data) : null;
      const missing = missingScopes(tokens?.scopes ?? []);
      if (!tokens || !isStopped(missing)) response.redirect("/");
      else
        response.render("scopes", { title: "Permissions", missing: missing.map(({ scope }) => scope), words: missing });
    });
}

/** Stores the tokens under the portal that HubSpot says they are for. */
async function connect(web: Web, accessToken: string, refreshToken: string, answer: unknown): Promise<Express.User> {
  const said = tokenAnswer.safeParse(answer);
  if (!said.success) throw new Error("it did not say how long its access lasts");
  const about = await web.oauth.introspect(accessToken);
  if (!about.active) throw new Error("the access that it gave is not active");
  const { success: isNamed, data: id } = portalId.safeParse(about.hub_id ?? said.data.hub_id);
  if (!isNamed) throw new Error("it did not say which account the access is for");
  await web.stores.portals.connect(id, null);
  await web.stores.tokens.save(id, {
    access: accessToken,
    refresh: refreshToken,
    expiresAt: new Date(web.now().getTime() + said.data.expires_in * 1000),
    // OAuth leaves them out where all that were asked for are granted.
    scopes: about.scopes ?? said.data.scopes ?? scopes.map(({ scope }) => scope),
  });
  web.oauth.forget(id);
  return { portalId: id, email: about.user ?? "" };
}

/** Nothing can be written, so calls wait: the page of permissions says why. */
function isStopped(missing: readonly Scope[]): boolean {
  return missing.some(({ essential }) => essential);
}

function lessPermitted(missing: readonly Scope[]): string {
  if (missing.length === 0) return "";
  const list = missing.map(({ scope, why }) => `${scope}: ${why}`).join(" ");
  return `Calls are written, but HubSpot did not grant everything. ${list} Install again to grant it.`;
}

function failure(error: unknown, said: string | undefined) {
  const action = { href: "/install", label: "Try again" };
  const heading = "The install was not finished";
  if (said && /state/i.test(said)) {
    return {
      status: 403,
      heading,
      action,
      text: "The answer from HubSpot does not belong to an install that was started here. It may have taken too long, or another browser was used.",
    };
  }
  if (!error)
    return {
      status: 403,
      heading,
      action,
      text: `HubSpot did not give access${said ? `: ${sentence(said)}` : "."} Only a super admin or someone with marketplace permission can install.`,
    };
  const reason = error instanceof Error ? error.message : "no reason given";
  return {
    status: 502,
    heading,
    action,
    text: `HubSpot did not complete the sign-in (${reason}). Nothing was changed.`,
  };
}
