// Somebody who wrote to us, by a form or in a chat: whose it is, by e-mail first and then by number, and the deal it belongs to.
import type { KnownCall, RecordRef, Snapshot } from "../model/crm.ts";
import type { Attribution } from "../model/event.ts";
import type { MatrixRow } from "../model/matrix.ts";
import type { Person } from "../model/person.ts";
import type { CreateWrite, Plan, UpdateWrite, UseWrite } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { attributionOf } from "./attribution.ts";
import { createContact, fillContact, type Known } from "./contact.ts";
import { openOrNewDeal } from "./deal.ts";
import type { Participant } from "./employee.ts";
import { refOf } from "./judgement.ts";
import { findPerson } from "./match.ts";
import { type Ownership, ownership } from "./owner.ts";
import { emailsOf, isOurs, phoneOf } from "./person.ts";

export interface Enquiry {
  eventId: string;
  /** form or dialog: which rows of the matrix count. */
  kind: "form" | "dialog";
  /** "The form “Callback”", for the reasons. */
  title: string;
  dealTitle: string;
  person: Person | null;
  participant: Participant;
  attribution: Attribution;
}

export interface Answerable {
  because: string;
  row: MatrixRow;
  owner: Ownership;
  client: { name: string; phone: string };
  contact: CreateWrite | UseWrite;
  gaps: UpdateWrite | null;
  deal: CreateWrite | UseWrite | null;
  belongsTo: { what: "contact" | "deal"; ref: RecordRef }[];
}

/** @param made what an earlier event of the same conversation made */
export function judgeEnquiry(
  enquiry: Enquiry,
  made: KnownCall | null,
  snapshot: Snapshot,
  rulebook: Rulebook,
): Answerable | Plan {
  const { eventId, kind, title, person, participant, attribution } = enquiry;
  const emails = emailsOf(person);
  const phone = phoneOf(person, rulebook);
  const [email = null] = emails;
  if (!email && !phone) {
    const because = `${title} names neither an e-mail address nor a phone number that can be read, so it is nobody's.`;
    return { verdict: "park", writes: [], because };
  }
  if (person && isOurs(person, rulebook)) {
    return { verdict: "ignore", writes: [], because: `${title} is an employee's, not a client's.` };
  }
  const found = findPerson(emails, phone, snapshot, rulebook.settings);
  const match = made?.contact ? null : found;
  const row = rulebook.matrix[`${kind}.${match ? "known" : "new"}` as const];
  const because = `${title} of a ${match ? "known" : "new"} client.`;
  if (!found && !made?.contact && row.contact === "existing") {
    return { verdict: "ignore", writes: [], because: `${because} The matrix makes no contact in this case.` };
  }
  const known: Known = { eventId, phone, name: person?.name ?? null, email, attribution };
  const owner = ownership(row.owner, null, participant, match?.contact ?? null, rulebook);
  const name = match?.contact.name ?? person?.name ?? email ?? phone?.e164 ?? "";
  const who = email ?? phone?.shown ?? "";
  const use = (what: "contact" | "deal", ref: RecordRef, called: string, reason: string): UseWrite => ({
    do: "use",
    what,
    key: `${eventId}/${what}`,
    ref,
    name: called,
    because: reason,
  });
  const earlier = "it was made for this conversation";
  const contact = made?.contact
    ? use("contact", made.contact.ref, name, earlier)
    : match
      ? use("contact", match.contact.ref, name, match.because)
      : createContact(known, `nobody has ${who}`, owner, rulebook);
  const properties = {
    dealname: `${name}, ${enquiry.dealTitle}`,
    ...attributionOf(attribution, rulebook.prepared.deal),
  };
  const wanted = { eventId, first: "this is the client's first enquiry", properties };
  const client = { ref: refOf(contact), name, known: match?.contact ?? null };
  const deal = made?.deal
    ? use("deal", made.deal.ref, made.deal.properties.dealname ?? "Deal", earlier)
    : openOrNewDeal(wanted, row.deal, client, owner, rulebook);
  return {
    because,
    row,
    owner,
    client: { name, phone: who },
    contact,
    gaps: found ? fillContact(known, found.contact, rulebook) : null,
    deal,
    belongsTo: [
      { what: "contact", ref: refOf(contact) },
      ...(deal ? [{ what: "deal" as const, ref: refOf(deal) }] : []),
    ],
  };
}
