// Reads the bodies that create, update, upsert, read and archive records, one at a time or in batches.
import type { AssociationInput, AssociationSpec } from "../engine/associations.ts";
import type { Traced } from "../engine/batch.ts";
import type { CreateInput } from "../engine/write.ts";
import { invalid } from "../errors.ts";
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalArray,
  readOptionalText,
  readPropertyValues,
  readText,
} from "./input.ts";

const LARGEST_BATCH = 100;

export interface NamedInput extends Traced {
  id: string;
  idProperty: string | undefined;
}

export interface UpdateInput extends NamedInput {
  properties: Record<string, string>;
}

export function readSpec(value: unknown): AssociationSpec {
  const spec = readObject(value, "association type");
  return {
    category: readText(spec.associationCategory, "associationCategory"),
    typeId: readInteger(spec.associationTypeId, "associationTypeId"),
  };
}

function readAssociation(value: unknown): AssociationInput {
  const given = readObject(value, "association");
  return {
    toId: readText(readObject(given.to, "to").id, "to.id"),
    types: readOptionalArray(given.types, "types").map(readSpec),
  };
}

export function readCreate(value: unknown): CreateInput {
  const given = readObject(value);
  return {
    properties: readPropertyValues(given.properties),
    associations: readOptionalArray(given.associations, "associations").map(readAssociation),
  };
}

// HubSpot documents associations for creates only; it is not said what an update does with them, so it is refused.
export function readUpdate(given: Json): Record<string, string> {
  if (readOptionalArray(given.associations, "associations").length > 0) {
    throw invalid("associations can only be set when a record is created");
  }
  return readPropertyValues(given.properties);
}

export function readInputs(value: unknown, largest = LARGEST_BATCH): unknown[] {
  const inputs = readArray(readObject(value).inputs, "inputs");
  if (inputs.length === 0) throw invalid("inputs must not be empty");
  if (inputs.length > largest) throw invalid(`The batch has ${inputs.length} inputs; at most ${largest} are allowed.`);
  return inputs;
}

const traceId = (given: Json) => readOptionalText(given.objectWriteTraceId, "objectWriteTraceId");

export function readBatchCreate(body: unknown): (CreateInput & Traced)[] {
  return readInputs(body).map((input) => ({ ...readCreate(input), traceId: traceId(readObject(input, "input")) }));
}

function assertNoDuplicates(inputs: readonly NamedInput[]): void {
  const seen = new Set<string>();
  const twice = inputs.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => id);
  if (twice.length > 0) throw invalid(`Duplicate IDs found in batch input: [${[...new Set(twice)].join(", ")}]`);
}

export function readBatchUpdate(body: unknown): UpdateInput[] {
  const inputs = readInputs(body).map((input) => {
    const given = readObject(input, "input");
    return {
      id: readText(given.id, "id"),
      idProperty: readOptionalText(given.idProperty, "idProperty"),
      properties: readUpdate(given),
      traceId: traceId(given),
    };
  });
  assertNoDuplicates(inputs);
  return inputs;
}

export function readIds(body: unknown, largest = LARGEST_BATCH): string[] {
  return readInputs(body, largest).map((input) => readText(readObject(input, "input").id, "id"));
}
