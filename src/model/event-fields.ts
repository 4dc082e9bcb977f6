// What can be read out of an event for a property of the portal's own: the generic JSON's names, and the kind of each value.
import type { OurField } from "./our-field-groups.ts";
import { type Family, ourFields } from "./our-fields.ts";

/** any: it depends on the sender, such as what people type into a form. */
export type FieldKind = "text" | "phone" | "number" | "time" | "yes_or_no" | "any";

export interface EventField extends OurField {
  kind: FieldKind;
}

/** Short cuts of the map, and what is only one side of a value that is known as a whole. */
const unread: Record<Family, readonly string[]> = {
  call: ["caller.phone", "called.phone", "talk_milliseconds", "total_milliseconds", "recording_expires_at", "event_id"],
  form: ["event_id"],
  dialog: ["message", "event_id"],
  meeting: ["person.email", "person.phone", "person.name", "person.company", "person.id", "participants", "event_id"],
  customer: ["event_id"],
};

const more: Record<Family, readonly OurField[]> = {
  call: [
    { path: "provider_status", label: "Outcome, in the sender’s word", group: "Call" },
    { path: "worth.amount", label: "Worth", group: "Call" },
    { path: "worth.currency", label: "Worth: currency", group: "Call" },
  ],
  form: [],
  dialog: [{ path: "message", label: "The client’s first message", group: "Dialogue" }],
  meeting: [
    { path: "organizer.name", label: "Organizer: name", group: "Meeting" },
    { path: "participants", label: "Participants", group: "Meeting" },
  ],
  customer: [],
};

const ofEveryEvent: readonly OurField[] = [
  { path: "time", label: "When it happened", group: "Event" },
  { path: "type", label: "Kind of event", group: "Event" },
  { path: "provider", label: "Sender", group: "Event" },
];

const kinds: [kind: FieldKind, paths: RegExp][] = [
  ["number", /^(talk|total)_seconds$|^analysis\.score\.(value|max)$|^worth\.amount$/],
  ["time", /(^|_)(at|time)$/],
  ["yes_or_no", /^(target|repeat|callback)$/],
  ["phone", /\.phone$/],
  ["text", /(name|email|url|company|domain|website|address|summary|note|message|by|category|currency|department)$/],
  [
    "text",
    /^(direction|outcome|channel|title|participants|provider|type)$|\.(topics|next_steps|details|sip)$|\.mood\./,
  ],
  ["text", /\.utm_(source|medium)$/],
];

function withKind(field: OurField): EventField {
  const kind = kinds.find(([, paths]) => paths.test(field.path))?.[0] ?? "any";
  return { ...field, kind };
}

function fieldsOf(family: Family): EventField[] {
  const readable = ourFields[family].filter(({ path }) => !unread[family].includes(path));
  return [...readable, ...more[family], ...ofEveryEvent].map(withKind);
}

export const eventFields: Record<Family, readonly EventField[]> = {
  call: fieldsOf("call"),
  form: fieldsOf("form"),
  dialog: fieldsOf("dialog"),
  meeting: fieldsOf("meeting"),
  customer: fieldsOf("customer"),
};

/** What a form calls its own fields is read as it stands: fields.budget. */
const ownField = /^fields\.([^{}]+)$/;

export function eventField(family: Family, path: string): EventField | null {
  const known = eventFields[family].find((field) => field.path === path);
  if (known) return known;
  const name = family === "form" ? ownField.exec(path)?.[1] : undefined;
  return name === undefined ? null : { path, label: `Form field: ${name}`, group: "Form", kind: "any" };
}
