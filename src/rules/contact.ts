// The contact of a call: made when nobody has the number, filled where it is empty, never overwritten.
import type { Contact } from "../model/crm.ts";
import type { CallEvent } from "../model/event.ts";
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

function nameProperties(name: string): Record<string, string> {
  const [first = name, ...rest] = name.split(/\s+/);
  return rest.length === 0 ? { firstname: first } : { firstname: first, lastname: rest.join(" ") };
}

/** HubSpot refuses a contact whole for an e-mail address that is none. */
function emailProperties(email: string | null): Record<string, string> {
  return email && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email) ? { email } : {};
}

export function createContact(event: CallEvent, phone: Phone, owner: Ownership, rulebook: Rulebook): CreateWrite {
  const { client, attribution } = event.data;
  return {
    do: "create",
    what: "contact",
    key: `${event.id}/contact`,
    properties: {
      ...(client.name ? nameProperties(client.name) : { firstname: placeholder(phone, rulebook) }),
      phone: phone.e164,
      ...emailProperties(client.email),
      ...(owner.ownerId ? { hubspot_owner_id: owner.ownerId } : {}),
      ...(rulebook.prepared.contact.includes(contactKey) ? { [contactKey]: phone.e164 } : {}),
      ...attributionOf(attribution, rulebook.prepared.contact),
    },
    associate: [],
    because: `nobody has ${phone.shown}, and ${owner.because}`,
  };
}

/** Fills what a person left empty; null when there is nothing to fill. */
export function fillContact(event: CallEvent, contact: Contact, phone: Phone, rulebook: Rulebook): UpdateWrite | null {
  const { client, attribution } = event.data;
  const named =
    contact.values.lastname || (contact.values.firstname && contact.values.firstname !== placeholder(phone, rulebook));
  const attributed = Object.values(attributionProperties).some((property) => contact.values[property]);
  const properties = {
    ...(client.name && !named ? nameProperties(client.name) : {}),
    ...(contact.values.email ? {} : emailProperties(client.email)),
    ...(attributed ? {} : attributionOf(attribution, rulebook.prepared.contact)),
  };
  const names = Object.keys(properties);
  if (names.length === 0) return null;
  return {
    do: "update",
    what: "contact",
    key: `${event.id}/contact-gaps`,
    ref: contact.ref,
    properties,
    because: `it had no ${names.map((name) => name.replace(/^hookswitch_/, "").replaceAll("_", " ")).join(", ")} yet`,
  };
}
