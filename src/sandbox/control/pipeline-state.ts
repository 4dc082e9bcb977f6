// The pipelines of an account as JSON, and back.
import { type Json, readArray, readInteger, readObject, readText } from "../api/input.ts";
import type { Pipeline, PipelineStage } from "../engine/pipeline.ts";
import type { Portal } from "../engine/portal.ts";
import { invalid } from "../errors.ts";
import { findObjectType } from "../schema/object-types.ts";

export const dumpPipelines = (portal: Portal): Json => Object.fromEntries(portal.pipelines);

function readBase(given: Json) {
  return {
    id: readText(given.id, "id"),
    label: readText(given.label, "label"),
    displayOrder: readInteger(given.displayOrder, "displayOrder"),
    createdAt: readInteger(given.createdAt, "createdAt"),
    updatedAt: readInteger(given.updatedAt, "updatedAt"),
  };
}

function readStage(value: unknown): PipelineStage {
  const given = readObject(value, "stage");
  const metadata = Object.entries(readObject(given.metadata, "metadata"));
  return {
    ...readBase(given),
    metadata: Object.fromEntries(metadata.map(([name, text]) => [name, readText(text, name)])),
  };
}

function readPipeline(value: unknown): Pipeline {
  const given = readObject(value, "pipeline");
  return { ...readBase(given), stages: readArray(given.stages, "stages").map(readStage) };
}

export function loadPipelines(portal: Portal, given: Json): void {
  for (const [name, pipelines] of Object.entries(given)) {
    const type = findObjectType(name);
    if (!type) throw invalid(`Unknown object type ${name}`);
    portal.pipelines.set(type.name, readArray(pipelines, name).map(readPipeline));
  }
}
