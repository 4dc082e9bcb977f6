// The preview of the capture page: the event that the delivery becomes, and what would be written for it.
import { Disconnected, Later, Refused } from "../../errors.ts";
import type { Happening } from "../../model/event.ts";
import type { FieldMap, MapRule } from "../../model/field-map.ts";
import { familyOf, ourField } from "../../model/our-fields.ts";
import { idNameOf } from "../../providers/generic-event.ts";
import { wallClock } from "../../providers/local-time.ts";
import { fittingRule } from "../../providers/mapping/mapped.ts";
import type { Connection, Reading } from "../../providers/provider.ts";
import { readDelivery } from "../../providers/read-delivery.ts";
import type { Portal } from "../../store/portals.ts";
import { sentence } from "../answers.ts";
import type { Web } from "../context.ts";
import { momentText, planLines, typeLabel } from "../words.ts";
import type { Captured } from "./captured.ts";

export interface Preview {
  /** What reads the delivery now, where it is not the rule that is being edited. */
  notes: string[];
  /** Why nothing would be written at all. */
  nothing: string | null;
  event: { type: string; label: string; subject: string; moment: string; pairs: [string, string][] } | null;
  plan: { because: string; lines: string[] } | null;
}

/** `place`: of the rule that is being edited; null: the map as it is. */
export async function previewOf(
  web: Web,
  portal: Portal,
  { delivery, fields, provider, receivedAt }: Captured,
  map: FieldMap,
  place: number | null,
): Promise<Preview> {
  const connection: Connection = {
    timeZone: portal.settings.timeZone,
    secret: null,
    receivedAt,
    url: web.config.baseUrl,
    map,
  };
  const reading = readDelivery(provider, delivery, connection);
  const rule = place === null ? undefined : map.rules[place];
  const notes = [...noteOf(fittingRule(map, fields), place), ...(rule ? warningsOf(rule) : [])];
  if (!("happenings" in reading)) return { notes, nothing: whyNothing(reading), event: null, plan: null };
  const [happening] = reading.happenings;
  const event = shownEvent(happening, portal, web.now());
  return { notes, nothing: null, event, plan: await planOf(web, portal, provider.name, happening, receivedAt) };
}

function whyNothing(reading: Exclude<Reading, { happenings: unknown }>): string {
  return "ignored" in reading ? `It would be ignored: ${sentence(reading.ignored)}` : reading.unreadable;
}

function noteOf(fitting: number, place: number | null): string[] {
  if (place === null || fitting === place) return [];
  if (fitting < 0) return ["The conditions of this rule do not hold for this delivery, so it is read as before."];
  return [`Rule ${fitting + 1} comes before this one and reads this delivery. Give one of them another condition.`];
}

/** What a rule lacks that the events need to be of use. */
function warningsOf(rule: MapRule): string[] {
  if (rule.type === "ignore") return [];
  const mapped = new Set(rule.fields.map(({ ours }) => ours));
  const idLabel = ourField(rule.type, idNameOf(rule.type))?.label ?? "id";
  const warnings: string[] = [];
  // A form that was sent has no later news.
  if (!mapped.has(idNameOf(rule.type)) && familyOf(rule.type) !== "form")
    warnings.push(
      `No field is the ${idLabel.toLowerCase()}. One is made of the content; later news of the same will not find it.`,
    );
  if (familyOf(rule.type) !== "call") return warnings;
  if (!["client.phone", "caller.phone", "called.phone"].some((path) => mapped.has(path)))
    warnings.push("No field is a number of the client, so there is nobody to write to.");
  if (rule.type === "call.completed" && !mapped.has("outcome"))
    warnings.push("No field is the outcome, so every call counts as not answered.");
  if (["caller.phone", "called.phone"].some((path) => mapped.has(path)) && !mapped.has("direction"))
    warnings.push("Without a direction every call counts as incoming, and whoever called as the client.");
  return warnings;
}

function shownEvent(happening: Happening, portal: Portal, now: Date): Preview["event"] {
  const { type, subject, time, data } = happening;
  return {
    type,
    label: typeLabel(type),
    subject,
    moment: momentText(new Date(time), portal.settings.timeZone, now),
    pairs: pairsIn(data, []).map(([path, text]) => [labelOf(type, path), shownText(text, portal.settings.timeZone)]),
  };
}

function labelOf(type: Happening["type"], path: string): string {
  return path === "provider_status" ? "Outcome, in their word" : (ourField(type, path)?.label ?? path);
}

/** Times as the portal's clocks show them; an id that nobody sent is of no interest to people. */
function shownText(text: string, timeZone: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text)) return `${wallClock(new Date(text), timeZone)} in ${timeZone}`;
  return /^built-[\da-f]{64}$/.test(text) ? "made of the content" : text;
}

/** What is known of the event; what is not, nobody needs to read. */
function pairsIn(value: unknown, path: readonly string[]): [string, string][] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => pairsIn(item, [...path, String(index + 1)]));
  if (typeof value === "object") {
    // A form's own names stay as they are.
    const named = path[0] === "fields" ? (name: string) => name : snake;
    return Object.entries(value).flatMap(([name, inner]) => pairsIn(inner, [...path, named(name)]));
  }
  return [[path.join("."), typeof value === "boolean" ? (value ? "yes" : "no") : String(value)]];
}

/** startedAt is started_at in our JSON. */
function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

async function planOf(
  web: Web,
  portal: Portal,
  provider: string,
  happening: Happening,
  receivedAt: Date,
): Promise<Preview["plan"]> {
  try {
    const event = { ...happening, id: "preview", provider, receivedAt: receivedAt.toISOString() };
    const plan = await web.preview(portal.id, event);
    return { because: plan.because, lines: planLines(plan) };
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Later || error instanceof Disconnected)) throw error;
    return { because: `What would be written cannot be shown now: ${sentence(error.message)}`, lines: [] };
  }
}
