// The Express app: every route on one screen.
import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type Express } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import { Disconnected, Later, Refused } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import { accountPages } from "./web/account.ts";
import { activity } from "./web/activity.ts";
import { alertSecret } from "./web/alerts.ts";
import { sentence, tell } from "./web/answers.ts";
import { capture } from "./web/capture/capture.ts";
import type { Web } from "./web/context.ts";
import { dashboard } from "./web/dashboard.ts";
import { employees } from "./web/employees.ts";
import type { Health } from "./web/health.ts";
import { hook } from "./web/hook.ts";
import { install } from "./web/install.ts";
import { matrix } from "./web/matrix.ts";
import { metricsPage } from "./web/metrics.ts";
import { properties } from "./web/properties/properties.ts";
import { recordings } from "./web/recordings.ts";
import { callRouting } from "./web/route.ts";
import { csrf, pageLocals, sessions, signedIn } from "./web/session.ts";
import { settingsPages } from "./web/settings.ts";
import { storable } from "./web/storable.ts";
import { tryOut } from "./web/try-out.ts";
import { webForms } from "./web/web-form.ts";

export function createApp(web: Web, health: Health, log: Logger): Express {
  const app = express();
  const webhooks = hook(web);
  const secure = web.config.baseUrl.startsWith("https://");

  app.set("view engine", "ejs");
  app.set("views", fileURLToPath(new URL("../views", import.meta.url)));
  app.set("trust proxy", secure ? 1 : false);
  app.set("query parser", "extended");
  app.disable("x-powered-by");

  // For senders and machines: no session, no page. Webhooks come first, for they come most.
  app.use(callRouting(web), webForms(web), webhooks.router);
  app.use(health.router, metricsPage(web.metrics, log), recordings(web));

  // For people.
  app.use(
    helmet({
      contentSecurityPolicy: { directives: contentSecurity(secure) },
      strictTransportSecurity: secure,
      originAgentCluster: false,
    }),
  );
  app.use(express.static(fileURLToPath(new URL("../public", import.meta.url)), { maxAge: "1h" }));
  app.use(
    pinoHttp({
      logger: log,
      quietReqLogger: true,
      customLogLevel: (_request, response) => (response.statusCode >= 500 ? "error" : "debug"),
    }),
  );
  app.use(express.json({ limit: "1mb" }), express.urlencoded({ extended: true, limit: "1mb", parameterLimit: 20_000 }));
  // Pages hold a portal's secrets: nothing of them stays behind in a browser that signs out.
  app.use(storable, (_request, response, next) => {
    response.set("cache-control", "no-store");
    next();
  });
  app.use(sessions(web), pageLocals(web));
  app.use(install(web));
  app.use(dashboard(web));
  app.post("/sign-out", csrf.csrfSynchronisedProtection, (request, response, next) => {
    request.logOut((problem) => (problem ? next(problem) : response.redirect(303, "/")));
  });

  // For the signed-in admin of a portal.
  app.use(signedIn(web), csrf.csrfSynchronisedProtection);
  app.get("/csrf", (_request, response) => {
    response.json({ token: response.locals.csrfToken });
  });
  app.use(
    settingsPages(web, webhooks),
    accountPages(web),
    alertSecret(web),
    employees(web),
    matrix(web),
    properties(web),
    capture(web, webhooks),
    activity(web),
    tryOut(web),
  );

  app.use((request, response) => {
    tell(request, response, {
      status: 404,
      heading: "There is no such page",
      text: "The address may be mistyped, or the page has moved.",
      action: { href: "/", label: "To the start" },
    });
  });
  app.use(problems(log));
  return app;
}

/** What a process without pages answers: is it alive, what does it count. */
export function createProbe(health: Health, metrics: Metrics, log: Logger): Express {
  const app = express();
  app.disable("x-powered-by");
  return app.use(health.router, metricsPage(metrics, log));
}

function contentSecurity(secure: boolean) {
  return {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "upgrade-insecure-requests": secure ? [] : null,
  };
}

/** What happened, why, and what to do; details of a bug go to the log only. */
function problems(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const status = statusOf(error);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (status === 413) {
      response.status(413).type("text").send("This is larger than 1 MB, more than a webhook may hold.");
    } else if (error instanceof Refused || error instanceof Later || error instanceof Disconnected) {
      tell(request, response, {
        status: 502,
        heading: "HubSpot did not do it",
        text: `${sentence(error.message)} Try again in a moment.`,
        action: { href: "/settings", label: "Back to settings" },
      });
    } else if (status === 403) {
      tell(request, response, {
        status: 403,
        heading: "This form is out of date",
        text: "The page was open for too long or in another session. Go back, reload it and send it again.",
        action: { href: "/", label: "To the start" },
      });
    } else if (status < 500) {
      tell(request, response, {
        status,
        heading: "This could not be read",
        text: error instanceof Error ? error.message : "The request is malformed.",
      });
    } else {
      log.error({ error: error instanceof Error ? error.stack : String(error), path: request.path }, "unexpected");
      tell(request, response, {
        status: 500,
        heading: "Something went wrong on our side",
        text: "It is in the log. Nothing that was received is lost; try again in a moment.",
        action: { href: "/", label: "To the start" },
      });
    }
  };
}

function statusOf(error: unknown): number {
  if (typeof error === "object" && error !== null && "status" in error && typeof error.status === "number")
    return error.status;
  if (typeof error === "object" && error !== null && "statusCode" in error && typeof error.statusCode === "number")
    return error.statusCode;
  return 500;
}
