// The whole map as programs send it: each row checked as its form would check it, and all of them saved or none.
import type { Request, Response } from "express";
import { z } from "zod";
import { type MappedObject, mappedObjects, mostRows, type PropertyRow } from "../../model/property-map.ts";
import type { Portal } from "../../store/portals.ts";
import { fieldErrors, portalOf, saved, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { checkedRow, type Errors, rowDraft } from "./row.ts";
import { fillableProperties } from "./schemas.ts";

const { on, object, mode } = rowDraft.shape;
/** Unlike a form's, a program's row must say everything. */
const givenRow = rowDraft.extend({ on: on.unwrap(), object: object.unwrap(), mode: mode.unwrap() });
const given = z.object({ rows: z.array(givenRow).max(mostRows, `has more than ${mostRows} rows`) });

export function saveMap(web: Web): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    const portal = portalOf(response);
    const read = given.safeParse(request.body ?? {});
    const checked = read.success
      ? await checkedRows(web, portal, read.data.rows)
      : { errors: fieldErrors(read.error), rows: [] };
    if (Object.keys(checked.errors).length > 0) {
      notSaved(request, response, checked.errors);
      return;
    }
    const map = await web.stores.portals.changePropertyMap(portal.id, (before) => ({ ...before, rows: checked.rows }));
    saved(request, response, "/properties", "Saved.", map);
  };
}

async function checkedRows(
  web: Web,
  portal: Portal,
  drafts: z.infer<typeof given>["rows"],
): Promise<{ rows: PropertyRow[]; errors: Errors }> {
  const used = mappedObjects.filter((each) => drafts.some((draft) => draft.object === each));
  const listed = new Map<MappedObject, Awaited<ReturnType<typeof fillableProperties>>>(
    await Promise.all(used.map(async (each) => [each, await fillableProperties(web, portal, each)] as const)),
  );
  const rows: PropertyRow[] = [];
  const errors: Errors = {};
  const ids = new Set<string>();
  for (const [index, draft] of drafts.entries()) {
    const checked = checkedRow(ids.has(draft.id) ? { ...draft, id: "" } : draft, listed.get(draft.object) ?? null);
    if ("row" in checked) {
      rows.push(checked.row);
      ids.add(checked.row.id);
    } else for (const [field, problem] of Object.entries(checked.errors)) errors[`rows.${index}.${field}`] = problem;
  }
  return { rows, errors };
}

function notSaved(request: Request, response: Response, errors: Errors): void {
  if (wantsJson(request)) response.status(400).json({ error: "Not saved", fields: errors });
  else {
    tell(request, response, {
      status: 400,
      heading: "The rows were not saved",
      text: Object.values(errors).join(" "),
      action: { href: "/properties", label: "Back" },
    });
  }
}
