// What every page of a portal has in common: which portal it is, where the navigation leads, and what is not found.
import type { Request, Response } from "express";
import type { Portal } from "../engine/portal.ts";
import type { ObjectTypeName } from "../schema/object-types.ts";
import type { World } from "../world.ts";
import { boardUrl, listUrl } from "./naming.ts";

export function portalParam(world: World, request: Request): Portal | undefined {
  const { portalId } = request.params;
  return typeof portalId === "string" ? world.portals.get(portalId) : undefined;
}

export function portalLocals(portal: Portal, here: ObjectTypeName) {
  return {
    portal,
    query: "",
    searchUrl: listUrl(portal, here === "companies" || here === "deals" ? here : "contacts"),
    navigation: [
      { name: "Contacts", url: listUrl(portal, "contacts"), here: here === "contacts" },
      { name: "Companies", url: listUrl(portal, "companies"), here: here === "companies" },
      { name: "Deals", url: boardUrl(portal), here: here === "deals" },
      { name: "Tasks", url: listUrl(portal, "tasks"), here: here === "tasks" },
      { name: "Calls", url: listUrl(portal, "calls"), here: here === "calls" },
      ...[...portal.customObjects.values()].map(({ typeId, labels }) => ({
        name: labels.plural,
        url: listUrl(portal, typeId),
        here: here === typeId,
      })),
    ],
  };
}

export function notFoundPage(response: Response, portal: Portal | undefined): void {
  response.status(404).render("missing", { title: "Not found", portal });
}
