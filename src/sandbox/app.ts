// The sandbox as an Express app: HubSpot's API, its OAuth pages, the CRM pages and the control API.
import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import { FAMILIES } from "./api/families.ts";
import { send } from "./api/reply.ts";
import { apiRoutes } from "./api/routes.ts";
import { serve } from "./api/serve.ts";
import { controlRoutes } from "./control/control.ts";
import { errorBody, HubSpotError, notFound } from "./errors.ts";
import { oauthRoutes } from "./oauth/routes.ts";
import { pageRoutes } from "./pages/pages.ts";
import type { World } from "./world.ts";

// The largest batch HubSpot takes, 100 notes of 65,536 characters, is about 7 MB; a state to be loaded may be larger.
const LARGEST_BODY = "10mb";
const LARGEST_STATE = "512mb";

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export interface AppParts {
  reset: () => void;
  /** Handlers that see every request before any other. */
  first: readonly RequestHandler[];
}

export function createApp(world: World, { reset, first }: AppParts): Express {
  const app = express();
  for (const handler of first) app.use(handler);
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("view engine", "ejs");
  app.set("views", folder("views"));
  app.use("/_sandbox/public", express.static(folder("public")));
  // Bodies are read once, raw: each endpoint parses its own, so that bad JSON is refused the way HubSpot does.
  app.use("/_sandbox", express.raw({ type: () => true, limit: LARGEST_STATE }), controlRoutes(world, reset));
  app.use(express.raw({ type: () => true, limit: LARGEST_BODY }));
  for (const family of FAMILIES) app.use(apiRoutes(world, family));
  app.use(oauthRoutes(world));
  app.use(pageRoutes(world));
  app.use(
    serve(world, (request) => {
      throw notFound(`Unable to find a resource for ${request.method} ${request.path}`);
    }),
  );
  app.use(failure(world));
  return app;
}

// Express knows a body that is too large; anything else that gets here is a mistake of the sandbox.
function failure(world: World): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const tooLarge = error instanceof Error && "status" in error && error.status === 413;
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const refusal = tooLarge
      ? new HubSpotError(413, "VALIDATION_ERROR", "The request body is too large.")
      : new HubSpotError(500, "INTERNAL_ERROR", `The sandbox failed: ${detail}`);
    send(response, { status: refusal.status, body: errorBody(refusal, world.random.uuid()) });
  };
}
