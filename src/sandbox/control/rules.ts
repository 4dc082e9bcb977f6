// Reads the validation rules that a portal's administrator is pretended to have set.
import { isJsonObject, readArray, readObject, readText } from "../api/input.ts";
import type { ValidationRule } from "../engine/validation-rules.ts";
import { invalid } from "../errors.ts";
import { findObjectType } from "../schema/object-types.ts";

function readRule(value: unknown): ValidationRule {
  const given = readObject(value, "rule");
  const type = findObjectType(readText(given.objectType, "objectType"));
  if (!type) throw invalid(`Unknown object type ${String(given.objectType)}`);
  const when = isJsonObject(given.when)
    ? { property: readText(given.when.property, "when.property"), value: readText(given.when.value, "when.value") }
    : undefined;
  return { type: type.name, property: readText(given.property, "property"), when };
}

export const readRules = (value: unknown): ValidationRule[] => readArray(value, "validationRules").map(readRule);
