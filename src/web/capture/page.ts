// Shows the capture page: the button, the table of fields, the preview, and the map with its versions.
import type { Request, Response } from "express";
import type { MapRule } from "../../model/field-map.ts";
import { providers } from "../../providers/index.ts";
import { proposedFields } from "../../providers/mapping/propose-fields.ts";
import { cut } from "../../providers/values.ts";
import { tell, wantsJson } from "../answers.ts";
import type { Web } from "../context.ts";
import { timeZones } from "../time-zones.ts";
import { momentText, typeLabel } from "../words.ts";
import type { Captured } from "./captured.ts";
import { type Draft, draftOf } from "./draft.ts";
import { type Preview, previewOf } from "./preview.ts";
import { mostReplayed } from "./replay.ts";
import { type CaptureState, withRule } from "./state.ts";
import { tableOf, typeChoices } from "./table.ts";

const mostVersions = 20;

/** What the form that was just sent shows instead of what is stored. */
export interface Edited {
  draft: Draft;
  errors: string[];
  preview: Preview | null;
  /** The version that the form was opened with: a newer one is not overwritten. */
  base: number | null;
}

export async function showCapture(web: Web, state: CaptureState, request: Request, response: Response): Promise<void> {
  if (wantsJson(request)) response.json(jsonOf(state));
  else await renderCapture(web, state, await asStored(web, state), response);
}

/** As the page opens: the rule in force, or the one that is proposed. */
async function asStored(web: Web, { portal, chosen, map, place, rule, version }: CaptureState): Promise<Edited | null> {
  if (!chosen || !rule) return null;
  const candidate = withRule(map, rule, place);
  const preview = await previewOf(web, portal, chosen, candidate.map, candidate.place);
  return { draft: draftOf(rule), errors: [], preview, base: version };
}

export async function renderCapture(
  web: Web,
  state: CaptureState,
  edited: Edited | null,
  response: Response,
): Promise<void> {
  const { portal, provider, chosen, since } = state;
  const { timeZone } = portal.settings;
  const [versions, unread, token] = await Promise.all([
    web.stores.fieldMaps.versions(portal.id, provider.name, mostVersions),
    web.stores.captures.replayable(portal.id, provider.name, "unreadable", mostReplayed),
    web.stores.addresses.current(portal.id),
  ]);
  const moment = (date: Date) => momentText(date, timeZone, web.now());
  const listed = (each: Captured) => ({ ...listedDelivery(each, since), receivedText: moment(each.receivedAt) });
  response.render("capture", {
    title: "Capture and map",
    page: "capture",
    providers,
    provider,
    webhookUrl: `${web.config.baseUrl}/hooks/${token}/${provider.name}`,
    sinceText: since && moment(since),
    isWaiting: state.isWaiting,
    latest: state.latest.map(listed),
    chosen: chosen && { ...listed(chosen), problem: chosen.problem, raw: rawOf(chosen) },
    draft: edited?.draft ?? null,
    place: state.place,
    base: edited?.base ?? state.version,
    table: chosen && edited && tableOf(edited.draft, chosen.fields),
    names: chosen ? [...chosen.fields.keys()] : [],
    typeChoices,
    timeZones: timeZones(edited?.draft.timeZone || timeZone),
    portalZone: timeZone,
    errors: edited?.errors ?? [],
    preview: edited?.preview ?? null,
    rules: state.map.rules.map(listedRule),
    version: state.version,
    versions: versions.map(({ version, createdAt }) => ({ version, savedText: moment(createdAt) })),
    unread: unread.length,
    mostReplayed,
  });
}

function listedDelivery({ id, provider, receivedAt, fields, problem }: Captured, since: Date | null) {
  const names = [...fields.keys()].slice(0, 6).map((name) => cut(name, 30));
  const more = fields.size > names.length ? ` and ${fields.size - names.length} more` : "";
  const text = problem ?? `${names.join(", ")}${more}`;
  return { id, from: provider.label, isNew: since !== null && receivedAt >= since, text };
}

/** What cannot be laid out as a table is shown as it came. */
const longestRaw = 4_000;

function rawOf({ delivery }: Captured): string {
  return cut(`${delivery.query}\n${delivery.body.toString("utf8")}`.trim(), longestRaw);
}

function listedRule(rule: MapRule) {
  const when = rule.when.map(({ field, equals }) =>
    equals === undefined ? `${field} is there` : `${field} is “${equals}”`,
  );
  return {
    label: rule.type === "ignore" ? "Ignored" : typeLabel(rule.type),
    when: when.length > 0 ? `when ${when.join(" and ")}` : "every delivery",
    count: rule.type === "ignore" ? null : rule.fields.length,
  };
}

function jsonOf({ since, provider, chosen, latest, version, map, rule, place }: CaptureState) {
  const proposals = chosen && rule && rule.type !== "ignore" ? proposedFields(chosen.fields, rule.type) : new Map();
  return {
    capturingSince: since,
    provider: provider.name,
    delivery: chosen && {
      id: chosen.id,
      receivedAt: chosen.receivedAt,
      fields: [...chosen.fields].map(([name, value]) => ({ name, value, proposed: proposals.get(name) ?? null })),
      problem: chosen.problem,
    },
    /** A rule for this delivery: the one in force (its place in the map), or a proposal. */
    rule: rule && { place, ...rule },
    version,
    map,
    deliveries: latest.map(({ id, receivedAt, provider: { name } }) => ({ id, receivedAt, provider: name })),
  };
}

export function noSuchDelivery(request: Request, response: Response): void {
  tell(request, response, {
    status: 404,
    heading: "There is no such delivery",
    text: "It may have been removed after its retention, or belong to another portal. Capture a new one.",
    action: { href: "/capture", label: "To the capture page" },
  });
}
