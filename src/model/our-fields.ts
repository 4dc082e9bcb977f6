// Our fields: what a field of somebody else's webhook can become, by kind of event, as the generic JSON names them.
import { callDirections, callOutcomes, type callTypes, type otherTypes } from "./event.ts";
import {
  agentFields,
  analysisFields,
  attributionFields,
  group,
  type OurField,
  personFields,
  yesOrNo,
} from "./our-field-groups.ts";

export type EventType = (typeof callTypes)[number] | (typeof otherTypes)[number];
export type Family = "call" | "form" | "dialog" | "meeting" | "customer";

const call: OurField[] = [
  ...group("Call", [
    ["call_id", "Call id"],
    ["direction", "Direction", callDirections],
    ["outcome", "Outcome", callOutcomes],
    ["started_at", "Started at"],
    ["answered_at", "Answered at"],
    ["ended_at", "Ended at"],
    ["talk_seconds", "Seconds of talk"],
    ["talk_milliseconds", "Milliseconds of talk"],
    ["total_seconds", "Seconds in all"],
    ["total_milliseconds", "Milliseconds in all"],
    ["recording_url", "Address of the recording"],
    ["recording_expires_at", "Recording kept until"],
    ["card_url", "Address of the call's page"],
    ["target", "Is it a target call?", yesOrNo],
    ["repeat", "Is it a repeated call?", yesOrNo],
    ["callback", "Is it a callback?", yesOrNo],
    ["tags", "Tags, by comma or line"],
    ["note", "Note"],
  ]),
  ...group("Numbers", [
    ["caller.phone", "Number that called"],
    ["called.phone", "Number that was called"],
    ["client.phone", "Client: phone"],
    ["client.name", "Client: name"],
    ["client.email", "Client: e-mail"],
    ["line.phone", "Own line: number"],
    ["line.name", "Own line: name"],
  ]),
  ...agentFields,
  ...attributionFields,
  ...group("Rating", [
    ["rating.value", "Rating"],
    ["rating.category", "Rating: category"],
    ["rating.scale", "Rating: scale"],
    ["rating.by", "Rating: by whom"],
  ]),
  ...analysisFields,
];

const eventId = group("Event", [["event_id", "Id of this event"]]);

export const ourFields: Record<Family, readonly OurField[]> = {
  call: [...call, ...eventId],
  form: [
    ...group("Form", [
      ["form_id", "Form id"],
      ["form_name", "Form name"],
      ["page_url", "Address of the page"],
      ["submitted_at", "Submitted at"],
      ["message", "Message"],
    ]),
    ...personFields,
    ...attributionFields,
    ...eventId,
  ],
  dialog: [
    ...group("Dialogue", [
      ["dialog_id", "Dialogue id"],
      ["channel", "Channel, such as whatsapp"],
      ["started_at", "Started at"],
      ["ended_at", "Ended at"],
      ["message", "The client's message"],
    ]),
    ...personFields,
    ...agentFields,
    ...attributionFields,
    ...eventId,
  ],
  meeting: [
    ...group("Meeting", [
      ["meeting_id", "Meeting id"],
      ["title", "Title"],
      ["started_at", "Started at"],
      ["ended_at", "Ended at"],
      ["url", "Address of the meeting"],
      ["recording_url", "Address of the recording"],
      ["organizer.email", "Organizer: e-mail"],
      ["participants", "Participants' e-mails, by comma or line"],
    ]),
    ...personFields,
    ...analysisFields,
    ...eventId,
  ],
  customer: [
    ...group("Customer", [
      ["customer_id", "Customer id"],
      ["registered_at", "Registered at"],
    ]),
    ...personFields,
    ...group("Company", [
      ["company.name", "Company: name"],
      ["company.domain", "Company: domain"],
      ["company.website", "Company: website"],
      ["company.phone", "Company: phone"],
      ["company.address", "Company: address"],
    ]),
    ...attributionFields,
    ...eventId,
  ],
};

const families: readonly Family[] = ["call", "form", "dialog", "meeting", "customer"];

export function familyOf(type: EventType): Family {
  return families.find((family) => type.startsWith(`${family}.`)) ?? "call";
}

/** What a form calls its own fields is kept: fields.budget. */
const ownField = /^fields\.(?!__proto__$)[\s\S]/;

export function ourField(type: EventType, path: string): OurField | null {
  const known = ourFields[familyOf(type)].find((field) => field.path === path);
  if (known) return known;
  if (familyOf(type) !== "form" || !ownField.test(path)) return null;
  return { path, label: `Form field: ${path.slice("fields.".length)}`, group: "Form" };
}
