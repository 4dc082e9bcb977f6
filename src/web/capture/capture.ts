// The capture page: an admin lets his system send one real request, and says what its fields are.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { type MapRule, mapRule } from "../../model/field-map.ts";
import { fieldErrors, page, portalOf, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import type { Hook } from "../hook.ts";
import { completed, type Draft, draft as draftShape, ruleOf } from "./draft.ts";
import { exportMap, givenMap, importMap, rearrangeMap, refused, restoreMap } from "./map.ts";
import { noSuchDelivery, renderCapture, showCapture } from "./page.ts";
import { previewOf } from "./preview.ts";
import { replayCaptured } from "./replay.ts";
import { problemsOf, saveVersion } from "./save.ts";
import { asked, type CaptureState, captureState, withRule } from "./state.ts";

const base = z.coerce.number().int().min(0).nullable().catch(null);
const opened = z.object({ base });

export function capture(web: Web, hook: Hook): Router {
  const save = saveVersion(web, hook);

  /** null: it was told that there is no such delivery. */
  const stateOf = async (request: Request, response: Response, given: unknown): Promise<CaptureState | null> => {
    const state = await captureState(web, portalOf(response), asked.parse(given ?? {}));
    if (!state) noSuchDelivery(request, response);
    return state;
  };

  const show = async (request: Request, response: Response): Promise<void> => {
    const state = await stateOf(request, response, request.query);
    if (state) await showCapture(web, state, request, response);
  };

  const start = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const { provider } = asked.parse(request.body ?? {});
    const now = web.now();
    await web.stores.captures.start(portal.id, now);
    const query = provider === undefined ? "" : `?provider=${encodeURIComponent(provider)}`;
    // The page itself says that it waits.
    if (wantsJson(request)) response.json({ capturingSince: now });
    else response.redirect(303, `/capture${query}`);
  };

  const saveRule = async (request: Request, response: Response): Promise<void> => {
    if (wantsJson(request)) return importMap(save)(request, response);
    const state = await stateOf(request, response, request.body);
    if (!state) return;
    const { rule, ...edited } = editedRule(request, state);
    if (!rule) {
      response.status(400);
      await renderCapture(web, state, { ...edited, preview: null }, response);
      return;
    }
    const { map, place } = withRule(state.map, rule, state.place);
    const location = state.chosen ? `/capture?delivery=${state.chosen.id}&rule=${place}` : "/capture";
    await save(request, response, { provider: state.provider, map, base: edited.base, done: "Saved.", location });
  };

  const preview = async (request: Request, response: Response): Promise<void> => {
    const state = await stateOf(request, response, request.body);
    if (!state) return;
    if (wantsJson(request)) return previewMap(web, state, request, response);
    const { rule, ...edited } = editedRule(request, state);
    const candidate = rule && withRule(state.map, rule, state.place);
    const { chosen, portal } = state;
    const shown = chosen && candidate ? await previewOf(web, portal, chosen, candidate.map, candidate.place) : null;
    await renderCapture(web, state, { ...edited, preview: shown }, response);
  };

  return Router()
    .get("/capture", page(show))
    .post("/capture", page(saveRule))
    .post("/capture/start", page(start))
    .post("/capture/preview", page(preview))
    .post("/capture/replay", page(replayCaptured(web)))
    .get("/capture/export", page(exportMap(web)))
    .post("/capture/import", page(importMap(save)))
    .post("/capture/arrange", page(rearrangeMap(web, save)))
    .post("/capture/restore", page(restoreMap(web, save)));
}

/** Programs send a whole map, as they save it. */
async function previewMap(web: Web, state: CaptureState, request: Request, response: Response): Promise<void> {
  const read = z.object({ map: givenMap }).safeParse(request.body ?? {});
  if (!read.success) refused(request, response, "Nothing to preview", fieldErrors(read.error));
  else if (!state.chosen) noSuchDelivery(request, response);
  else response.json(await previewOf(web, state.portal, state.chosen, read.data.map, null));
}

function editedRule(
  request: Request,
  { chosen, seen }: CaptureState,
): { draft: Draft; rule: MapRule | null; errors: string[]; base: number | null } {
  const draft = completed(draftShape.parse(request.body ?? {}), chosen?.fields ?? new Map(), seen);
  const read = mapRule.safeParse(ruleOf(draft));
  const errors = read.success ? [] : problemsOf(read.error, draft);
  return { draft, rule: read.data ?? null, errors, ...opened.parse(request.body ?? {}) };
}
