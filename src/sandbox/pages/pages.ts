// The CRM pages, under the same addresses as HubSpot's own so that a link works by replacing the host.
import { type RequestHandler, Router } from "express";
import { tableOf } from "../engine/portal.ts";
import { CLIENT_ID, CLIENT_SECRET } from "../oauth/grants.ts";
import type { World } from "../world.ts";
import { showBoard } from "./board-page.ts";
import { count } from "./format.ts";
import { showList } from "./list-page.ts";
import { boardUrl, listUrl, person } from "./naming.ts";
import { pageHeaders } from "./page-headers.ts";
import { editDeal, showRecord } from "./record-page.ts";
import { playRecording } from "./recording.ts";

function showStart(world: World): RequestHandler {
  return (request, response) => {
    response.render("start", {
      title: "Accounts",
      host: request.headers.host ?? "localhost",
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      portals: [...world.portals.values()].map((portal) => ({
        id: portal.id,
        name: portal.settings.name,
        avatar: person(portal.settings.name),
        url: listUrl(portal, "contacts"),
        board: boardUrl(portal),
        installed: world.grants.isInstalled(portal.id),
        contacts: count(tableOf(portal, "contacts").live.size, "contact", "contacts"),
        deals: count(tableOf(portal, "deals").live.size, "deal", "deals"),
      })),
    });
  };
}

export function pageRoutes(world: World): Router {
  const router = Router();
  router.get("/", pageHeaders, showStart(world));
  router.get("/contacts/:portalId/objects/0-3/views/all/board", pageHeaders, showBoard(world));
  router.get("/contacts/:portalId/objects/:typeId/views/all/list", pageHeaders, showList(world));
  router.get("/contacts/:portalId/record/:typeId/:id", pageHeaders, showRecord(world));
  router.get("/contacts/:portalId/record/0-48/:id/recording", playRecording(world));
  router.post("/contacts/:portalId/record/:typeId/:id", pageHeaders, editDeal(world));
  router.get("/contacts/:portalId", (request, response) => {
    response.redirect(302, `/contacts/${request.params.portalId}/objects/0-1/views/all/list`);
  });
  return router;
}
