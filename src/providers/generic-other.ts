// Maps the forms, dialogs, meetings and customers of our own JSON, field by field as the docs/json.md lists them.
import type { Happening, OtherType } from "../model/event.ts";
import { genericAgent, genericAnalysis, genericAttribution } from "./generic-call.ts";
import { utcOf } from "./local-time.ts";
import { isObject, listOf, objectOf, secondsOf, textOf, textsOf, webAddressOf } from "./values.ts";

export type JsonObject = Extract<Happening, { type: OtherType }>["data"];
type Mapping = (id: string, data: JsonObject, timeZone: string) => JsonObject;

const meeting: Mapping = (meetingId, data, timeZone) => ({
  meetingId,
  title: textOf(data.title),
  startedAt: utcOf(textOf(data.started_at), timeZone),
  endedAt: utcOf(textOf(data.ended_at), timeZone),
  url: textOf(data.url),
  recordingUrl: webAddressOf(data.recording_url),
  organizer: personOf(data.organizer),
  participants: listOf(data.participants)
    .map(personOf)
    .filter((person) => person !== null),
  analysis: genericAnalysis(data.analysis, timeZone),
  notes: listOf(data.notes)
    .filter(isObject)
    .map((note) => ({
      noteId: textOf(note.note_id),
      category: textOf(note.category),
      text: textOf(note.text),
      atSeconds: secondsOf(note.at_seconds),
      link: textOf(note.link),
    })),
});

const dialog: Mapping = (dialogId, data, timeZone) => ({
  dialogId,
  channel: textOf(data.channel),
  person: personOf(data.person),
  agent: genericAgent(data.agent),
  startedAt: utcOf(textOf(data.started_at), timeZone),
  endedAt: utcOf(textOf(data.ended_at), timeZone),
  messages: listOf(data.messages)
    .filter(isObject)
    .map((message) => ({
      at: utcOf(textOf(message.at), timeZone),
      from: textOf(message.from) === "agent" ? "agent" : "client",
      text: textOf(message.text),
    })),
  attribution: genericAttribution(data.attribution),
});

const form: Mapping = (formId, data, timeZone) => ({
  formId,
  formName: textOf(data.form_name),
  pageUrl: textOf(data.page_url),
  submittedAt: utcOf(textOf(data.submitted_at), timeZone),
  person: personOf(data.person),
  message: textOf(data.message),
  // The names are the form's own and stay as they are.
  fields: isObject(data.fields) ? data.fields : {},
  attribution: genericAttribution(data.attribution),
});

const customer: Mapping = (customerId, data, timeZone) => ({
  customerId,
  person: personOf(data.person),
  company: companyOf(data.company),
  registeredAt: utcOf(textOf(data.registered_at), timeZone),
  attribution: genericAttribution(data.attribution),
});

const mappings: Record<OtherType, Mapping> = {
  "form.submitted": form,
  "dialog.started": dialog,
  "dialog.ended": dialog,
  "meeting.completed": meeting,
  "meeting.analyzed": meeting,
  "meeting.deleted": meeting,
  "customer.registered": customer,
  "customer.updated": customer,
};

export function genericOther(type: OtherType, id: string, data: JsonObject, timeZone: string): JsonObject {
  return mappings[type](id, data, timeZone);
}

function personOf(value: unknown): JsonObject | null {
  if (!isObject(value)) return null;
  const person = {
    id: textOf(value.id),
    name: textOf(value.name),
    email: textOf(value.email),
    phone: textOf(value.phone),
    company: textOf(value.company) ?? textOf(objectOf(value.company).name),
  };
  const [emails, phones] = [textsOf(value.emails), textsOf(value.phones)];
  const known = emails.length > 0 || phones.length > 0 || Object.values(person).some((text) => text !== null);
  return known ? { ...person, emails, phones } : null;
}

function companyOf(value: unknown): JsonObject | null {
  if (!isObject(value)) return null;
  return {
    name: textOf(value.name),
    domain: textOf(value.domain),
    website: textOf(value.website),
    phone: textOf(value.phone),
    address: textOf(value.address),
  };
}
