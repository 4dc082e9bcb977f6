// Creating, changing and deleting pipelines and stages, as an administrator or a set-up script does.
import type { Pipeline, PipelineStage } from "../engine/pipeline.ts";
import { tableOf } from "../engine/portal.ts";
import { conflict, invalid } from "../errors.ts";
import type { Call } from "./call.ts";
import {
  type Json,
  readArray,
  readInteger,
  readObject,
  readOptionalInteger,
  readOptionalText,
  readText,
} from "./input.ts";
import { typeParam } from "./objects.ts";
import { presentPipeline, presentStage, requirePipeline, requireStage } from "./pipelines.ts";
import { created, noContent, ok, type Reply } from "./reply.ts";

// Stages of deal pipelines; 100 is HubSpot's own limit.
const MOST_STAGES = 100;

function writable(call: Call): Pipeline[] {
  const type = typeParam(call);
  call.need(type.writeScope);
  const pipelines = call.portal.pipelines.get(type.name);
  if (pipelines) return pipelines;
  throw invalid(`${type.name} have no pipelines`);
}

/** Every value is kept as a string; a deal stage is closed when its probability is 0 or 1. */
function readMetadata(call: Call, value: unknown): Record<string, string> {
  const given = Object.entries(readObject(value ?? {}, "metadata"));
  const metadata = Object.fromEntries(given.map(([name, text]) => [name, readText(text, `metadata.${name}`)]));
  if (typeParam(call).name !== "deals") return metadata;
  const probability = Number(metadata.probability);
  if (!(probability >= 0 && probability <= 1))
    throw invalid("The metadata of a deal stage needs a probability between 0.0 and 1.0");
  return { ...metadata, isClosed: String(probability === 0 || probability === 1) };
}

function newStage(call: Call, value: unknown): PipelineStage {
  const given = readObject(value, "stage");
  const now = call.portal.now();
  return {
    id: readOptionalText(given.stageId, "stageId") ?? nextId(call),
    label: readText(given.label, "label"),
    displayOrder: readInteger(given.displayOrder, "displayOrder"),
    metadata: readMetadata(call, given.metadata),
    createdAt: now,
    updatedAt: now,
  };
}

// Ids of a customer's pipelines and stages are long numbers.
const nextId = (call: Call) => String(200_000_000 + call.world.random.integer(700_000_000));

function checkedStages(stages: PipelineStage[]): PipelineStage[] {
  if (stages.length > MOST_STAGES) throw invalid(`A pipeline has at most ${MOST_STAGES} stages`);
  if (new Set(stages.map(({ label }) => label)).size < stages.length) throw invalid("The labels of stages must differ");
  return stages.sort((a, b) => a.displayOrder - b.displayOrder);
}

const readStages = (call: Call, given: Json) =>
  checkedStages(readArray(given.stages, "stages").map((stage) => newStage(call, stage)));

export function createPipeline(call: Call): Reply {
  const pipelines = writable(call);
  const given = readObject(call.body);
  const label = readText(given.label, "label");
  if (pipelines.some((pipeline) => pipeline.label === label))
    throw conflict(`A pipeline labelled ${label} already exists.`);
  const now = call.portal.now();
  const pipeline: Pipeline = {
    id: readOptionalText(given.pipelineId, "pipelineId") ?? nextId(call),
    label,
    displayOrder: readInteger(given.displayOrder, "displayOrder"),
    stages: readStages(call, given),
    createdAt: now,
    updatedAt: now,
  };
  pipelines.push(pipeline);
  return created(presentPipeline(pipeline));
}

export function updatePipeline(call: Call): Reply {
  writable(call);
  const pipeline = requirePipeline(call);
  const given = readObject(call.body);
  pipeline.label = readOptionalText(given.label, "label") ?? pipeline.label;
  pipeline.displayOrder = readOptionalInteger(given.displayOrder, "displayOrder") ?? pipeline.displayOrder;
  if (given.stages !== undefined) pipeline.stages = readStages(call, given);
  pipeline.updatedAt = call.portal.now();
  return ok(presentPipeline(pipeline));
}

function assertUnused(call: Call, stageIds: readonly string[]): void {
  const [property, type] =
    typeParam(call).name === "deals" ? (["dealstage", "deals"] as const) : (["hs_pipeline_stage", "tickets"] as const);
  for (const record of tableOf(call.portal, type).live.values()) {
    if (stageIds.includes(record.properties[property] ?? ""))
      throw invalid(`Stages with ${type} in them cannot be deleted`);
  }
}

export function deletePipeline(call: Call): Reply {
  const pipelines = writable(call);
  const pipeline = requirePipeline(call);
  if (pipelines.length === 1) throw invalid("The last pipeline cannot be deleted");
  assertUnused(
    call,
    pipeline.stages.map(({ id }) => id),
  );
  pipelines.splice(pipelines.indexOf(pipeline), 1);
  return noContent;
}

export function createStage(call: Call): Reply {
  writable(call);
  const pipeline = requirePipeline(call);
  const stage = newStage(call, call.body);
  pipeline.stages = checkedStages([...pipeline.stages, stage]);
  return created(presentStage(stage));
}

export function updateStage(call: Call): Reply {
  writable(call);
  const stage = requireStage(call);
  const given = readObject(call.body);
  stage.label = readOptionalText(given.label, "label") ?? stage.label;
  stage.displayOrder = readOptionalInteger(given.displayOrder, "displayOrder") ?? stage.displayOrder;
  if (given.metadata !== undefined)
    stage.metadata = readMetadata(call, { ...stage.metadata, ...readObject(given.metadata) });
  stage.updatedAt = call.portal.now();
  checkedStages(requirePipeline(call).stages);
  return ok(presentStage(stage));
}

export function deleteStage(call: Call): Reply {
  writable(call);
  const pipeline = requirePipeline(call);
  const stage = requireStage(call);
  assertUnused(call, [stage.id]);
  pipeline.stages = pipeline.stages.filter(({ id }) => id !== stage.id);
  return noContent;
}
