// The form of a custom object's rule: shown, previewed with the newest event of its kind, saved and removed.
import type { Request, Response } from "express";
import { z } from "zod";
import { type CustomObjectRule, mostObjects, type PropertyMap } from "../../model/property-map.ts";
import { portalOf, saved, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { checkedObject, type ObjectDraft, objectDraft } from "./object.ts";
import { chosenOf, renderObject } from "./object-view.ts";
import { familyWords } from "./words.ts";

type Handler = (request: Request, response: Response) => Promise<void>;

export function showObject(web: Web): Handler {
  return async (request, response) => {
    const portal = portalOf(response);
    const { id = "" } = z.object({ id: z.string().optional().catch(undefined) }).parse(request.query);
    const stored = portal.propertyMap.objects.find((rule) => rule.id === id);
    if (id !== "" && !stored) noSuchRule(request, response);
    else if (wantsJson(request)) response.json(stored ?? null);
    else await renderObject(web, portal, objectDraft.parse(stored ?? { ...request.query, create: true }), {}, response);
  };
}

export function previewObject(web: Web): Handler {
  return async (request, response) => {
    const draft = withInserted(objectDraft.parse(request.body ?? {}), request.body);
    await renderObject(web, portalOf(response), draft, {}, response);
  };
}

const inserts = z.object({
  insert: z.string().max(300).catch(""),
  rows: z.preprocess(
    (value) => (typeof value === "object" && value !== null ? Object.values(value) : []),
    z.array(z.object({ insert: z.string().max(300).catch("") }).catch({ insert: "" })),
  ),
});

/** Without a script fields that are chosen to be inserted stand at the end. */
function withInserted(draft: ObjectDraft, body: unknown): ObjectDraft {
  const { insert, rows } = inserts.parse(body ?? {});
  const added = (value: string, path = "") => (path === "" ? value : `${value}{${path}}`);
  return {
    ...draft,
    match: { ...draft.match, value: added(draft.match.value, insert) },
    rows: draft.rows.map((row, index) => ({ ...row, value: added(row.value, rows[index]?.insert) })),
  };
}

export function saveObject(web: Web): Handler {
  return async (request, response) => {
    const portal = portalOf(response);
    const draft = objectDraft.parse(request.body ?? {});
    const { chosen } = await chosenOf(web, portal, draft.objectTypeId);
    const checked = checkedObject(draft, chosen, portal.propertyMap.objects);
    if ("errors" in checked) {
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Not saved", fields: checked.errors });
      else await renderObject(web, portal, draft, checked.errors, response);
      return;
    }
    const { rule } = checked;
    const isNew = draft.id === "";
    const map = await web.stores.portals.changePropertyMap(portal.id, (before) => withRule(before, rule, isNew));
    if (map)
      saved(
        request,
        response,
        "/properties#objects",
        `Saved. It counts for every ${familyWords[rule.on].one} from now on.`,
        rule,
      );
    else if (isNew) tooMany(request, response);
    else noSuchRule(request, response);
  };
}

export function removeObject(web: Web): Handler {
  return async (request, response) => {
    const { id } = z.object({ id: z.string().catch("") }).parse(request.body ?? {});
    const map = await web.stores.portals.changePropertyMap(portalOf(response).id, (before) => {
      const objects = before.objects.filter((rule) => rule.id !== id);
      return objects.length < before.objects.length ? { ...before, objects } : null;
    });
    if (map) saved(request, response, "/properties#objects", "Removed. The records in HubSpot stay there.", map);
    else noSuchRule(request, response);
  };
}

function withRule(map: PropertyMap, rule: CustomObjectRule, isNew: boolean): PropertyMap | null {
  if (isNew) return map.objects.length < mostObjects ? { ...map, objects: [...map.objects, rule] } : null;
  const place = map.objects.findIndex(({ id }) => id === rule.id);
  return place < 0 ? null : { ...map, objects: map.objects.with(place, rule) };
}

function noSuchRule(request: Request, response: Response): void {
  tell(request, response, {
    status: 404,
    heading: "There is no such rule",
    text: "Somebody may have removed it meanwhile.",
    action: { href: "/properties#objects", label: "To the properties" },
  });
}

function tooMany(request: Request, response: Response): void {
  tell(request, response, {
    status: 400,
    heading: "There are too many rules",
    text: `A portal has ${mostObjects} rules of custom objects at most. Remove one that is no longer needed, then add this one.`,
    action: { href: "/properties#objects", label: "To the properties" },
  });
}
