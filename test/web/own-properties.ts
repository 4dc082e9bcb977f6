// What the tests of own properties share: properties and objects that a portal has made in HubSpot, and events that fill them.
import { control, type RunningApp } from "../hookswitch.ts";

const groups: Record<string, string> = {
  contacts: "contactinformation",
  companies: "companyinformation",
  deals: "dealinformation",
  calls: "engagement",
};

/** As an admin does in HubSpot's settings. */
export async function asAdmin(
  app: RunningApp,
  method: string,
  path: string,
  body?: unknown,
  portalId = "1001",
): Promise<Response> {
  const { accessToken } = (await (await control(app, "token", { portalId })).json()) as { accessToken: string };
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

/** A custom object that sign-ups, calls and forms can stand for; returns its type id. */
export async function addSubscriptions(app: RunningApp, portalId = "1001"): Promise<string> {
  const text = { type: "string", fieldType: "text" };
  const schema = {
    name: "subscription",
    labels: { singular: "Subscription", plural: "Subscriptions" },
    primaryDisplayProperty: "plan",
    requiredProperties: ["plan"],
    searchableProperties: ["plan"],
    properties: [
      { ...text, name: "plan", label: "Plan" },
      { name: "seats", label: "Seats", type: "number", fieldType: "number" },
      { name: "started_on", label: "Started on", type: "date", fieldType: "date" },
      { ...text, name: "subscription_id", label: "Subscription id", hasUniqueValue: true },
    ],
    associatedObjects: ["contacts", "companies"],
  };
  const made = await asAdmin(app, "POST", "/crm-object-schemas/2026-09/schemas", schema, portalId);
  return ((await made.json()) as { objectTypeId: string }).objectTypeId;
}

/** Somebody of Acme signed up, in our own JSON. */
export function signUp(customer: string, data: Record<string, unknown> = {}, id = `s-${customer}`) {
  return {
    type: "customer.registered",
    id,
    time: "2026-11-22T10:01:35Z",
    data: {
      customer_id: customer,
      person: { name: "Ivan Petrenko", email: "ivan@acme.example" },
      company: { name: "Acme", domain: "acme.example" },
      registered_at: "2026-11-22T10:00:00Z",
      ...data,
    },
  };
}
