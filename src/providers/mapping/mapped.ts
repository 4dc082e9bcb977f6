// Reads a delivery by the portal's own map: the first rule whose conditions hold makes an event of its fields.
import { createHash } from "node:crypto";
import type { FieldMap, MapLine, MapRule, MapWord, ReadRule } from "../../model/field-map.ts";
import { genericEvent, idNameOf } from "../generic-event.ts";
import type { JsonObject } from "../generic-other.ts";
import type { Connection, Reading } from "../provider.ts";
import { textOf } from "../values.ts";
import { type Mapped, mappedData } from "./mapped-data.ts";

/** By the sender's own names, as payload.ts flattens them. */
export type Fields = ReadonlyMap<string, string>;

/** null: no rule of the map is meant for this delivery. */
export function readMapped(provider: string, fields: Fields, connection: Connection): Reading | null {
  const rule = connection.map?.rules[fittingRule(connection.map, fields)];
  if (!rule) return null;
  return rule.type === "ignore" ? { ignored: rule.because } : readBy(rule, provider, fields, connection);
}

/** The place of the rule that reads these fields; -1 when none does. */
export function fittingRule(map: FieldMap, fields: Fields): number {
  return map.rules.findIndex((rule) => fits(rule, fields));
}

export function fits(rule: MapRule, fields: Fields): boolean {
  const holds = rule.when.every(({ field, equals }) => {
    const value = textOf(fields.get(field));
    return value !== null && (equals === undefined || comparable(value) === comparable(equals));
  });
  return holds && (rule.type === "ignore" || hasItsFields(rule, fields));
}

/**
 * A rule that takes the id out of a field is not meant for a delivery without it. One that makes the id itself needs any
 * of its fields; an advertising source is no sign, for every kind of delivery may have one.
 */
function hasItsFields({ type, fields: lines }: ReadRule, fields: Fields): boolean {
  const idLines = lines.filter(({ ours, theirs }) => ours === idNameOf(type) && theirs !== undefined);
  const telling = lines.filter(({ ours }) => !ours.startsWith("attribution."));
  return (idLines.length > 0 ? idLines : telling).some((line) => theirTextOf(line, fields) !== null);
}

function readBy(rule: ReadRule, provider: string, fields: Fields, connection: Connection): Reading {
  const values = mappedValues(rule.fields, fields);
  const inZone = { ...connection, timeZone: rule.timeZone ?? connection.timeZone };
  const status = firstText(rule.fields, "outcome", fields);
  const draft = { ...mappedData(rule.type, values), ...(status !== null && { provider_status: status }) };
  const idName = idNameOf(rule.type);
  const id = textOf(values.get(idName)) ?? builtId(draft, connection.receivedAt);
  const data = { ...draft, [idName]: id };
  return genericEvent({ type: rule.type, id: values.get("event_id"), data }, provider, inZone);
}

function mappedValues(lines: readonly MapLine[], fields: Fields): Mapped {
  const values = new Map<string, string>();
  const marks = new Map<string, string>();
  for (const line of lines) {
    const text = line.value ?? theirTextOf(line, fields);
    if (text === null || values.has(line.ours)) continue;
    const word = wordFor(line, text);
    values.set(line.ours, word?.ours ?? text);
    if (word?.target !== undefined) marks.set("target", String(word.target));
    if (word?.repeat !== undefined) marks.set("repeat", String(word.repeat));
  }
  // A field of its own knows better than the outcome's word.
  return new Map([...marks, ...values]);
}

function wordFor({ theirs, words }: MapLine, text: string): MapWord | undefined {
  return theirs === undefined ? undefined : words?.find((word) => comparable(word.theirs) === comparable(text));
}

/** NO ANSWER, no_answer and No-Answer are one word; ANSWER is another, and so are -1 and 1. */
export function comparable(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/(?<=[\p{L}\p{N}])[\s+_-]+(?=[\p{L}\p{N}])/gu, " ");
}

function theirTextOf({ theirs }: MapLine, fields: Fields): string | null {
  return theirs === undefined ? null : textOf(fields.get(theirs));
}

/** What the sender itself wrote, for the record. */
function firstText(lines: readonly MapLine[], ours: string, fields: Fields): string | null {
  const texts = lines.filter((line) => line.ours === ours).map((line) => theirTextOf(line, fields));
  return texts.find((text) => text !== null) ?? null;
}

const times = ["started_at", "answered_at", "ended_at", "submitted_at", "registered_at"];

/** The same content sent again gets the same id; without a time two calls of one client could not be told apart. */
function builtId(data: JsonObject, receivedAt: Date): string {
  const isDated = times.some((name) => textOf(data[name]) !== null);
  const content = isDated ? [data] : [data, receivedAt.toISOString()];
  return `built-${createHash("sha256").update(JSON.stringify(content)).digest("hex")}`;
}
