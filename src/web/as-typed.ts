// The settings as a form with a mistake sent them, so that nobody has to type anything twice.
import { z } from "zod";
import { type Settings, settingsChange } from "../model/settings.ts";
import { tagRowsIn } from "./tag-rows.ts";
import { isTicked, tickedOf } from "./ticks.ts";

const form = z.record(z.string(), z.unknown()).catch({});

/** A form names pipeline and stage in one field. */
export function stageIn(text: string): { pipelineId: string; stageId: string } {
  const [pipelineId = "", stageId = ""] = text.split("/");
  return { pipelineId, stageId };
}

function withTicks({ cascadeFor, cascadeOpenDealsOnly, ...sent }: Record<string, unknown>): Record<string, unknown> {
  return { ...sent, cascadeFor: tickedOf(cascadeFor), cascadeOpenDealsOnly: isTicked(cascadeOpenDealsOnly) };
}

/** Those in force, and over them what was sent: read where it can be, as the text that it is where it cannot. */
export function asTyped(settings: Settings, body: unknown): Record<string, unknown> & Pick<Settings, "tagOutcomes"> {
  const sent = withTicks(form.parse(body));
  const typed = Object.entries(settingsChange.shape).flatMap(([name, field]) => {
    const value = sent[name];
    const read = field.safeParse(value);
    if (value === undefined || !(read.success || typeof value === "string")) return [];
    return [[name, read.success ? read.data : value]];
  });
  return {
    ...settings,
    ...Object.fromEntries(typed),
    ...(typeof sent.stage === "string" && stageIn(sent.stage)),
    tagOutcomes: sent.tagOutcomes === undefined ? settings.tagOutcomes : tagRowsIn(sent.tagOutcomes),
  };
}
