// The map as programs send it, whole or its rows or its objects alone: each checked as its form would check it, and all
// saved or none.
import type { Request, Response } from "express";
import { z } from "zod";
import {
  type CustomObjectRule,
  type MappedObject,
  mappedObjects,
  mostObjects,
  mostRows,
  type PropertyRow,
} from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import { fieldErrors, portalOf, saved, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { checkedObject, type ObjectDraft, objectDraft } from "./object.ts";
import { chosenOf } from "./object-view.ts";
import { checkedRow, type Errors, type RowDraft, rowDraft } from "./row.ts";
import { fillableProperties } from "./schemas.ts";

const { on, object, mode } = rowDraft.shape;
/** Unlike a form's, a program's row must say everything. */
const givenRow = rowDraft.extend({ on: on.unwrap(), object: object.unwrap(), mode: mode.unwrap() });
const givenObject = objectDraft.extend({ on: on.unwrap(), create: z.boolean() });
const given = z.object({
  rows: z.array(givenRow).max(mostRows, `has more than ${mostRows} rows`).optional(),
  objects: z.array(givenObject).max(mostObjects, `has more than ${mostObjects} rules`).optional(),
});

export function saveMap(web: Web): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const portal = portalOf(response);
    const read = given.safeParse(request.body ?? {});
    if (!read.success) {
      notSaved(request, response, fieldErrors(read.error));
      return;
    }
    const errors: Errors = {};
    const rows = read.data.rows && (await checkedRows(web, portal, read.data.rows, errors));
    const objects = read.data.objects && (await checkedObjects(web, portal, read.data.objects, errors));
    if (Object.keys(errors).length > 0) {
      notSaved(request, response, errors);
      return;
    }
    const map = await web.stores.portals.changePropertyMap(portal.id, (before) => ({
      rows: rows ?? before.rows,
      objects: objects ?? before.objects,
    }));
    saved(request, response, "/properties", "Saved.", map);
  };
}

async function checkedRows(web: Web, portal: Portal, drafts: RowDraft[], errors: Errors): Promise<PropertyRow[]> {
  const used = mappedObjects.filter((each) => drafts.some((draft) => draft.object === each));
  const listed = new Map<MappedObject, Awaited<ReturnType<typeof fillableProperties>>>(
    await Promise.all(used.map(async (each) => [each, await fillableProperties(web, portal, each)] as const)),
  );
  const rows: PropertyRow[] = [];
  for (const [index, draft] of drafts.entries()) {
    const checked = checkedRow(named(draft, rows), listed.get(draft.object) ?? null);
    if ("row" in checked) rows.push(checked.row);
    else addErrors(errors, `rows.${index}`, checked.errors);
  }
  return rows;
}

async function checkedObjects(
  web: Web,
  portal: Portal,
  drafts: ObjectDraft[],
  errors: Errors,
): Promise<CustomObjectRule[]> {
  const rules: CustomObjectRule[] = [];
  for (const [index, draft] of drafts.entries()) {
    const { chosen } = await chosenOf(web, portal, draft.objectTypeId);
    const checked = checkedObject(named(draft, rules), chosen, rules);
    if ("rule" in checked) rules.push(checked.rule);
    else addErrors(errors, `objects.${index}`, checked.errors);
  }
  return rules;
}

/** An id that is given twice names the first one. */
function named<Draft extends { id: string }>(draft: Draft, before: readonly { id: string }[]): Draft {
  return before.some(({ id }) => id === draft.id) ? { ...draft, id: "" } : draft;
}

function addErrors(errors: Errors, at: string, found: Errors): void {
  for (const [field, problem] of Object.entries(found)) errors[`${at}.${field}`] = problem;
}

function notSaved(request: Request, response: Response, errors: Errors): void {
  if (wantsJson(request)) response.status(400).json({ error: "Not saved", fields: errors });
  else {
    tell(request, response, {
      status: 400,
      heading: "The properties were not saved",
      text: Object.values(errors).join(" "),
      action: { href: "/properties", label: "Back" },
    });
  }
}
