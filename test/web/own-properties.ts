// What the tests of own properties share: properties that a portal has made in HubSpot, and forms that fill them.
import { control, type RunningApp } from "../hookswitch.ts";

const groups: Record<string, string> = {
  contacts: "contactinformation",
  companies: "companyinformation",
  deals: "dealinformation",
  calls: "engagement",
};

/** As an admin does in HubSpot's settings. */
export async function asAdmin(app: RunningApp, method: string, path: string, body?: unknown): Promise<Response> {
  const { accessToken } = (await (await control(app, "token", { portalId: "1001" })).json()) as { accessToken: string };
  const response = await fetch(`${app.sandbox.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : null,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

export async function addProperty(
  app: RunningApp,
  object: string,
  definition: Record<string, unknown>,
  method: "POST" | "DELETE" = "POST",
): Promise<void> {
  const path = `/crm/properties/2026-09/${object}`;
  if (method === "DELETE") await asAdmin(app, method, `${path}/${definition.name}`);
  else await asAdmin(app, method, path, { groupName: groups[object], ...definition });
}

/** A form in our own JSON, of the same client for the same number. */
export function form(n: number, fields: Record<string, unknown>, data: Record<string, unknown> = {}) {
  return {
    type: "form.submitted",
    id: `f-${n}`,
    time: "2026-11-22T10:01:35Z",
    data: {
      form_id: "quote",
      form_name: "Quote",
      person: { name: "Ivan Petrenko", email: "ivan@example.com" },
      fields,
      ...data,
    },
  };
}
