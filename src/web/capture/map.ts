// The map as a whole: taken out as JSON, put in again, put in another order, or back to an earlier version.
import type { Request, Response } from "express";
import { z } from "zod";
import { type FieldMap, fieldMap } from "../../model/field-map.ts";
import { custom } from "../../providers/custom.ts";
import { providerNamed } from "../../providers/index.ts";
import type { Provider } from "../../providers/provider.ts";
import { fieldErrors, portalOf, tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import type { NewVersion, SaveVersion } from "./save.ts";

type Handler = (request: Request, response: Response) => Promise<void>;

const provider = z.string().transform((name, context) => {
  const found = providerNamed(name);
  if (!found) context.addIssue({ code: "custom", message: `there is no phone system “${name}”` });
  return found ?? z.NEVER;
});
const wholeNumber = z.coerce.number().int().min(0);
const base = wholeNumber.nullish().transform((version) => version ?? null);

/** A file that was exported, as a form's text field holds it, or the document itself. */
export const givenMap = z
  .unknown()
  .transform((given, context): unknown => {
    if (typeof given !== "string") return given;
    try {
      return JSON.parse(given);
    } catch {
      context.addIssue({ code: "custom", message: "is not JSON: paste the whole file that was exported" });
      return z.NEVER;
    }
  })
  .pipe(fieldMap);
const importOrder = z.object({ provider, base, map: givenMap });
const arrangeOrder = z.object({ provider, base, rule: wholeNumber, do: z.enum(["up", "remove"]) });
const restoreOrder = z.object({ provider, base, version: wholeNumber });
const exportOrder = z.object({ provider: provider.optional(), version: wholeNumber.optional() });

export function exportMap({ stores }: Web): Handler {
  return async (request, response) => {
    const read = exportOrder.safeParse(request.query);
    if (!read.success) return refused(request, response, "Nothing to export", fieldErrors(read.error));
    const { id, settings } = portalOf(response);
    const { provider = providerNamed(settings.provider) ?? custom, version } = read.data;
    const found = await (version === undefined
      ? stores.fieldMaps.newest(id, provider.name)
      : stores.fieldMaps.find(id, provider.name, version));
    if (!found) return noSuchVersion(request, response, provider);
    response.attachment(`hookswitch-map-${provider.name}-v${found.version}.json`);
    response.type("application/json").send(`${JSON.stringify(found.map, null, 2)}\n`);
  };
}

export function importMap(save: SaveVersion): Handler {
  return async (request, response) => {
    const read = importOrder.safeParse(request.body ?? {});
    if (!read.success) return refused(request, response, "The map was not imported", fieldErrors(read.error));
    await save(request, response, { ...read.data, done: "Imported.", location: placeOf(read.data.provider) });
  };
}

export function rearrangeMap({ stores }: Web, save: SaveVersion): Handler {
  return async (request, response) => {
    const read = arrangeOrder.safeParse(request.body ?? {});
    if (!read.success) return refused(request, response, "Nothing was changed", fieldErrors(read.error));
    const { provider, rule, do: what } = read.data;
    const rules = (await stores.fieldMaps.newest(portalOf(response).id, provider.name))?.map.rules ?? [];
    const chosen = rules[rule];
    if (!chosen) return noSuchVersion(request, response, provider);
    const others = rules.filter((_, index) => index !== rule);
    const next = what === "remove" ? others : others.toSpliced(Math.max(0, rule - 1), 0, chosen);
    await save(request, response, newVersion(read.data, { rules: next }, what === "up" ? "Moved up." : "Removed."));
  };
}

export function restoreMap({ stores }: Web, save: SaveVersion): Handler {
  return async (request, response) => {
    const read = restoreOrder.safeParse(request.body ?? {});
    if (!read.success) return refused(request, response, "Nothing was changed", fieldErrors(read.error));
    const { provider, version } = read.data;
    const found = await stores.fieldMaps.find(portalOf(response).id, provider.name, version);
    if (!found) return noSuchVersion(request, response, provider);
    await save(request, response, newVersion(read.data, found.map, `Version ${version} is back.`));
  };
}

function newVersion(order: { provider: Provider; base: number | null }, map: FieldMap, done: string): NewVersion {
  return { ...order, map, done, location: placeOf(order.provider) };
}

function placeOf({ name }: Provider): string {
  return `/capture?provider=${name}#map`;
}

/** What happened and where in the map; programs get the fields by name. */
export function refused(request: Request, response: Response, heading: string, fields: Record<string, string>): void {
  if (wantsJson(request)) {
    response.status(400).json({ error: heading, fields });
    return;
  }
  const shown = Object.entries(fields)
    .slice(0, 5)
    .map(([field, problem]) => `${field || "It"}: ${problem}.`);
  const text = `${shown.join(" ")} Nothing was saved.`;
  tell(request, response, { status: 400, heading, text, action: { href: "/capture", label: "Back" } });
}

function noSuchVersion(request: Request, response: Response, { label, name }: Provider): void {
  tell(request, response, {
    status: 404,
    heading: "There is no such map",
    text: `No such version or rule of a map for ${label} is kept. Somebody may have changed it meanwhile.`,
    action: { href: `/capture?provider=${name}`, label: "To the map" },
  });
}
