// The custom objects of an account as JSON, and back; their properties are in its schema.
import {
  type Json,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalText,
  readText,
  readTexts,
} from "../api/input.ts";
import { addCustomObject, type CustomObject } from "../engine/custom-object.ts";
import type { Portal } from "../engine/portal.ts";
import { invalid } from "../errors.ts";
import type { CustomType } from "../schema/object-types.ts";

export const dumpCustomObjects = (portal: Portal): CustomObject[] => [...portal.customObjects.values()];

const isCustomType = (id: string): id is CustomType => /^2-\d+$/.test(id);

function readCustomObject(given: Json): CustomObject {
  const typeId = readText(given.typeId, "typeId");
  if (!isCustomType(typeId)) throw invalid(`${typeId} is not the type id of a custom object`);
  const labels = readObject(given.labels, "labels");
  return {
    typeId,
    name: readText(given.name, "name"),
    fullyQualifiedName: readText(given.fullyQualifiedName, "fullyQualifiedName"),
    labels: { singular: readText(labels.singular, "singular"), plural: readText(labels.plural, "plural") },
    description: readOptionalText(given.description, "description") ?? "",
    primaryDisplayProperty: readText(given.primaryDisplayProperty, "primaryDisplayProperty"),
    secondaryDisplayProperties: readTexts(given.secondaryDisplayProperties, "secondaryDisplayProperties"),
    requiredProperties: readTexts(given.requiredProperties, "requiredProperties"),
    searchableProperties: readTexts(given.searchableProperties, "searchableProperties"),
    createdAt: readInteger(given.createdAt, "createdAt"),
  };
}

export function loadCustomObjects(portal: Portal, value: unknown): void {
  for (const item of readOptionalArray(value, "customObjects"))
    addCustomObject(portal, readCustomObject(readObject(item, "customObject")));
}
