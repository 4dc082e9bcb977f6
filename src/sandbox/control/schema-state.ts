// What was added to a portal's definitions as JSON, and back: property groups, properties, outcomes, labels and lists.
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "../api/input.ts";
import { readNewProperty } from "../api/property-input.ts";
import { LIST_TYPES, type List } from "../engine/list.ts";
import { type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import { invalid } from "../errors.ts";
import { findObjectType, OBJECT_TYPES } from "../schema/object-types.ts";
import { dumpCallOutcomes, setCallOutcomes } from "./call-outcomes.ts";

export function dumpSchema(portal: Portal): Json {
  const types = OBJECT_TYPES.map(({ name }) => {
    const { groups, properties } = schemaOf(portal, name);
    return [
      name,
      {
        groups: [...groups.values()],
        properties: [...properties.values()].filter((property) => !property.hubspotDefined),
      },
    ];
  });
  return {
    types: Object.fromEntries(types),
    callOutcomes: dumpCallOutcomes(portal),
    labels: portal.associationTypes.filter((type) => type.category === "USER_DEFINED"),
    lists: [...portal.lists.values()].map((list) => ({ ...list, members: [...list.members] })),
  };
}

function typeNamed(value: unknown) {
  const found = findObjectType(readText(value, "type"));
  if (found) return found.name;
  throw invalid(`Unknown object type ${String(value)}`);
}

function loadType(portal: Portal, name: string, value: unknown): void {
  const type = typeNamed(name);
  const schema = schemaOf(portal, type);
  const given = readObject(value, name);
  for (const item of readOptionalArray(given.groups, "groups")) {
    const group = readObject(item, "group");
    const groupName = readText(group.name, "name");
    const displayOrder = readInteger(group.displayOrder, "displayOrder");
    schema.groups.set(groupName, { name: groupName, label: readText(group.label, "label"), displayOrder });
  }
  for (const item of readOptionalArray(given.properties, "properties")) {
    const property = readNewProperty(schema, readObject(item, "property"), portal.now());
    const archivedAt = readOptionalInteger(readObject(item).archivedAt, "archivedAt");
    schema.properties.set(property.name, { ...property, archivedAt });
    if (property.hasUniqueValue) tableOf(portal, type).addIndex(property.name);
  }
}

function loadList(value: unknown): List {
  const given = readObject(value, "list");
  const processingType = LIST_TYPES.find((known) => known === given.processingType);
  if (!processingType) throw invalid(`processingType must be one of ${LIST_TYPES.join(", ")}`);
  const members = readArray(given.members, "members").map((item): [string, number] => {
    const [id, at] = readArray(item, "member");
    return [readText(id, "member id"), readInteger(at, "member time")];
  });
  return {
    id: readText(given.id, "id"),
    name: readText(given.name, "name"),
    type: typeNamed(given.type),
    processingType,
    members: new Map(members),
    createdAt: readInteger(given.createdAt, "createdAt"),
    updatedAt: readInteger(given.updatedAt, "updatedAt"),
  };
}

export function loadSchema(portal: Portal, given: Json): void {
  for (const [name, value] of Object.entries(readObject(given.types ?? {}, "types"))) loadType(portal, name, value);
  if (given.callOutcomes !== undefined) setCallOutcomes(portal, given.callOutcomes);
  for (const item of readOptionalArray(given.labels, "labels")) {
    const label = readObject(item, "label");
    portal.associationTypes.push({
      typeId: readInteger(label.typeId, "typeId"),
      inverseId: readInteger(label.inverseId, "inverseId"),
      from: typeNamed(label.from),
      to: typeNamed(label.to),
      isDefault: false,
      category: "USER_DEFINED",
      label: readOptionalText(label.label, "label"),
      name: readOptionalText(label.name, "name"),
    });
  }
  for (const item of readOptionalArray(given.lists, "lists")) {
    const list = loadList(item);
    portal.lists.set(list.id, list);
  }
}
