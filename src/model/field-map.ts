// The map: how the fields of one provider's deliveries become ours. Export and import are exactly this document.
import { z } from "zod";
import { callTypes, otherTypes } from "./event.ts";
import { type EventType, ourField } from "./our-fields.ts";
import { settings } from "./settings.ts";

export const longestFieldName = 200;
/** As the delivery writes it, blanks included. */
const fieldName = z.string().min(1, "is missing").max(longestFieldName, "is longer than 200 characters");
const word = z.string().trim().min(1, "is missing").max(200, "is longer than 200 characters");

const condition = z.strictObject({
  field: fieldName,
  /** Absent: any value will do, so long as there is one. */
  equals: word.optional(),
});

const mapWord = z.strictObject({
  theirs: word,
  ours: word,
  /** What the word says of a call besides its outcome. */
  target: z.boolean().optional(),
  repeat: z.boolean().optional(),
});
export type MapWord = z.infer<typeof mapWord>;

/** A field of theirs, its words translated by the table, or a fixed value. */
const mapLine = z.strictObject({
  ours: z.string().min(1, "is missing").max(210, "is longer than 210 characters"),
  theirs: fieldName.optional(),
  value: z.string().trim().min(1, "is missing").max(500, "is longer than 500 characters").optional(),
  words: z.array(mapWord).max(100, "has more than 100 words").optional(),
});
export type MapLine = z.infer<typeof mapLine>;

const when = z.array(condition).max(5, "has more than 5 conditions").default([]);

const readRule = z
  .strictObject({
    when,
    type: z.enum([...callTypes, ...otherTypes]),
    /** Of times without an offset; absent: the portal's. */
    timeZone: settings.shape.timeZone.unwrap().optional(),
    /** Where several lines fill one field of ours, the first one that has a value counts. */
    fields: z.array(mapLine).min(1, "maps no field yet").max(200, "maps more than 200 fields"),
  })
  .superRefine(({ type, fields }, context) => {
    for (const [index, line] of fields.entries())
      for (const message of wrongIn(type, line)) context.addIssue({ code: "custom", path: ["fields", index], message });
  });
export type ReadRule = z.infer<typeof readRule>;

const ignoreRule = z.strictObject({
  when,
  type: z.literal("ignore"),
  because: z.string().trim().min(3, "needs a few words").max(300, "is longer than 300 characters"),
});

export const mapRule = z.discriminatedUnion("type", [readRule, ignoreRule], {
  error: "must be one of our event types, or ignore",
});
export type MapRule = z.infer<typeof mapRule>;

/** The first rule of which all conditions hold reads the delivery; where none does, the provider reads it as ever. */
export const fieldMap = z.strictObject({ rules: z.array(mapRule).max(20, "has more than 20 rules") });
export type FieldMap = z.infer<typeof fieldMap>;

function wrongIn(type: EventType, { ours, theirs, value, words = [] }: MapLine): string[] {
  const field = ourField(type, ours);
  if (!field) return [`“${ours}” is not a field of ${type}`];
  if ((theirs === undefined) === (value === undefined))
    return [`“${field.label}” needs either a field of theirs or a fixed value`];
  const given = [...words.map((entry) => entry.ours), ...(value === undefined ? [] : [value])];
  const strange = given.find((text) => field.words && !field.words.includes(text));
  if (strange) return [`“${strange}” is not one of: ${field.words?.join(", ")}`];
  const marked = words.some((entry) => entry.target !== undefined || entry.repeat !== undefined);
  return marked && ours !== "outcome" ? ["Only the words of an outcome can say target or repeat"] : [];
}
