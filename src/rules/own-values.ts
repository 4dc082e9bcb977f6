// What a list of rows puts into the properties of a record: which values, and what did not fit.
import type { FilledProperty } from "../model/property-map.ts";
import { filled, type ReadField } from "./event-values.ts";
import { fit, isSameValue } from "./property-value.ts";

export interface Filling {
  /** By property: of several rows the first one that has a value. */
  values: ReadonlyMap<string, { row: FilledProperty; value: string }>;
  /** "“abc” is no number, so Budget was left out". */
  said: string[];
}

export function fillingOf(rows: readonly FilledProperty[], read: ReadField, timeZone: string): Filling {
  const values = new Map<string, { row: FilledProperty; value: string }>();
  const said: string[] = [];
  for (const row of rows) {
    const text = values.has(row.property) ? null : filled(row.value, read);
    if (text === null) continue;
    const fitted = fit(text, row, timeZone);
    if ("wrong" in fitted) said.push(`${fitted.wrong}, so ${row.label} was left out`);
    else {
      values.set(row.property, { row, value: fitted.value });
      if (fitted.cut) said.push(`${row.label} was longer than HubSpot’s 65,536 characters and is cut there`);
    }
  }
  return { values, said };
}

/** What a new record gets. */
export function allOf({ values }: Filling): Record<string, string> {
  return Object.fromEntries([...values].map(([property, { value }]) => [property, value]));
}

/**
 * Which of the values an existing record lacks, and which it has already.
 * @param standing null: not known, so that no gap can be told from a value
 */
export function changesOf(
  { values }: Filling,
  standing: Readonly<Record<string, string>> | null,
): { set: Record<string, string>; labels: string[]; same: string[] } {
  const set: Record<string, string> = {};
  const labels: string[] = [];
  const same: string[] = [];
  for (const [property, { row, value }] of values) {
    const now = standing?.[property] ?? "";
    if (isSameValue(row, now, value)) same.push(property);
    else if (row.mode === "always" || (standing !== null && now === "")) {
      set[property] = value;
      labels.push(row.label);
    }
  }
  return { set, labels, same };
}

/** "Budget and Region are filled by your rules". */
export function filledSentence(labels: readonly string[]): string {
  const named = labels.length > 5 ? [...labels.slice(0, 4), `${labels.length - 4} more`] : labels;
  const list = named.length > 1 ? `${named.slice(0, -1).join(", ")} and ${named.at(-1)}` : named.join("");
  return `${list} ${labels.length > 1 ? "are" : "is"} filled by your rules`;
}
