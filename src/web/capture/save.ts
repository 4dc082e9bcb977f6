// Saves a map as its next version, unless somebody else has saved one meanwhile, and says what of a map is wrong.
import type { Request, Response } from "express";
import type { z } from "zod";
import type { FieldMap } from "../../model/field-map.ts";
import type { Provider } from "../../providers/provider.ts";
import { portalOf, saved, tell } from "../answers.ts";
import type { Web } from "../context.ts";
import type { Hook } from "../hook.ts";
import type { Draft } from "./draft.ts";
import { mostReplayed } from "./replay.ts";

export interface NewVersion {
  provider: Provider;
  map: FieldMap;
  /** The version that was changed; null: whichever is the newest. */
  base: number | null;
  /** What was done, for the notice. */
  done: string;
  /** Where a person goes on. */
  location: string;
}

export type SaveVersion = (request: Request, response: Response, next: NewVersion) => Promise<void>;

export function saveVersion({ stores }: Web, hook: Hook): SaveVersion {
  return async (request, response, { provider, map, base, done, location }) => {
    const { id } = portalOf(response);
    const version = await stores.fieldMaps.save(id, provider.name, map, base);
    if (version === null) {
      tell(request, response, {
        status: 409,
        heading: "Somebody else has saved this map meanwhile",
        text: "So that nothing of theirs is overwritten, yours was not saved. Open the page again and repeat your change.",
        action: { href: location, label: "Open it again" },
      });
      return;
    }
    hook.forget();
    const unread = await stores.captures.replayable(id, provider.name, "unreadable", mostReplayed);
    const hint =
      unread.length === 0 ? "" : " What could not be read before can be read again, at the end of this page.";
    const text = `${done} It is version ${version} of the map, and counts for every delivery from now on.${hint}`;
    saved(request, response, location, text, { provider: provider.name, version, map });
  };
}

/** Each problem of a rule as a sentence that names the line as the page shows it. */
export function problemsOf(error: z.ZodError, draft: Draft): string[] {
  const lines = draft.lines.filter(({ ours, theirs, value }) => ours !== "" && (theirs !== "" || value.trim() !== ""));
  return error.issues.map(({ path: [part, index], message }) => {
    const line = part === "fields" && typeof index === "number" ? lines[index] : undefined;
    if (line) return `“${line.theirs || line.ours}”: ${message}.`;
    const condition = part === "when" && typeof index === "number" ? `Condition ${index + 1}` : null;
    return `${condition ?? names.get(String(part)) ?? "This rule"} ${message}.`;
  });
}

const names = new Map([
  ["type", "What it is"],
  ["because", "The reason"],
  ["timeZone", "The time zone"],
  ["when", "The list of conditions"],
]);
