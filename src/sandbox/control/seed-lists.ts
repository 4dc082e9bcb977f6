// Reads the lists of a seed; their members are there from the start, those of dynamic lists included.
import { readObject, readOptionalArray, readText, readTexts } from "../api/input.ts";
import { LIST_TYPES, type NewList } from "../engine/list.ts";
import { invalid } from "../errors.ts";
import { findObjectType } from "../schema/object-types.ts";

export function readSeedLists(value: unknown): NewList[] {
  return readOptionalArray(value, "lists").map((item) => {
    const given = readObject(item, "list");
    const type = findObjectType(readText(given.objectTypeId ?? "contacts", "objectTypeId"));
    const processingType = LIST_TYPES.find((known) => known === (given.processingType ?? "MANUAL"));
    if (!type || !processingType) throw invalid("A list needs a known objectTypeId and processingType");
    const members = readTexts(given.members, "members");
    return { name: readText(given.name, "name"), type: type.name, processingType, members };
  });
}
