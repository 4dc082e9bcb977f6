// The sandbox as an Express app: HubSpot's API, its OAuth pages, the CRM pages and the control API.
import { fileURLToPath } from "node:url";
import express, { type Express, type RequestHandler } from "express";
import { FAMILIES } from "./api/families.ts";
import { apiRoutes } from "./api/routes.ts";
import { serve } from "./api/serve.ts";
import { controlRoutes } from "./control/control.ts";
import { notFound } from "./errors.ts";
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
  return app;
}
