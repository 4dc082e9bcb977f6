// The matrix page: what each case of a call or a form creates, as a grid.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { type CaseKey, caseKeys, type Matrix, matrixRow, recommendedMatrix } from "../model/matrix.ts";
import { fieldErrors, page, portalOf, saved, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";

/** A form sends text; an empty field is no due time, not one of 0 hours. */
const dueHours = z
  .union([z.number(), z.string().trim().regex(/^\d+$/).transform(Number)], { error: "must be a whole number of hours" })
  .pipe(matrixRow.shape.dueHours);
const formRow = matrixRow.extend({ dueHours }).partial();
const change = z.object({ cases: z.partialRecord(z.enum(caseKeys), formRow) });

const choices = {
  contact: [
    { value: "create", label: "Create if new" },
    { value: "existing", label: "Existing only" },
  ],
  deal: [
    { value: "create", label: "Open or new" },
    { value: "existing", label: "Open only" },
    { value: "none", label: "None" },
  ],
  call: [
    { value: "log", label: "Log it" },
    { value: "skip", label: "Do not log" },
  ],
  task: [
    { value: "none", label: "None" },
    { value: "call_back", label: "Call back" },
    { value: "check_settings", label: "Check settings" },
    { value: "inform", label: "Inform" },
  ],
  owner: [
    { value: "employee", label: "Who took the call" },
    { value: "responsible", label: "Responsible" },
    { value: "top_manager", label: "TOP manager" },
  ],
};

const results: Record<string, string> = {
  answered: "Answered",
  answered_by_responsible: "Answered by the responsible",
  answered_by_another: "Answered by another",
  missed: "Missed",
  unknown_employee: "Unknown employee",
};

function gridRow(key: CaseKey, matrix: Matrix) {
  const [kind, client, result = ""] = key.split(".");
  const row = matrix[key];
  return {
    key,
    client: client === "new" ? "New client" : "Known client",
    result: kind === "form" ? "Sent" : kind === "dialog" ? "Written" : (results[result] ?? result),
    row,
    recommended: JSON.stringify(matrixRow.parse(row)) === JSON.stringify(matrixRow.parse(recommendedMatrix[key])),
  };
}

export function matrix(web: Web): Router {
  const show = (request: Request, response: Response, table: Matrix): void => {
    if (wantsJson(request)) {
      response.json({ cases: table });
      return;
    }
    const group = (title: string, direction: string) => ({
      title,
      rows: caseKeys.filter((key) => key.startsWith(direction)).map((key) => gridRow(key, table)),
    });
    response.render("matrix", {
      title: "Matrix",
      page: "matrix",
      groups: [
        group("Incoming calls", "in."),
        group("Outgoing calls", "out."),
        group("Forms", "form."),
        group("Dialogues", "dialog."),
      ],
      choices,
    });
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const read = change.safeParse(request.body ?? {});
    if (!read.success) {
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Not saved", fields: fieldErrors(read.error) });
      else {
        response.locals.notice = {
          kind: "bad",
          text: `Not saved. ${Object.entries(fieldErrors(read.error))
            .map(([field, problem]) => `${field}: ${problem}`)
            .join("; ")}`,
        };
        show(request, response, portal.matrix);
      }
      return;
    }
    saved(request, response, "/matrix", "Saved.", {
      cases: await web.stores.portals.changeMatrix(portal.id, read.data.cases),
    });
  };

  const reset = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    saved(request, response, "/matrix", "Every row is as recommended again.", {
      cases: await web.stores.portals.resetMatrix(portal.id),
    });
  };

  return Router()
    .get("/matrix", (request, response) => show(request, response, portalOf(response).matrix))
    .post("/matrix", page(save))
    .post("/matrix/reset", page(reset));
}
