// Owners and pipelines as the pages offer them, and whether what was chosen is among them.
import { type Directory, unknownDirectory } from "../model/crm.ts";
import type { SettingsChange } from "../model/settings.ts";
import { providerNamed } from "../providers/index.ts";
import type { Portal } from "../store/portals.ts";
import type { Web } from "./context.ts";

/** Read afresh for the page; what we last knew when HubSpot does not answer. */
export async function directoryFor(web: Web, portal: Portal): Promise<Directory> {
  try {
    return portal.state === "connected" ? await web.directory(portal) : (portal.directory ?? unknownDirectory);
  } catch (error) {
    web.log.warn(
      { portalId: portal.id, error: error instanceof Error ? error.message : String(error) },
      "directory not read",
    );
    return portal.directory ?? unknownDirectory;
  }
}

/** Owners, pipelines, stages and providers must be ones that exist. */
export async function wrongIds(web: Web, portal: Portal, change: SettingsChange): Promise<Record<string, string>> {
  const errors: Record<string, string> = {};
  if (change.provider && !providerNamed(change.provider))
    errors.provider = `There is no phone system “${change.provider}”.`;
  if (!change.topManagerOwnerId && !change.pipelineId && !change.stageId) return errors;
  const { owners, pipelines } = await directoryFor(web, portal);
  if (change.topManagerOwnerId && !owners.some((owner) => owner.id === change.topManagerOwnerId)) {
    errors.topManagerOwnerId = "This owner is not in HubSpot, or no longer active.";
  }
  const pipelineId = change.pipelineId ?? portal.settings.pipelineId;
  const pipeline = pipelines.find((candidate) => candidate.id === pipelineId);
  if (change.pipelineId && !pipeline) errors.pipelineId = "This pipeline is not in HubSpot.";
  else if (change.stageId && !pipeline?.stages.some((stage) => stage.id === change.stageId))
    errors.stageId = "This stage is not in the pipeline.";
  return errors;
}

/** A pipeline chosen alone brings its first open stage, for the one in force is another pipeline's. */
export async function stageAlong(web: Web, portal: Portal, change: SettingsChange): Promise<string | null | undefined> {
  if (!change.pipelineId || change.stageId !== undefined) return change.stageId;
  const { pipelines } = await directoryFor(web, portal);
  const stages = pipelines.find(({ id }) => id === change.pipelineId)?.stages ?? [];
  if (stages.some(({ id }) => id === portal.settings.stageId)) return undefined;
  return stages.find(({ closed }) => !closed)?.id ?? null;
}
