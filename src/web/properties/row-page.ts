// The form of one row: shown, previewed with the newest event of its kind, saved and removed.
import type { Request, Response } from "express";
import { z } from "zod";
import type { WritableProperty } from "../../hubspot/gateway.ts";
import { families, mappedObjects, mostRows, type PropertyMap, type PropertyRow } from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import { portalOf, saved, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { checkedRow, type Errors, type RowDraft, rowDraft } from "./row.ts";
import { insertable, type Outcome, outcomeOf, type Sample, sampleOf, shownSample } from "./sample.ts";
import { fillableProperties } from "./schemas.ts";
import { familyWords, objectWords, typeWords } from "./words.ts";

type Handler = (request: Request, response: Response) => Promise<void>;

export function showRow(web: Web): Handler {
  return async (request, response) => {
    const portal = portalOf(response);
    const { id = "" } = z.object({ id: z.string().optional().catch(undefined) }).parse(request.query);
    const stored = portal.propertyMap.rows.find((row) => row.id === id);
    if (id !== "" && !stored) noSuchRow(request, response);
    else if (wantsJson(request)) response.json(stored ?? null);
    else await renderRow(web, portal, rowDraft.parse(stored ?? request.query), {}, response);
  };
}

/** What was just typed and chosen, looked at again; a field that is chosen to be inserted stands at the end. */
export function previewRow(web: Web): Handler {
  return async (request, response) => {
    const { insert } = z.object({ insert: z.string().max(300).catch("") }).parse(request.body ?? {});
    const draft = rowDraft.parse(request.body ?? {});
    const value = insert === "" ? draft.value : `${draft.value}{${insert}}`;
    await renderRow(web, portalOf(response), { ...draft, value }, {}, response);
  };
}

export function saveRow(web: Web): Handler {
  return async (request, response) => {
    const portal = portalOf(response);
    const draft = rowDraft.parse(request.body ?? {});
    const checked = checkedRow(draft, await fillableProperties(web, portal, draft.object));
    if ("errors" in checked) {
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Not saved", fields: checked.errors });
      else await renderRow(web, portal, draft, checked.errors, response);
      return;
    }
    const { row } = checked;
    const map = await web.stores.portals.changePropertyMap(portal.id, (before) =>
      withRow(before, row, draft.id === ""),
    );
    if (map)
      saved(
        request,
        response,
        "/properties",
        `Saved. It counts for every ${familyWords[row.on].one} from now on.`,
        row,
      );
    else if (draft.id === "") tooMany(request, response);
    else noSuchRow(request, response);
  };
}

export function removeRow(web: Web): Handler {
  return async (request, response) => {
    const { id } = z.object({ id: z.string().catch("") }).parse(request.body ?? {});
    const map = await web.stores.portals.changePropertyMap(portalOf(response).id, (before) => {
      const rows = before.rows.filter((row) => row.id !== id);
      return rows.length < before.rows.length ? { ...before, rows } : null;
    });
    if (map) saved(request, response, "/properties", "Removed. What is in HubSpot already stays there.", map);
    else noSuchRow(request, response);
  };
}

function withRow(map: PropertyMap, row: PropertyRow, isNew: boolean): PropertyMap | null {
  if (isNew) return map.rows.length < mostRows ? { ...map, rows: [...map.rows, row] } : null;
  const place = map.rows.findIndex(({ id }) => id === row.id);
  return place < 0 ? null : { ...map, rows: map.rows.with(place, row) };
}

async function renderRow(web: Web, portal: Portal, draft: RowDraft, errors: Errors, response: Response): Promise<void> {
  // Only a call is written as a call.
  const object = draft.object === "call" && draft.on !== "call" ? "contact" : draft.object;
  const [sample, listed] = await Promise.all([
    sampleOf(web, portal, draft.on),
    fillableProperties(web, portal, object),
  ]);
  const chosen = listed?.find(({ property }) => property === draft.property);
  response.render("property-row", {
    title: draft.id === "" ? "A new row" : "A row",
    page: "properties",
    draft: { ...draft, object },
    isNew: draft.id === "",
    families: families.map((family) => ({ value: family, label: familyWords[family].many })),
    objects: mappedObjects
      .filter((each) => each !== "call" || draft.on === "call")
      .map((each) => ({ value: each, label: objectWords[each] })),
    objectName: objectWords[object].toLowerCase(),
    one: familyWords[draft.on].one,
    properties: (listed ?? []).map(({ property, label, type }) => ({ value: property, label, type: typeWords[type] })),
    isUnread: listed === null,
    isGone: listed !== null && draft.property !== "" && !chosen,
    chosen: chosen && { type: typeWords[chosen.type], options: chosen.options ?? [], several: chosen.several ?? false },
    groups: insertable(sample),
    newest: shownSample(sample),
    outcome: previewOf({ ...draft, object }, listed, sample, portal),
    errors,
  });
}

function previewOf(draft: RowDraft, listed: WritableProperty[] | null, sample: Sample, portal: Portal): Outcome | null {
  if (draft.property === "" || draft.value.trim() === "") return null;
  const checked = checkedRow(draft, listed);
  if ("row" in checked) return outcomeOf(checked.row, sample, portal);
  return { kind: "wrong", text: Object.values(checked.errors).join(" ") };
}

function noSuchRow(request: Request, response: Response): void {
  tell(request, response, {
    status: 404,
    heading: "There is no such row",
    text: "Somebody may have removed it meanwhile.",
    action: { href: "/properties", label: "To the properties" },
  });
}

function tooMany(request: Request, response: Response): void {
  tell(request, response, {
    status: 400,
    heading: "There are too many rows",
    text: `A portal has ${mostRows} rows at most. Remove one that is no longer needed, then add this one.`,
    action: { href: "/properties", label: "To the properties" },
  });
}
