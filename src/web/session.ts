// Sessions in PostgreSQL, CSRF tokens, and the guard that lets only a signed-in portal's admin through.
import connectPgSimple from "connect-pg-simple";
import { csrfSync } from "csrf-sync";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import session from "express-session";
import passport from "passport";
import { portalId } from "../model/ids.ts";
import { tell, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";

const days = 86_400_000;

export function sessions({ config, database }: Web): RequestHandler[] {
  const PgStore = connectPgSimple(session);
  const secure = config.baseUrl.startsWith("https://");
  return [
    session({
      store: new PgStore({ pool: database.pool, tableName: "session", createTableIfMissing: true }),
      name: "hookswitch",
      secret: config.sessionSecret,
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, secure, sameSite: "lax", maxAge: 14 * days },
    }),
    passport.session(),
  ];
}

passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user: Express.User, done) => done(null, user));

/** The token is kept in the session, so a program needs no second cookie; forms send it as _csrf. */
export const csrf = csrfSync({
  getTokenFromRequest: (request) => {
    const body: unknown = request.body;
    const field = typeof body === "object" && body !== null && "_csrf" in body ? body._csrf : undefined;
    return request.get("x-csrf-token") ?? (typeof field === "string" ? field : undefined);
  },
});

/** What every page shows. */
export function pageLocals({ config }: Web): RequestHandler {
  return (request, response, next) => {
    response.locals.session = request.user ?? null;
    response.locals.sandbox = config.sandboxPort !== null;
    response.locals.csrfToken = request.user ? csrf.generateToken(request) : "";
    response.locals.notice = request.session.notice ?? null;
    if (request.session.notice && request.method === "GET" && !wantsJson(request)) delete request.session.notice;
    response.locals.page = "";
    response.locals.title = "Hookswitch";
    next();
  };
}

export function signedIn({ stores }: Web): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    const id = portalId.safeParse(request.user?.portalId);
    const portal = id.success ? await stores.portals.find(id.data) : null;
    if (!portal) {
      tell(request, response, {
        status: 401,
        heading: "You are not signed in",
        text: "Sign in through HubSpot to see this page: installing again keeps everything as it is.",
        action: { href: "/install", label: "Sign in with HubSpot" },
      });
      return;
    }
    response.locals.portal = portal;
    next();
  };
}
