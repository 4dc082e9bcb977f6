// The CRM pages, under the same addresses as HubSpot's own so that a link works by replacing the host.
import { type RequestHandler, Router } from "express";
import type { World } from "../world.ts";

export function pageRoutes(world: World): Router {
  const router = Router();
  const start: RequestHandler = (_request, response) => {
    response.render("start", { title: "Accounts", portals: [...world.portals.values()] });
  };
  router.get("/", start);
  return router;
}
