// Which fields of an event go into which of the portal's own properties, and which records of its custom objects they make.
import { z } from "zod";
import { eventField, type FieldKind } from "./event-fields.ts";
import type { Family } from "./our-fields.ts";
import { onlyField, partsOf, pathsIn } from "./template.ts";

export const families = ["call", "form", "dialog", "meeting", "customer"] as const satisfies readonly Family[];
export const mappedObjects = ["contact", "company", "deal", "call"] as const;
export type MappedObject = (typeof mappedObjects)[number];

/** As HubSpot names them. */
export const propertyTypes = ["string", "number", "bool", "date", "datetime", "enumeration", "phone_number"] as const;
export type PropertyType = (typeof propertyTypes)[number];

/** gap: only where the property is empty. */
export const fillModes = ["gap", "always"] as const;

const name = z.string().regex(/^[\w-]{1,100}$/, "must be a HubSpot property’s internal name");
const label = z.string().trim().min(1, "is missing").max(200, "is longer than 200 characters");
export const template = z
  .string()
  .trim()
  .min(1, "is missing")
  .max(500, "is longer than 500 characters")
  .refine((text) => pathsIn(text).length <= 20, "has more than 20 fields");

/** A property as the portal's schema described it when the row was saved. */
export const propertyTarget = z.object({
  property: name,
  label,
  type: z.enum(propertyTypes),
  /** The values that an enumeration takes. */
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  /** An enumeration of which several may be chosen at once. */
  several: z.literal(true).optional(),
  /** Text that HubSpot shows as HTML. */
  html: z.literal(true).optional(),
});
export type PropertyTarget = z.infer<typeof propertyTarget>;

export const filledProperty = propertyTarget.extend({ value: template, mode: z.enum(fillModes) });
export type FilledProperty = z.infer<typeof filledProperty>;

/** Names a row or rule for ever: two admins may change the map at the same moment. */
const id = z.string().min(1, "is missing").max(50, "is longer than 50 characters");

export const propertyRow = filledProperty
  .extend({ id, on: z.enum(families), object: z.enum(mappedObjects) })
  .refine(({ on, object }) => object !== "call" || on === "call", {
    path: ["object"],
    message: "only a call is written as a call",
  });
export type PropertyRow = z.infer<typeof propertyRow>;

/** activity: the call, note, communication or meeting that the event is written as. */
export const linkedWith = ["contact", "company", "deal", "activity"] as const;
export type LinkedWith = (typeof linkedWith)[number];

export const customObjectRule = z.object({
  id,
  on: z.enum(families),
  objectTypeId: z.string().regex(/^2-\d{1,18}$/, "must be a custom object’s type id such as 2-123"),
  /** One of it: Subscription. */
  label,
  /** How a record of it is found: a property whose values HubSpot keeps unique. */
  match: propertyTarget.extend({ value: template }),
  /** False: only records that are there already are changed. */
  create: z.boolean(),
  rows: z.array(filledProperty).max(100, "has more than 100 properties"),
  associateWith: z.array(z.enum(linkedWith)),
});
export type CustomObjectRule = z.infer<typeof customObjectRule>;

export const mostRows = 200;
export const mostObjects = 20;
/** Where several rows fill one property, the first one that has a value counts. */
export const propertyMap = z.object({
  rows: z.array(propertyRow).max(mostRows, `has more than ${mostRows} rows`).default([]),
  objects: z.array(customObjectRule).max(mostObjects, `has more than ${mostObjects} rules`).default([]),
});
export type PropertyMap = z.infer<typeof propertyMap>;
export const noPropertyMap: PropertyMap = { rows: [], objects: [] };

/** Records are found and told apart by these, or the portal's settings and matrix decide about them. */
const reserved: Record<MappedObject, RegExp> = {
  contact: /^(email|hs_additional_emails|phone|hubspot_owner_id)$|^hookswitch_/,
  company: /^(domain|hubspot_owner_id)$|^hookswitch_/,
  deal: /^(pipeline|dealstage|hubspot_owner_id)$|^hookswitch_/,
  // All that a call is logged with: its later news must be able to tell what has changed.
  call: /^(hs_timestamp|hubspot_owner_id)$|^(hs_call_|hookswitch_)/,
};

/** Written by Hookswitch itself: no row fills it. */
export function isReserved(object: MappedObject, property: string): boolean {
  return reserved[object].test(property);
}

const fitting: Record<PropertyType, readonly FieldKind[]> = {
  string: ["text", "phone", "number", "time", "yes_or_no", "any"],
  phone_number: ["phone", "any"],
  enumeration: ["text", "number", "yes_or_no", "any"],
  number: ["number", "any"],
  bool: ["yes_or_no", "any"],
  date: ["time", "any"],
  datetime: ["time", "any"],
};

/** "“Budget” takes a number". */
export const takes: Record<PropertyType, string> = {
  string: "text",
  phone_number: "a phone number",
  enumeration: "one of its options",
  number: "a number",
  bool: "yes or no",
  date: "a date",
  datetime: "a date and time",
};

const kindNames: Record<FieldKind, string> = {
  text: "text",
  phone: "a phone number",
  number: "a number",
  time: "a time",
  yes_or_no: "yes or no",
  any: "anything",
};

/** Why the template cannot fill the property, whatever an event says; null when it can. */
export function wrongTemplate(family: Family, value: string, into: PropertyTarget): string | null {
  const strange = pathsIn(value).find((path) => eventField(family, path) === null);
  if (strange !== undefined) return `{${strange}} is not a field of such an event`;
  const { type, label, options = [] } = into;
  const only = onlyField(value);
  const field = only === null ? null : eventField(family, only);
  if (!field) {
    const isMixed = partsOf(value).length > 1;
    return isMixed && (type === "number" || type === "bool")
      ? `“${label}” takes ${takes[type]}, so it must be one field or one value, without other text`
      : null;
  }
  if (!fitting[type].includes(field.kind))
    return `“${field.label}” is ${kindNames[field.kind]}, and “${label}” takes ${takes[type]}`;
  const words = field.words ?? [];
  const known = options.flatMap((option) => [option.value.toLowerCase(), option.label.toLowerCase()]);
  return type === "enumeration" && words.length > 0 && !words.some((word) => known.includes(word.toLowerCase()))
    ? `“${label}” has none of the options ${words.join(", ")}`
    : null;
}
