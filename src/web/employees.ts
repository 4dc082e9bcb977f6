// The employees page: who in the phone system is which HubSpot owner.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { type EmployeeChange, employeeChange } from "../model/employee.ts";
import { fieldErrors, page, portalOf, saved, tell, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { directoryFor } from "./settings.ts";

/** qs makes an object of a long list of rows: employees[0], employees[1]… */
const change = z.object({
  employees: z
    .union([z.array(employeeChange), z.record(z.string(), employeeChange).transform((rows) => Object.values(rows))])
    .default([]),
});

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
    const { owners } = await directoryFor(web, portal);
    const read = change.safeParse(request.body ?? {});
    const rows = read.success ? read.data.employees.filter((row) => !isBlank(row)) : [];
    const errors = read.success
      ? unknownOwners(
          rows,
          owners.map((owner) => owner.id),
        )
      : fieldErrors(read.error);
    if (Object.keys(errors).length > 0) {
      response.status(400);
      if (wantsJson(request)) response.json({ error: "Not saved", fields: errors });
      else await show(request, response, errors);
      return;
    }
    const everybody = await stores.employees.save(portal.id, rows, owners);
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
    if (await stores.employees.remove(portal.id, String(request.params.id)))
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

function unknownOwners(rows: EmployeeChange[], ownerIds: string[]): Record<string, string> {
  const wrong = rows.flatMap((row, index) =>
    row.ownerId && !ownerIds.includes(row.ownerId)
      ? [
          [
            `employees.${index}.ownerId`,
            `${row.name ?? row.email ?? "An employee"} is mapped to an owner that HubSpot does not list.`,
          ] as const,
        ]
      : [],
  );
  return Object.fromEntries(wrong);
}
