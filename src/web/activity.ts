// The activity page: every event, what was written and why, and its raw delivery.
import { type Request, type Response, Router } from "express";
import { z } from "zod";
import type { ObjectType } from "../model/crm.ts";
import { objectTypes } from "../model/crm.ts";
import { type ActivityRow, statuses } from "../store/activity.ts";
import type { Portal } from "../store/portals.ts";
import { idOf, page, portalOf, wantsJson } from "./answers.ts";
import type { Web } from "./context.ts";
import { isReplayable, noSuchEvent, replay } from "./replay.ts";
import { isStorable } from "./storable.ts";
import { momentText, planLines, typeLabel } from "./words.ts";

const text = z.string().trim().max(200).refine(isStorable).optional().catch(undefined);
const filter = z.object({
  status: z.enum(statuses).optional().catch(undefined),
  type: text.transform((value) => value || undefined),
  q: text.transform((value) => value || undefined),
  after: text.transform((value) => value || undefined),
});

export interface ShownRecord {
  what: ObjectType;
  id: string;
  label: string;
  url: string;
}

export function recordsOf(web: Web, portal: Portal, row: ActivityRow): ShownRecord[] {
  const seen = new Map<string, ShownRecord>();
  for (const entry of row.entries) {
    const what = objectTypes.find((type) => type === entry.what);
    if (!what || !entry.hubspotId || entry.state !== "done") continue;
    const id = entry.hubspotId;
    seen.set(`${what}/${id}`, { what, id, label: labelOf(row, what) ?? id, url: web.recordUrl(portal, what, id) });
  }
  return [...seen.values()];
}

/** The name that we gave the record, or that it had when we found it. */
function labelOf(row: ActivityRow, what: ObjectType): string | null {
  const write = row.plan?.writes.find((candidate) => candidate.what === what && candidate.do !== "update");
  if (write?.do === "use") return write.name;
  if (write?.do !== "create") return null;
  const { firstname, lastname, dealname, hs_call_title, hs_task_subject } = write.properties;
  return [firstname, lastname].filter(Boolean).join(" ") || dealname || hs_call_title || hs_task_subject || null;
}

/** As the pages show it. */
export function shownRow(web: Web, portal: Portal, row: ActivityRow) {
  return {
    id: row.id,
    type: row.type,
    typeLabel: typeLabel(row.type),
    status: row.status,
    receivedAt: row.receivedAt.toISOString(),
    receivedText: momentText(row.receivedAt, portal.settings.timeZone, web.now()),
    who: row.who,
    because: row.because,
    lines: planLines(row.plan, row.status === "done"),
    records: recordsOf(web, portal, row),
    attempts: row.attempts,
    replayable: isReplayable(row),
  };
}

/** As programs read it: design contract of GET /activity. */
function jsonRow(web: Web, portal: Portal, row: ActivityRow) {
  return {
    id: row.id,
    type: row.type,
    subject: row.subject,
    provider: row.provider,
    status: row.status,
    receivedAt: row.receivedAt.toISOString(),
    because: row.because,
    plan: (row.plan?.writes ?? []).map((write) => ({ do: write.do, what: write.what, because: write.because })),
    records: recordsOf(web, portal, row).map(({ what, id, url }) => ({ what, id, url })),
    attempts: row.attempts,
  };
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
      plan: (row.plan?.writes ?? []).map((write) => ({
        do: write.do,
        what: write.what,
        because: becauseOf(row, write.key) ?? write.because,
        properties: "properties" in write ? Object.entries(write.properties) : [],
      })),
      records: recordsOf(web, portal, row),
      delivery,
    });
  };

  return Router()
    .get("/activity", page(list))
    .get("/activity/:id", page(one))
    .post("/activity/:id/replay", page(replay(web)));
}

/** What the ledger came to know of a write, such as that HubSpot already had the record. */
function becauseOf(row: ActivityRow, key: string): string | null {
  return row.entries.find((entry) => entry.key === key)?.because ?? null;
}
