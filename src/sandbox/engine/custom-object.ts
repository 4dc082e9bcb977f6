// Custom objects: what an account adds to HubSpot's own object types, with properties and associations of their own.
import type { AssociationType } from "../schema/association-types.ts";
import { type CustomType, customType, OBJECT_TYPES, type ObjectTypeName } from "../schema/object-types.ts";
import { sharedProperties } from "../schema/shared-properties.ts";
import type { Portal } from "./portal.ts";
import type { ObjectSchema } from "./schema.ts";
import { RecordTable } from "./table.ts";

export interface CustomObject {
  readonly typeId: CustomType;
  readonly name: string;
  readonly fullyQualifiedName: string;
  readonly labels: { singular: string; plural: string };
  readonly description: string;
  readonly primaryDisplayProperty: string;
  readonly secondaryDisplayProperties: readonly string[];
  readonly requiredProperties: readonly string[];
  readonly searchableProperties: readonly string[];
  readonly createdAt: number;
}

/** Far from each other, as in HubSpot, where other accounts take the numbers in between. */
const FIRST_TYPE = 3_400_101;

export function nextCustomType(portal: Portal): CustomType {
  return `2-${FIRST_TYPE + portal.customObjects.size}`;
}

/** Its schema holds HubSpot's own properties only: the account's are added by the caller. */
export function addCustomObject(portal: Portal, object: CustomObject): ObjectSchema {
  const { typeId, name, labels } = object;
  const type = customType(typeId, labels.singular.toLowerCase());
  const group = { name: `${name}_information`, label: `${labels.singular} information`, displayOrder: 0 };
  const properties = sharedProperties(type, group.name);
  const schema: ObjectSchema = {
    type,
    groups: new Map([[group.name, group]]),
    properties: new Map(properties.map((property) => [property.name, property])),
  };
  portal.customObjects.set(typeId, object);
  portal.tables.set(typeId, new RecordTable(typeId));
  portal.schemas.set(typeId, schema);
  return schema;
}

// Ids of associations that an account adds are far from HubSpot's own.
const FIRST_ASSOCIATION_ID = 10_001;

export function nextAssociationId(portal: Portal): number {
  return Math.max(FIRST_ASSOCIATION_ID - 1, ...portal.associationTypes.map(({ typeId }) => typeId)) + 1;
}

/** HubSpot associates custom objects with activities in any case, and with the objects that are named. */
export function associateByDefault(portal: Portal, object: CustomObject, named: readonly ObjectTypeName[]): void {
  const activities = OBJECT_TYPES.filter(({ isActivity }) => isActivity).map(({ name }) => name);
  for (const to of new Set<ObjectTypeName>([...named, ...activities])) {
    const typeId = nextAssociationId(portal);
    const there: AssociationType = {
      typeId,
      from: object.typeId,
      to,
      inverseId: typeId + 1,
      isDefault: true,
      category: "USER_DEFINED",
      name: `${object.name}_to_${to}`,
    };
    portal.associationTypes.push(there, {
      ...there,
      typeId: typeId + 1,
      from: to,
      to: object.typeId,
      inverseId: typeId,
    });
  }
}
