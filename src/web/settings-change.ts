// A change of the settings as a form or a program sends it: read, and what is wrong with it by the name of the field.
import { z } from "zod";
import { type SettingsChange, settingsChange } from "../model/settings.ts";
import { fieldErrors } from "./answers.ts";
import { stageIn } from "./as-typed.ts";
import { rowsInOrder } from "./tag-rows.ts";
import { isTicked, tickedOf } from "./ticks.ts";

const change = z
  .looseObject({ stage: z.string().optional() })
  .transform(({ stage, ...rest }): Record<string, unknown> => {
    const { tagOutcomes, cascadeFor, cascadeOpenDealsOnly } = rest;
    return {
      ...rest,
      ...(stage !== undefined && stageIn(stage)),
      ...(tagOutcomes !== undefined && { tagOutcomes: rowsInOrder(tagOutcomes) }),
      ...(cascadeFor !== undefined && { cascadeFor: tickedOf(cascadeFor) }),
      ...(cascadeOpenDealsOnly !== undefined && { cascadeOpenDealsOnly: isTicked(cascadeOpenDealsOnly) }),
    };
  })
  .pipe(settingsChange);

export function readChange(body: unknown): { change: SettingsChange } | { errors: Record<string, string> } {
  const read = change.safeParse(body ?? {}, { reportInput: true });
  return read.success ? { change: read.data } : { errors: fieldErrors(new z.ZodError(read.error.issues.map(ofList))) };
}

/** Lists that the page shows as one field. */
const lists = new Set<PropertyKey>(["ownDomains", "cascadeFor"]);

/** What is wrong with an item of such a list is said of the list, with the item as it was read. */
function ofList(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const [name, ...inside] = issue.path;
  if (name === undefined || !lists.has(name) || inside.length === 0) return issue;
  return { ...issue, path: [name], message: `“${String(issue.input).slice(0, 100)}” ${issue.message}` };
}
