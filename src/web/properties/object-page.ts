// The form of a custom object's rule: shown, previewed with the newest event of its kind, saved and removed.
import type { Request, Response } from "express";
import { z } from "zod";
import type { CustomObject } from "../../hubspot/gateway.ts";
import {
  type CustomObjectRule,
  families,
  linkedWith,
  mostObjects,
  type PropertyMap,
} from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import { portalOf, saved, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { type Chosen, checkedObject, isLinkable, type ObjectDraft, objectDraft } from "./object.ts";
import type { Errors } from "./row.ts";
import { insertable, matchOutcome, type Outcome, outcomeOf, type Sample, sampleOf, shownSample } from "./sample.ts";
import { fillableProperties, listedObjects } from "./schemas.ts";
import { familyWords, linkWords, typeWords } from "./words.ts";

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

/** Where there is but one custom object, it is chosen. */
export async function chosenOf(
  web: Web,
  portal: Portal,
  objectTypeId: string,
): Promise<{ listed: CustomObject[]; isUnread: boolean; chosen: Chosen | null }> {
  const listed = await listedObjects(web, portal);
  const objects = Array.isArray(listed) ? listed : [];
  const object = objects.find((each) => each.objectTypeId === objectTypeId);
  const properties = object ? await fillableProperties(web, portal, object) : null;
  const chosen = object && properties ? { object, properties } : null;
  return { listed: objects, isUnread: listed === null || (object !== undefined && properties === null), chosen };
}

async function renderObject(
  web: Web,
  portal: Portal,
  given: ObjectDraft,
  errors: Errors,
  response: Response,
): Promise<void> {
  const first = given.objectTypeId === "" ? await listedObjects(web, portal) : null;
  const only = Array.isArray(first) && first.length === 1 ? first[0]?.objectTypeId : undefined;
  const draft = { ...given, objectTypeId: given.objectTypeId || (only ?? "") };
  const [sample, { listed, isUnread, chosen }] = await Promise.all([
    sampleOf(web, portal, draft.on),
    chosenOf(web, portal, draft.objectTypeId),
  ]);
  const named = chosen?.object.singular ?? "record";
  const kept = draft.rows.filter(({ property, value }) => property !== "" || value.trim() !== "");
  response.render("property-object", {
    title: draft.id === "" ? "A new rule" : "A rule",
    page: "properties",
    draft: { ...draft, rows: [...kept, { property: "", value: "", mode: "gap" }] },
    isNew: draft.id === "",
    families: families.map((family) => ({ value: family, label: familyWords[family].many })),
    objects: listed.map(({ objectTypeId, plural }) => ({ value: objectTypeId, label: plural })),
    isUnread,
    isChosen: chosen !== null,
    named,
    one: familyWords[draft.on].one,
    unique: optionsOf(chosen, true),
    properties: optionsOf(chosen, false).map((each) => ({
      ...each,
      isRequired: chosen?.object.required.includes(each.value),
    })),
    links: linkedWith
      .filter((each) => chosen && isLinkable(draft.on, each, chosen.object))
      .map((each) => ({ value: each, label: linkWords[each] })),
    groups: insertable(sample),
    newest: shownSample(sample),
    outcomes: outcomesOf({ ...draft, rows: kept }, chosen, portal, sample),
    errors,
  });
}

function optionsOf(chosen: Chosen | null, unique: boolean) {
  return (chosen?.properties ?? [])
    .filter((each) => each.unique === unique)
    .map(({ property, label, type }) => ({ value: property, label: `${label} · ${typeWords[type]}` }));
}

/** Nothing before the rule says how its record is found. */
function outcomesOf(draft: ObjectDraft, chosen: Chosen | null, portal: Portal, sample: Sample): Outcome[] {
  if (!chosen || draft.match.property === "" || draft.match.value.trim() === "") return [];
  const checked = checkedObject(draft, chosen, []);
  if ("errors" in checked) return Object.values(checked.errors).map((text) => ({ kind: "wrong", text }));
  const { rule } = checked;
  return [matchOutcome(rule, sample, portal), ...rule.rows.map((row) => outcomeOf(row, sample, portal))].filter(
    (outcome) => outcome !== null,
  );
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
