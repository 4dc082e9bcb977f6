// A form that somebody sent: the person by e-mail, else by number; a note with all that was filled in; a deal and a task by
// the matrix.
import type { Contact, RecordRef, Snapshot } from "../model/crm.ts";
import type { Event } from "../model/event.ts";
import type { FormData } from "../model/form.ts";
import type { CreateWrite, Plan, UseWrite, Write } from "../model/plan.ts";
import type { Rulebook } from "../model/rulebook.ts";
import { attributionOf } from "./attribution.ts";
import { createContact, fillContact, type Known } from "./contact.ts";
import { openOrNewDeal } from "./deal.ts";
import { formNote } from "./form-note.ts";
import { refOf } from "./judgement.ts";
import { chooseContact, type Match, verified } from "./match.ts";
import { ownership } from "./owner.ts";
import { emailsOf, isOurs, phoneOf } from "./person.ts";
import { formTask } from "./task.ts";

export function decideForm(event: Event, form: FormData, snapshot: Snapshot, rulebook: Rulebook): Plan {
  const person = form.person;
  const [email = null] = emailsOf(person);
  const phone = phoneOf(person, rulebook);
  if (!email && !phone) {
    const because = "The form names neither an e-mail address nor a phone number that can be read, so it is nobody's.";
    return { verdict: "park", writes: [], because };
  }
  if (person && isOurs(person, rulebook)) {
    return { verdict: "ignore", writes: [], because: "An employee sent this form, not a client." };
  }
  const match = matchOf(emailsOf(person), phone, snapshot, rulebook);
  const row = rulebook.matrix[match ? "form.known" : "form.new"];
  const because = `${form.formName ? `The form “${form.formName}”` : "A form"} of a ${match ? "known" : "new"} client.`;
  if (!match && row.contact === "existing") {
    return { verdict: "ignore", writes: [], because: `${because} The matrix makes no contact in this case.` };
  }
  const known: Known = { eventId: event.id, phone, name: person?.name ?? null, email, attribution: form.attribution };
  const owner = ownership(row.owner, null, { kind: "unsaid" }, match?.contact ?? null, rulebook);
  const name = match?.contact.name ?? person?.name ?? email ?? phone?.e164 ?? "";
  const who = email ?? phone?.shown ?? "";
  const contact: CreateWrite | UseWrite = match
    ? { do: "use", what: "contact", key: `${event.id}/contact`, ref: match.contact.ref, name, because: match.because }
    : createContact(known, `nobody has ${who}`, owner, rulebook);
  const dealname = `${name}, ${form.formName ?? "form"}`;
  const properties = { dealname, ...attributionOf(form.attribution, rulebook.prepared.deal) };
  const wanted = { eventId: event.id, first: "this is the client's first enquiry", properties };
  const client = { ref: refOf(contact), name, known: match?.contact ?? null };
  const deal = openOrNewDeal(wanted, row.deal, client, owner, rulebook);
  const belongsTo: { what: "contact" | "deal"; ref: RecordRef }[] = [
    { what: "contact", ref: refOf(contact) },
    ...(deal ? [{ what: "deal" as const, ref: refOf(deal) }] : []),
  ];
  const writes: (Write | null)[] = [
    contact,
    match && fillContact(known, match.contact, rulebook),
    deal,
    row.call === "log" ? formNote(event, form, owner, belongsTo) : null,
    formTask(event, form, row, { name, phone: who }, owner, belongsTo),
  ];
  return { verdict: "write", because, writes: writes.filter((write) => write !== null) };
}

/** By e-mail first: people share numbers more often than addresses. */
function matchOf(
  emails: readonly string[],
  phone: Known["phone"],
  { byEmail, contacts }: Snapshot,
  { settings }: Rulebook,
): Match | null {
  for (const email of emails) {
    const holders: readonly Contact[] = byEmail.get(email) ?? [];
    const match = chooseContact(holders, null, email);
    if (match) return { ...match, because: match.because.replace("is a number of", "is an address of") };
  }
  if (!phone) return null;
  return chooseContact(
    verified(contacts.get(phone.e164) ?? [], phone.e164, settings.defaultCountry),
    null,
    phone.shown,
  );
}
