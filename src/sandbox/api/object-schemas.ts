// Schemas of custom objects: list, read and create.
import { addCustomObject, associateByDefault, type CustomObject, nextCustomType } from "../engine/custom-object.ts";
import { findTypeIn, type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import { isoTime } from "../engine/record.ts";
import { HubSpotError, invalid, notFound } from "../errors.ts";
import { isCustom, type ObjectTypeName } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readObject, readOptionalArray, readOptionalText, readText, readTexts } from "./input.ts";
import { presentProperty } from "./properties.ts";
import { readNewProperty } from "./property-input.ts";
import { created, ok, type Reply } from "./reply.ts";

const READ = "crm.schemas.custom.read";
const WRITE = "crm.schemas.custom.write";

function present(portal: Portal, object: CustomObject): Record<string, unknown> {
  const { typeId, createdAt, ...rest } = object;
  const { properties } = schemaOf(portal, typeId);
  return {
    ...rest,
    id: typeId.slice("2-".length),
    objectTypeId: typeId,
    properties: [...properties.values()]
      .filter(({ archivedAt }) => archivedAt === undefined)
      .map((property) => presentProperty(portal, property)),
    associations: portal.associationTypes
      .filter(({ from, to }) => from === typeId || to === typeId)
      .map((type) => ({
        id: String(type.typeId),
        name: type.name ?? "",
        fromObjectTypeId: schemaOf(portal, type.from).type.typeId,
        toObjectTypeId: schemaOf(portal, type.to).type.typeId,
      })),
    allowsSensitiveProperties: false,
    archived: false,
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(createdAt),
  };
}

export function listSchemas(call: Call): Reply {
  call.need(READ);
  return ok({ results: [...call.portal.customObjects.values()].map((object) => present(call.portal, object)) });
}

export function getSchema(call: Call): Reply {
  call.need(READ);
  const type = findTypeIn(call.portal, call.param("objectType"));
  const object = type && isCustom(type.name) ? call.portal.customObjects.get(type.name) : undefined;
  if (!object) throw notFound(`No custom object ${call.param("objectType")} exists.`);
  return ok(present(call.portal, object));
}

function readDefinition(portal: Portal, body: unknown): CustomObject {
  const given = readObject(body);
  const name = readText(given.name, "name");
  if (!/^[A-Za-z]\w*$/.test(name))
    throw invalid(`The name ${name} may hold only letters, digits and underscores, and starts with a letter`);
  const labels = readObject(given.labels, "labels");
  const requiredProperties = readTexts(given.requiredProperties, "requiredProperties");
  return {
    typeId: nextCustomType(portal),
    name: name.toLowerCase(),
    fullyQualifiedName: `p${portal.id}_${name.toLowerCase()}`,
    labels: {
      singular: readText(labels.singular, "labels.singular"),
      plural: readText(labels.plural, "labels.plural"),
    },
    description: readOptionalText(given.description, "description") ?? "",
    primaryDisplayProperty: readOptionalText(given.primaryDisplayProperty, "primaryDisplayProperty") ?? "hs_object_id",
    secondaryDisplayProperties: readTexts(given.secondaryDisplayProperties, "secondaryDisplayProperties"),
    requiredProperties,
    searchableProperties: readTexts(given.searchableProperties, "searchableProperties"),
    createdAt: portal.now(),
  };
}

function readAssociated(portal: Portal, value: unknown): ObjectTypeName[] {
  return readTexts(value, "associatedObjects").map((name) => {
    const type = findTypeIn(portal, name);
    if (!type) throw invalid(`Unable to infer object type from: ${name}`);
    return type.name;
  });
}

export function createSchema(call: Call): Reply {
  call.need(WRITE);
  const { portal } = call;
  const given = readObject(call.body);
  const object = readDefinition(portal, given);
  if ([...portal.customObjects.values()].some(({ name }) => name === object.name)) {
    throw new HubSpotError(409, "OBJECT_ALREADY_EXISTS", `An object type named '${object.name}' already exists.`);
  }
  const associated = readAssociated(portal, given.associatedObjects);
  const properties = readOptionalArray(given.properties, "properties").map((item) => readObject(item, "property"));
  const names = new Set(properties.map((property) => readText(property.name, "name")));
  const shown = [object.primaryDisplayProperty, ...object.requiredProperties, ...object.searchableProperties];
  const unknown = shown.filter((name) => !names.has(name) && name !== "hs_object_id");
  if (unknown.length > 0) throw invalid(`These properties are not among those of the object: ${unknown.join(", ")}`);
  const schema = addCustomObject(portal, object);
  for (const property of properties) {
    const definition = readNewProperty(schema, { groupName: `${object.name}_information`, ...property }, portal.now());
    schema.properties.set(definition.name, definition);
    if (definition.hasUniqueValue) tableOf(portal, object.typeId).addIndex(definition.name);
  }
  associateByDefault(portal, object, associated);
  return created(present(portal, object));
}
