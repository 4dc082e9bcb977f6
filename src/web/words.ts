// Plain words for the pages: what an event is called, and its plan as sentences.
import type { ObjectType } from "../model/crm.ts";
import type { Plan, Write } from "../model/plan.ts";
import { sentence } from "./answers.ts";

const typeLabels = new Map(
  Object.entries({
    "call.completed": "Call",
    "call.started": "Call started",
    "call.forwarded": "Call forwarded",
    "call.answered": "Call picked up",
    "call.updated": "Call updated",
    "call.rated": "Call rated",
    "call.recording_ready": "Recording ready",
    "call.analyzed": "Call analyzed",
    "form.submitted": "Form",
    "dialog.started": "Dialogue started",
    "dialog.ended": "Dialogue",
    "meeting.completed": "Meeting",
    "meeting.analyzed": "Meeting analyzed",
    "meeting.deleted": "Meeting deleted",
    "customer.registered": "Sign-up",
    "customer.updated": "Customer updated",
    unreadable: "Unreadable",
  }),
);

export function typeLabel(type: string): string {
  return typeLabels.get(type) ?? type;
}

const names: Record<Write["what"], { one: string; many: string }> = {
  contact: { one: "contact", many: "contacts" },
  company: { one: "company", many: "companies" },
  deal: { one: "deal", many: "deals" },
  call: { one: "call", many: "calls" },
  task: { one: "task", many: "tasks" },
  note: { one: "note", many: "notes" },
  meeting: { one: "meeting", many: "meetings" },
  communication: { one: "message", many: "messages" },
  custom: { one: "custom record", many: "custom records" },
};

const verbs: Record<Write["do"], { past: string; bare: string }> = {
  create: { past: "Created", bare: "create" },
  update: { past: "Updated", bare: "update" },
  use: { past: "Used", bare: "use" },
  associate: { past: "Linked", bare: "link" },
  upsert: { past: "Wrote", bare: "write" },
  announce: { past: "Offered HubSpot", bare: "offer HubSpot" },
};

function objectOf(write: Write): string {
  if (write.do === "upsert") return `the ${write.name} “${write.idValue}”`;
  const { one } = names[write.what];
  if (write.do === "create") return `a ${one}`;
  if (write.do === "use") return `the existing ${one}`;
  if (write.do === "announce") return `the recording of the ${one}`;
  return write.do === "associate" ? `the ${one} with ${countsOf(write.associate)}` : `the ${one}`;
}

/** "1 contact, 12 companies and 60 deals" */
function countsOf(links: readonly { what: ObjectType }[]): string {
  const counts = [...Map.groupBy(links, ({ what }) => what)].map(([what, { length }]) =>
    length === 1 ? `1 ${names[what].one}` : `${length} ${names[what].many}`,
  );
  return listText(counts);
}

/** "company, contact and deal" */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** "Created a contact" once it is done; before that what there is to do: "Create a contact". */
export function writeTitle(write: Write, isDone: boolean): string {
  const { past, bare } = verbs[write.do];
  return `${isDone ? past : capital(bare)} ${objectOf(write)}`;
}

/** "Created a contact because nobody has +380…1122." */
export function writeLine(write: Write, isDone: boolean): string {
  return `${beginning(write, isDone)} ${objectOf(write)} because ${sentence(write.because)}`;
}

/** "Created 40 contacts." for several writes of one kind. */
export function manyLine(write: Write, count: number, isDone: boolean): string {
  return `${beginning(write, isDone)} ${count} ${write.do === "use" ? "existing " : ""}${names[write.what].many}.`;
}

function beginning(write: Write, isDone: boolean): string {
  const { past, bare } = verbs[write.do];
  return isDone ? past : `Will ${bare}`;
}

/** "Could not create a deal: HubSpot wants an industry." */
export function refusedLine(write: Write, reason: string): string {
  return `Could not ${verbs[write.do].bare} ${objectOf(write)}: ${sentence(reason)}`;
}

/** What would be written, in the order of the plan. */
export function planLines(plan: Plan): string[] {
  return plan.writes.map((write) => writeLine(write, false));
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Fireflies’", "Ringostat’s". */
export function ownerOf(name: string): string {
  return name.endsWith("s") ? `${name}’` : `${name}’s`;
}

/** In the portal's own time, as a person would write it: "9 Oct, 12:30", with the year when it is another one. */
export function momentText(moment: Date, timeZone: string, now: Date): string {
  const format = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(date);
  const year = (date: Date) => format(date, { year: "numeric" });
  const day = format(moment, {
    day: "numeric",
    month: "short",
    ...(year(moment) === year(now) ? {} : { year: "numeric" }),
  });
  return `${day}, ${format(moment, { hour: "2-digit", minute: "2-digit" })}`;
}
