// The employees page: who in the phone system is which HubSpot owner.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { Owner } from "../model/crm.ts";
import { type Employee, type EmployeeChange, employeeChange } from "../model/employee.ts";
import { fieldErrors, idOf, page, portalOf, saved, tell, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { directoryFor } from "./directory.ts";

/** qs makes an object of a list of rows with gaps: employees[0], employees[7]… */
const rowsByNumber = (value: unknown) => (typeof value === "object" && value !== null ? Object.values(value) : value);
const change = z.object({ employees: z.preprocess(rowsByNumber, z.array(employeeChange).default([])) });

function isBlank(row: EmployeeChange): boolean {
  return !row.id && !row.name && !row.email && !row.extension && !row.providerId && !row.sip && !row.phone;
}

export function employees(web: Web): Router {
  const { stores } = web;

  const show = async (request: Request, response: Response, errors: Record<string, string> = {}): Promise<void> => {
    const portal = portalOf(response);
    const [{ owners }, everybody] = await Promise.all([directoryFor(web, portal), stores.employees.list(portal.id)]);
    const unmapped = everybody.filter((employee) => employee.ownerId === null);
    const filter = request.query.filter === "unmapped" ? "unmapped" : "all";
    const shown = filter === "unmapped" ? unmapped : everybody;
    if (wantsJson(request)) {
      response.json({ employees: shown, owners });
      return;
    }
    response.render("employees", {
      title: "Employees",
      page: "employees",
      employees: shown.map((employee) => ({
        ...employee,
        ownerName: owners.find((owner) => owner.id === employee.ownerId)?.name ?? null,
      })),
      owners,
      filter,
      unmappedCount: unmapped.length,
      errors,
    });
  };

  const save = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const [{ owners }, known] = await Promise.all([directoryFor(web, portal), stores.employees.list(portal.id)]);
    const read = change.safeParse(request.body ?? {});
    const rows = read.success ? read.data.employees : [];
    const errors = read.success ? wrongRows(rows, known, owners) : fieldErrors(read.error);
    if (Object.keys(errors).length > 0) {
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Not saved", fields: errors });
      else await show(request, response, errors);
      return;
    }
    const everybody = await stores.employees.save(
      portal.id,
      rows.filter((row) => !isBlank(row)),
      owners,
    );
    saved(request, response, "/employees", "Saved.", { employees: everybody, owners });
  };

  const match = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const { owners } = await directoryFor(web, portal);
    const matched = await stores.employees.matchByEmail(portal.id, owners);
    const text = matched === 0 ? "Nobody else shares an e-mail with a HubSpot owner." : `${matched} matched by e-mail.`;
    saved(request, response, "/employees", text, { matched });
  };

  const remove = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    if (await stores.employees.remove(portal.id, idOf(request)))
      saved(request, response, "/employees", "Removed.", { removed: true });
    else
      tell(request, response, {
        status: 404,
        heading: "There is no such employee",
        text: "He or she may have been removed already.",
        action: { href: "/employees", label: "All employees" },
      });
  };

  return Router()
    .get(
      "/employees",
      page((request, response) => show(request, response)),
    )
    .post("/employees", page(save))
    .post("/employees/match", page(match))
    .post("/employees/:id/delete", page(remove));
}

/** By the place of the row as it was sent. An owner who has left HubSpot may stay with whoever already had him. */
function wrongRows(rows: EmployeeChange[], known: Employee[], owners: Owner[]): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const [index, row] of rows.entries()) {
    const who = row.name ?? row.email ?? "An employee";
    const before = known.find(({ id }) => id === row.id);
    const stays = !row.ownerId || row.ownerId === before?.ownerId;
    if (row.id && !before) wrong[`employees.${index}.id`] = `${who} was removed meanwhile.`;
    else if (!stays && !owners.some(({ id }) => id === row.ownerId))
      wrong[`employees.${index}.ownerId`] = `${who} is mapped to an owner that HubSpot does not list.`;
  }
  return wrong;
}
