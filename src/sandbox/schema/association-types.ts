// The association types HubSpot defines between object types; each id runs in one direction only.
import type { ObjectTypeName } from "./object-types.ts";

export interface AssociationType {
  typeId: number;
  from: ObjectTypeName;
  to: ObjectTypeName;
  inverseId: number;
  isDefault: boolean;
  category: "HUBSPOT_DEFINED" | "USER_DEFINED";
  label?: string | undefined;
  name?: string | undefined;
}

type Pair = readonly [from: ObjectTypeName, to: ObjectTypeName, typeId: number, inverseId: number, label?: string];

const PAIRS: readonly Pair[] = [
  ["contacts", "contacts", 449, 449],
  ["companies", "companies", 450, 450],
  ["deals", "deals", 451, 451],
  ["contacts", "companies", 279, 280],
  ["contacts", "companies", 1, 2, "Primary"],
  ["contacts", "deals", 4, 3],
  ["deals", "companies", 341, 342],
  ["deals", "companies", 5, 6, "Primary"],
  ["contacts", "tickets", 15, 16],
  ["tickets", "companies", 339, 340],
  ["tickets", "companies", 26, 25, "Primary"],
  ["deals", "tickets", 27, 28],
  ["calls", "contacts", 194, 193],
  ["calls", "companies", 182, 181],
  ["calls", "deals", 206, 205],
  ["calls", "tickets", 220, 219],
  ["tasks", "contacts", 204, 203],
  ["tasks", "companies", 192, 191],
  ["tasks", "deals", 216, 215],
  ["tasks", "tickets", 230, 229],
  ["notes", "contacts", 202, 201],
  ["notes", "companies", 190, 189],
  ["notes", "deals", 214, 213],
  ["notes", "tickets", 228, 227],
  ["meetings", "contacts", 200, 199],
  ["meetings", "companies", 188, 187],
  ["meetings", "deals", 212, 211],
  ["meetings", "tickets", 226, 225],
  ["communications", "contacts", 81, 82],
  ["communications", "companies", 87, 88],
  ["communications", "deals", 85, 86],
  ["communications", "tickets", 84, 83],
];

function bothDirections([from, to, typeId, inverseId, label]: Pair): AssociationType[] {
  const there = { typeId, from, to, inverseId, isDefault: !label, category: "HUBSPOT_DEFINED", label } as const;
  if (typeId === inverseId) return [there];
  return [there, { ...there, typeId: inverseId, from: to, to: from, inverseId: typeId }];
}

export const HUBSPOT_ASSOCIATION_TYPES: readonly AssociationType[] = PAIRS.flatMap(bothDirections);
