// The newest event of a kind: what its fields say, and what a row would make of them.
import type { Event } from "../../model/event.ts";
import { callTypes, otherTypes } from "../../model/event.ts";
import { type EventField, eventField, eventFields } from "../../model/event-fields.ts";
import { formData } from "../../model/form.ts";
import { type Family, familyOf } from "../../model/our-fields.ts";
import type { CustomObjectRule, FilledProperty, PropertyTarget } from "../../model/property-map.ts";
import { fieldsOf, filled, type ReadField } from "../../rules/event-values.ts";
import { matchValue } from "../../rules/own-objects.ts";
import { fit } from "../../rules/property-value.ts";
import type { Portal } from "../../store/portals.ts";
import { sentence } from "../answers.ts";
import type { Web } from "../context.ts";
import { momentText } from "../words.ts";
import { familyWords } from "./words.ts";

export interface Sample {
  family: Family;
  /** null: no such event has come in yet. */
  newest: { momentText: string; read: ReadField } | null;
  /** With those that forms of late have brought along. */
  fields: EventField[];
}

/** Forms of several pages have fields of their own. */
const formsLookedAt = 30;
const mostOwnFields = 100;

export async function sampleOf(web: Web, portal: Portal, family: Family): Promise<Sample> {
  const types = [...callTypes, ...otherTypes].filter((type) => familyOf(type) === family);
  const latest = await web.stores.samples.newest(portal.id, types, family === "form" ? formsLookedAt : 1);
  const [event] = latest;
  return {
    family,
    newest: event ? await readingOf(web, portal, event) : null,
    fields: [...ownFields(latest), ...eventFields[family]],
  };
}

async function readingOf(web: Web, portal: Portal, event: Event): Promise<NonNullable<Sample["newest"]>> {
  const [told, employees] = await Promise.all([
    web.stores.moments.of(portal.id, [event.subject]),
    web.stores.employees.list(portal.id),
  ]);
  const moments = new Map([...told].map(([subject, each]) => [subject, each.map((moment) => moment.event)]));
  return {
    momentText: momentText(new Date(event.time), portal.settings.timeZone, web.now()),
    read: fieldsOf(event, { moments }, { settings: portal.settings, employees }),
  };
}

function ownFields(events: readonly Event[]): EventField[] {
  const names = events.flatMap(({ data }) => Object.keys(formData.safeParse(data).data?.fields ?? {}));
  return [...new Set(names)].slice(0, mostOwnFields).flatMap((name) => eventField("form", `fields.${name}`) ?? []);
}

export interface Outcome {
  kind: "value" | "nothing" | "wrong";
  text: string;
}

/** "Budget would become 1000." */
export function outcomeOf(row: FilledProperty, { family, newest }: Sample, portal: Portal): Outcome | null {
  if (!newest) return null;
  const text = filled(row.value, newest.read);
  const { label, mode } = row;
  if (text === null)
    return {
      kind: "nothing",
      text: `The newest ${familyWords[family].one} does not say it, so ${label} would stay as it is.`,
    };
  const fitted = fit(text, row, portal.settings.timeZone);
  if ("wrong" in fitted) return { kind: "wrong", text: `${fitted.wrong}, so ${label} would be left out.` };
  const where = mode === "gap" ? ", where it is empty" : "";
  return { kind: "value", text: sentence(`${label} would become ${shown(row, fitted.value)}${where}`) };
}

const longestShown = 80;

/** Options by their labels. */
function shown({ type, options = [], several }: PropertyTarget, value: string): string {
  const labels = (several ? value.split(";") : [value]).map(
    (each) => options.find((option) => option.value === each)?.label ?? each,
  );
  const text = labels.join(", ");
  const cut = text.length > longestShown ? `${text.slice(0, longestShown)}…` : text;
  return type === "string" ? `“${cut}”` : cut;
}

/** Which record of a custom object the newest event stands for. */
export function matchOutcome(rule: CustomObjectRule, { family, newest }: Sample, portal: Portal): Outcome | null {
  const value = newest && matchValue(rule, newest.read, portal.settings.timeZone);
  const { label, match, create } = rule;
  if (!newest) return null;
  if (!value)
    return {
      kind: "nothing",
      text: `The newest ${familyWords[family].one} names no ${label}, so none would be written.`,
    };
  if ("wrong" in value) return { kind: "wrong", text: `${value.wrong}, so no ${label} would be written.` };
  const otherwise = create ? ", or made where there is none" : ", if there is one";
  return { kind: "value", text: `The ${label} with the ${match.label} “${value.value}” would be changed${otherwise}.` };
}

/** The select that inserts a field: those that the newest event fills say with what. */
export function insertable({ fields, newest }: Sample) {
  const groups = Map.groupBy(fields, ({ group }) => group);
  return [...groups].map(([name, some]) => ({
    name,
    fields: some.map(({ path, label }) => {
      const now = newest?.read(path) ?? "";
      return { value: path, label: now === "" ? label : `${label}: ${shortened(now)}` };
    }),
  }));
}

const longestField = 60;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > longestField ? `${line.slice(0, longestField)}…` : line;
}

/** What the newest event says. */
export function shownSample({ fields, newest }: Sample) {
  if (!newest) return null;
  const known = fields.map(({ path, label }) => ({ label, text: shortened(newest.read(path)) }));
  return { momentText: newest.momentText, pairs: known.filter(({ text }) => text !== "") };
}
