// The page of own properties in words: kinds of events, objects, types and modes as people read them.
import { eventField } from "../../model/event-fields.ts";
import type { Family } from "../../model/our-fields.ts";
import type { LinkedWith, MappedObject, PropertyType } from "../../model/property-map.ts";
import { partsOf } from "../../model/template.ts";

export const familyWords: Record<Family, { one: string; many: string }> = {
  call: { one: "call", many: "Calls" },
  form: { one: "form", many: "Forms" },
  dialog: { one: "dialogue", many: "Dialogues" },
  meeting: { one: "meeting", many: "Meetings" },
  customer: { one: "sign-up", many: "Sign-ups" },
};

export const objectWords: Record<MappedObject, string> = {
  contact: "Contact",
  company: "Company",
  deal: "Deal",
  call: "Call",
};

export const typeWords: Record<PropertyType, string> = {
  string: "text",
  phone_number: "phone number",
  enumeration: "list of options",
  number: "number",
  bool: "yes or no",
  date: "date",
  datetime: "date and time",
};

export const linkWords: Record<LinkedWith, string> = {
  contact: "Contact",
  company: "Company",
  deal: "Deal",
  activity: "The call, note, message or meeting itself",
};

/** A template as the page shows it: text, and fields by their labels. */
export function templateParts(family: Family, template: string): { text: string; isField: boolean }[] {
  return partsOf(template).map((part) =>
    "text" in part
      ? { text: part.text, isField: false }
      : { text: eventField(family, part.path)?.label ?? part.path, isField: true },
  );
}
