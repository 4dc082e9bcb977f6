// The contact of an event: made when nobody has the number or the address, filled where it is empty, never overwritten.
import type { Contact } from "../model/crm.ts";
import type { Attribution, CallEvent } from "../model/event.ts";
import type { CreateWrite, UpdateWrite } from "../model/plan.ts";
import { attributionProperties, contactKey } from "../model/properties.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { attributionOf } from "./attribution.ts";
import type { Ownership } from "./owner.ts";
import type { ReadPhone } from "./phone.ts";

type Phone = Extract<ReadPhone, { kind: "number" }>;

/** HubSpot wants a name or an e-mail on a contact; a caller without one gets the portal's placeholder. */
function placeholder(phone: Phone, rulebook: Rulebook): string {
  return rulebook.settings.placeholderName.replaceAll("{phone}", phone.e164);
}

export function nameProperties(name: string): Record<string, string> {
  const [first = name, ...rest] = name.split(/\s+/);
  return rest.length === 0 ? { firstname: first } : { firstname: first, lastname: rest.join(" ") };
}

/** HubSpot refuses a contact whole for an e-mail address that is none. */
function emailProperties(email: string | null): Record<string, string> {
  return email && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) ? { email } : {};
}

/** What an event knows of the person whom it is about. */
export interface Known {
  eventId: string;
  /** null: no number, or none that can be read. */
  phone: Phone | null;
  name: string | null;
  email: string | null;
  attribution: Attribution;
}

export function knownOf({ id, data }: CallEvent, phone: Phone): Known {
  const { client, attribution } = data;
  return { eventId: id, phone, name: client.name, email: client.email, attribution };
}

export function createContact(
  { eventId, phone, name, email, attribution }: Known,
  because: string,
  owner: Ownership,
  rulebook: Rulebook,
): CreateWrite {
  return {
    do: "create",
    what: "contact",
    key: `${eventId}/contact`,
    properties: {
      ...(name ? nameProperties(name) : phone ? { firstname: placeholder(phone, rulebook) } : {}),
      ...(phone ? { phone: phone.e164 } : {}),
      ...emailProperties(email),
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
      ...(phone && rulebook.prepared.contact.includes(contactKey) ? { [contactKey]: phone.e164 } : {}),
      ...attributionOf(attribution, rulebook.prepared.contact),
    },
    associate: [],
    because: `${because}, and ${owner.because}`,
  };
}

/** Fills what a person left empty; null when there is nothing to fill. */
export function fillContact(known: Known, contact: Contact, rulebook: Rulebook): UpdateWrite | null {
  const { name, email, phone, attribution } = known;
  const { values } = contact;
  const named = values.lastname || (values.firstname && !(phone && values.firstname === placeholder(phone, rulebook)));
  const attributed = Object.values(attributionProperties).some((property) => values[property]);
  const properties = {
    ...(name && !named ? nameProperties(name) : {}),
    ...(values.email ? {} : emailProperties(email)),
    ...(phone && contact.phones.length === 0 ? { phone: phone.e164 } : {}),
    ...(attributed ? {} : attributionOf(attribution, rulebook.prepared.contact)),
  };
  const names = Object.keys(properties);
  if (names.length === 0) return null;
  return {
    do: "update",
    what: "contact",
    key: `${known.eventId}/contact-gaps`,
    ref: contact.ref,
    properties,
    optional: true,
    because: `it had no ${names.map((each) => each.replace(/^hookswitch_/, "").replaceAll("_", " ")).join(", ")} yet`,
  };
}
