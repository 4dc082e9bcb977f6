// What was added to a portal's definitions as JSON, and back: property groups, properties, outcomes, labels and lists.
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalFlag,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "../api/input.ts";
import { readNewProperty } from "../api/property-input.ts";
import { LIST_TYPES, type List } from "../engine/list.ts";
import { findTypeIn, type Portal, schemaOf, tableOf } from "../engine/portal.ts";
import { invalid } from "../errors.ts";
import { dumpCallOutcomes, setCallOutcomes } from "./call-outcomes.ts";
import { dumpCustomObjects, loadCustomObjects } from "./custom-object-state.ts";

export function dumpSchema(portal: Portal): Json {
  const types = [...portal.schemas].map(([name, { groups, properties }]) => {
    return [
      name,
      {
        groups: [...groups.values()],
        properties: [...properties.values()].filter((property) => !property.hubspotDefined),
      },
    ];
  });
  return {
    customObjects: dumpCustomObjects(portal),
    types: Object.fromEntries(types),
    callOutcomes: dumpCallOutcomes(portal),
    labels: portal.associationTypes.filter((type) => type.category === "USER_DEFINED"),
    lists: [...portal.lists.values()].map((list) => ({ ...list, members: [...list.members] })),
  };
}

function typeNamed(portal: Portal, value: unknown) {
  const found = findTypeIn(portal, readText(value, "type"));
  if (found) return found.name;
  throw invalid(`Unknown object type ${String(value)}`);
}

function loadType(portal: Portal, name: string, value: unknown): void {
  const type = typeNamed(portal, name);
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

function loadList(portal: Portal, value: unknown): List {
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
    type: typeNamed(portal, given.type),
    processingType,
    members: new Map(members),
    createdAt: readInteger(given.createdAt, "createdAt"),
    updatedAt: readInteger(given.updatedAt, "updatedAt"),
  };
}

export function loadSchema(portal: Portal, given: Json): void {
  loadCustomObjects(portal, given.customObjects);
  for (const [name, value] of Object.entries(readObject(given.types ?? {}, "types"))) loadType(portal, name, value);
  if (given.callOutcomes !== undefined) setCallOutcomes(portal, given.callOutcomes);
  for (const item of readOptionalArray(given.labels, "labels")) {
    const label = readObject(item, "label");
    portal.associationTypes.push({
      typeId: readInteger(label.typeId, "typeId"),
      inverseId: readInteger(label.inverseId, "inverseId"),
      from: typeNamed(portal, label.from),
      to: typeNamed(portal, label.to),
      isDefault: readOptionalFlag(label.isDefault, "isDefault") ?? false,
      category: "USER_DEFINED",
      label: readOptionalText(label.label, "label"),
      name: readOptionalText(label.name, "name"),
    });
  }
  for (const item of readOptionalArray(given.lists, "lists")) {
    const list = loadList(portal, item);
    portal.lists.set(list.id, list);
  }
}
