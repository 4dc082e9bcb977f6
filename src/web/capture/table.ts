// The table of the capture page: every field of the delivery with its value and what it becomes.
import { callTypes, otherTypes } from "../../model/event.ts";
import type { OurField } from "../../model/our-field-groups.ts";
import { type EventType, familyOf, ourField, ourFields } from "../../model/our-fields.ts";
import { typeNamed } from "../../providers/generic-event.ts";
import type { Fields } from "../../providers/mapping/mapped.ts";
import { proposedFields } from "../../providers/mapping/propose-fields.ts";
import { cut, textOf } from "../../providers/values.ts";
import { typeLabel } from "../words.ts";
import type { Draft, DraftLine } from "./draft.ts";

interface Choice {
  value: string;
  label: string;
}

interface Words {
  rows: DraftLine["words"];
  /** null: any text will do. */
  choices: Choice[] | null;
  hasMarks: boolean;
}

interface TableRow extends Omit<DraftLine, "words"> {
  /** null: the captured delivery has no such field. */
  sent: string | null;
  isProposed: boolean;
  /** The choice of keeping a form's field under its own name. */
  own: Choice | null;
  words: Words | null;
}

/** A sender may have a thousand fields; a page with as many choices would take seconds to open. */
const mostRows = 150;
const longestShown = 160;

export function tableOf(draft: Draft, fields: Fields) {
  const type = typeNamed(draft.type);
  if (type === undefined) return { rows: [], constants: [], groups: [], leftOut: 0 };
  const proposals = proposedFields(fields, type);
  const shown = [...fields.keys()].slice(0, mostRows);
  const mapped = draft.lines.filter((line) => line.theirs !== "");
  const elsewhere = mapped.filter((line) => !shown.includes(line.theirs));
  const lines = [...shown.flatMap((theirs) => linesFor(theirs, mapped)), ...elsewhere];
  const constants = draft.lines.filter((line) => line.theirs === "" && (line.ours !== "" || line.value !== ""));
  return {
    rows: lines.map((line) => rowOf(line, fields, type, proposals.get(line.theirs))),
    constants: [...constants, blank("")].map((line) => ({ ...line, choices: choicesFor(ourField(type, line.ours)) })),
    groups: groupsOf(type),
    leftOut: Math.max(0, fields.size - mostRows),
  };
}

/** One field may become several of ours: then each has a line of its own. */
function linesFor(theirs: string, mapped: DraftLine[]): DraftLine[] {
  const own = mapped.filter((line) => line.theirs === theirs);
  return own.length > 0 ? own : [blank(theirs)];
}

function blank(theirs: string): DraftLine {
  return { theirs, ours: "", value: "", wordsFor: "", words: [] };
}

function rowOf(line: DraftLine, fields: Fields, type: EventType, proposal: string | undefined): TableRow {
  const sent = fields.get(line.theirs);
  const isOwn = line.ours.startsWith("fields.");
  const ownPath = isOwn ? line.ours : `fields.${line.theirs}`;
  const own = familyOf(type) === "form" && ourField(type, ownPath);
  return {
    ...line,
    sent: sent === undefined ? null : shortened(textOf(sent) ?? ""),
    isProposed: line.ours !== "" && line.ours === proposal,
    own: own ? { value: ownPath, label: isOwn ? own.label : "Form field of the same name" } : null,
    words: wordsOf(line, ourField(type, line.ours)),
  };
}

function shortened(text: string): string {
  return text.length > longestShown ? `${cut(text, longestShown)}…` : text;
}

function wordsOf({ words }: DraftLine, field: OurField | null): Words | null {
  if (!field?.words && words.length === 0) return null;
  const spare = { theirs: "", ours: "", mark: "" };
  return { rows: [...words, spare], choices: choicesFor(field), hasMarks: field?.path === "outcome" };
}

function choicesFor(field: OurField | null): Choice[] | null {
  return field?.words ? field.words.map((value) => ({ value, label: sentenceCase(value) })) : null;
}

function sentenceCase(word: string): string {
  const text = word.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function groupsOf(type: EventType): { name: string; fields: Choice[] }[] {
  const groups = Map.groupBy(ourFields[familyOf(type)], (field) => field.group);
  return [...groups].map(([name, fields]) => ({
    name,
    fields: fields.map(({ path, label }) => ({ value: path, label })),
  }));
}

export const typeChoices: Choice[] = [
  ...[...callTypes, ...otherTypes].map((value) => ({
    value,
    label: value === "call.completed" ? "Call that has ended" : typeLabel(value),
  })),
  { value: "ignore", label: "Nothing: ignore it" },
];
