// The property groups and properties of one object type in one portal: HubSpot's own and those that apps add.
import { groupsOf, hubspotPropertiesOf } from "../schema/catalog.ts";
import { type ObjectType, objectType, type StandardType } from "../schema/object-types.ts";
import type { PropertyDefinition } from "../schema/property.ts";

export interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
}

export interface ObjectSchema {
  type: ObjectType;
  groups: Map<string, PropertyGroup>;
  properties: Map<string, PropertyDefinition>;
}

export function createSchema(name: StandardType): ObjectSchema {
  return {
    type: objectType(name),
    groups: new Map(
      groupsOf(name).map(([group, label], displayOrder) => [group, { name: group, label, displayOrder }]),
    ),
    properties: new Map(hubspotPropertiesOf(name).map((property) => [property.name, property])),
  };
}

/** A property that can be written and searched; an archived one is as good as absent. */
export function liveProperty(schema: ObjectSchema, name: string): PropertyDefinition | undefined {
  const found = schema.properties.get(name);
  return found?.archivedAt === undefined ? found : undefined;
}

export function uniqueProperties(schema: ObjectSchema): PropertyDefinition[] {
  return [...schema.properties.values()].filter((property) => property.hasUniqueValue && !property.archivedAt);
}
