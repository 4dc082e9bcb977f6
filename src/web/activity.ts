// The activity page: every event, what was written and why, and its raw delivery.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import { type ActivityRow, statuses } from "../store/activity.ts";
import type { Portal } from "../store/portals.ts";
import { idOf, page, portalOf, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { fewOf, recordsOf } from "./records.ts";
import { isReplayable, noSuchEvent, replay } from "./replay.ts";
import { isSignUp, signUpStanding, signUpStep, signUpSteps } from "./sign-up-steps.ts";
import { linesOf, progressOf, stepsOf } from "./steps.ts";
import { isStorable } from "./storable.ts";
import { momentText, typeLabel } from "./words.ts";

const text = z.string().trim().max(200).refine(isStorable).optional().catch(undefined);
const filter = z.object({
  status: z.enum(statuses).optional().catch(undefined),
  type: text.transform((value) => value || undefined),
  q: text.transform((value) => value || undefined),
  after: text.transform((value) => value || undefined),
});

/** As the pages show it. */
export function shownRow(web: Web, portal: Portal, row: ActivityRow) {
  const progress = progressOf(row);
  const records = recordsOf(web, portal, row);
  const few = fewOf(records);
  const isOnItsWay = row.status === "waiting" || row.status === "parked";
  return {
    id: row.id,
    type: row.type,
    typeLabel: typeLabel(row.type),
    status: row.status,
    receivedAt: row.receivedAt.toISOString(),
    receivedText: momentText(row.receivedAt, portal.settings.timeZone, web.now()),
    who: row.who,
    because: row.because,
    standing: isSignUp(row) && isOnItsWay ? signUpStanding(progress, row.status) : null,
    lines: linesOf(progress),
    records: few,
    recordsLeft: records.length - few.length,
    attempts: row.attempts,
    replayable: isReplayable(row),
  };
}

/** As programs read it: design contract of GET /activity. */
function jsonRow(web: Web, portal: Portal, row: ActivityRow) {
  const progress = progressOf(row);
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    provider: row.provider,
    status: row.status,
    receivedAt: row.receivedAt.toISOString(),
    because: row.because,
    ...(isSignUp(row) && { step: signUpStep(progress, row.status) }),
    plan: progress.map(({ write, state, because }) => ({ do: write.do, what: write.what, because, state })),
    records: recordsOf(web, portal, row).map(({ what, id, url }) => ({ what, id, url })),
    attempts: row.attempts,
  };
}

/** A browser needs seconds for a whole transcript, which nobody reads here; programs get all of it. */
const shownLength = 100_000;

function shownBody(body: string): { body: string; cut: number } {
  return { body: body.slice(0, shownLength), cut: Math.max(body.length - shownLength, 0) };
}

export function activity(web: Web): Router {
  const list = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const chosen = filter.parse(request.query);
    const { rows, next } = await web.stores.activity.page(portal.id, chosen);
    if (wantsJson(request)) {
      response.json({ events: rows.map((row) => jsonRow(web, portal, row)), next });
      return;
    }
    const [counts, types] = await Promise.all([
      web.stores.activity.counts(portal.id),
      web.stores.activity.types(portal.id),
    ]);
    response.render("activity", {
      title: "Activity",
      page: "activity",
      rows: rows.map((row) => shownRow(web, portal, row)),
      filter: { status: chosen.status ?? "", type: chosen.type ?? "", q: chosen.q ?? "" },
      types,
      next,
      counts,
    });
  };

  const one = async (request: Request, response: Response): Promise<void> => {
    const portal = portalOf(response);
    const row = await web.stores.activity.find(portal.id, idOf(request));
    if (!row) return noSuchEvent(request, response);
    const raw = await web.stores.deliveries.find(portal.id, row.deliveryId);
    const delivery = raw && {
      id: raw.id,
      method: raw.method,
      query: raw.query,
      headers: Object.entries(z.record(z.string(), z.string()).parse(raw.headers)),
      body: Buffer.from(raw.body).toString("utf8"),
      receivedText: momentText(raw.receivedAt, portal.settings.timeZone, web.now()),
    };
    if (wantsJson(request)) {
      response.json({
        event: jsonRow(web, portal, row),
        delivery: delivery && { ...delivery, headers: Object.fromEntries(delivery.headers) },
      });
      return;
    }
    response.render("event", {
      title: typeLabel(row.type),
      page: "activity",
      row: shownRow(web, portal, row),
      steps: isSignUp(row) ? signUpSteps(progressOf(row), row.status) : stepsOf(progressOf(row)),
      records: recordsOf(web, portal, row),
      delivery: delivery && { ...delivery, ...shownBody(delivery.body) },
    });
  };

  return Router()
    .get("/activity", page(list))
    .get("/activity/:id", page(one))
    .post("/activity/:id/replay", page(replay(web)));
}
