// A rule of the map as the capture page's form sends and shows it: texts only, unfinished lines included.
import { z } from "zod";
import type { MapLine, MapRule, MapWord } from "../../model/field-map.ts";
import { familyOf } from "../../model/our-fields.ts";
import { typeNamed } from "../../providers/generic-event.ts";
import type { Fields } from "../../providers/mapping/mapped.ts";
import { proposedLines, type SeenWords } from "../../providers/mapping/propose-rule.ts";
import { proposedWords } from "../../providers/mapping/propose-words.ts";

const text = z.string().max(1_000).catch("");
/** A form sends lists by number: lines[0], lines[7]… */
const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (typeof value === "object" && value !== null ? Object.values(value) : []), z.array(shape));

const draftWord = z.object({ theirs: text, ours: text, mark: text });
const draftLine = z.object({
  theirs: text,
  ours: text,
  value: text,
  /** Our field for which the words below were shown: those of another one mean nothing here. */
  wordsFor: text,
  words: listOf(draftWord),
});
export const draft = z.object({
  type: text,
  /** The type for which the lines below were shown. */
  linesFor: text,
  because: text,
  timeZone: text,
  when: listOf(z.object({ field: text, equals: text })),
  lines: listOf(draftLine),
});
export type Draft = z.infer<typeof draft>;
export type DraftLine = z.infer<typeof draftLine>;

/** What an outcome's word says besides: in a form it is one choice. */
const marks: [mark: string, says: Pick<MapWord, "target" | "repeat">][] = [
  ["target", { target: true }],
  ["not_target", { target: false }],
  ["repeat", { repeat: true }],
];

export function draftOf(rule: MapRule): Draft {
  const when = rule.when.map(({ field, equals }) => ({ field, equals: equals ?? "" }));
  const plain = { type: rule.type, linesFor: rule.type, when, because: "", timeZone: "", lines: [] };
  if (rule.type === "ignore") return { ...plain, because: rule.because };
  return { ...plain, timeZone: rule.timeZone ?? "", lines: rule.fields.map(draftLineOf) };
}

function draftLineOf({ ours, theirs, value, words }: MapLine): DraftLine {
  return { ours, theirs: theirs ?? "", value: value ?? "", wordsFor: ours, words: (words ?? []).map(draftWordOf) };
}

function draftWordOf({ theirs, ours, target, repeat }: MapWord): DraftLine["words"][number] {
  const mark = marks.find(([, says]) => says.target === target && says.repeat === repeat)?.[0] ?? "";
  return { theirs, ours, mark };
}

/** What was chosen a moment ago brings its proposals along: another type its lines, an outcome its words. */
export function completed(given: Draft, fields: Fields, seen: SeenWords): Draft {
  const type = typeNamed(given.type);
  if (type === undefined) return { ...given, linesFor: given.type };
  const before = typeNamed(given.linesFor);
  const isAnother = before === undefined || familyOf(before) !== familyOf(type);
  const lines = isAnother ? proposedLines(fields, type, seen).map(draftLineOf) : given.lines;
  return { ...given, linesFor: given.type, lines: lines.map((line) => withWords(line, seen)) };
}

function withWords(line: DraftLine, seen: SeenWords): DraftLine {
  if (line.wordsFor === line.ours) return line;
  const words = line.theirs === "" ? [] : proposedWords(line.ours, seen(line.theirs)).map(draftWordOf);
  return { ...line, wordsFor: line.ours, words };
}

/** Not yet checked: what is blank is left out, the rest is for the map's own schema to judge. */
export function ruleOf(given: Draft): unknown {
  const when = given.when
    .filter(({ field }) => field !== "")
    .map(({ field, equals }) => ({ field, ...(equals.trim() !== "" && { equals }) }));
  if (given.type === "ignore") return { when, type: given.type, because: given.because };
  const fields = given.lines.flatMap(lineOf);
  return { when, type: given.type, ...(given.timeZone !== "" && { timeZone: given.timeZone }), fields };
}

function lineOf({ ours, theirs, value, words }: DraftLine): MapLine[] {
  if (ours === "" || (theirs === "" && value.trim() === "")) return [];
  if (theirs === "") return [{ ours, value }];
  const filled = words.filter((word) => word.theirs.trim() !== "" && word.ours !== "").map(wordOf);
  return [{ ours, theirs, ...(filled.length > 0 && { words: filled }) }];
}

function wordOf({ theirs, ours, mark }: Draft["lines"][number]["words"][number]): MapWord {
  return { theirs, ours, ...marks.find(([name]) => name === mark)?.[1] };
}
