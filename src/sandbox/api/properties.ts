// Property definitions of an object type: list, create, read, change and archive, one at a time or in batches.
import { type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import { isoTime } from "../engine/record.ts";
import { liveProperty, type ObjectSchema } from "../engine/schema.ts";
import { HubSpotError, invalid, notFound } from "../errors.ts";
import type { PropertyDefinition } from "../schema/property.ts";
import type { Call } from "./call.ts";
import { type Json, readObject, readOptionalFlag, readText } from "./input.ts";
import { readInputs } from "./object-input.ts";
import { typeParam } from "./objects.ts";
import { batchReply } from "./present.ts";
import { readNewProperty, readPropertyChange } from "./property-input.ts";
import { created, noContent, ok, type Reply } from "./reply.ts";

export function readableSchema(call: Call): ObjectSchema {
  const type = typeParam(call);
  call.need(type.schemaReadScope, type.readScope);
  return schemaOf(call.portal, type.name);
}

export function writableSchema(call: Call): ObjectSchema {
  const type = typeParam(call);
  call.need(type.schemaWriteScope);
  return schemaOf(call.portal, type.name);
}

export function presentProperty(portal: Portal, property: PropertyDefinition): Record<string, unknown> {
  const { readOnly, createdAt, updatedAt, archivedAt, referencedObjectType, ...rest } = property;
  return {
    ...rest,
    createdAt: isoTime(createdAt ?? portal.createdAt),
    updatedAt: isoTime(updatedAt ?? portal.createdAt),
    archived: archivedAt !== undefined,
    ...(archivedAt !== undefined && { archivedAt: isoTime(archivedAt) }),
    ...(referencedObjectType !== undefined && { referencedObjectType }),
    dataSensitivity: "non_sensitive",
    modificationMetadata: {
      archivable: !property.hubspotDefined,
      readOnlyDefinition: property.hubspotDefined,
      readOnlyOptions: property.hubspotDefined,
      readOnlyValue: readOnly,
    },
  };
}

function alreadyExists(name: string): HubSpotError {
  return new HubSpotError(409, "OBJECT_ALREADY_EXISTS", `A property named '${name}' already exists.`, {
    subCategory: "Properties.PROPERTY_WITH_NAME_EXISTS",
    context: { name: [name] },
  });
}

// Creating the name of an archived property brings it back.
function add(portal: Portal, schema: ObjectSchema, given: Json): PropertyDefinition {
  const property = readNewProperty(schema, given, portal.now());
  if (liveProperty(schema, property.name)) throw alreadyExists(property.name);
  schema.properties.set(property.name, property);
  if (property.hasUniqueValue) tableOf(portal, schema.type.name).addIndex(property.name);
  return property;
}

function requireProperty(schema: ObjectSchema, name: string): PropertyDefinition {
  const found = liveProperty(schema, name);
  if (found) return found;
  throw notFound(`No property ${name} exists.`, {
    subCategory: "Properties.PROPERTY_NOT_FOUND",
    context: { name: [name] },
  });
}

function retire(schema: ObjectSchema, property: PropertyDefinition, at: number): void {
  if (property.hubspotDefined) throw invalid(`Property ${property.name} is defined by HubSpot and cannot be archived`);
  schema.properties.set(property.name, { ...property, archivedAt: at });
}

export function listProperties(call: Call): Reply {
  const schema = readableSchema(call);
  const archived = readOptionalFlag(call.query.archived, "archived") ?? false;
  const results = [...schema.properties.values()].filter(
    (property) => (property.archivedAt !== undefined) === archived,
  );
  return ok({ results: results.map((property) => presentProperty(call.portal, property)) });
}

export function createProperty(call: Call): Reply {
  const schema = writableSchema(call);
  return created(presentProperty(call.portal, add(call.portal, schema, readObject(call.body))));
}

export function getProperty(call: Call): Reply {
  const schema = readableSchema(call);
  return ok(presentProperty(call.portal, requireProperty(schema, call.param("propertyName"))));
}

export function updateProperty(call: Call): Reply {
  const schema = writableSchema(call);
  const property = requireProperty(schema, call.param("propertyName"));
  if (property.hubspotDefined) throw invalid(`Property ${property.name} is defined by HubSpot and cannot be changed`);
  const changed = readPropertyChange(schema, property, readObject(call.body), call.portal.now());
  schema.properties.set(changed.name, changed);
  return ok(presentProperty(call.portal, changed));
}

export function archiveProperty(call: Call): Reply {
  const schema = writableSchema(call);
  retire(schema, requireProperty(schema, call.param("propertyName")), call.portal.now());
  return noContent;
}

export function batchCreateProperties(call: Call): Reply {
  const schema = writableSchema(call);
  const inputs = readInputs(call.body).map((input) => readObject(input, "input"));
  for (const input of inputs) {
    const name = readText(input.name, "name");
    if (liveProperty(schema, name)) throw alreadyExists(name);
    readNewProperty(schema, input, call.portal.now());
  }
  const results = inputs.map((input) => presentProperty(call.portal, add(call.portal, schema, input)));
  return batchReply(call.portal, call.family.batchPropertyStatus, results);
}

export function batchReadProperties(call: Call): Reply {
  const schema = readableSchema(call);
  const results: unknown[] = [];
  const missing: string[] = [];
  for (const input of readInputs(call.body)) {
    const name = readText(readObject(input, "input").name, "name");
    const property = liveProperty(schema, name);
    if (property) results.push(presentProperty(call.portal, property));
    else missing.push(name);
  }
  const message = "Could not find some properties.";
  const context = { name: missing };
  const errors =
    missing.length > 0
      ? [{ status: "error" as const, category: "OBJECT_NOT_FOUND", message, context, errors: [], links: {} }]
      : [];
  return batchReply(call.portal, 200, results, errors);
}

export function batchArchiveProperties(call: Call): Reply {
  const schema = writableSchema(call);
  for (const input of readInputs(call.body)) {
    const property = liveProperty(schema, readText(readObject(input, "input").name, "name"));
    if (property) retire(schema, property, call.portal.now());
  }
  return noContent;
}
