// The CRM object types the sandbox knows: their names, type ids, scopes and what every response carries.

/** What HubSpot defines in every account. */
export type StandardType =
  | "contacts"
  | "companies"
  | "deals"
  | "tickets"
  | "calls"
  | "tasks"
  | "notes"
  | "meetings"
  | "communications";
/** A custom object of one account goes by its type id. */
export type CustomType = `2-${number}`;
export type ObjectTypeName = StandardType | CustomType;

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

type StandardObjectType = ObjectType & { name: StandardType };

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
function activity(name: StandardType, given: Given): StandardObjectType {
  return { ...record(name, { scopes: "contacts", created: "hs_createdate", ...given }), isActivity: true };
}

function record<Name extends ObjectTypeName>(name: Name, given: Given): ObjectType & { name: Name } {
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

export const OBJECT_TYPES: readonly StandardObjectType[] = [
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

export function customType(typeId: CustomType, singular: string): ObjectType {
  const type = record(typeId, { singular, typeId, scopes: "custom", created: "hs_createdate" });
  return { ...type, acceptsUniqueProperties: true };
}

export function isCustom(name: ObjectTypeName): name is CustomType {
  return name.startsWith("2-");
}

const BY_ANY_NAME = new Map<string, ObjectType>(
  OBJECT_TYPES.flatMap((type) => [
    [type.name, type],
    [type.singular, type],
    [type.typeId, type],
  ]),
);

// HubSpot takes the plural, the singular and the type id, and does not care about case. Custom objects: engine/portal.ts.
export function findObjectType(name: string): ObjectType | undefined {
  return BY_ANY_NAME.get(name.toLowerCase());
}

/** Of a custom object everything but what its account calls it. */
export function objectType(name: ObjectTypeName): ObjectType {
  if (isCustom(name)) return customType(name, name);
  const found = findObjectType(name);
  if (!found) throw new Error(`unknown object type ${name}`);
  return found;
}
