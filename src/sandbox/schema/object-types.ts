// The CRM object types the sandbox knows: their names, type ids, scopes and what every response carries.

export type ObjectTypeName =
  | "contacts"
  | "companies"
  | "deals"
  | "tickets"
  | "calls"
  | "tasks"
  | "notes"
  | "meetings"
  | "communications";

export interface ObjectType {
  name: ObjectTypeName;
  singular: string;
  typeId: string;
  readScope: string;
  writeScope: string;
  schemaReadScope: string;
  schemaWriteScope: string;
  createdProperty: string;
  modifiedProperty: string;
  defaultProperties: readonly string[];
  isActivity: boolean;
  acceptsUniqueProperties: boolean;
  mergeKeepsPrimaryId: boolean;
}

interface Given {
  singular: string;
  typeId: string;
  scopes?: string;
  created?: string;
  modified?: string;
  defaults?: readonly string[];
}

// Activities have no scopes of their own: the contacts scopes gate them. Whether they take unique properties is not
// documented, so the sandbox refuses it; the same caution lets only contacts keep their id when they are merged.
function activity(name: ObjectTypeName, given: Given): ObjectType {
  return { ...record(name, { scopes: "contacts", created: "hs_createdate", ...given }), isActivity: true };
}

function record(name: ObjectTypeName, given: Given): ObjectType {
  const family = given.scopes ?? name;
  const created = given.created ?? "createdate";
  const modified = given.modified ?? "hs_lastmodifieddate";
  const activityLike = created === "hs_createdate";
  return {
    name,
    singular: given.singular,
    typeId: given.typeId,
    readScope: family === "tickets" ? "tickets" : `crm.objects.${family}.read`,
    writeScope: family === "tickets" ? "tickets" : `crm.objects.${family}.write`,
    schemaReadScope: family === "tickets" ? "tickets" : `crm.schemas.${family}.read`,
    schemaWriteScope: family === "tickets" ? "tickets" : `crm.schemas.${family}.write`,
    createdProperty: created,
    modifiedProperty: modified,
    defaultProperties: [...(given.defaults ?? []), created, modified, "hs_object_id"],
    isActivity: false,
    acceptsUniqueProperties: !activityLike,
    mergeKeepsPrimaryId: name === "contacts",
  };
}

export const OBJECT_TYPES: readonly ObjectType[] = [
  record("contacts", {
    singular: "contact",
    typeId: "0-1",
    modified: "lastmodifieddate",
    defaults: ["email", "firstname", "lastname"],
  }),
  record("companies", { singular: "company", typeId: "0-2", defaults: ["domain", "name"] }),
  record("deals", {
    singular: "deal",
    typeId: "0-3",
    defaults: ["amount", "closedate", "dealname", "dealstage", "pipeline"],
  }),
  record("tickets", {
    singular: "ticket",
    typeId: "0-5",
    defaults: ["content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_category", "hs_ticket_priority", "subject"],
  }),
  activity("calls", { singular: "call", typeId: "0-48" }),
  activity("tasks", { singular: "task", typeId: "0-27" }),
  activity("notes", { singular: "note", typeId: "0-46" }),
  activity("meetings", { singular: "meeting", typeId: "0-47" }),
  activity("communications", { singular: "communication", typeId: "0-18" }),
];

const BY_ANY_NAME = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) => [
    [type.name, type],
    [type.singular, type],
    [type.typeId, type],
  ]),
);

// HubSpot takes the plural, the singular and the type id, and does not care about case.
export function findObjectType(name: string): ObjectType | undefined {
  return BY_ANY_NAME.get(name.toLowerCase());
}

export function objectType(name: ObjectTypeName): ObjectType {
  const found = findObjectType(name);
  if (!found) throw new Error(`unknown object type ${name}`);
  return found;
}
