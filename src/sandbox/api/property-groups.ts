// Property groups of an object type: list, create, read, change and archive.
import type { ObjectSchema, PropertyGroup } from "../engine/schema.ts";
import { HubSpotError, invalid, notFound } from "../errors.ts";
import type { Call } from "./call.ts";
import { readObject, readOptionalInteger, readOptionalText, readText } from "./input.ts";
import { readableSchema, writableSchema } from "./properties.ts";
import { created, noContent, ok, type Reply } from "./reply.ts";

const present = (group: PropertyGroup) => ({ ...group, archived: false });

function requireGroup(schema: ObjectSchema, name: string): PropertyGroup {
  const found = schema.groups.get(name);
  if (found) return found;
  throw notFound(`No property group ${name} exists.`, { context: { name: [name] } });
}

export function listGroups(call: Call): Reply {
  return ok({ results: [...readableSchema(call).groups.values()].map(present) });
}

export function createGroup(call: Call): Reply {
  const schema = writableSchema(call);
  const given = readObject(call.body);
  const name = readText(given.name, "name");
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw invalid(`Property group name ${name} is not valid`);
  if (schema.groups.has(name)) {
    // How HubSpot words this refusal is not known; it is modelled on the one for properties.
    throw new HubSpotError(409, "OBJECT_ALREADY_EXISTS", `A property group named '${name}' already exists.`, {
      subCategory: "PropertyGroupError.PROPERTY_GROUP_EXISTS",
      context: { name: [name] },
    });
  }
  const displayOrder = readOptionalInteger(given.displayOrder, "displayOrder") ?? schema.groups.size;
  const group = { name, label: readText(given.label, "label"), displayOrder };
  schema.groups.set(name, group);
  return created(present(group));
}

export function getGroup(call: Call): Reply {
  return ok(present(requireGroup(readableSchema(call), call.param("groupName"))));
}

export function updateGroup(call: Call): Reply {
  const schema = writableSchema(call);
  const group = requireGroup(schema, call.param("groupName"));
  const given = readObject(call.body);
  const changed = {
    ...group,
    label: readOptionalText(given.label, "label") ?? group.label,
    displayOrder: readOptionalInteger(given.displayOrder, "displayOrder") ?? group.displayOrder,
  };
  schema.groups.set(group.name, changed);
  return ok(present(changed));
}

export function archiveGroup(call: Call): Reply {
  const schema = writableSchema(call);
  const { name } = requireGroup(schema, call.param("groupName"));
  const used = [...schema.properties.values()].some((property) => property.groupName === name && !property.archivedAt);
  if (used) throw invalid(`Property group ${name} still has properties`);
  schema.groups.delete(name);
  return noContent;
}
