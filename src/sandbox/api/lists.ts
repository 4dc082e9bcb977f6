// Lists, which HubSpot now calls segments: create, find, search and delete.
import { addList, LIST_TYPES, type List } from "../engine/list.ts";
import { isoTime } from "../engine/record.ts";
import { conflict, invalid, notFound } from "../errors.ts";
import { findObjectType, objectType } from "../schema/object-types.ts";
import type { Call } from "./call.ts";
import { readNames, readObject, readOptionalInteger, readOptionalText, readText, readTexts } from "./input.ts";
import { noContent, ok, type Reply } from "./reply.ts";

const USUAL_COUNT = 20;
const LARGEST_COUNT = 500;

const present = ({ id, name, type, processingType, members, createdAt, updatedAt }: List) => ({
  listId: id,
  listVersion: 1,
  name,
  objectTypeId: objectType(type).typeId,
  processingType,
  processingStatus: "COMPLETE",
  createdAt: isoTime(createdAt),
  updatedAt: isoTime(updatedAt),
  size: members.size,
});

const presentFound = (list: List) => {
  const { size, ...shown } = present(list);
  return { ...shown, additionalProperties: { hs_list_size: String(size), hs_list_reference_count: "0" } };
};

export function requireList(call: Call): List {
  const found = call.portal.lists.get(call.param("listId"));
  if (found) return found;
  throw notFound(`List ${call.param("listId")} does not exist.`);
}

// Writing to lists asks for both scopes.
export function needListWrite(call: Call): void {
  call.need("crm.lists.read");
  call.need("crm.lists.write");
}

export function createList(call: Call): Reply {
  needListWrite(call);
  const given = readObject(call.body);
  const type = findObjectType(readText(given.objectTypeId, "objectTypeId"));
  if (!type) throw invalid(`Unknown object type ${String(given.objectTypeId)}`);
  const processingType = LIST_TYPES.find((known) => known === given.processingType);
  if (!processingType) throw invalid(`processingType must be one of ${LIST_TYPES.join(", ")}`);
  // Filters are not evaluated here, so a dynamic list could only ever be empty; seeded ones have members.
  if (processingType === "DYNAMIC")
    throw invalid("The sandbox does not evaluate the filters of dynamic lists; seed one instead.");
  const name = readText(given.name, "name");
  if ([...call.portal.lists.values()].some((list) => list.name === name))
    throw conflict(`A list named ${name} already exists.`);
  const list = addList(call.portal, { name, type: type.name, processingType, members: [] });
  return ok({ list: present(list) });
}

export function getLists(call: Call): Reply {
  call.need("crm.lists.read");
  const ids = readNames(call.query.listIds);
  return ok({ lists: [...call.portal.lists.values()].filter((list) => ids.includes(list.id)).map(present) });
}

export function getList(call: Call): Reply {
  call.need("crm.lists.read");
  return ok({ list: present(requireList(call)) });
}

export function getListByName(call: Call): Reply {
  call.need("crm.lists.read");
  const type = findObjectType(call.param("objectTypeId"));
  const name = call.param("listName");
  const found = [...call.portal.lists.values()].find((list) => list.type === type?.name && list.name === name);
  if (!found) throw notFound(`No list named ${name} exists.`);
  return ok({ list: present(found) });
}

export function searchLists(call: Call): Reply {
  call.need("crm.lists.read");
  const given = readObject(call.body);
  const query = readOptionalText(given.query, "query")?.toLowerCase() ?? "";
  const types = readTexts(given.processingTypes, "processingTypes");
  const ids = readTexts(given.listIds, "listIds");
  const wanted = readOptionalText(given.objectTypeId, "objectTypeId");
  const typeName = wanted === undefined ? undefined : findObjectType(wanted)?.name;
  const count = readOptionalInteger(given.count, "count") ?? USUAL_COUNT;
  if (count < 1 || count > LARGEST_COUNT) throw invalid(`count must be between 1 and ${LARGEST_COUNT}`);
  const offset = readOptionalInteger(given.offset, "offset") ?? 0;
  const matching = [...call.portal.lists.values()].filter(
    (list) =>
      list.name.toLowerCase().includes(query) &&
      (types.length === 0 || types.includes(list.processingType)) &&
      (ids.length === 0 || ids.includes(list.id)) &&
      (wanted === undefined || list.type === typeName),
  );
  const end = Math.min(offset + count, matching.length);
  const lists = matching.slice(offset, end).map(presentFound);
  return ok({ lists, total: matching.length, hasMore: end < matching.length, offset: end });
}

export function deleteList(call: Call): Reply {
  needListWrite(call);
  call.portal.lists.delete(requireList(call).id);
  return noContent;
}
