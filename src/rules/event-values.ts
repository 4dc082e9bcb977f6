// Reads the fields of an event, by the names of the generic JSON, out of all that is known of what it is about.
import type { Snapshot } from "../model/crm.ts";
import { type Event, isCallEvent } from "../model/event.ts";
import { eventField } from "../model/event-fields.ts";
import { formData } from "../model/form.ts";
import type { MeetingData } from "../model/meeting.ts";
import { familyOf } from "../model/our-fields.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { signUpData } from "../model/sign-up.ts";
import { partsOf } from "../model/template.ts";
import { customerOf } from "./customer.ts";
import { wholeDialog } from "./dialog.ts";
import { endTime, wholeCall } from "./moments.ts";
import { readPhone } from "./phone.ts";
import { wholeMeeting } from "./whole-meeting.ts";

/** The text of a field by its path; "" for what is not known. */
export type ReadField = (path: string) => string;

export function fieldsOf(
  event: Event,
  { moments }: Pick<Snapshot, "moments">,
  rulebook: Pick<Rulebook, "settings" | "employees">,
): ReadField {
  const told = (moments.get(event.subject) ?? []).filter(({ id }) => id !== event.id);
  const { provider, type } = event;
  const data = { time: event.time, provider, type, ...dataOf(event, told, rulebook) };
  const family = familyOf(type);
  return (path) => {
    const field = eventField(family, path);
    if (!field) return "";
    const text = textOf(valueAt(data, path));
    if (field.kind !== "phone") return text;
    const phone = readPhone(text, rulebook.settings.defaultCountry);
    return phone.kind === "number" ? phone.e164 : text;
  };
}

/** null when the template has fields and the event fills none of them. */
export function filled(template: string, read: ReadField): string | null {
  const parts = partsOf(template).map((part) => ("path" in part ? { field: read(part.path) } : part));
  const isUnknown =
    parts.some((part) => "field" in part) && parts.every((part) => !("field" in part) || part.field === "");
  const text = parts.map((part) => ("field" in part ? part.field : part.text)).join("");
  return isUnknown || text.trim() === "" ? null : text.trim();
}

function dataOf(event: Event, told: readonly Event[], rulebook: Pick<Rulebook, "settings" | "employees">): object {
  if (isCallEvent(event)) {
    const calls = [event, ...told.filter(isCallEvent)] as const;
    const call = wholeCall(calls);
    const customer = customerOf(call, rulebook);
    const phone = customer.kind === "customer" ? customer.phone.e164 : call.client.phone;
    return { ...call, client: { ...call.client, phone }, time: endTime(calls) ?? event.time };
  }
  switch (familyOf(event.type)) {
    case "form":
      return formData.parse(event.data);
    case "dialog": {
      const dialog = wholeDialog([event, ...told]);
      return { ...dialog, message: dialog.messages.find(({ from, text }) => from === "client" && text !== null)?.text };
    }
    case "meeting":
      return withNames(wholeMeeting([event, ...told]));
    default:
      return signUpData.parse(event.data);
  }
}

function withNames(meeting: MeetingData): object {
  return { ...meeting, participants: meeting.participants.flatMap(({ name, email }) => name ?? email ?? []) };
}

/** What a form calls its fields may hold dots, and stays as it is. */
function valueAt(data: object, path: string): unknown {
  const [, ownName] = /^fields\.(.*)$/s.exec(path) ?? [];
  const names = ownName === undefined ? path.split(".").map(camelCase) : ["fields", ownName];
  return names.reduce<unknown>((value, name) => member(value, name), data);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

/** utm_source is utmSource in our data. */
function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A list is its entries; of a next step its text counts. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  if (typeof value === "object") return "text" in value ? textOf(value.text) : JSON.stringify(value);
  return String(value).trim();
}
