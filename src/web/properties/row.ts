// One row as its form sends it, and what is wrong with it: checked against what HubSpot lists of the property now.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { WritableProperty } from "../../hubspot/gateway.ts";
import {
  type FilledProperty,
  families,
  fillModes,
  mappedObjects,
  type PropertyRow,
  propertyRow,
  template,
  wrongTemplate,
} from "../../model/property-map.ts";
import { pathsIn } from "../../model/template.ts";
import { fit } from "../../rules/property-value.ts";

const text = z.string().max(2_000).catch("");
export const filledDraft = z.object({ property: text, value: text, mode: z.enum(fillModes).catch("gap") });
export type FilledDraft = z.infer<typeof filledDraft>;

export const rowDraft = filledDraft.extend({
  /** "": a new row. */
  id: text,
  on: z.enum(families).catch("call"),
  object: z.enum(mappedObjects).catch("contact"),
});
export type RowDraft = z.infer<typeof rowDraft>;

export type Errors = Record<string, string>;

/** @param listed what HubSpot offers for the object; null: it did not answer */
export function checkedRow(
  draft: RowDraft,
  listed: WritableProperty[] | null,
): { row: PropertyRow } | { errors: Errors } {
  const { id, on, object } = draft;
  const checked = checkedFilling(draft, on, listed);
  if ("errors" in checked) return checked;
  const read = propertyRow.safeParse({ ...checked.filling, id: id || randomUUID(), on, object });
  if (read.success) return { row: read.data };
  return { errors: errorsOf(read.error) };
}

/** What the model does not take, by the field, in sentences. */
export function errorsOf(error: z.ZodError): Errors {
  return Object.fromEntries(error.issues.map(({ path, message }) => [path.join("."), sentenceOf(message)]));
}

/** The part of a row that says what is filled and with what. */
export function checkedFilling(
  { property, value, mode }: FilledDraft,
  on: RowDraft["on"],
  listed: WritableProperty[] | null,
): { filling: FilledProperty } | { errors: Errors } {
  if (property === "") return { errors: { property: "Choose the property to fill." } };
  if (!listed) {
    return {
      errors: { property: "HubSpot did not answer, so the property could not be checked. Save again in a moment." },
    };
  }
  const found = listed.find((each) => each.property === property);
  if (!found) return { errors: { property: `HubSpot has no property “${property}” here that can be filled.` } };
  const { unique: _, ...target } = found;
  const filling = { ...target, value: value.trim(), mode };
  const wrong = wrongValue(filling, on);
  return wrong === null ? { filling } : { errors: { value: wrong } };
}

function wrongValue(filling: FilledProperty, on: RowDraft["on"]): string | null {
  const { value } = filling;
  if (value === "") return "Say what goes into it: choose a field, or type a text.";
  const [tooMuch] = template.safeParse(value).error?.issues ?? [];
  if (tooMuch) return sentenceOf(tooMuch.message);
  const wrong = wrongTemplate(on, value, filling);
  if (wrong !== null) return sentenceOf(wrong);
  // A text without fields is the same for every event, so it can be checked now. Dates without a zone fit in any.
  const fitted = pathsIn(value).length === 0 ? fit(value, filling, "UTC") : null;
  return fitted && "wrong" in fitted ? `${fitted.wrong}. ${optionsText(filling)}`.trim() : null;
}

/** As many as a person reads. */
const mostOptions = 12;

function optionsText({ options = [], type }: FilledProperty): string {
  if (type !== "enumeration" || options.length === 0) return "";
  const labels = options.slice(0, mostOptions).map(({ label }) => label);
  const more = options.length > labels.length ? ` and ${options.length - labels.length} more` : "";
  return `It takes: ${labels.join(", ")}${more}.`;
}

/** The model's messages go after a field's name: "is longer than 500 characters". */
function sentenceOf(message: string): string {
  const whole = /^(is|has|must) /.test(message) ? `This ${message}` : message;
  const text = whole.charAt(0).toUpperCase() + whole.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
