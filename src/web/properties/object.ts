// One rule of a custom object as its form sends it, and what is wrong with it, checked against the portal's schemas.
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { CustomObject, WritableProperty } from "../../hubspot/gateway.ts";
import type { ObjectType } from "../../model/crm.ts";
import type { Family } from "../../model/our-fields.ts";
import {
  type CustomObjectRule,
  customObjectRule,
  type FilledProperty,
  families,
  type LinkedWith,
  linkedWith,
} from "../../model/property-map.ts";
import { pathsIn } from "../../model/template.ts";
import { checkedFilling, type Errors, errorsOf, filledDraft } from "./row.ts";
import { familyWords, linkWords } from "./words.ts";

const text = z.string().max(2_000).catch("");
/** A form sends lists by number, and one that is alone as itself. */
const listOf = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? Object.values(value) : [];
  }, z.array(shape));
const tick = z.preprocess((value) => value === true || value === "yes", z.boolean());

export const objectDraft = z.object({
  /** "": a new rule. */
  id: text,
  on: z.enum(families).catch("customer"),
  objectTypeId: text,
  match: z.object({ property: text, value: text }).catch({ property: "", value: "" }),
  create: tick,
  associateWith: listOf(z.enum(linkedWith)).catch([]),
  rows: listOf(filledDraft).catch([]),
});
export type ObjectDraft = z.infer<typeof objectDraft>;

/** The one that is chosen, with its properties; null: HubSpot does not list it, or does not answer. */
export interface Chosen {
  object: CustomObject;
  properties: WritableProperty[];
}

export function checkedObject(
  draft: ObjectDraft,
  chosen: Chosen | null,
  others: readonly CustomObjectRule[],
): { rule: CustomObjectRule } | { errors: Errors } {
  if (draft.objectTypeId === "") return { errors: { objectTypeId: "Choose the custom object." } };
  if (!chosen) {
    return {
      errors: {
        objectTypeId: "HubSpot did not list this object, so the rule could not be checked. Try again in a moment.",
      },
    };
  }
  const { object, properties } = chosen;
  const { on, id, create, associateWith } = draft;
  const errors: Errors = {};
  if (others.some((other) => other.id !== id && other.on === on && other.objectTypeId === object.objectTypeId))
    errors.objectTypeId = `There is a rule for ${familyWords[on].many.toLowerCase()} and this object already. Change that one.`;
  const match = checkedMatch(draft, chosen, errors);
  const rows = checkedRows(draft, properties, errors);
  Object.assign(errors, wrongLinks(on, associateWith, object));
  const lacking = create
    ? lackingFor(object, properties, [draft.match.property, ...rows.map(({ property }) => property)])
    : "";
  if (lacking !== "")
    errors.create = `HubSpot makes no ${object.singular} without ${lacking}. Fill it below, or change only those that are there.`;
  if (!match || Object.keys(errors).length > 0) return { errors };
  const rule = {
    id: id || randomUUID(),
    on,
    objectTypeId: object.objectTypeId,
    label: object.singular,
    match,
    create,
    rows,
    associateWith: [...new Set(associateWith)],
  };
  // An id of a program's own, or more rows than a rule may have.
  const read = customObjectRule.safeParse(rule);
  return read.success ? { rule: read.data } : { errors: errorsOf(read.error) };
}

function checkedMatch(
  { on, match }: ObjectDraft,
  { object, properties }: Chosen,
  errors: Errors,
): CustomObjectRule["match"] | null {
  const unique = properties.filter((each) => each.unique);
  const checked = checkedFilling({ ...match, mode: "always" }, on, unique);
  if ("errors" in checked) {
    for (const [field, problem] of Object.entries(checked.errors)) errors[`match.${field}`] = problem;
    return null;
  }
  if (pathsIn(match.value).length === 0) {
    errors["match.value"] =
      `Choose a field that tells one ${object.singular} from another: a fixed text is the same for all.`;
    return null;
  }
  const { mode: _, ...filling } = checked.filling;
  return filling;
}

/** Lines without a property are left out: the form ends with a blank one. */
function checkedRows(
  { on, match, rows }: ObjectDraft,
  properties: WritableProperty[],
  errors: Errors,
): FilledProperty[] {
  const open = properties.filter(({ unique, property }) => !unique && property !== match.property);
  return rows.flatMap((row, index) => {
    if (row.property === "" && row.value.trim() === "") return [];
    const checked = checkedFilling(row, on, open);
    if ("filling" in checked) return [checked.filling];
    for (const [field, problem] of Object.entries(checked.errors)) errors[`rows.${index}.${field}`] = problem;
    return [];
  });
}

/** What an event of the kind may be written as. */
const activities: Record<Family, readonly ObjectType[]> = {
  call: ["call"],
  form: ["note"],
  dialog: ["communication", "note"],
  meeting: ["meeting"],
  customer: [],
};

/** Whether HubSpot associates the object with it. */
export function isLinkable(on: Family, each: LinkedWith, { associated }: CustomObject): boolean {
  const wanted = each === "activity" ? activities[on] : [each];
  return wanted.length > 0 && wanted.every((what) => associated.includes(what));
}

function wrongLinks(on: Family, links: readonly LinkedWith[], object: CustomObject): Errors {
  const wrong = links.find((each) => !isLinkable(on, each, object));
  if (wrong === undefined) return {};
  if (wrong === "activity" && activities[on].length === 0)
    return { associateWith: "A sign-up is written as no activity that it could be associated with." };
  const name = wrong === "activity" ? "activities" : linkWords[wrong].toLowerCase();
  return {
    associateWith: `HubSpot does not associate ${object.plural} with a ${name}. Allow it in HubSpot, among the settings of the object.`,
  };
}

function lackingFor(object: CustomObject, properties: readonly WritableProperty[], filled: readonly string[]): string {
  const lacking = object.required.filter((name) => !filled.includes(name));
  return lacking.map((name) => properties.find(({ property }) => property === name)?.label ?? name).join(", ");
}
