// Pipelines and their stages, as HubSpot shows them.

import type { Pipeline, PipelineStage } from "../engine/pipeline.ts";
import { isoTime } from "../engine/record.ts";
import { notFound } from "../errors.ts";
import type { Call } from "./call.ts";
import { typeParam } from "./objects.ts";
import { ok, type Reply } from "./reply.ts";

export const presentStage = ({ createdAt, updatedAt, ...stage }: PipelineStage) => ({
  ...stage,
  createdAt: isoTime(createdAt),
  updatedAt: isoTime(updatedAt),
  archived: false,
  writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
});

export const presentPipeline = ({ createdAt, updatedAt, stages, ...pipeline }: Pipeline) => ({
  ...pipeline,
  stages: stages.map(presentStage),
  createdAt: isoTime(createdAt),
  updatedAt: isoTime(updatedAt),
  archived: false,
});

function readable(call: Call): Pipeline[] {
  const type = typeParam(call);
  call.need(type.readScope, type.schemaReadScope);
  return call.portal.pipelines.get(type.name) ?? [];
}

export function requirePipeline(call: Call): Pipeline {
  const found = readable(call).find((pipeline) => pipeline.id === call.param("pipelineId"));
  if (found) return found;
  throw notFound(`Pipeline ${call.param("pipelineId")} does not exist.`);
}

export function listPipelines(call: Call): Reply {
  return ok({ results: readable(call).map(presentPipeline) });
}

export function getPipeline(call: Call): Reply {
  return ok(presentPipeline(requirePipeline(call)));
}

export function listStages(call: Call): Reply {
  return ok({ results: requirePipeline(call).stages.map(presentStage) });
}

export function requireStage(call: Call): PipelineStage {
  const found = requirePipeline(call).stages.find((stage) => stage.id === call.param("stageId"));
  if (found) return found;
  throw notFound(`Stage ${call.param("stageId")} does not exist.`);
}

export function getStage(call: Call): Reply {
  return ok(presentStage(requireStage(call)));
}
