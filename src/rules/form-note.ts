// The note of a form: everything that was filled in, and where.
import type { Link } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { FormData } from "../model/form.ts";
import type { CreateWrite } from "../model/plan.ts";
import { type Fact, fact } from "./after-call.ts";
import { attributionLabel } from "./attribution.ts";
import { lines, link } from "./html.ts";
import type { Ownership } from "./owner.ts";
import { taskReference } from "./task.ts";

export function formNote(event: Event, form: FormData, owner: Ownership, belongsTo: Link[]): CreateWrite {
  const key = `${event.id}/note`;
  return {
    do: "create",
    what: "note",
    key,
    properties: {
      hs_timestamp: form.submittedAt ?? event.time,
      // Outside the lines that may be cut: without its reference a note could be made twice.
      hs_note_body: `${lines(factsOf(form).map(({ html }) => html))}<br>${taskReference(key)}`,
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
    },
    associate: belongsTo,
    because: "it keeps everything that was filled in",
  };
}

function factsOf({ formName, person, message, fields, pageUrl, attribution }: FormData): Fact[] {
  return [
    ...fact("Form", formName ?? "without a name"),
    ...fact("Name", person?.name),
    ...fact("E-mail", person && [person.email, ...person.emails].filter(Boolean).join(", ")),
    ...fact("Phone", person && [person.phone, ...person.phones].filter(Boolean).join(", ")),
    ...fact("Company", person?.company),
    ...fact("Message", message),
    ...Object.entries(fields).flatMap(([name, value]) => fact(name, textOf(value))),
    ...fact("Advertising source", attributionLabel(attribution)),
    ...fact("Keyword", attribution.utmTerm),
    ...(pageUrl ? [{ label: "Page", html: `Page: ${link(pageUrl, pageUrl)}` }] : []),
  ];
}

/** A list is its entries; anything nested stays as JSON, so that nothing is left out. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
