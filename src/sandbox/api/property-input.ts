// Reads and checks the definition of a property that an app creates or changes.

import type { ObjectSchema } from "../engine/schema.ts";
import { uniqueProperties } from "../engine/schema.ts";
import { HubSpotError, invalid } from "../errors.ts";
import {
  FIELD_TYPES,
  PROPERTY_TYPES,
  type PropertyDefinition,
  type PropertyOption,
  type PropertyType,
} from "../schema/property.ts";
import {
  type Json,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalFlag,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "./input.ts";

const MOST_UNIQUE_PROPERTIES = 10;

const isPropertyType = (value: string): value is PropertyType => PROPERTY_TYPES.some((type) => type === value);

function readType(value: unknown): PropertyType {
  const type = readText(value, "type");
  if (isPropertyType(type)) return type;
  throw invalid(`Property type ${type} is not one of ${PROPERTY_TYPES.join(", ")}`);
}

function readFieldType(value: unknown): string {
  const fieldType = readText(value, "fieldType");
  if (FIELD_TYPES.some((known) => known === fieldType)) return fieldType;
  throw invalid(`Field type ${fieldType} is not one of ${FIELD_TYPES.join(", ")}`);
}

function readOption(value: unknown): PropertyOption {
  const option = readObject(value, "option");
  const description = readOptionalText(option.description, "description");
  return {
    label: readText(option.label, "option.label"),
    value: readText(option.value, "option.value"),
    displayOrder: readInteger(option.displayOrder, "option.displayOrder"),
    hidden: readOptionalFlag(option.hidden, "option.hidden") ?? false,
    ...(description !== undefined && { description }),
  };
}

export function readOptions(value: unknown): PropertyOption[] {
  const options = readOptionalArray(value, "options").map(readOption);
  const values = options.map((option) => option.value);
  if (new Set(values).size < values.length) throw invalid("Property option values must be unique");
  return options;
}

function readGroupName(schema: ObjectSchema, value: unknown): string {
  const group = readText(value, "groupName");
  if (schema.groups.has(group)) return group;
  throw invalid(`Property group ${group} does not exist`, {
    subCategory: "PropertyGroupError.PROPERTY_GROUP_DOESNT_EXIST",
  });
}

function assertUniqueAllowed(schema: ObjectSchema, type: PropertyType): void {
  // Unique values on activities are documented neither way; the sandbox assumes that they are refused.
  if (!schema.type.acceptsUniqueProperties) throw invalid(`hasUniqueValue is not supported on ${schema.type.name}`);
  if (type !== "string" && type !== "number")
    throw invalid(`hasUniqueValue is not supported on properties of type ${type}`);
  if (uniqueProperties(schema).length >= MOST_UNIQUE_PROPERTIES) {
    throw new HubSpotError(
      400,
      "VALIDATION_ERROR",
      `At most ${MOST_UNIQUE_PROPERTIES} unique properties are allowed per object type`,
    );
  }
}

export function readNewProperty(schema: ObjectSchema, given: Json, at: number): PropertyDefinition {
  const name = readText(given.name, "name");
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw invalid(
      `Property name ${name} may hold only lower-case letters, digits and underscores, and starts with a letter`,
    );
  }
  const type = readType(given.type);
  const options = readOptions(given.options);
  if (type === "bool" && options.length !== 2) throw invalid(`Property ${name} of type bool needs exactly two options`);
  const hasUniqueValue = readOptionalFlag(given.hasUniqueValue, "hasUniqueValue") ?? false;
  if (hasUniqueValue) assertUniqueAllowed(schema, type);
  return {
    name,
    label: readText(given.label, "label"),
    type,
    fieldType: readFieldType(given.fieldType),
    groupName: readGroupName(schema, given.groupName),
    description: readOptionalText(given.description, "description") ?? "",
    options,
    displayOrder: readOptionalInteger(given.displayOrder, "displayOrder") ?? -1,
    hasUniqueValue,
    hidden: readOptionalFlag(given.hidden, "hidden") ?? false,
    formField: readOptionalFlag(given.formField, "formField") ?? false,
    hubspotDefined: false,
    readOnly: given.fieldType === "calculation_equation",
    calculated: given.fieldType === "calculation_equation",
    externalOptions: readOptionalFlag(given.externalOptions, "externalOptions") ?? false,
    referencedObjectType: readOptionalText(given.referencedObjectType, "referencedObjectType"),
    createdAt: at,
    updatedAt: at,
  };
}

/** What a change may touch: never the name, nor whether values are unique. */
export function readPropertyChange(
  schema: ObjectSchema,
  property: PropertyDefinition,
  given: Json,
  at: number,
): PropertyDefinition {
  return {
    ...property,
    label: readOptionalText(given.label, "label") ?? property.label,
    type: given.type === undefined ? property.type : readType(given.type),
    fieldType: given.fieldType === undefined ? property.fieldType : readFieldType(given.fieldType),
    groupName: given.groupName === undefined ? property.groupName : readGroupName(schema, given.groupName),
    description: readOptionalText(given.description, "description") ?? property.description,
    options: given.options === undefined ? property.options : readOptions(given.options),
    displayOrder: readOptionalInteger(given.displayOrder, "displayOrder") ?? property.displayOrder,
    hidden: readOptionalFlag(given.hidden, "hidden") ?? property.hidden,
    formField: readOptionalFlag(given.formField, "formField") ?? property.formField,
    updatedAt: at,
  };
}
